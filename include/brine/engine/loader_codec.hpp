#pragma once
// In which of its forms a codec loads a T, and what the compiler says where it has none.

#include <concepts>
#include <exception>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <typeinfo>

#include <brine/mapping/codec.hpp>
#include <brine/mapping/missing.hpp>

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
        static_assert(always_false<T>,
                      "brine: this type can be written and not loaded: no pickle holds text in this "
                      "form for it to refer to; load a std::string, or its like of wide characters");
    } else if constexpr (std::ranges::input_range<T>) {
        static_assert(always_false<T>,
                      "brine: this type can be written and not loaded: it views what something else "
                      "owns; load a std::vector, or bytes as std::span<const std::byte> with .borrow "
                      "= true");
    } else if constexpr (std::derived_from<T, std::exception>) {
        static_assert(always_false<T>,
                      "brine: this type can be written and not loaded: an exception is loaded if it "
                      "can be made from its message alone; load a std::exception_ptr");
    } else if constexpr (std::same_as<T, std::type_info>) {
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
