#pragma once
// std::complex: Python's complex.

#include <complex>
#include <concepts>

#include <brine/mapping/codec.hpp>
#include <brine/mapping/reduction.hpp>
#include <brine/mapping/static_global.hpp>

namespace brine {

/// Both parts as double, which is all that Python has.
template <std::floating_point T>
struct codec<std::complex<T>> {
    static constexpr bool hashable = true;
    static auto reduce(const std::complex<T>& number) {
        return brine::reduce(detail::CType<"builtins", "complex">{},
                             static_cast<double>(number.real()),
                             static_cast<double>(number.imag()));
    }
};

}  // namespace brine
