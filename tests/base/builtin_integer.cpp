#include <brine/base/builtin_integer.hpp>

#include <cstdint>
#include <type_traits>

#include "catch.hpp"

using brine::builtin_integer;
using brine::multiply_wide;

static_assert(builtin_integer<char> && builtin_integer<unsigned long long>);
static_assert(!builtin_integer<bool> && !builtin_integer<double> && !builtin_integer<void*>);
static_assert(brine::is_signed_integer<int> && !brine::is_signed_integer<std::uint8_t>);
static_assert(std::is_same_v<brine::unsigned_integer<short>, unsigned short>);

#ifdef __SIZEOF_INT128__
static_assert(builtin_integer<brine::int128> && builtin_integer<brine::uint128>);
static_assert(brine::is_signed_integer<brine::int128> && !brine::is_signed_integer<brine::uint128>);
static_assert(std::is_same_v<brine::unsigned_integer<brine::int128>, brine::uint128>);
#endif

TEST_CASE("builtin_integer: an unsigned number of the other sign") {
    STATIC_REQUIRE(brine::negated(1U) == UINT32_MAX);
    STATIC_REQUIRE(brine::negated(std::uint8_t{3}) == 253);
    STATIC_REQUIRE(brine::negated(std::uint64_t{1} << 63) == std::uint64_t{1} << 63);
    STATIC_REQUIRE(brine::negated(std::size_t{0}) == 0);
    STATIC_REQUIRE(std::is_same_v<decltype(brine::negated(std::uint8_t{})), std::uint8_t>);
}

TEST_CASE("builtin_integer: a wide product has a low and a high half") {
    constexpr std::uint64_t most = UINT64_MAX;
    STATIC_REQUIRE(multiply_wide(most, most).low == 1);
    STATIC_REQUIRE(multiply_wide(most, most).high == most - 1);
    STATIC_REQUIRE(multiply_wide(most, 1).low == most);
    STATIC_REQUIRE(multiply_wide(most, 1).high == 0);
    STATIC_REQUIRE(multiply_wide(std::uint64_t{1} << 63, 6).low == 0);
    STATIC_REQUIRE(multiply_wide(std::uint64_t{1} << 63, 6).high == 3);
    STATIC_REQUIRE(multiply_wide(0xD83C94FB6D2AC34A, 0x8AC7230489E80000).high ==
                   0x7538DCFB76180000 - 1);
}
