#pragma once
// In which of its forms a codec loads a T, and what the compiler says where it has none.

#include <concepts>
#include <exception>
#include <memory>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <utility>

#include <brine/engine/loader_class.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>
#include <brine/mapping/missing.hpp>
#include <brine/model/parts_of.hpp>

namespace brine {

class Loader;
class Value;

namespace detail {

/// codec<T>::load(loader, in, out)
template <class T>
concept loads_into_place = has_codec<T> && requires(Loader& loader, const Value& in, T& out) {
    codec<T>::load(loader, in, out);
};

/// codec<T>::load(loader, in), for what has no value before it is loaded
template <class T>
concept loads_whole = has_codec<T> && requires(Loader& loader, const Value& in) {
    { codec<T>::load(loader, in) } -> std::convertible_to<T>;
};

/// codec<T>::load(value), a user's own
template <class T>
concept loads_from_value = has_codec<T> && requires(const Value& in) {
    { codec<T>::load(in) } -> std::convertible_to<T>;
};

/// Has no parts, and so no depth.
template <class T>
concept is_leaf = flat<T> || text_like<T>;

/// A T is made first and loaded then.
template <class T>
concept made_first = loads_into_place<T> ||
    (described<T> && !loads_whole<T> && !loads_from_value<T>);

/// A T by itself can be made, whatever the registry holds.
template <class T>
concept makeable =
    !std::is_abstract_v<T> && (made_first<T> || loads_whole<T> || loads_from_value<T>);

/// The compiler takes loader.load(in, object) for a T and all that is in it. What a codec's own
/// load() does is not looked into.
template <class T, class... Seen>
consteval bool is_loadable();

/// So that it need not be there before it is loaded.
template <class T>
inline constexpr bool loads_into_nothing =
    std::default_initializable<T> || loads_whole<T> || loads_from_value<T>;

template <class... Seen, class... Parts>
consteval bool are_loadable(TypeList<Parts...>) {
    return ((is_loadable<std::remove_cvref_t<Parts>, Seen...>() &&
             loads_into_nothing<std::remove_cvref_t<Parts>>)&&...);
}
template <class T, class... Seen, class... Fields>
consteval bool fields_are_loadable(FieldList<Fields...>) {
    return (
        (is_loadable<typename Fields::type, Seen...>() &&
         !std::is_const_v<std::remove_reference_t<decltype(Fields::of(std::declval<T&>()))>>)&&...);
}

template <class T>
inline constexpr bool is_pointer_with_deleter = false;
template <class T, class Deleter>
inline constexpr bool is_pointer_with_deleter<std::unique_ptr<T, Deleter>> =
    !std::same_as<Deleter, std::default_delete<T>>;

template <class T>
concept smart_pointer = requires {
    typename T::element_type;
    typename codec<T>;
}
&&!requires { typename T::value_type; };

template <class T, class... Seen>
consteval bool is_loadable() {
    if constexpr ((std::same_as<T, Seen> || ...)) {
        return true;
    } else if constexpr (!has_codec<T> || is_pointer_with_deleter<T>) {
        return false;
    } else if constexpr (loads_from_value<T>) {
        return true;
    } else if constexpr (described<T> && !loads_into_place<T> && !loads_whole<T>) {
        return fields_are_loadable<T, T, Seen...>(typename codec<T>::description::list());
    } else if constexpr (!loads_into_place<T> && !loads_whole<T>) {
        return false;
    } else if constexpr (smart_pointer<T>) {
        using Object = std::remove_cv_t<typename T::element_type>;
        return std::is_polymorphic_v<Object> || is_loadable<Object, T, Seen...>();
    } else {
        return are_loadable<T, Seen...>(typename parts_of<T>::type());
    }
}

/// A class that its codec names.
template <class T>
concept named_class = has_codec<T> && requires {
    { codec<T>::module } -> std::convertible_to<std::string_view>;
    { codec<T>::class_name } -> std::convertible_to<std::string_view>;
};

/// May be asked for by name.
template <class T>
concept loaded_class = std::is_class_v<T> && named_class<T> && makeable<T> &&
    std::default_initializable<T> && is_loadable<T>() && requires {
    requires !codec<T>::class_name.empty();
};

/// The Loader, of which those who only write have no definition.
template <class>
struct loader_for : std::type_identity<Loader> {};

template <class T>
void load_class(Loader& loader, const Value& in, void* object) {
    using L = typename loader_for<T>::type;
    constexpr bool known = requires { sizeof(L); };
    static_assert(known,
                  "brine: registry.add<T>() is for loading, too: #include <brine/loads_typed.hpp>, "
                  "or <brine/brine.hpp>, where it is called");
    if constexpr (known) {
        static_cast<L&>(loader).load(in, *static_cast<T*>(object));
    }
}

template <loaded_class T>
inline constexpr LoadedClass loaded_class_of{
    &cpp_class<T>, []() -> std::shared_ptr<void> { return std::make_shared<T>(); },
    []() -> void* { return new T{}; },
    [](void* object) noexcept { delete static_cast<T*>(object); }, &load_class<T>};

template <class>
inline constexpr bool is_text_view = false;
template <class Char>
inline constexpr bool is_text_view<std::basic_string_view<Char>> = true;

template <class T>
constexpr void explain_missing_load() {
    if constexpr (!has_codec<T>) {
        explain_missing_codec<T>();
    } else if constexpr (std::is_const_v<T>) {
        static_assert(always_false<T>, "brine: a const object can't be loaded");
    } else if constexpr (std::is_pointer_v<T> || is_text_view<T>) {
        static_assert(
            always_false<T>,
            "brine: this type can be written and not loaded: no pickle holds text in this "
            "form for it to refer to; load a std::string, or its like of wide characters");
    } else if constexpr (std::ranges::input_range<T>) {
        static_assert(
            always_false<T>,
            "brine: this type can be written and not loaded: it views what something else "
            "owns; load a std::vector, or bytes as std::span<const std::byte> with .borrow "
            "= true");
    } else if constexpr (std::derived_from<T, std::exception>) {
        static_assert(
            always_false<T>,
            "brine: this type can be written and not loaded: an exception is loaded if it "
            "can be made from its message alone; load a std::exception_ptr");
    } else if constexpr (std::same_as<T, TypeInfo>) {
        static_assert(always_false<T>,
                      "brine: this type can be written and not loaded: load a std::type_index");
    } else {
        static_assert(
            always_false<T>,
            "brine: this type can be written and not loaded: its codec has no `static T load(const "
            "brine::Value&)`; load a brine::Document, which takes any object");
    }
}

}  // namespace detail

}  // namespace brine
