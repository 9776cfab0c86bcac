#pragma once
// Vectors, arrays and spans of std::byte and unsigned char: Python's bytes.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>

#include <brine/base/errors.hpp>
#include <brine/mapping/buffer.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>

namespace brine {

namespace detail {

template <class T>
concept raw_byte =
    std::same_as<std::remove_cv_t<T>, std::byte> || std::same_as < std::remove_cv_t<T>,
unsigned char > ;

struct BytesFit {
    static constexpr Fit fit(Kind kind) noexcept {
        return kind == Kind::buffer ? Fit::convertible : fit_of(kind, Kind::bytes, Kind::bytearray);
    }
};

template <class T>
inline constexpr bool is_const_span = false;
template <class T, std::size_t Extent>
inline constexpr bool is_const_span<std::span<const T, Extent>> = true;

}  // namespace detail

/// A contiguous range of bytes.
template <class T>
concept byte_range = std::ranges::contiguous_range<const T> && std::ranges::sized_range<const T> &&
    detail::raw_byte<std::ranges::range_value_t<const T>>;

/// Loaded from bytes, bytearrays and buffers. An array takes just its size; a span<const ...> needs
/// memory that outlives the conversion, as a string_view does.
template <byte_range T>
struct codec<T> : detail::BytesFit {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const T& bytes) {
        pickler.save_bytes(
            std::as_bytes(std::span(std::ranges::data(bytes), std::ranges::size(bytes))));
    }

    static void load(auto& loader, const auto& in, T& out) requires detail::is_const_span<T> {
        const std::span<const std::byte> bytes = loader.get_lasting_bytes(in);
        if constexpr (T::extent != std::dynamic_extent) {
            check_size(loader, bytes.size(), T::extent);
        }
        using Item = typename T::element_type;
        out = T(reinterpret_cast<Item*>(bytes.data()), bytes.size());
    }
    static void load(auto& loader, const auto& in, T& out) requires
        requires(const unsigned char* p) {
        out.assign(p, p);
    } || requires(const std::byte* p) {
        out.assign(p, p);
    }
    {
        using Item = std::ranges::range_value_t<T>;
        const std::span<const std::byte> bytes = loader.get_bytes(in);
        const auto* const first = reinterpret_cast<const Item*>(bytes.data());
        out.assign(first, first + bytes.size());
    }
    static void load(auto& loader, const auto& in, T& out) requires(std::is_array_v<T> || requires {
        std::tuple_size<T>::value;
    }) {
        const std::span<const std::byte> bytes = loader.get_bytes(in);
        check_size(loader, bytes.size(), std::ranges::size(out));
        using Item = std::ranges::range_value_t<T>;
        std::ranges::transform(bytes, std::ranges::begin(out),
                               [](std::byte byte) { return static_cast<Item>(byte); });
    }

private:
    static void check_size(auto& loader, std::size_t found, std::size_t wanted) {
        if (found != wanted) {
            loader.fail(Errc::type_mismatch, "expected " + std::to_string(wanted) +
                                                 " bytes, found " + std::to_string(found));
        }
    }
};

/// Loaded as a view of memory that outlives the conversion.
template <>
struct codec<buffer> : detail::BytesFit {
    static void save(auto& pickler, const buffer& view) { pickler.save_buffer(view); }
    static void load(auto& loader, const auto& in, buffer& out) {
        out = buffer(loader.get_lasting_bytes(in), loader.is_readonly(in));
    }
};

}  // namespace brine
