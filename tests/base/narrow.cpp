#include <brine/base/narrow.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "catch.hpp"

using brine::fits;
using brine::narrow;

TEST_CASE("narrow: a number fits when the value stays the same") {
    STATIC_REQUIRE(fits<std::uint8_t>(255));
    STATIC_REQUIRE_FALSE(fits<std::uint8_t>(256));
    STATIC_REQUIRE_FALSE(fits<std::uint8_t>(-1));
    STATIC_REQUIRE(fits<std::int8_t>(-128));
    STATIC_REQUIRE_FALSE(fits<std::int8_t>(-129));
    STATIC_REQUIRE_FALSE(fits<std::int8_t>(255U));
    STATIC_REQUIRE_FALSE(fits<std::uint64_t>(-1));
    STATIC_REQUIRE_FALSE(fits<std::int64_t>(std::numeric_limits<std::uint64_t>::max()));
    STATIC_REQUIRE(fits<std::int64_t>(std::uint64_t{1} << 62));
    STATIC_REQUIRE_FALSE(fits<std::uint32_t>(std::uint64_t{1} << 32));
    STATIC_REQUIRE(fits<char>(127));
}

TEST_CASE("narrow: what does not fit throws") {
    STATIC_REQUIRE(narrow<std::uint32_t>(std::size_t{7}) == 7);
    CHECK(narrow<std::int16_t>(-32768) == -32768);
    CHECK_THROWS_AS(narrow<std::int16_t>(32768), std::range_error);
    CHECK_THROWS_AS(narrow<std::uint32_t>(std::uint64_t{1} << 32), std::range_error);
    CHECK_THROWS_AS(narrow<unsigned>(-1), std::range_error);
}
