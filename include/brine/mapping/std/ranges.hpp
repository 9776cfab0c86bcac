#pragma once
// Sequences and any other input range: Python's list; sets: set; maps: dict.

#include <concepts>
#include <cstddef>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <utility>

#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/load_range.hpp>
#include <brine/mapping/std/bytes.hpp>

namespace brine {

namespace detail {

template <class T>
concept text_range = std::convertible_to<const T&, std::string_view>;

/// A container with unique keys and values: map, unordered_map, flat_map and their like.
template <class T>
concept map_like = std::ranges::input_range<const T> && requires {
    typename T::key_type;
    typename T::mapped_type;
} && requires(T& map, const typename T::key_type& key) {
    map[key];
};

/// A container whose keys are its unique values.
template <class T>
concept set_like = std::ranges::input_range<const T> && requires(const T& set) {
    typename T::key_type;
    requires std::same_as<typename T::key_type, typename T::value_type>;
    set.find(std::declval<const typename T::key_type&>());
} && requires(T& set, typename T::value_type value) {
    { set.insert(value).second } -> std::convertible_to<bool>;
};

/// A range that can be walked through a const reference, or copied at no cost to do so.
template <class T>
concept walkable = std::ranges::input_range<const T> ||
    (std::ranges::input_range<T>&& std::copyable<T>&& std::ranges::view<T>);

/// What becomes a list.
template <class T>
concept list_like =
    walkable<T> && !byte_range<T> && !text_range<T> && !map_like<T> && !set_like<T> &&
    // A directory's path is a range of paths, and so is each of those.
    !std::same_as<std::ranges::range_value_t<T>, T>;

template <class T>
inline constexpr bool ambiguous_chars =
    std::same_as<std::remove_cv_t<std::ranges::range_value_t<T>>, char>;

/// The range itself, or a copy of a view that walking would change.
template <class T>
decltype(auto) walk(const T& items) {
    if constexpr (std::ranges::input_range<const T>) {
        return (items);
    } else {
        return T(items);
    }
}

}  // namespace detail

template <detail::list_like T>
struct codec<T> {
    static_assert(!detail::ambiguous_chars<T>,
                  "brine: a range of char may be text or bytes; use std::string for text and "
                  "brine::as_bytes for bytes");

    static constexpr bool list = true;
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<std::ranges::range_value_t<T>>;

    static void save(auto& pickler, const T& items) { pickler.save_list(detail::walk(items)); }
    static void save_hashable(auto& pickler, const T& items) {
        pickler.template save_tuple_of<Place::key>(detail::walk(items));
    }

    static constexpr Fit fit(Kind kind) noexcept {
        return kind == Kind::object ? Fit::convertible
                                    : detail::fit_of(kind, Kind::list, Kind::tuple);
    }
    static void load(auto& loader, const auto& in, T& out) requires detail::loadable_range<T> {
        detail::load_range(loader, in, out);
    }
};

template <detail::set_like T>
struct codec<T> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = true;

    static void save(auto& pickler, const T& items) { pickler.save_set(items); }
    static void save_hashable(auto& pickler, const T& items) { pickler.save_frozenset(items); }

    static constexpr Fit fit(Kind kind) noexcept {
        return detail::fit_of(kind, Kind::set, Kind::frozenset);
    }
    static void load(auto& loader, const auto& in, T& out) requires requires { out.clear(); }
    { detail::load_set(loader, in, out); }
};

template <detail::map_like T>
struct codec<T> {
    static void save(auto& pickler, const T& items) { pickler.save_dict(items); }

    static constexpr Fit fit(Kind kind) noexcept {
        return detail::fit_of(kind, Kind::dict, Kind::object);
    }
    static void load(auto& loader, const auto& in, T& out) requires requires { out.clear(); }
    { detail::load_map(loader, in, out); }
};

}  // namespace brine
