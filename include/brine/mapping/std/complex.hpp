#pragma once
// std::complex: Python's complex.

#include <complex>
#include <concepts>

#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/reduction.hpp>
#include <brine/mapping/static_global.hpp>

namespace brine {

/// Both parts as double, which is all that Python has. Loaded from floats and ints too.
template <std::floating_point T>
struct codec<std::complex<T>> {
    static constexpr bool hashable = true;
    static auto reduce(const std::complex<T>& number) {
        return brine::reduce(detail::CType<"builtins", "complex">{},
                             static_cast<double>(number.real()),
                             static_cast<double>(number.imag()));
    }

    static Fit fit(const auto& loader, const auto& in) {
        return loader.is_instance(in, "builtins", "complex") ? Fit::exact
               : loader.template fit<T>(in) == Fit::no       ? Fit::no
                                                             : Fit::convertible;
    }
    static void load(auto& loader, const auto& in, std::complex<T>& out) {
        T real{};
        T imag{};
        if (loader.kind(in) == Kind::object) {
            loader.load_args(loader.parts_of(in, "builtins", "complex"), real, imag);
        } else {
            loader.load(in, real);
        }
        out = {real, imag};
    }
};

}  // namespace brine
