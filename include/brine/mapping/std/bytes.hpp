#pragma once
// Vectors, arrays and spans of std::byte and unsigned char: Python's bytes.

#include <array>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <type_traits>

#include <brine/mapping/buffer.hpp>
#include <brine/mapping/codec.hpp>

namespace brine {

namespace detail {

template <class T>
concept raw_byte = std::same_as<std::remove_cv_t<T>, std::byte> ||
                   std::same_as<std::remove_cv_t<T>, unsigned char>;

}  // namespace detail

/// A contiguous range of bytes.
template <class T>
concept byte_range = std::ranges::contiguous_range<const T> &&
                     std::ranges::sized_range<const T> &&
                     detail::raw_byte<std::ranges::range_value_t<const T>>;

template <byte_range T>
struct codec<T> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const T& bytes) {
        pickler.save_bytes(
            std::as_bytes(std::span(std::ranges::data(bytes), std::ranges::size(bytes))));
    }
};

template <>
struct codec<buffer> {
    static void save(auto& pickler, const buffer& view) { pickler.save_buffer(view); }
};

}  // namespace brine
