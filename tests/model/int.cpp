#include <brine/model/int.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>
#include <utility>
#include <vector>

#include "catch.hpp"

using namespace std::literals;
using brine::Int;

namespace {

constexpr std::int64_t int64_min = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t int64_max = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t uint64_max = std::numeric_limits<std::uint64_t>::max();

Int power_of_two(std::size_t exponent) {
    std::string bytes(exponent / 8 + 2, '\0');
    bytes[exponent / 8] = static_cast<char>(1U << exponent % 8);
    return Int::from_twos_complement(bytes);
}

Int negated(const Int& x) {
    const std::string text = x.to_string();
    return Int::from_string(text[0] == '-' ? text.substr(1) : '-' + text);
}

// From the least to the greatest.
std::vector<Int> ascending() {
    std::vector<Int> numbers;
    for (const std::size_t bits : {0U, 1U, 8U, 62U, 63U, 64U, 65U, 127U, 128U, 129U, 1000U}) {
        const Int power = power_of_two(bits);
        numbers.push_back(power);
        numbers.push_back(negated(power));
        if (bits > 0) {
            // All ones below: the power less one.
            std::string bytes((bits + 8) / 8, '\xff');
            bytes.back() = static_cast<char>((1U << bits % 8) - 1);
            numbers.push_back(Int::from_twos_complement(bytes));
            numbers.push_back(negated(numbers.back()));
        }
    }
    numbers.push_back(0);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

}  // namespace

static_assert(std::is_nothrow_move_constructible_v<Int> && std::is_nothrow_swappable_v<Int>);
static_assert(std::is_nothrow_default_constructible_v<Int>);
static_assert(sizeof(Int) <= 16);
static_assert(std::is_convertible_v<int, Int> && std::is_convertible_v<char, Int>);
static_assert(!std::is_constructible_v<Int, bool> && !std::is_constructible_v<Int, double>);

TEST_CASE("int: the range of int64 is small, all else is not") {
    CHECK(Int().is_small());
    CHECK(Int().value() == 0);
    CHECK(Int(-5).value() == -5);
    CHECK(Int(int64_min).is_small());
    CHECK(Int(int64_max).value() == int64_max);
    CHECK_FALSE(Int(uint64_max).is_small());
    CHECK_FALSE(Int(static_cast<std::uint64_t>(int64_max) + 1).is_small());
    CHECK(Int::from_string("-9223372036854775808").is_small());
    CHECK_FALSE(Int::from_string("-9223372036854775809").is_small());
    CHECK_FALSE(Int::from_string("9223372036854775808").is_small());
}

TEST_CASE("int: the sign") {
    CHECK(Int(0).sign() == 0);
    CHECK(Int(7).sign() == 1);
    CHECK(Int(int64_min).sign() == -1);
    CHECK(power_of_two(100).sign() == 1);
    CHECK(negated(power_of_two(100)).sign() == -1);
}

TEST_CASE("int: copies are apart, what was moved from is 0") {
    const Int big = power_of_two(200);
    Int copy = big;
    CHECK(copy == big);
    Int moved = std::move(copy);
    CHECK(moved == big);
    CHECK(copy.is_small());  // NOLINT: promised
    CHECK(copy == 0);
    copy = moved;
    moved = 5;
    CHECK(copy == big);
    CHECK(moved == 5);
    Int& same = copy;
    copy = same;
    CHECK(copy == big);
    copy.swap(moved);
    CHECK(moved == big);
}

TEST_CASE("int: two's complement at its edges") {
    const auto bytes = [](const Int& x) { return x.to_twos_complement(); };
    CHECK(bytes(0) == "");
    CHECK(bytes(1) == "\x01");
    CHECK(bytes(-1) == "\xff");
    CHECK(bytes(127) == "\x7f");
    CHECK(bytes(128) == "\x80\0"sv);
    CHECK(bytes(-128) == "\x80");
    CHECK(bytes(-129) == "\x7f\xff");
    CHECK(bytes(255) == "\xff\0"sv);
    CHECK(bytes(-256) == "\0\xff"sv);
    CHECK(bytes(int64_min) == "\0\0\0\0\0\0\0\x80"sv);
    CHECK(bytes(int64_max) == "\xff\xff\xff\xff\xff\xff\xff\x7f");
    CHECK(bytes(uint64_max) == "\xff\xff\xff\xff\xff\xff\xff\xff\0"sv);
    CHECK(bytes(Int::from_string("-18446744073709551616")) == "\0\0\0\0\0\0\0\0\xff"sv);
}

TEST_CASE("int: two's complement of any length comes back, superfluous bytes or not") {
    for (const Int& x : ascending()) {
        const std::string bytes = x.to_twos_complement();
        CHECK(Int::from_twos_complement(bytes) == x);
        for (const std::size_t more : {1U, 7U, 8U, 9U, 100U}) {
            const Int back =
                Int::from_twos_complement(bytes + std::string(more, x < 0 ? '\xff' : '\0'));
            CHECK(back == x);
            CHECK(back.is_small() == x.is_small());
        }
    }
    const std::array raw{std::byte{0x00}, std::byte{0x80}};
    CHECK(Int::from_twos_complement(raw) == -32768);
    CHECK(Int::from_twos_complement(""sv) == 0);
    CHECK(Int::from_twos_complement(std::string(40, '\0')) == 0);
    CHECK(Int::from_twos_complement(std::string(40, '\xff')) == -1);
}

TEST_CASE("int: order is that of the numbers") {
    const auto numbers = ascending();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        for (std::size_t j = 0; j < numbers.size(); ++j) {
            CHECK((numbers[i] <=> numbers[j]) == (i <=> j));
            CHECK((numbers[i] == numbers[j]) == (i == j));
        }
    }
}

TEST_CASE("int: compares with every built-in integer, and not by wrapped bits") {
    CHECK(Int(-1) == -1);
    CHECK(-1 == Int(-1));
    CHECK(Int(-1) != uint64_max);
    CHECK(Int(-1) < 0U);
    CHECK(Int(uint64_max) == uint64_max);
    CHECK(Int(uint64_max) > int64_max);
    CHECK(Int(uint64_max) != -1);
    CHECK(Int(200) != static_cast<signed char>(-56));
    CHECK(power_of_two(64) > uint64_max);
    CHECK(power_of_two(64) != 0);
    CHECK(negated(power_of_two(64)) < int64_min);
    CHECK(Int(int64_min) == int64_min);
    CHECK(int64_min < Int(0));
}

TEST_CASE("int: to a built-in integer, when it fits") {
    CHECK(Int(255).fits<std::uint8_t>());
    CHECK_FALSE(Int(256).fits<std::uint8_t>());
    CHECK_FALSE(Int(-1).fits<std::uint64_t>());
    CHECK(Int(-128).to<std::int8_t>() == -128);
    CHECK(Int(uint64_max).to<std::uint64_t>() == uint64_max);
    CHECK_FALSE(Int(uint64_max).fits<std::int64_t>());
    CHECK_FALSE(power_of_two(64).fits<std::uint64_t>());
    CHECK_FALSE(negated(power_of_two(63)).fits<std::uint64_t>());
    CHECK(negated(power_of_two(63)).to<std::int64_t>() == int64_min);
    CHECK_FALSE(Int::from_string("-9223372036854775809").fits<std::int64_t>());
    CHECK_FALSE(Int::from_string("-9223372036854775809").fits<std::uint64_t>());
    CHECK(Int(7).get_if_fits<int>() == 7);
    CHECK_FALSE(power_of_two(70).get_if_fits<int>().has_value());
    CHECK_THROWS_AS(Int(300).to<std::uint8_t>(), std::out_of_range);
    CHECK_THROWS_AS(power_of_two(70).to<std::int64_t>(), std::out_of_range);
}

#ifdef __SIZEOF_INT128__
TEST_CASE("int: __int128 in and out") {
    const auto most = ~brine::uint128{0};
    const auto least = static_cast<brine::int128>(brine::uint128{1} << 127);
    CHECK(Int(most).to_hex() == "0xffffffffffffffffffffffffffffffff");
    CHECK(Int(least).to_hex() == "-0x80000000000000000000000000000000");
    CHECK(Int(most).to<brine::uint128>() == most);
    CHECK(Int(least).to<brine::int128>() == least);
    CHECK(Int(static_cast<brine::int128>(-7)).is_small());
    CHECK(Int(-7).to<brine::int128>() == -7);
    CHECK_FALSE(Int(-7).fits<brine::uint128>());
    CHECK_FALSE(Int(most).fits<brine::int128>());
    CHECK_FALSE(power_of_two(128).fits<brine::uint128>());
    CHECK_FALSE(power_of_two(127).fits<brine::int128>());
    CHECK(negated(power_of_two(127)) == least);
    CHECK(power_of_two(127) > least);
    CHECK(Int(most) == most);
    CHECK(Int(brine::uint128{1} << 64) != 0);
    const auto below_int64 = static_cast<brine::int128>(int64_min) - 1;
    CHECK(Int(below_int64).to<brine::int128>() == below_int64);
}
#endif

TEST_CASE("int: decimal text") {
    for (const auto text : {"0"sv, "-1"sv, "9223372036854775807"sv, "-9223372036854775808"sv,
                            "9223372036854775808"sv, "-9223372036854775809"sv,
                            "10000000000000000000"sv, "100000000000000000000000000000000000000"sv,
                            "18446744073709551616"sv, "340282366920938463463374607431768211456"sv})
        CHECK(Int::from_string(text).to_string() == text);
    std::string digits = "1";
    for (int size = 1; size < 200; ++size) {
        CHECK(Int::from_string(digits).to_string() == digits);
        digits += '0';
    }
    std::fill(digits.begin(), digits.end(), '9');
    CHECK(Int::from_string(digits).to_string() == digits);
    CHECK(Int::from_string("-" + digits).to_string() == "-" + digits);
}

TEST_CASE("int: hexadecimal text, as hex() writes it") {
    CHECK(Int(0).to_hex() == "0x0");
    CHECK(Int(255).to_hex() == "0xff");
    CHECK(Int(-4096).to_hex() == "-0x1000");
    CHECK(power_of_two(64).to_hex() == "0x10000000000000000");
    CHECK(Int::from_string("-0xDEADBEEFdeadbeef0123", 16).to_hex() == "-0xdeadbeefdeadbeef0123");
}

TEST_CASE("int: text with the rules of Python's int()") {
    CHECK(Int::parse(" \t\n\v\f\r-12 \t\n\v\f\r") == Int(-12));
    CHECK(Int::parse("+1_000_000") == Int(1000000));
    CHECK(Int::parse("007") == Int(7));
    CHECK(Int::parse("-0") == Int(0));
    CHECK(Int::parse("ff", 16) == Int(255));
    CHECK(Int::parse("0x_ff", 16) == Int(255));
    CHECK(Int::parse("0b1", 16) == Int(0xb1));
    CHECK(Int::parse("-0B1_01", 2) == Int(-5));
    CHECK(Int::parse("zz", 36) == Int(35 * 36 + 35));
    for (const auto text : {""sv, " "sv, "-"sv, "+-1"sv, "- 1"sv, "_1"sv, "1_"sv, "1__0"sv, "1 0"sv,
                            "0x1"sv, "1.0"sv, "a"sv, "5\0"sv,
                            "\x1c"
                            "5"sv,
                            "\xd9\xa1"sv, "1e5"sv})
        CHECK_FALSE(Int::parse(text));
    for (const auto text : {"0x"sv, "0x_"sv, "0x__1"sv, "_0x1"sv, "0xg"sv})
        CHECK_FALSE(Int::parse(text, 16));
    CHECK_FALSE(Int::parse("1", 1));
    CHECK_FALSE(Int::parse("1", 37));
    CHECK_FALSE(Int::parse("2", 2));
    CHECK_THROWS_AS(Int::from_string("x"), std::invalid_argument);
}

TEST_CASE("int: base 0 goes by the prefix, and takes no leading zeros") {
    CHECK(Int::parse("0x10", 0) == Int(16));
    CHECK(Int::parse("-0O17", 0) == Int(-15));
    CHECK(Int::parse("0o17", 8) == Int(15));
    CHECK(Int::parse("0XfF", 0) == Int(255));
    CHECK(Int::parse("0b11", 0) == Int(3));
    CHECK(Int::parse("10", 0) == Int(10));
    CHECK(Int::parse("0_0", 0) == Int(0));
    CHECK(Int::parse("000", 0) == Int(0));
    CHECK_FALSE(Int::parse("010", 0));
    CHECK_FALSE(Int::parse("0_1", 0));
    CHECK_FALSE(Int::parse("0x", 0));
}

TEST_CASE("int: to double, ties to even") {
    CHECK(Int(-3).to_double() == -3.0);
    CHECK(power_of_two(64).to_double() == 0x1p64);
    CHECK(negated(power_of_two(1023)).to_double() == -0x1p1023);
    const auto hex = [](std::string_view text) { return Int::from_string(text, 16).to_double(); };
    CHECK(hex("200000000000010000000000") == 0x1p93);                // a tie, down to even
    CHECK(hex("200000000000010000000001") == 0x1.0000000000001p93);  // just above the tie
    CHECK(hex("200000000000030000000000") == 0x1.0000000000002p93);  // a tie, up to even
    CHECK(hex("ffffffffffffffff") == 0x1p64);
    CHECK(hex("fffffffffffffbff0000") == 0x1.fffffffffffffp79);
    CHECK(hex("fffffffffffffc000000") == 0x1p80);
}

TEST_CASE("int: what is too large for a double throws") {
    std::string text(256, 'f');
    text[13] = 'b';
    CHECK(Int::from_string(text, 16).to_double() == std::numeric_limits<double>::max());
    text[13] = 'c';
    text.replace(14, std::string::npos, std::string(256 - 14, '0'));
    CHECK_THROWS_AS(Int::from_string(text, 16).to_double(), std::overflow_error);
    CHECK_THROWS_AS(power_of_two(1024).to_double(), std::overflow_error);
    CHECK_THROWS_AS(negated(power_of_two(100000)).to_double(), std::overflow_error);
}

TEST_CASE("int: bit_length is that of the absolute value") {
    CHECK(Int(0).bit_length() == 0);
    CHECK(Int(-1).bit_length() == 1);
    CHECK(Int(255).bit_length() == 8);
    CHECK(Int(int64_min).bit_length() == 64);
    CHECK(power_of_two(1000).bit_length() == 1001);
}

TEST_CASE("int: the hash is Python's") {
    CHECK(Int(0).python_hash() == 0);
    CHECK(Int(-1).python_hash() == -2);
    CHECK(Int(-2).python_hash() == -2);
    CHECK(Int((std::int64_t{1} << 61) - 1).python_hash() == 0);
    CHECK(Int(std::int64_t{1} << 61).python_hash() == 1);
    CHECK(Int(-(std::int64_t{1} << 61)).python_hash() == -2);
    CHECK(power_of_two(64).python_hash() == 8);
    CHECK(Int(uint64_max).python_hash() == 7);
    const std::unordered_set<Int> set{1, power_of_two(100), 1, power_of_two(100)};
    CHECK(set.size() == 2);
}
