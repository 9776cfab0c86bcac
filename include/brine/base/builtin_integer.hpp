#pragma once
// The integer types of the compiler, with __int128 where there is one (g++ and clang, 64 bits).
// std::integral leaves that one out in strict C++20 mode, and the std traits with it.

#include <concepts>
#include <cstdint>
#include <type_traits>

namespace brine {

#ifdef __SIZEOF_INT128__
// The keyword keeps -Wpedantic quiet.
__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

template <class T>
concept integer_of_128_bits = std::same_as<T, int128> || std::same_as<T, uint128>;
#else
template <class T>
concept integer_of_128_bits = false;
#endif

/// Any integer but bool, which Python keeps apart when it pickles.
template <class T>
concept builtin_integer = integer_of_128_bits<T> ||
    (std::integral<T> && !std::same_as<std::remove_cv_t<T>, bool>);

template <builtin_integer T>
inline constexpr bool is_signed_integer = static_cast<T>(-1) < static_cast<T>(0);

namespace detail {

template <builtin_integer T>
struct unsigned_of : std::make_unsigned<T> {};

#ifdef __SIZEOF_INT128__
template <integer_of_128_bits T>
struct unsigned_of<T> : std::type_identity<uint128> {};
#endif

}  // namespace detail

template <builtin_integer T>
using unsigned_integer = typename detail::unsigned_of<T>::type;

/// 0 - x modulo 2 to the power of its bits: x of the other sign in two's complement.
template <builtin_integer T>
requires(!is_signed_integer<T>) [[nodiscard]] constexpr T negated(T x) noexcept {
    return static_cast<T>(T{} - x);
}

struct Wide {
    std::uint64_t low;
    std::uint64_t high;
};

/// The whole product of two 64-bit numbers.
constexpr Wide multiply_wide(std::uint64_t a, std::uint64_t b) noexcept {
#ifdef __SIZEOF_INT128__
    const uint128 product = static_cast<uint128>(a) * b;
    return {static_cast<std::uint64_t>(product), static_cast<std::uint64_t>(product >> 64)};
#else
    constexpr std::uint64_t half = 0xFFFFFFFFU;
    const std::uint64_t low = (a & half) * (b & half);
    const std::uint64_t cross = (a >> 32) * (b & half) + (low >> 32);
    const std::uint64_t middle = (a & half) * (b >> 32) + (cross & half);
    return {middle << 32 | (low & half), (a >> 32) * (b >> 32) + (cross >> 32) + (middle >> 32)};
#endif
}

}  // namespace brine
