#pragma once
// arbitrary<T> of leaves: numbers, text, bytes, names, times and errors.

#include <algorithm>
#include <array>
#include <bitset>
#include <chrono>
#include <cmath>
#include <complex>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <iterator>
#include <limits>
#include <new>
#include <ranges>
#include <ratio>
#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include <brine/base/utf_convert.hpp>
#include <brine/mapping/enum_values.hpp>
#include <brine/mapping/load_error.hpp>
#include <brine/mapping/std/bytes.hpp>
#include <brine/mapping/std/chrono.hpp>
#include <brine/mapping/std/numbers.hpp>
#include <brine/model/global.hpp>
#include <brine/model/int.hpp>
#include <brine/tools/testing_arbitrary.hpp>
#include <brine/tools/testing_bytes.hpp>

namespace brine::detail {

// Numbers.

template <>
struct Maker<bool> {
    static bool make(Bytes& bytes) { return bytes.boolean(); }
};

template <number T>
struct Maker<T> {
    static T make(Bytes& bytes) { return bytes.integer<T>(); }
};

/// One that a double holds, which is all that Python has.
template <std::floating_point T>
struct Maker<T> {
    static T make(Bytes& bytes) {
        using Limits = std::numeric_limits<std::conditional_t<(sizeof(T) > 8), double, T>>;
        const T edges[] = {T{0},
                           -T{0},
                           T{1},
                           -T{1},
                           static_cast<T>(0.1F),
                           static_cast<T>(Limits::denorm_min()),
                           static_cast<T>(Limits::min()),
                           static_cast<T>(Limits::max()),
                           static_cast<T>(Limits::lowest()),
                           static_cast<T>(Limits::epsilon()),
                           static_cast<T>(Limits::infinity()),
                           static_cast<T>(-Limits::infinity())};
        const std::uint8_t how = bytes.byte();
        if (how < 0x80) {
            return edges[how % std::size(edges)];
        }
        if (how < 0x88 && !bytes.in_key()) {
            return std::numeric_limits<T>::quiet_NaN();
        }
        const auto bits = bytes.integer<std::int32_t>();
        return static_cast<T>(
            std::ldexp(static_cast<float>(bits), static_cast<int>(how % 64) - 48));
    }
};

template <>
struct Maker<Int> {
    static Int make(Bytes& bytes) {
        return bytes.boolean() ? Int::from_twos_complement(bytes.bytes())
                               : Int(bytes.integer<std::int64_t>());
    }
};

template <class T>
struct Maker<std::complex<T>> {
    static std::complex<T> make(Bytes& bytes) {
        const T real = arbitrary<T>(bytes);
        return {real, arbitrary<T>(bytes)};
    }
};

template <std::size_t N>
struct Maker<std::bitset<N>> {
    static std::bitset<N> make(Bytes& bytes) {
        std::bitset<N> bits;
        const auto number = bytes.integer<std::uint64_t>();
        for (std::size_t i = 0; i < N; ++i) {
            bits[i] = (number >> (i % 64) & 1U) != 0;
        }
        return bits;
    }
};

template <class T>
requires std::is_enum_v<T>
struct Maker<T> {
    static T make(Bytes& bytes) {
        if constexpr (counted_enum<T>) {
            const auto known = [](const auto& enumerator) { return !enumerator.name.empty(); };
            const auto count =
                static_cast<std::size_t>(std::ranges::count_if(enumerators<T>, known));
            std::size_t skip = bytes.below(count);
            for (const auto& enumerator : enumerators<T>) {
                if (!known(enumerator)) {
                    continue;
                }
                if (skip == 0) {
                    return enumerator.value;
                }
                --skip;
            }
        }
        return T{};
    }
};

// Text and bytes.

template <class Char, class Traits, class Allocator>
struct Maker<std::basic_string<Char, Traits, Allocator>> {
    static std::basic_string<Char, Traits, Allocator> make(Bytes& bytes) {
        const std::string text = bytes.text();
        if constexpr (sizeof(Char) == 1) {
            return {text.begin(), text.end()};
        } else {
            std::basic_string<Char> wide;
            static_cast<void>(append_from_utf8(wide, text));
            return {wide.begin(), wide.end()};
        }
    }
};

template <class T>
requires std::same_as<T, char> || std::same_as<T, char8_t> || wide_unit<T>
struct Maker<T> {
    static T make(Bytes& bytes) {
        constexpr char32_t most = sizeof(T) == 1 ? 0x7F : sizeof(T) == 2 ? 0xFFFF : 0x10FFFF;
        return static_cast<T>(bytes.character(most));
    }
};

template <byte_range T>
requires requires(T& out, const unsigned char* p) {
    out.assign(reinterpret_cast<const std::ranges::range_value_t<T>*>(p),
               reinterpret_cast<const std::ranges::range_value_t<T>*>(p));
}
struct Maker<T> {
    static T make(Bytes& bytes) {
        const std::string data = bytes.bytes();
        const auto* const first =
            reinterpret_cast<const std::ranges::range_value_t<T>*>(data.data());
        T made;
        made.assign(first, first + data.size());
        return made;
    }
};

/// An item of an array of bytes.
template <>
struct Maker<std::byte> {
    static std::byte make(Bytes& bytes) { return static_cast<std::byte>(bytes.byte()); }
};

template <>
struct Maker<Global> {
    static Global make(Bytes& bytes) {
        const std::pair<const char*, const char*> names[] = {{"m", "C"},
                                                             {"m.n", "C"},
                                                             {"m", "Outer.Inner"},
                                                             {"collections", "OrderedDict"},
                                                             {"builtins", "range"}};
        const auto& [module, name] = names[bytes.below(std::size(names))];
        return global(module, name);
    }
};

template <>
struct Maker<std::filesystem::path> {
    static std::filesystem::path make(Bytes& bytes) {
        const std::filesystem::path names[] = {"", ".", "/", "a", "/usr/lib", "a b/../c", "a//b/"};
        const std::size_t which = bytes.below(std::size(names) + 1);
        if (which < std::size(names)) {
            return names[which];
        }
#ifdef _WIN32
        return arbitrary<std::u16string>(bytes);
#else
        return bytes.bytes();
#endif
    }
};

// Times: whole microseconds, as Python has them, and within the years 1 to 9999.

/// As many units as are a whole number of microseconds.
template <class Duration>
inline constexpr std::int64_t units_in_us = [] {
    using InUs = std::ratio_divide<typename Duration::period, std::micro>;
    return InUs::num == 1 ? std::int64_t{InUs::den} : std::int64_t{1};
}();

template <class Rep, class Period>
struct Maker<std::chrono::duration<Rep, Period>> {
    using Duration = std::chrono::duration<Rep, Period>;

    static Duration make(Bytes& bytes) {
        if constexpr (std::floating_point<Rep>) {
            return Duration(static_cast<Rep>(bytes.integer<std::int32_t>()));
        } else {
            // What the type holds, and what a timedelta does: less than 1e9 days.
            const auto most =
                std::min<long double>(static_cast<long double>(std::numeric_limits<Rep>::max()),
                                      8.6399999e13L * Period::den / Period::num);
            const auto units = units_in_us<Duration>;
            const auto limit = static_cast<std::int64_t>(std::min(most, 9.2e18L) /
                                                         static_cast<long double>(units));
            const auto count = bytes.integer<std::int64_t>() % std::max<std::int64_t>(limit, 1);
            const auto part = count < 0 && !is_signed_integer<Rep> ? -count : count;
            return Duration(static_cast<Rep>(part * units));
        }
    }
};

template <class Clock, class Duration>
struct Maker<std::chrono::time_point<Clock, Duration>> {
    static std::chrono::time_point<Clock, Duration> make(Bytes& bytes) {
        using std::chrono::seconds;
        // 0001-01-01 to 9999-12-31, and what a 64-bit count of the unit reaches.
        constexpr long double reach = 9.2e18L * Duration::period::num / Duration::period::den;
        const auto epoch = static_cast<long double>(seconds_to_epoch());
        const auto first = static_cast<std::int64_t>(std::max(-62135596800.0L - epoch, -reach));
        const auto last = static_cast<std::int64_t>(std::min(253402300799.0L - epoch, reach));
        const std::int64_t span = last - first;
        std::int64_t since = bytes.integer<std::int64_t>() % span;
        since += since < first ? span : since >= last ? -span : 0;
        auto point = std::chrono::duration_cast<Duration>(seconds(since));
        if constexpr (std::ratio_less_v<typename Duration::period, std::ratio<1>>) {
            const auto us = static_cast<std::int64_t>(bytes.integer<std::uint32_t>() % 1000000);
            point += std::chrono::duration_cast<Duration>(std::chrono::microseconds(us));
        }
        return std::chrono::time_point<Clock, Duration>(point);
    }

private:
    /// From 1970 to the clock's epoch.
    static std::int64_t seconds_to_epoch() {
        if constexpr (convertible_clock<Clock, Duration>) {
            const auto epoch = since_1970(std::chrono::time_point<Clock, Duration>{});
            return std::chrono::floor<std::chrono::seconds>(epoch).count();
        } else {
            return 0;
        }
    }
};

template <>
struct Maker<std::chrono::year_month_day> {
    static std::chrono::year_month_day make(Bytes& bytes) {
        constexpr std::int64_t first = -719162;  // 0001-01-01
        constexpr std::int64_t count = 3652059;  // to 9999-12-31
        const auto day = bytes.integer<std::uint32_t>() % count;
        return std::chrono::sys_days(std::chrono::days(first + day));
    }
};

template <class Duration>
struct Maker<std::chrono::hh_mm_ss<Duration>> {
    static std::chrono::hh_mm_ss<Duration> make(Bytes& bytes) {
        const std::chrono::microseconds us(
            static_cast<std::int64_t>(bytes.integer<std::uint64_t>() % 86400000000U));
        return std::chrono::hh_mm_ss<Duration>(std::chrono::duration_cast<Duration>(us));
    }
};

// Errors.

template <std::derived_from<std::exception> T>
requires made_of_message<T>
struct Maker<T> {
    static T make(Bytes& bytes) {
        std::string text = bytes.text();
        std::erase(text, '\0');
        return make_error<T>(text);
    }
};

template <>
struct Maker<std::exception_ptr> {
    static std::exception_ptr make(Bytes& bytes) {
        switch (bytes.below(4)) {
            case 1:
                return std::make_exception_ptr(arbitrary<std::runtime_error>(bytes));
            case 2:
                return std::make_exception_ptr(arbitrary<std::out_of_range>(bytes));
            case 3:
                return std::make_exception_ptr(std::bad_alloc());
            default:
                return nullptr;
        }
    }
};

template <>
struct Maker<std::error_code> {
    static std::error_code make(Bytes& bytes) {
        const auto number = static_cast<int>(bytes.below(100));
        return number == 0 ? std::error_code() : std::error_code(number, std::generic_category());
    }
};

}  // namespace brine::detail
