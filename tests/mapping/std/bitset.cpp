#include <brine/mapping/std/bitset.hpp>

#include <brine/brine.hpp>

#include <bitset>

#include "mapping/python_bytes.hpp"

TEST_CASE("bitset: bits are an int whose lowest bit is bit 0") {
    // 5
    check_as_python(std::bitset<8>(5), {"80024b052e"});
    // 0
    check_as_python(std::bitset<0>(), {"80024b002e"});
    // 2**64 - 1
    check_as_python(~std::bitset<64>(),
        {"80028a09ffffffffffffffff002e",
        "",
        "8004950c000000000000008a09ffffffffffffffff002e"});
    // 2**64
    check_as_python(std::bitset<65>(1) << 64,
        {"80028a090000000000000000012e",
        "",
        "8004950c000000000000008a090000000000000000012e"});
    // 2**72 - 1
    check_as_python(~std::bitset<72>(),
        {"80028a0affffffffffffffffff002e",
        "",
        "8004950d000000000000008a0affffffffffffffffff002e"});
    // 0
    check_as_python(std::bitset<200>(), {"80024b002e"});
    // 2**3000 - 1
    check_as_python(~std::bitset<3000>(),
        {"80028b78010000fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "ffffffffffffffffffffffffffffffffffffffffffffffffffff002e",
        "",
        "8004957e010000000000008b78010000fffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff002e"});
}
