#include <brine/wire/encode_text.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "catch.hpp"

namespace encode = brine::encode;
using std::string_literals::operator""s;

namespace {

template <class Encode>
std::string encoded(Encode run) {
    char bytes[encode::max_number_line + encode::slack];
    const char* const end = run(bytes);
    const auto size = static_cast<std::size_t>(end - bytes);
    CHECK(size <= encode::max_number_line);
    return {bytes, size};
}

std::string float_repr(double x) {
    return encoded([=](char* p) { return encode::float_repr(p, x); });
}

std::string escaped(std::string_view utf8, std::size_t room) {
    std::string all;
    while (!utf8.empty()) {
        std::string piece(room, '\0');
        const std::size_t before = utf8.size();
        const char* const end = encode::raw_unicode_escape(piece.data(), utf8, room);
        const auto size = static_cast<std::size_t>(end - piece.data());
        REQUIRE(size <= room);
        REQUIRE(utf8.size() < before);
        all.append(piece, 0, size);
    }
    return all;
}

}  // namespace

// repr(x)
TEST_CASE("encode_text: a float is what Python's repr says") {
    using limits = std::numeric_limits<double>;
    const std::pair<double, std::string_view> known[] = {
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {1.0, "1.0"},
        {-1.5, "-1.5"},
        {0.1, "0.1"},
        {0.0001, "0.0001"},
        {0.00012345678901234567, "0.00012345678901234567"},
        {0.00001, "1e-05"},
        {-0.000015, "-1.5e-05"},
        {1e15, "1000000000000000.0"},
        {9999999999999998.0, "9999999999999998.0"},
        {9007199254740993.0, "9007199254740992.0"},
        {1e16, "1e+16"},
        {-1.2345678901234567e16, "-1.2345678901234568e+16"},
        {123456789012345680.0, "1.2345678901234568e+17"},
        {1e100, "1e+100"},
        {5e-324, "5e-324"},
        {limits::max(), "1.7976931348623157e+308"},
        {limits::min(), "2.2250738585072014e-308"},
        {-2.2250738585072014e-308, "-2.2250738585072014e-308"},
        {limits::infinity(), "inf"},
        {-limits::infinity(), "-inf"},
        {limits::quiet_NaN(), "nan"},
        {-limits::quiet_NaN(), "nan"},
    };
    for (const auto& [x, text] : known) {
        CHECK(float_repr(x) == text);
    }
    CHECK(encoded([](char* p) { return encode::real_line(p, 1.5); }) == "F1.5\n");
}

TEST_CASE("encode_text: an int is INT where 32 bits hold it, else LONG") {
    const auto line = [](std::int64_t x) {
        return encoded([=](char* p) { return encode::integer_line(p, x); });
    };
    CHECK(line(0) == "I0\n");
    CHECK(line(2147483647) == "I2147483647\n");
    CHECK(line(2147483648) == "L2147483648L\n");
    CHECK(line(-2147483648) == "I-2147483648\n");
    CHECK(line(-2147483649) == "L-2147483649L\n");
    CHECK(line(INT64_MIN) == "L-9223372036854775808L\n");
}

// pickle.dumps(text, 0)
TEST_CASE("encode_text: text is latin-1 with escapes, in pieces of any size") {
    const std::string text =
        "a\\\n\r\0\x1a\x1b~\x7f\xc2\x80\xc3\xbf\xc4\x80\xef\xbf\xbf\xed\xb0\x80\xf0\x90\x80\x80"
        "\xf4\x8f\xbf\xbf"s;
    for (const std::size_t room : {10U, 11U, 13U, 64U, 4096U}) {
        CHECK(escaped(text, room) ==
              "a\\u005c\\u000a\\u000d\\u0000\\u001a\x1b~\x7f\x80\xff\\u0100\\uffff\\udc00"
              "\\U00010000\\U0010ffff");
    }
}
