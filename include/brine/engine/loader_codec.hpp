#pragma once
// In which of its forms a codec loads a T, and what the compiler says where it has none.

#include <concepts>
#include <type_traits>

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

template <class T>
constexpr void explain_missing_load() {
    if constexpr (!has_codec<T>) {
        explain_missing_codec<T>();
    } else if constexpr (std::is_const_v<T>) {
        static_assert(always_false<T>, "brine: a const object can't be loaded");
    } else {
        static_assert(
            always_false<T>,
            "brine: this type can be written and not loaded: it views or refers to what "
            "something else owns, or its codec has no `static T load(const brine::Value&)`");
    }
}

}  // namespace detail

}  // namespace brine
