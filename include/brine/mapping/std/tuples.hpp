#pragma once
// std::pair and std::tuple: Python's tuple. std::optional, variant, monostate, nullptr and nullopt.

#include <concepts>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <brine/base/errors.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/wire/encode.hpp>

namespace brine {

namespace detail {

template <class... Items>
struct TupleCodec {
    static constexpr bool key_form = true;
    static constexpr bool hashable = (brine::hashable<std::remove_cvref_t<Items>> && ...);

    static void save(auto& pickler, const auto& items) { pickler.save_tuple_like(items); }
    static void save_hashable(auto& pickler, const auto& items) {
        pickler.template save_tuple_like<Place::key>(items);
    }
};

struct NoneCodec {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = 1;
    static char* put(char* p, const auto&) noexcept { return encode::op(p, Opcode::none); }
};

}  // namespace detail

template <class First, class Second>
struct codec<std::pair<First, Second>> : detail::TupleCodec<First, Second> {};

template <class... Items>
struct codec<std::tuple<Items...>> : detail::TupleCodec<Items...> {};

template <>
struct codec<std::monostate> : detail::NoneCodec {};
template <>
struct codec<std::nullptr_t> : detail::NoneCodec {};
template <>
struct codec<std::nullopt_t> : detail::NoneCodec {};

/// None, or what is in it.
template <class T>
struct codec<std::optional<T>> {
    static constexpr bool nullable = true;
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<T>;

    static void save(auto& pickler, const std::optional<T>& object) {
        object ? pickler.save_wrapped(*object) : pickler.save_none();
    }
    static void save_hashable(auto& pickler, const std::optional<T>& object) {
        object ? pickler.save_wrapped_hashable(*object) : pickler.save_none();
    }
};

/// The alternative that it holds.
template <class... Types>
struct codec<std::variant<Types...>> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = (brine::hashable<Types> && ...);

    static void save(auto& pickler, const std::variant<Types...>& object) {
        check(object);
        std::visit([&](const auto& value) { pickler.save_wrapped(value); }, object);
    }
    static void save_hashable(auto& pickler, const std::variant<Types...>& object) {
        check(object);
        std::visit([&](const auto& value) { pickler.save_wrapped_hashable(value); }, object);
    }

private:
    static void check(const std::variant<Types...>& object) {
        if (object.valueless_by_exception()) {
            throw_pickling(Errc::unpicklable, "a variant that holds no value");
        }
    }
};

}  // namespace brine
