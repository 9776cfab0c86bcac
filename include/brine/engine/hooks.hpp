#pragma once
// Hooks on the way out: any object with persistent_id or reducer_override, found by `requires`.
//
// A hook names the types it wants by its parameters. It is asked for exactly those and for classes
// derived from them; a conversion never makes it a candidate, so a hook on double does not see
// ints.
//
// Those that take a Value are asked for each object of a document, the root too; of an inert
// object's arguments and keyword arguments for each, not for the tuple and the dict themselves.
//
// Objects whose type has been erased, such as those that a Registry knows by their dynamic type and
// those in a Boxed, are shown to a hook whose method is one plain function of exactly that type. A
// method that is overloaded or a template can't be asked what it takes; the hook names the types
// itself, or is passed over for them:
//
//     using erased_types = brine::hook_types<Circle, Square>;

#include <concepts>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <brine/base/type_info.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/reduction.hpp>
#include <brine/model/global.hpp>

namespace brine {

/// What a hook returns to let the next one be asked; as good as std::nullopt.
struct not_handled_t {};
inline constexpr not_handled_t not_handled{};

/// A reducer for one exact type, asked after all hooks and before codec<T>: what Python's
/// dispatch_table is. Hand it to a Pickler like a hook.
template <class T, class Reducer>
struct DispatchEntry {
    using dispatched = T;
    Reducer reducer;

    decltype(auto) dispatch(const T& object) const { return reducer(object); }
};

/// dispatch<Money>([](const Money& m) { return brine::reduce(...); })
template <class T, class Reducer>
[[nodiscard]] DispatchEntry<T, std::decay_t<Reducer>> dispatch(Reducer&& reducer) {
    return {std::forward<Reducer>(reducer)};
}

/// Types about which a hook is asked where they are erased.
template <class... Types>
struct hook_types {};

namespace detail {

/// Converts to const T& and to T's base classes and to nothing else.
template <class T>
struct Exactly {
    template <class U>
    requires std::same_as<U, T> || std::derived_from<T, U>
    operator const U&() const;  // NOLINT: conversion is the point
};
/// g++ finds a scalar only if it comes by value.
template <class T>
requires std::is_scalar_v<T>
struct Exactly<T> {
    template <std::same_as<T> U>
    operator U() const;  // NOLINT
};

/// Stands for a T in a template's deduction, but refuses to be converted to what is no base of T.
template <class T>
struct Deduced : T {
    // Not const, so that it is a better match than a conversion of T's own.
    template <class U>
    requires(!std::derived_from<T, U>) operator U() = delete;  // NOLINT: conversion is the point
};

template <class T>
concept derivable = std::is_class_v<T> && !std::is_final_v<T>;

template <class H, class T>
concept persistent_id_named = requires(H& h, const T& object) {
    h.persistent_id(object);
}
&&(
    requires(H& h, const T& object) { h.template persistent_id<T>(object); } ||
    requires(H & h, const Exactly<T>& probe) { h.persistent_id(probe); } ||
    (derivable<T> && requires(H & h, Deduced<T>& probe) { h.persistent_id(probe); }));

template <class H, class T>
concept reducer_override_named = requires(H& h, const T& object) {
    h.reducer_override(object);
}
&&(
    requires(H& h, const T& object) { h.template reducer_override<T>(object); } ||
    requires(H & h, const Exactly<T>& probe) { h.reducer_override(probe); } ||
    (derivable<T> && requires(H & h, Deduced<T>& probe) { h.reducer_override(probe); }));

template <class H, class T>
inline constexpr bool dispatch_named = false;
template <class T, class Reducer>
inline constexpr bool dispatch_named<DispatchEntry<T, Reducer>, T> = true;

}  // namespace detail

/// Hook H has a persistent_id for objects of type T.
template <class H, class T>
concept has_persistent_id_for = detail::persistent_id_named<std::remove_reference_t<H>, T>;

/// Hook H has a reducer_override for objects of type T.
template <class H, class T>
concept has_reducer_override_for = detail::reducer_override_named<std::remove_reference_t<H>, T>;

/// H is the dispatch entry of T.
template <class H, class T>
concept has_dispatch_for = detail::dispatch_named<std::remove_cvref_t<H>, T>;

/// Hook H names T in any way, so that no short cut may be taken around the chain.
template <class H, class T>
concept names_type =
    has_persistent_id_for<H, T> || has_reducer_override_for<H, T> || has_dispatch_for<H, T>;

namespace detail {

/// An answer that is one whatever the object is, so that nobody is asked after it.
template <class Answer>
concept final_answer = reduction<Answer> || std::same_as<std::remove_cvref_t<Answer>, Global>;

template <class H, class T>
concept always_reduces = (has_reducer_override_for<H, T> &&
                          requires(std::remove_reference_t<H> & h, const T& object) {
                              { h.reducer_override(object) } -> final_answer;
                          }) ||
                         (has_dispatch_for<H, T> &&
                          requires(const std::remove_cvref_t<H>& h, const T& object) {
                              { h.dispatch(object) } -> final_answer;
                          });

template <class>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;

/// The type that a hook's method declares, where it is one plain function.
template <class Method>
struct declared_parameter {};
template <class R, class P>
struct declared_parameter<R (*)(P)> {
    using type = std::remove_cvref_t<P>;
};
template <class R, class P>
struct declared_parameter<R (*)(P) noexcept> {
    using type = std::remove_cvref_t<P>;
};
template <class R, class H, class P>
struct declared_parameter<R (H::*)(P)> {
    using type = std::remove_cvref_t<P>;
};
template <class R, class H, class P>
struct declared_parameter<R (H::*)(P) const> {
    using type = std::remove_cvref_t<P>;
};
template <class R, class H, class P>
struct declared_parameter<R (H::*)(P) noexcept> {
    using type = std::remove_cvref_t<P>;
};
template <class R, class H, class P>
struct declared_parameter<R (H::*)(P) const noexcept> {
    using type = std::remove_cvref_t<P>;
};

/// The types that a hook names, or the one that each of its methods declares.
template <class H, class Method>
struct erased_types_of : std::type_identity<hook_types<>> {};
template <class H>
concept names_erased_types = requires {
    typename H::erased_types;
};

struct PersistentId {
    template <class H>
    using parameter = typename declared_parameter<decltype(&H::persistent_id)>::type;
    template <class H, class T>
    static constexpr bool takes = has_persistent_id_for<H, T>;
};
struct ReducerOverride {
    template <class H>
    using parameter = typename declared_parameter<decltype(&H::reducer_override)>::type;
    template <class H, class T>
    static constexpr bool takes = has_reducer_override_for<H, T>;
};

template <names_erased_types H, class Method>
struct erased_types_of<H, Method> : std::type_identity<typename H::erased_types> {};
template <class H, class Method>
requires(!names_erased_types<H> &&
         requires { typename Method::template parameter<H>; }) struct erased_types_of<H, Method>
    : std::type_identity<hook_types<typename Method::template parameter<H>>> {
};

/// use(hook, static_cast<const T&>(object)) where T is the type and one of those; else false.
template <class Method, class H, class Use>
bool use_erased(H& hook, const TypeInfo& type, const void* object, Use use) {
    const auto try_type = [&]<class T>(std::type_identity<T>) {
        if constexpr (Method::template takes<H, T>) {
            return type == type_info_of<T>() && use(hook, *static_cast<const T*>(object));
        } else {
            return false;
        }
    };
    return [&]<class... T>(hook_types<T...>) {
        return (try_type(std::type_identity<T>()) || ...);
    }(typename erased_types_of<std::remove_const_t<H>, Method>::type());
}

}  // namespace detail

/// A hook that takes objects of any type, erased: DynamicHooks.
template <class H>
concept erased_hook = requires {
    requires std::remove_cvref_t<H>::takes_erased;
};

}  // namespace brine
