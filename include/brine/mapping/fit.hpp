#pragma once
// Fit: how well a Python object fits a C++ type, as far as can be told without a look at its parts.
// A variant asks its alternatives: codec<T>::fit(kind), or codec<T>::fit(loader, in).

#include <cstdint>

#include <brine/model/kind.hpp>

namespace brine {

enum class Fit : std::uint8_t {
    no,
    convertible,  ///< of another kind, which T is made from: an int for a double, a tuple for a
                  ///< list
    exact,        ///< what a T is written as
};

namespace detail {

[[nodiscard]] constexpr Fit exact_if(bool condition) noexcept {
    return condition ? Fit::exact : Fit::no;
}
/// Exact for the one kind, convertible for the other.
[[nodiscard]] constexpr Fit fit_of(Kind kind, Kind exact, Kind convertible) noexcept {
    return kind == exact ? Fit::exact : kind == convertible ? Fit::convertible : Fit::no;
}

}  // namespace detail

}  // namespace brine
