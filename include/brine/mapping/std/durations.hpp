#pragma once
// std::chrono::duration: Python's datetime.timedelta, whose unit is the microsecond.

#include <chrono>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <numeric>
#include <ratio>
#include <string>
#include <type_traits>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/errors.hpp>
#include <brine/base/narrow.hpp>
#include <brine/base/type_name.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/reduction.hpp>
#include <brine/mapping/static_global.hpp>

namespace brine {

namespace detail {

inline constexpr std::int64_t us_per_second = 1000000;
inline constexpr std::int64_t seconds_per_day = 86400;
inline constexpr std::int64_t us_per_day = seconds_per_day * us_per_second;
/// timedelta.max.days; timedelta.min.days is its negative.
inline constexpr std::int64_t most_days = 999999999;

/// Days and the microseconds of the day, which are never negative: as timedelta has it.
struct DaysAndMicroseconds {
    std::int64_t days;
    std::int64_t us;
};

[[noreturn]] inline void throw_no_timedelta() {
    throw_pickling(Errc::out_of_range,
                   "a duration of a thousand million days and more has no datetime.timedelta");
}

template <builtin_integer T>
struct Quotient {
    T quotient;
    T remainder;  // in [0, divisor)
};

template <builtin_integer T>
constexpr Quotient<T> floor_divide(T x, T divisor) noexcept {
    T quotient = static_cast<T>(x / divisor);
    T remainder = static_cast<T>(x % divisor);
    if (remainder < T{0}) {
        remainder = static_cast<T>(remainder + divisor);
        quotient = static_cast<T>(quotient - 1);
    }
    return {quotient, remainder};
}

/// A period as a fraction of a day, and what is left below a day in microseconds.
template <class Period>
struct DayFraction {
    using in_days = std::ratio_divide<Period, std::ratio<seconds_per_day>>;
    static constexpr std::int64_t num = in_days::num;
    static constexpr std::int64_t den = in_days::den;
    // One den-th of a day is us_num / us_den microseconds.
    static constexpr std::int64_t common = std::gcd(us_per_day, den);
    static constexpr std::int64_t us_num = us_per_day / common;
    static constexpr std::int64_t us_den = den / common;

    static constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    static_assert(num <= most / den && num <= most / (2 * most_days) && us_num <= most / den,
                  "brine: durations of this period can't be turned into microseconds exactly; "
                  "use std::chrono::floor<std::chrono::microseconds>(duration)");
};

/// Rounded down.
template <builtin_integer Rep, class Period>
constexpr DaysAndMicroseconds split(std::chrono::duration<Rep, Period> duration) {
    using Fraction = DayFraction<Period>;
    using Wide =
        std::conditional_t<(sizeof(Rep) > 8), Rep,
                           std::conditional_t<is_signed_integer<Rep>, std::int64_t, std::uint64_t>>;
    const Quotient<Wide> ticks =
        floor_divide(static_cast<Wide>(duration.count()), static_cast<Wide>(Fraction::den));
    if (ticks.quotient > static_cast<Wide>(most_days) ||
        (is_signed_integer<Wide> && ticks.quotient < static_cast<Wide>(-most_days - 1))) {
        throw_no_timedelta();
    }
    const auto whole = static_cast<std::int64_t>(ticks.quotient) * Fraction::num;
    const auto parts = static_cast<std::int64_t>(ticks.remainder) * Fraction::num;
    return {whole + parts / Fraction::den,
            parts % Fraction::den * Fraction::us_num / Fraction::us_den};
}

/// Adds `us`, rounded to the nearest microsecond, ties to even: Modules/_datetimemodule.c, accum().
inline DaysAndMicroseconds add_rounded(DaysAndMicroseconds sum, double us) {
    const double odd = static_cast<double>(sum.us & 1);
    double whole = std::round(us);
    if (std::fabs(whole - us) == 0.5) {
        whole = 2.0 * std::round((us + odd) * 0.5) - odd;
    }
    const auto carried = floor_divide(sum.us + static_cast<std::int64_t>(whole), us_per_day);
    return {sum.days + carried.quotient, carried.remainder};
}

template <class Period>
DaysAndMicroseconds split_whole(double count) {
    if constexpr (std::same_as<Period, std::micro>) {  // of which there are more than 2^63
        constexpr auto day = static_cast<double>(us_per_day);
        const double rest = std::fmod(count, day);
        const auto of_day = floor_divide(static_cast<std::int64_t>(rest), us_per_day);
        return {std::llround((count - rest) / day) + of_day.quotient, of_day.remainder};
    } else {
        return split(std::chrono::duration<std::int64_t, Period>(static_cast<std::int64_t>(count)));
    }
}

/// As timedelta(seconds=x), timedelta(hours=x) ... for the unit that the period is; units that are
/// no whole number of microseconds are converted to those first.
template <std::floating_point Rep, class Period>
DaysAndMicroseconds split(std::chrono::duration<Rep, Period> duration) {
    constexpr bool is_whole = std::ratio_divide<Period, std::micro>::den == 1;
    using Unit = std::conditional_t<is_whole, typename Period::type, std::micro>;
    constexpr double us_per_unit = static_cast<double>(std::ratio_divide<Unit, std::micro>::num);
    constexpr double most_units =
        static_cast<double>(most_days + 1) * static_cast<double>(us_per_day) / us_per_unit;
    const double count = std::chrono::duration<double, Unit>(duration).count();
    if (!(std::fabs(count) <= most_units)) {
        throw_no_timedelta();
    }
    double whole = 0;
    const double fraction = std::modf(count, &whole);
    double whole_us = 0;
    const double rest = std::modf(fraction * us_per_unit, &whole_us);
    const DaysAndMicroseconds sum = split_whole<Unit>(whole);
    const auto of_day = floor_divide(sum.us + static_cast<std::int64_t>(whole_us), us_per_day);
    return add_rounded({sum.days + of_day.quotient, of_day.remainder}, rest);
}

}  // namespace detail

namespace detail {

[[noreturn]] void throw_no_duration(auto& loader, std::string_view what, std::string_view type) {
    loader.fail(Errc::out_of_range, "the " + std::string(what) +
                                        " is no whole number of units, or too many, for " +
                                        std::string(type));
}

/// As many units as these are: exactly, unless a unit is no whole number of microseconds itself.
template <class Duration>
Duration join(auto& loader, DaysAndMicroseconds parts, std::string_view what) {
    using Rep = typename Duration::rep;
    if constexpr (std::floating_point<Rep>) {
        const double us = static_cast<double>(parts.days) * static_cast<double>(us_per_day) +
                          static_cast<double>(parts.us);
        return std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::micro>(us));
    } else {
        using Fraction = DayFraction<typename Duration::period>;
        constexpr std::int64_t den = Fraction::den;
        constexpr bool rounded = Fraction::us_num != 1 && Fraction::us_den != 1;
        const auto rest = floor_divide(parts.us * Fraction::us_den, Fraction::us_num);
        std::int64_t sum = rest.quotient + (rounded && rest.remainder != 0 ? 1 : 0);
        std::int64_t days = parts.days;
        if (days < 0) {  // so that both summands are negative
            ++days;
            sum -= den;
        }
        const bool fits_64 = days <= Fraction::most / den && days >= -(Fraction::most / den) &&
                             (days < 0 ? sum >= -Fraction::most - 1 - days * den
                                       : sum <= Fraction::most - days * den);
        if (!fits_64 || (!rounded && rest.remainder != 0)) {
            throw_no_duration(loader, what, type_name<Duration>());
        }
        const auto units = floor_divide(days * den + sum, Fraction::num);
        if (units.remainder != 0 || !fits<Rep>(units.quotient)) {
            throw_no_duration(loader, what, type_name<Duration>());
        }
        return Duration(static_cast<Rep>(units.quotient));
    }
}

DaysAndMicroseconds load_timedelta(auto& loader, const auto& in) {
    std::int32_t days = 0;
    std::int32_t seconds = 0;
    std::int32_t us = 0;
    loader.load_args(loader.parts_of(in, "datetime", "timedelta"), days, seconds, us);
    const auto of_day = floor_divide(seconds * us_per_second + us, us_per_day);
    return {days + of_day.quotient, of_day.remainder};
}

}  // namespace detail

/// datetime.timedelta. An integral duration is rounded down to microseconds, a floating point one
/// to the nearest, ties to even, as timedelta() does. Loaded into an integral duration, what is no
/// whole number of units, or does not fit, is an error.
template <class Rep, class Period>
requires(builtin_integer<Rep> ||
         std::floating_point<Rep>) struct codec<std::chrono::duration<Rep, Period>> {
    static constexpr bool hashable = true;

    static auto reduce(const std::chrono::duration<Rep, Period>& duration) {
        const detail::DaysAndMicroseconds parts = detail::split(duration);
        if (parts.days > detail::most_days || parts.days < -detail::most_days) {
            detail::throw_no_timedelta();
        }
        return brine::reduce(detail::CType<"datetime", "timedelta">{},
                             static_cast<std::int32_t>(parts.days),
                             static_cast<std::int32_t>(parts.us / detail::us_per_second),
                             static_cast<std::int32_t>(parts.us % detail::us_per_second));
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::exact_if(loader.is_instance(in, "datetime", "timedelta"));
    }
    static void load(auto& loader, const auto& in, std::chrono::duration<Rep, Period>& out) {
        out = detail::join<std::chrono::duration<Rep, Period>>(
            loader, detail::load_timedelta(loader, in), "timedelta");
    }
};

}  // namespace brine
