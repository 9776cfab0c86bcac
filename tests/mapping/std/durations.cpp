#include <brine/mapping/std/durations.hpp>

#include <brine/brine.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <ratio>
#include <utility>
#include <vector>

#include "mapping/python_bytes.hpp"

using namespace std::chrono_literals;
using std::chrono::duration;

namespace {

/// days, seconds, microseconds, as the timedelta has them.
template <class Duration>
std::vector<std::int64_t> parts(const Duration& d) {
    const auto reduced = brine::codec<Duration>::reduce(d);
    return std::apply([](auto... part) { return std::vector<std::int64_t>{part...}; },
                      reduced.args);
}

using Parts = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("durations: a duration is a datetime.timedelta, byte for byte") {
    // datetime.timedelta(days=1, seconds=3661, microseconds=1002)
    check_as_python(90061001002us,
        {"8002636461746574696d650a74696d6564656c74610a71004b014d4d0e4dea038771015271022e",
        "",
        "80049526000000000000008c086461746574696d65948c0974696d6564656c74619493944b014d4d0e4dea038"
        "79452942e"});
    // datetime.timedelta(seconds=-1)
    check_as_python(-1s,
        {"8002636461746574696d650a74696d6564656c74610a71004affffffff4a7f5101004b008771015271022e",
        "",
        "8004952a000000000000008c086461746574696d65948c0974696d6564656c74619493944affffffff4a7f510"
        "1004b00879452942e"});
    // [datetime.timedelta(seconds=1), datetime.timedelta(seconds=2)]
    check_as_python(std::vector{1s, 2s},
        {"80025d710028636461746574696d650a74696d6564656c74610a71014b004b014b0087710252710368014b004"
        "b024b00877104527105652e",
        "",
        "80049534000000000000005d94288c086461746574696d65948c0974696d6564656c74619493944b004b014b0"
        "08794529468034b004b024b0087945294652e"});
}

TEST_CASE("durations: whole units are normalised as timedelta does it") {
    CHECK(parts(0ns) == Parts{0, 0, 0});
    CHECK(parts(86399999999us) == Parts{0, 86399, 999999});
    CHECK(parts(24h) == Parts{1, 0, 0});
    CHECK(parts(-1us) == Parts{-1, 86399, 999999});
    CHECK(parts(-24h) == Parts{-1, 0, 0});
    CHECK(parts(std::chrono::weeks{2}) == Parts{14, 0, 0});
    CHECK(parts(std::chrono::years{1}) == Parts{365, 20952, 0});
    CHECK(parts(duration<std::int8_t>{-128}) == Parts{-1, 86272, 0});
    CHECK(parts(duration<std::int64_t, std::ratio<1001, 30000>>{1}) == Parts{0, 0, 33366});
    CHECK(parts(duration<std::uint64_t, std::nano>{std::numeric_limits<std::uint64_t>::max()}) ==
          Parts{213503, 84873, 709551});
}

TEST_CASE("durations: parts below the microsecond are rounded down") {
    CHECK(parts(999ns) == Parts{0, 0, 0});
    CHECK(parts(-1ns) == Parts{-1, 86399, 999999});
    CHECK(parts(duration<std::int64_t, std::pico>{-1}) == Parts{-1, 86399, 999999});
    CHECK(parts(duration<std::int64_t, std::pico>{1999999}) == Parts{0, 0, 1});
}

TEST_CASE("durations: floating point rounds half to even") {
    CHECK(parts(duration<double>{0.0000005}) == Parts{0, 0, 0});
    CHECK(parts(duration<double>{0.0000015}) == Parts{0, 0, 2});
    CHECK(parts(duration<double>{-0.0000015}) == Parts{-1, 86399, 999998});
    CHECK(parts(duration<double>{1e9 + 0.25}) == Parts{11574, 6400, 250000});
    CHECK(parts(duration<double, std::micro>{2.5}) == Parts{0, 0, 2});
    CHECK(parts(duration<double, std::micro>{3.5}) == Parts{0, 0, 4});
    CHECK(parts(duration<double, std::micro>{-0.75}) == Parts{-1, 86399, 999999});
    CHECK(parts(duration<double, std::nano>{1500}) == Parts{0, 0, 2});
    CHECK(parts(duration<float, std::ratio<3600>>{0.5F}) == Parts{0, 1800, 0});
    CHECK(parts(duration<long double, std::ratio<86400>>{-0.5L}) == Parts{-1, 43200, 0});
}

TEST_CASE("durations: timedelta.min and max are the limits") {
    constexpr std::int64_t day = 86400;
    CHECK(parts(duration<std::int64_t>{999999999 * day + 86399}) == Parts{999999999, 86399, 0});
    CHECK(parts(duration<std::int64_t>{-999999999 * day}) == Parts{-999999999, 0, 0});
    CHECK(parts(duration<double, std::micro>{86399999999999900000.0}) ==
          Parts{999999999, 86399, 901696});

    CHECK(error_of(duration<std::int64_t>{1000000000 * day}) == brine::Errc::out_of_range);
    CHECK(error_of(duration<std::int64_t>{-999999999 * day - 1}) == brine::Errc::out_of_range);
    CHECK(error_of(std::chrono::hours::max()) == brine::Errc::out_of_range);
    CHECK(error_of(std::chrono::hours::min()) == brine::Errc::out_of_range);
    CHECK(error_of(std::chrono::years::max()) == brine::Errc::out_of_range);
    CHECK(error_of(duration<double>{1e300}) == brine::Errc::out_of_range);
    CHECK(error_of(duration<double>{std::numeric_limits<double>::infinity()}) ==
          brine::Errc::out_of_range);
    CHECK(error_of(duration<double>{std::numeric_limits<double>::quiet_NaN()}) ==
          brine::Errc::out_of_range);
    CHECK(error_of(duration<double, std::micro>{86400000000000000000.0}) ==
          brine::Errc::out_of_range);
}

TEST_CASE("durations: a duration can be a dict key") {
    // {datetime.timedelta(seconds=1): 2}
    check_as_python(std::map<std::chrono::seconds, int>{{1s, 2}},
        {"80027d7100636461746574696d650a74696d6564656c74610a71014b004b014b008771025271034b02732e",
        "",
        "80049529000000000000007d948c086461746574696d65948c0974696d6564656c74619493944b004b014b008"
        "79452944b02732e"});
}
