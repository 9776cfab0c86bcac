#pragma once
// bool, integers of every width, Int, float and double: Python's bool, int and float.

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/errors.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/model/int.hpp>
#include <brine/wire/encode.hpp>

namespace brine {

namespace detail {

/// Integer types that are numbers and not characters.
template <class T>
concept number = builtin_integer<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                 !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                 !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

/// An int, or a bool, which is one in Python.
template <class T>
struct IntLoad {
    static constexpr Fit fit(Kind kind) noexcept { return fit_of(kind, Kind::int_, Kind::bool_); }
    static void load(auto& loader, const auto& in, T& out) {
        out = loader.template get_integer<T>(in);
    }
};

}  // namespace detail

template <>
struct codec<bool> {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = 1;
    static char* put(char* p, bool value) noexcept { return encode::boolean(p, value); }

    static constexpr Fit fit(Kind kind) noexcept { return detail::exact_if(kind == Kind::bool_); }
    static void load(auto& loader, const auto& in, bool& out) { out = loader.get_bool(in); }
};

template <detail::number T>
requires(sizeof(T) <= 8 && std::is_signed_v<T>) struct codec<T> : detail::IntLoad<T> {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = sizeof(T) == 8 ? encode::max_int64 : 5;
    static char* put(char* p, T value) noexcept { return encode::integer(p, value); }
};

template <detail::number T>
requires(sizeof(T) <= 8 && std::is_unsigned_v<T>) struct codec<T> : detail::IntLoad<T> {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = sizeof(T) == 8   ? encode::max_uint64
                                            : sizeof(T) == 4 ? encode::max_int64
                                                             : 3;
    static char* put(char* p, T value) noexcept { return encode::unsigned_integer(p, value); }
};

template <>
struct codec<Int> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const Int& value) {
        if (value.is_small()) {
            return pickler.save_int(value.value());
        }
        const std::string bytes = value.to_twos_complement();
        pickler.save_big_int(std::as_bytes(std::span(bytes)));
    }

    static constexpr Fit fit(Kind kind) noexcept {
        return detail::fit_of(kind, Kind::int_, Kind::bool_);
    }
    static void load(auto& loader, const auto& in, Int& out) { out = loader.get_int(in); }
};

/// __int128 and unsigned __int128.
template <detail::number T>
requires(sizeof(T) > 8) struct codec<T> : detail::IntLoad<T> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, T value) { codec<Int>::save(pickler, Int(value)); }
};

/// float, double and long double; the last is rounded to double, which is all that Python has.
/// Loaded from ints too. What is rounded to a float's infinity is an error, as in Python's struct.
template <std::floating_point T>
struct codec<T> {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = encode::max_float;
    static char* put(char* p, T value) noexcept {
        return encode::real(p, static_cast<double>(value));
    }

    static constexpr Fit fit(Kind kind) noexcept {
        return kind == Kind::bool_ ? Fit::convertible
                                   : detail::fit_of(kind, Kind::float_, Kind::int_);
    }
    static void load(auto& loader, const auto& in, T& out) {
        const double value = loader.get_float(in);
        out = static_cast<T>(value);
        if constexpr (sizeof(T) < sizeof(double)) {
            if (std::isinf(out) && !std::isinf(value)) {
                loader.fail(Errc::out_of_range, "the float is too large for a C++ float");
            }
        }
    }
};

}  // namespace brine
