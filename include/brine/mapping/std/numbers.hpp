#pragma once
// bool, integers of every width, Int, float and double: Python's bool, int and float.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <type_traits>

#include <brine/base/builtin_integer.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/model/int.hpp>
#include <brine/wire/encode.hpp>

namespace brine {

namespace detail {

/// Integer types that are numbers and not characters.
template <class T>
concept number = builtin_integer<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                 !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                 !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

}  // namespace detail

template <>
struct codec<bool> {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = 1;
    static char* put(char* p, bool value) noexcept { return encode::boolean(p, value); }
};

template <detail::number T>
    requires(sizeof(T) <= 8 && std::is_signed_v<T>)
struct codec<T> {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = sizeof(T) == 8 ? encode::max_int64 : 5;
    static char* put(char* p, T value) noexcept { return encode::integer(p, value); }
};

template <detail::number T>
    requires(sizeof(T) <= 8 && std::is_unsigned_v<T>)
struct codec<T> {
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
};

/// __int128 and unsigned __int128.
template <detail::number T>
    requires(sizeof(T) > 8)
struct codec<T> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, T value) { codec<Int>::save(pickler, Int(value)); }
};

/// float, double and long double; the last is rounded to double, which is all that Python has.
template <std::floating_point T>
struct codec<T> {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = encode::max_float;
    static char* put(char* p, T value) noexcept {
        return encode::real(p, static_cast<double>(value));
    }
};

}  // namespace brine
