#include <brine/mapping/std/numbers.hpp>

#include <brine/brine.hpp>

#include <cstdint>
#include <limits>
#include <tuple>

#include "mapping/python_bytes.hpp"

TEST_CASE("numbers: integers of every width") {
    // (-128, 255, -1)
    check_as_python(std::make_tuple(std::int8_t{-128}, std::uint8_t{255}, std::int16_t{-1}),
        {"80024a80ffffff4bff4affffffff8771002e",
        "",
        "8004950f000000000000004a80ffffff4bff4affffffff87942e"});
    // (65535, 65536)
    check_as_python(std::make_tuple(std::uint16_t{65535}, std::int32_t{65536}),
        {"80024dffff4a000001008671002e",
        "",
        "8004950b000000000000004dffff4a0000010086942e"});
    // -2**31
    check_as_python(std::numeric_limits<std::int32_t>::min(),
        {"80024a000000802e",
        "",
        "80049506000000000000004a000000802e"});
    // 2**32 - 1
    check_as_python(std::numeric_limits<std::uint32_t>::max(),
        {"80028a05ffffffff002e",
        "",
        "80049508000000000000008a05ffffffff002e"});
    // -2**63
    check_as_python(std::numeric_limits<std::int64_t>::min(),
        {"80028a0800000000000000802e",
        "",
        "8004950b000000000000008a0800000000000000802e"});
    // 2**64 - 1
    check_as_python(std::numeric_limits<std::uint64_t>::max(),
        {"80028a09ffffffffffffffff002e",
        "",
        "8004950c000000000000008a09ffffffffffffffff002e"});
    // 1
    check_as_python(1L, {"80024b012e"});
    // 1
    check_as_python(1ULL, {"80024b012e"});
}

TEST_CASE("numbers: Int and 128 bits") {
    // -123456789012345678901234567890
    check_as_python(brine::Int::from_string("-123456789012345678901234567890"),
        {"80028a0d2ef5c0b1111f8c3c09f01671fe2e",
        "",
        "80049510000000000000008a0d2ef5c0b1111f8c3c09f01671fe2e"});
    // 7
    check_as_python(brine::Int(7), {"80024b072e"});
#ifdef __SIZEOF_INT128__
    // -2**127
    check_as_python(std::numeric_limits<brine::int128>::min(),
        {"80028a10000000000000000000000000000000802e",
        "",
        "80049513000000000000008a10000000000000000000000000000000802e"});
    // 2**128 - 1
    check_as_python(static_cast<brine::uint128>(-1),
        {"80028a11ffffffffffffffffffffffffffffffff002e",
        "",
        "80049514000000000000008a11ffffffffffffffffffffffffffffffff002e"});
    // -1
    check_as_python(static_cast<brine::int128>(-1),
        {"80024affffffff2e",
        "",
        "80049506000000000000004affffffff2e"});
#endif
}

TEST_CASE("numbers: bool and floating point") {
    // (True, False)
    check_as_python(std::make_tuple(true, false),
        {"800288898671002e",
        "",
        "8004950500000000000000888986942e"});
    // (1.5, 2.5, -0.0, 0.25)
    check_as_python(std::make_tuple(1.5, 2.5F, -0.0, 0.25L),
        {"800228473ff8000000000000474004000000000000478000000000000000473fd00000000000007471002e",
        "",
        "800495280000000000000028473ff8000000000000474004000000000000478000000000000000473fd000000"
        "000000074942e"});
    // math.inf
    check_as_python(std::numeric_limits<double>::infinity(),
        {"8002477ff00000000000002e",
        "",
        "8004950a00000000000000477ff00000000000002e"});
}
