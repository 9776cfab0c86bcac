// Random numbers, text, bytes, times and errors: loads<T>(dumps(x)) == x.
#include <array>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory_resource>
#include <new>
#include <ratio>
#include <stdexcept>
#include <string>
#include <system_error>
#include <variant>
#include <vector>

#include "front/random_round_trips.hpp"

using random_round_trips::check_all;

namespace {

enum class Colour : std::uint8_t { red, green, blue };
enum Plain { plain_zero, plain_one };
enum class Large : std::uint64_t { first = 1, last = std::uint64_t{1} << 63U };

}  // namespace

template <>
struct brine::codec<Colour> : brine::enumeration<"m", "Colour"> {};
template <>
struct brine::codec<Plain> : brine::enumeration<"m", "Plain"> {};
template <>
struct brine::codec<Large> : brine::enumeration<"m", "Large"> {};

TEST_CASE("round_trips: numbers") {
    check_all<bool, signed char, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
              std::uint32_t, long, unsigned long, long long, unsigned long long, float, double,
              long double, brine::Int, std::complex<float>, std::complex<double>, std::bitset<7>,
              std::bitset<64>, std::bitset<1000>>();
#ifdef __SIZEOF_INT128__
    check_all<brine::int128, brine::uint128>();
#endif
}

TEST_CASE("round_trips: text") {
    check_all<std::string, std::pmr::string, std::u8string, std::u16string, std::u32string,
              std::wstring, char, char8_t, char16_t, char32_t, wchar_t>();
}

TEST_CASE("round_trips: bytes") {
    check_all<std::vector<std::byte>, std::vector<unsigned char>, std::pmr::vector<std::byte>,
              std::array<std::byte, 5>, std::array<unsigned char, 0>>();
}

TEST_CASE("round_trips: names, enumerators and None") {
    check_all<std::filesystem::path, brine::Global, Colour, Plain, Large, std::monostate,
              std::nullptr_t, int (*)(int)>();
}

TEST_CASE("round_trips: durations") {
    using namespace std::chrono;
    check_all<nanoseconds, microseconds, milliseconds, seconds, minutes, hours, days, weeks, months,
              duration<std::int64_t, std::ratio<1, 30>>, duration<std::int64_t, std::ratio<7, 3>>,
              duration<std::int16_t>, duration<std::uint32_t>, duration<std::uint64_t>,
              duration<unsigned, std::nano>, duration<std::int8_t, std::nano>, duration<float>,
              duration<double>, duration<double, std::micro>>();
}

TEST_CASE("round_trips: dates and times") {
    using namespace std::chrono;
    check_all<sys_time<nanoseconds>, sys_time<microseconds>, sys_seconds, sys_days,
              local_time<milliseconds>, local_seconds, year_month_day, hh_mm_ss<microseconds>,
              hh_mm_ss<seconds>, file_time<microseconds>, std::filesystem::file_time_type>();
}

TEST_CASE("round_trips: errors") {
    check_all<std::runtime_error, std::logic_error, std::out_of_range, std::overflow_error,
              std::length_error, std::invalid_argument, std::domain_error, std::range_error,
              std::bad_alloc, std::exception_ptr, std::error_code>();
}

TEST_CASE("round_trips: an error of another class is refused") {
    CHECK_THROWS_AS(brine::loads<std::out_of_range>(brine::dumps(std::runtime_error("x"))),
                    brine::ConversionError);
    CHECK(brine::loads<std::runtime_error>(brine::dumps(std::runtime_error("bad \xff"))).what() ==
          std::string("bad \xff"));
}

TEST_CASE("round_trips: arrays of numbers, of any item type that holds them") {
    const std::vector<std::int16_t> numbers{-32768, -1, 0, 1, 32767};
    for (int protocol = 2; protocol <= 5; ++protocol) {
        const std::string pickle = brine::dumps(brine::as_array(numbers), {.protocol = protocol});
        CHECK(brine::loads<std::vector<std::int16_t>>(pickle) == numbers);
        CHECK(brine::loads<std::vector<double>>(pickle) ==
              std::vector<double>(numbers.begin(), numbers.end()));
        CHECK_THROWS_AS(brine::loads<std::vector<std::int8_t>>(pickle), brine::ConversionError);
        CHECK_THROWS_AS(brine::loads<std::vector<std::uint64_t>>(pickle), brine::ConversionError);
        const std::vector<float> reals{0.5F, -3e9F};
        CHECK(brine::loads<std::vector<float>>(
                  brine::dumps(brine::as_array(reals), {.protocol = protocol})) == reals);
        if (protocol > 2) {
            CHECK_THROWS_AS(brine::loads<std::vector<int>>(
                                brine::dumps(brine::as_array(reals), {.protocol = protocol})),
                            brine::ConversionError);
        }
    }
}
