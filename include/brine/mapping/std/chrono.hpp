#pragma once
// Points in time, dates and times of day: Python's datetime.datetime, date and time, written as
// their __reduce_ex__ does. Durations are in durations.hpp.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <brine/base/errors.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/load_datetime.hpp>
#include <brine/mapping/reduction.hpp>
#include <brine/mapping/static_global.hpp>
#include <brine/mapping/std/bytes.hpp>
#include <brine/mapping/std/durations.hpp>

namespace brine {

namespace detail {

template <std::size_t N>
using StateBytes = std::array<std::byte, N>;

constexpr std::byte state_byte(std::int64_t value) noexcept {
    return static_cast<std::byte>(value & 0xff);
}

[[noreturn]] inline void throw_no_date() {
    throw_pickling(Errc::out_of_range, "a date outside of the years 1 to 9999 has no datetime");
}

/// Year in two bytes, high one first, month, day.
inline StateBytes<4> date_state(std::chrono::year_month_day date) {
    const int year = static_cast<int>(date.year());
    if (!date.ok()) {
        throw_pickling(Errc::out_of_range, "a date that is not in the calendar");
    }
    if (year < 1 || year > 9999) {
        throw_no_date();
    }
    const auto month = static_cast<unsigned>(date.month());
    const auto day = static_cast<unsigned>(date.day());
    return {state_byte(year >> 8), state_byte(year), state_byte(month), state_byte(day)};
}

/// Hour, minute, second, microsecond in three bytes, high one first.
constexpr StateBytes<6> time_state(std::int64_t us) noexcept {
    const std::int64_t seconds = us / us_per_second;
    const std::int64_t rest = us % us_per_second;
    return {state_byte(seconds / 3600), state_byte(seconds / 60 % 60), state_byte(seconds % 60),
            state_byte(rest >> 16),     state_byte(rest >> 8),         state_byte(rest)};
}

/// A date and a time, from what has passed since 1970.
template <class Duration>
StateBytes<10> datetime_state(const Duration& since_epoch) {
    constexpr std::int64_t first_day = -719162;  // 0001-01-01
    constexpr std::int64_t last_day = 2932896;   // 9999-12-31
    const DaysAndMicroseconds parts = split(since_epoch);
    if (parts.days < first_day || parts.days > last_day) {
        throw_no_date();
    }
    const std::chrono::sys_days day{std::chrono::days{parts.days}};
    const StateBytes<4> date = date_state(std::chrono::year_month_day{day});
    const StateBytes<6> time = time_state(parts.us);
    return {date[0], date[1], date[2], date[3], time[0],
            time[1], time[2], time[3], time[4], time[5]};
}

/// datetime.timezone.utc, of which there is one.
struct Utc {};

/// A clock whose time points can be turned into those of the system clock, such as file_clock.
template <class Clock, class Duration>
concept convertible_clock = requires(const std::chrono::time_point<Clock, Duration>& point) {
    {Clock::to_sys(point).time_since_epoch()};
};

/// What has passed since 1970. In microseconds, where the clock knows them: the time between its
/// epoch and 1970 may be more than a count of finer units holds.
template <class Clock, class Duration>
auto since_1970(const std::chrono::time_point<Clock, Duration>& point) {
    using std::chrono::microseconds;
    if constexpr (convertible_clock<Clock, microseconds>) {
        constexpr std::int64_t farthest = 8000000;  // in days, twice the years 1 to 9999
        const DaysAndMicroseconds parts = split(point.time_since_epoch());
        if (parts.days < -farthest || parts.days > farthest) {
            throw_no_date();
        }
        const microseconds since_epoch(parts.days * us_per_day + parts.us);
        return Clock::to_sys(std::chrono::time_point<Clock, microseconds>(since_epoch))
            .time_since_epoch();
    } else {
        return Clock::to_sys(point).time_since_epoch();
    }
}

}  // namespace detail

template <>
struct codec<detail::Utc> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const detail::Utc&) {
        pickler.template save_singleton<detail::Utc>([](auto& saver) {
            saver.save_reduce(brine::reduce(detail::CType<"datetime", "timezone">{},
                                            std::chrono::microseconds{0}));
        });
    }
};

/// datetime.datetime with timezone.utc; loaded with any datetime.timezone. Also of a point that
/// counts days: a date is year_month_day. Python 2 knows no timezone and can't load it.
template <class Duration>
struct codec<std::chrono::time_point<std::chrono::system_clock, Duration>> {
    static constexpr bool hashable = true;
    static auto reduce(const std::chrono::time_point<std::chrono::system_clock, Duration>& point) {
        return brine::reduce(detail::CType<"datetime", "datetime">{},
                             detail::datetime_state(point.time_since_epoch()), detail::Utc{});
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::fit_datetime(loader, in, true);
    }
    static void load(auto& loader, const auto& in,
                     std::chrono::time_point<std::chrono::system_clock, Duration>& out) {
        out = std::chrono::time_point<std::chrono::system_clock, Duration>(
            detail::load_datetime<Duration>(loader, in, true));
    }
};

/// The same of other clocks that know the date, such as file_clock.
template <class Clock, class Duration>
requires detail::convertible_clock<Clock, Duration>
struct codec<std::chrono::time_point<Clock, Duration>> {
    static constexpr bool hashable = true;
    static auto reduce(const std::chrono::time_point<Clock, Duration>& point) {
        return brine::reduce(detail::CType<"datetime", "datetime">{},
                             detail::datetime_state(detail::since_1970(point)), detail::Utc{});
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::fit_datetime(loader, in, true);
    }
    static void load(auto& loader, const auto& in, std::chrono::time_point<Clock, Duration>& out) {
        using std::chrono::microseconds;
        if constexpr (detail::convertible_clock<Clock, microseconds>) {
            const std::chrono::sys_time<microseconds> point(
                detail::load_datetime<microseconds>(loader, in, true));
            const auto parts = detail::split(Clock::from_sys(point).time_since_epoch());
            out = std::chrono::time_point<Clock, Duration>(
                detail::join<Duration>(loader, parts, "datetime"));
        } else {
            const std::chrono::sys_time<Duration> point(
                detail::load_datetime<Duration>(loader, in, true));
            out = std::chrono::time_point_cast<Duration>(Clock::from_sys(point));
        }
    }
};

/// datetime.datetime without a time zone.
template <class Duration>
struct codec<std::chrono::local_time<Duration>> {
    static constexpr bool hashable = true;
    static auto reduce(const std::chrono::local_time<Duration>& point) {
        return brine::reduce(detail::CType<"datetime", "datetime">{},
                             detail::datetime_state(point.time_since_epoch()));
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::fit_datetime(loader, in, false);
    }
    static void load(auto& loader, const auto& in, std::chrono::local_time<Duration>& out) {
        out = std::chrono::local_time<Duration>(detail::load_datetime<Duration>(loader, in, false));
    }
};

/// datetime.date.
template <>
struct codec<std::chrono::year_month_day> {
    static constexpr bool hashable = true;
    static auto reduce(const std::chrono::year_month_day& date) {
        return brine::reduce(detail::CType<"datetime", "date">{}, detail::date_state(date));
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::exact_if(loader.is_instance(in, "datetime", "date"));
    }
    static void load(auto& loader, const auto& in, std::chrono::year_month_day& out) {
        const auto parts = loader.parts_of(in, "datetime", "date");
        if (parts.arg_count() != 1) {
            detail::throw_bad_state(loader, "date");
        }
        out = detail::read_date(loader, detail::DatetimeState<4>(loader, parts.arg(0)).bytes());
    }
};

/// datetime.time, from 00:00 to 23:59:59.999999.
template <class Duration>
struct codec<std::chrono::hh_mm_ss<Duration>> {
    static constexpr bool hashable = true;
    static auto reduce(const std::chrono::hh_mm_ss<Duration>& time) {
        const detail::DaysAndMicroseconds parts = detail::split(time.to_duration());
        if (parts.days != 0) {
            throw_pickling(Errc::out_of_range,
                           "a time of day that is negative, or 24 hours and more");
        }
        return brine::reduce(detail::CType<"datetime", "time">{}, detail::time_state(parts.us));
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::exact_if(loader.is_instance(in, "datetime", "time"));
    }
    static void load(auto& loader, const auto& in, std::chrono::hh_mm_ss<Duration>& out) {
        const auto parts = loader.parts_of(in, "datetime", "time");
        if (parts.arg_count() != 1) {
            loader.fail(Errc::type_mismatch, "a datetime.time with a time zone");
        }
        const detail::DatetimeState<6> state(loader, parts.arg(0));
        const std::int64_t us = detail::read_time(loader, state.bytes(), state.byte(0) & 0x7FU);
        out = std::chrono::hh_mm_ss<Duration>(
            detail::join<Duration>(loader, {0, us}, "datetime.time"));
    }
};

}  // namespace brine
