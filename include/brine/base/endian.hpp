#pragma once
// Numbers to and from raw bytes in a given order, on a host of any order. Python: struct.pack.

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace brine {

/// What has an order of bytes: integers of 2, 4 and 8 bytes (1 for generic code), float and double.
template <class T>
concept wire_number = (std::integral<T> && !std::same_as<std::remove_cv_t<T>, bool>) ||
                      std::same_as<T, double> || std::same_as<T, float>;

namespace detail {

template <std::size_t Size>
struct bits_of_size;
template <>
struct bits_of_size<1> : std::type_identity<std::uint8_t> {};
template <>
struct bits_of_size<2> : std::type_identity<std::uint16_t> {};
template <>
struct bits_of_size<4> : std::type_identity<std::uint32_t> {};
template <>
struct bits_of_size<8> : std::type_identity<std::uint64_t> {};

template <class T>
using bits_of = typename bits_of_size<sizeof(T)>::type;

// Written so that compilers see one bswap.
constexpr std::uint8_t byteswap(std::uint8_t x) noexcept { return x; }
constexpr std::uint16_t byteswap(std::uint16_t x) noexcept {
    return static_cast<std::uint16_t>(x << 8 | x >> 8);
}
constexpr std::uint32_t byteswap(std::uint32_t x) noexcept {
    return (x & 0xFFU) << 24 | (x & 0xFF00U) << 8 | (x >> 8 & 0xFF00U) | x >> 24;
}
constexpr std::uint64_t byteswap(std::uint64_t x) noexcept {
    return std::uint64_t{byteswap(static_cast<std::uint32_t>(x))} << 32 |
           byteswap(static_cast<std::uint32_t>(x >> 32));
}

template <std::endian Order, class Bits>
constexpr Bits load_bits(const char* p) noexcept {
    Bits bits = 0;
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i < sizeof(Bits); ++i) {
            const std::size_t at = Order == std::endian::little ? i : sizeof(Bits) - 1 - i;
            const Bits byte = static_cast<unsigned char>(p[at]);
            bits = static_cast<Bits>(bits | static_cast<Bits>(byte << (8 * i)));
        }
        return bits;
    }
    std::memcpy(&bits, p, sizeof bits);
    return Order == std::endian::native ? bits : byteswap(bits);
}

template <std::endian Order, class Bits>
constexpr void store_bits(char* p, Bits bits) noexcept {
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i < sizeof(Bits); ++i) {
            const std::size_t at = Order == std::endian::little ? i : sizeof(Bits) - 1 - i;
            const std::uint64_t wide = bits;
            p[at] = static_cast<char>(static_cast<unsigned char>(wide >> (8 * i) & 0xFFU));
        }
        return;
    }
    if (Order != std::endian::native) bits = byteswap(bits);
    std::memcpy(p, &bits, sizeof bits);
}

}  // namespace detail

static_assert(std::endian::native == std::endian::little || std::endian::native == std::endian::big,
              "brine: this machine has an order of bytes that is neither little nor big");

/// Reads sizeof(T) bytes, aligned or not.
template <wire_number T>
[[nodiscard]] constexpr T load_le(const char* p) noexcept {
    return std::bit_cast<T>(detail::load_bits<std::endian::little, detail::bits_of<T>>(p));
}

template <wire_number T>
[[nodiscard]] constexpr T load_be(const char* p) noexcept {
    return std::bit_cast<T>(detail::load_bits<std::endian::big, detail::bits_of<T>>(p));
}

/// Writes sizeof(T) bytes. T is never deduced: the width on the wire is said where it is written.
template <wire_number T>
constexpr void store_le(char* p, std::type_identity_t<T> value) noexcept {
    detail::store_bits<std::endian::little>(p, std::bit_cast<detail::bits_of<T>>(value));
}

template <wire_number T>
constexpr void store_be(char* p, std::type_identity_t<T> value) noexcept {
    detail::store_bits<std::endian::big>(p, std::bit_cast<detail::bits_of<T>>(value));
}

}  // namespace brine
