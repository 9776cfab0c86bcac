#pragma once
// The one checked conversion between integer types.

#include <stdexcept>

#include <brine/base/builtin_integer.hpp>

namespace brine {

/// True when T has the very value of x.
template <builtin_integer T, builtin_integer From>
[[nodiscard]] constexpr bool fits(From x) noexcept {
    const T there = static_cast<T>(x);
    return static_cast<From>(there) == x && (there < T{}) == (x < From{});
}

namespace detail {

[[noreturn]] inline void throw_does_not_fit() {
    throw std::range_error("brine: the number does not fit into the type");
}

}  // namespace detail

/// Throws std::range_error when x does not fit.
template <builtin_integer T, builtin_integer From>
[[nodiscard]] constexpr T narrow(From x) {
    if (!fits<T>(x)) [[unlikely]]
        detail::throw_does_not_fit();
    return static_cast<T>(x);
}

}  // namespace brine
