#pragma once
// The states of datetime.datetime, date and time: bytes whose layout __getstate__ of
// Lib/_pydatetime.py tells. Python 2 wrote them as 8-bit strings.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <brine/base/errors.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/std/durations.hpp>
#include <brine/model/eight_bit.hpp>
#include <brine/model/kind.hpp>

namespace brine::detail {

[[noreturn]] void throw_bad_state(auto& loader, std::string_view name) {
    loader.fail(Errc::type_mismatch,
                "the state of a datetime." + std::string(name) + " is malformed");
}

/// The bytes of a state, of just this size.
template <std::size_t Size>
class DatetimeState {
public:
    DatetimeState(auto& loader, const auto& in) {
        if (loader.kind(in) == Kind::str) {  // of Python 2, read with encoding latin1
            const auto bytes = utf8_to_latin1(loader.get_text(in));
            copy(loader, std::as_bytes(std::span(bytes ? *bytes : std::string())));
        } else {
            copy(loader, loader.get_bytes(in));
        }
    }

    [[nodiscard]] unsigned byte(std::size_t index) const noexcept { return bytes_[index]; }
    [[nodiscard]] std::span<const unsigned, Size> bytes() const noexcept { return bytes_; }

private:
    void copy(auto& loader, std::span<const std::byte> bytes) {
        if (bytes.size() != Size) {
            throw_bad_state(loader, Size == 4 ? "date" : Size == 6 ? "time" : "datetime");
        }
        for (std::size_t i = 0; i < Size; ++i) {
            bytes_[i] = std::to_integer<unsigned>(bytes[i]);
        }
    }

    std::array<unsigned, Size> bytes_{};
};

/// Year in two bytes, month, day. The month's high bit is a datetime's fold, which is no part of
/// it.
std::chrono::year_month_day read_date(auto& loader, std::span<const unsigned, 4> bytes) {
    const std::chrono::year_month_day date{
        std::chrono::year(static_cast<int>(bytes[0] << 8 | bytes[1])),
        std::chrono::month(bytes[2] & 0x7FU), std::chrono::day(bytes[3])};
    if (!date.ok() || date.year() < std::chrono::year(1) || date.year() > std::chrono::year(9999)) {
        throw_bad_state(loader, "date");
    }
    return date;
}

/// Microseconds of the day, from the hour (whose high bit, a time's fold, is off) and what follows.
std::int64_t read_time(auto& loader, std::span<const unsigned, 6> bytes, unsigned hour) {
    const unsigned us = bytes[3] << 16 | bytes[4] << 8 | bytes[5];
    if (hour > 23 || bytes[1] > 59 || bytes[2] > 59 || us > 999999) {
        throw_bad_state(loader, "time");
    }
    return (std::int64_t{hour} * 3600 + bytes[1] * 60 + bytes[2]) * us_per_second + us;
}

/// How far the zone is from UTC: datetime.timezone(offset[, name]), or UTC under another name.
DaysAndMicroseconds load_zone_offset(auto& loader, const auto& zone) {
    if (loader.is_instance(zone, "datetime", "timezone")) {
        const auto parts = loader.parts(zone);
        if (parts.arg_count() == 1 || parts.arg_count() == 2) {
            return load_timedelta(loader, parts.arg(0));
        }
    }
    if (loader.is_instance(zone, "pytz", "_UTC")) {
        return {0, 0};
    }
    if (loader.is_instance(zone, "zoneinfo", "ZoneInfo._unpickle")) {
        const auto parts = loader.parts(zone);
        if (parts.arg_count() > 0 && loader.kind(parts.arg(0)) == Kind::str) {
            const std::string_view key = loader.get_text(parts.arg(0));
            if (key == "UTC" || key == "Etc/UTC") {
                return {0, 0};
            }
        }
    }
    loader.mismatch(zone, "a datetime.timezone as the time zone");
}

Fit fit_datetime(const auto& loader, const auto& in, bool aware) {
    return exact_if(loader.is_instance(in, "datetime", "datetime") &&
                    loader.parts(in).arg_count() == (aware ? 2U : 1U));
}

/// What has passed since 1970, in UTC or in no zone.
template <class Duration>
Duration load_datetime(auto& loader, const auto& in, bool aware) {
    const auto parts = loader.parts_of(in, "datetime", "datetime");
    if (parts.arg_count() != (aware ? 2U : 1U)) {
        loader.fail(Errc::type_mismatch,
                    aware ? "expected a datetime.datetime with a time zone, found one without"
                          : "expected a datetime.datetime without a time zone, found one with");
    }
    const DatetimeState<10> state(loader, parts.arg(0));
    const auto date = read_date(loader, state.bytes().template first<4>());
    std::int64_t us = read_time(loader, state.bytes().template last<6>(), state.byte(4));
    std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    if (aware) {
        const DaysAndMicroseconds offset = load_zone_offset(loader, parts.arg(1));
        days -= offset.days;
        us -= offset.us;
    }
    const auto of_day = floor_divide(us, us_per_day);
    return join<Duration>(loader, {days + of_day.quotient, of_day.remainder}, "datetime");
}

}  // namespace brine::detail
