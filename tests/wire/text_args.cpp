#include <brine/wire/text_args.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "catch.hpp"

using brine::TextStatus;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

constexpr std::size_t digits = 4300;

std::int64_t int_of(std::string_view line) {
    const auto result = brine::parse_int_line(line, digits);
    INFO(line);
    REQUIRE(result.status == TextStatus::ok);
    return result.value;
}

TextStatus int_status(std::string_view line) { return brine::parse_int_line(line, digits).status; }
TextStatus long_status(std::string_view line) {
    return brine::parse_long_line(line, digits).status;
}

double float_of(std::string_view line) {
    const auto result = brine::parse_float_line(line);
    INFO(line);
    REQUIRE(result.status == TextStatus::ok);
    return result.value;
}

TextStatus float_status(std::string_view line) { return brine::parse_float_line(line).status; }

std::string unicode_of(std::string_view line) {
    std::string out;
    REQUIRE(brine::unescape_unicode_line(line, out).empty());
    return out;
}

std::string string_of(std::string_view line) {
    std::string out;
    REQUIRE(brine::unescape_string_line(line, out).empty());
    return out;
}

bool bad_unicode(std::string_view line) {
    std::string out;
    return !brine::unescape_unicode_line(line, out).empty();
}

bool bad_string(std::string_view line) {
    std::string out;
    return !brine::unescape_string_line(line, out).empty();
}

}  // namespace

TEST_CASE("text_args: INT is read as C's strtol and Python's int do it") {
    CHECK(int_of("12") == 12);
    CHECK(int_of("-12") == -12);
    CHECK(int_of("010") == 8);
    CHECK(int_of("-017") == -15);
    CHECK(int_of("0x10") == 16);
    CHECK(int_of("0o17") == 15);
    CHECK(int_of("0b11") == 3);
    CHECK(int_of("0x_f") == 15);
    CHECK(int_of("1_000") == 1000);
    CHECK(int_of(" \t12 ") == 12);
    CHECK(int_of("12\0 rest"sv) == 12);
    CHECK(int_of("\0"sv) == 0);
    CHECK(int_of("9223372036854775807") == std::numeric_limits<std::int64_t>::max());
    CHECK(int_of("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    CHECK(int_of("1") == 1);
    for (const auto bad : {"", "-", "+-1", "08", "0_7", "1__0", "_1", "1_", "0x", "1 2", "1L", "a",
                           "0777777777777777777777777", "1.0", " "}) {
        INFO(bad);
        CHECK((std::string_view(bad).empty() || int_status(bad) == TextStatus::malformed));
    }
}

TEST_CASE("text_args: two characters of INT make a bool where they are 0 or 1") {
    for (const auto line : {"01"sv, "00"sv, "+1"sv, "-0"sv, " 1"sv, "\0\0"sv, "1\0"sv}) {
        CHECK(int_status(line) == TextStatus::boolean);
    }
    CHECK(int_of("1 ") == 1);
    CHECK(int_of("0\r") == 0);
    CHECK(int_of("02") == 2);
    CHECK(int_of("001") == 1);
    CHECK(int_of("0") == 0);
}

TEST_CASE("text_args: what int64 can't hold is handed on as a literal") {
    const auto above = brine::parse_int_line("  9223372036854775808 ", digits);
    CHECK(above.status == TextStatus::beyond64);
    CHECK(above.literal == "9223372036854775808");
    CHECK(brine::parse_long_line("-9223372036854775809L", digits).literal ==
          "-9223372036854775809");
    CHECK(brine::parse_long_line("0xffffffffffffffffL", digits).literal == "0xffffffffffffffff");
    CHECK(int_status(std::string(4300, '9')) == TextStatus::beyond64);
    CHECK(int_status(std::string(4301, '9')) == TextStatus::too_long);
    CHECK(int_status(std::string(4301, '0')) == TextStatus::too_long);
}

TEST_CASE("text_args: LONG takes one L, or none, and no octal number of C") {
    CHECK(brine::parse_long_line("12L", digits).value == 12);
    CHECK(brine::parse_long_line("12", digits).value == 12);
    CHECK(brine::parse_long_line("1 L", digits).value == 1);
    CHECK(brine::parse_long_line("0x10L", digits).value == 16);
    CHECK(brine::parse_long_line("00L", digits).value == 0);
    CHECK(brine::parse_long_line("12\0L"sv, digits).value == 12);
    for (const auto bad : {"L", "12LL", "010L", "-L", "1 2L"}) {
        INFO(bad);
        CHECK(long_status(bad) == TextStatus::malformed);
    }
    CHECK(long_status("01") == TextStatus::malformed);
}

TEST_CASE("text_args: FLOAT takes neither white space nor underscores nor hexadecimal") {
    CHECK(float_of("1.5") == 1.5);
    CHECK(float_of("+1.5") == 1.5);
    CHECK(float_of("-.5") == -0.5);
    CHECK(float_of("5.") == 5);
    CHECK(float_of("1e16") == 1e16);
    CHECK(float_of("1E+2") == 100);
    CHECK(float_of("1.5\0junk"sv) == 1.5);
    CHECK(float_of("0.1") == 0.1);
    CHECK(float_of("1.7976931348623157e308") == std::numeric_limits<double>::max());
    CHECK(float_of("5e-324") == std::numeric_limits<double>::denorm_min());
    for (const auto bad : {"", " 1", "1 ", "1_0", "0x1p3", "1e", ".", "--1", "+-1", "1,5", "infx",
                           "nan(1)", "e5", "1.5f"}) {
        INFO(bad);
        CHECK(float_status(bad) == TextStatus::malformed);
    }
}

TEST_CASE("text_args: FLOAT knows infinities, NaN, and both zeros") {
    CHECK(float_of("inf") == std::numeric_limits<double>::infinity());
    CHECK(float_of("-Infinity") == -std::numeric_limits<double>::infinity());
    CHECK(std::isnan(float_of("nan")));
    CHECK(std::signbit(float_of("-NaN")));
    CHECK(std::signbit(float_of("-0.0")));
    CHECK(!std::signbit(float_of("0.0")));
}

TEST_CASE("text_args: a float too large is refused, one too small is zero") {
    for (const auto line :
         {"1e309", "-1e309", "1e99999999999999999999", "1797693134862315700e300"}) {
        INFO(line);
        CHECK(float_status(line) == TextStatus::out_of_range);
    }
    CHECK(float_status("1" + std::string(400, '0')) == TextStatus::out_of_range);
    CHECK(float_of("1e-400") == 0);
    CHECK(std::signbit(float_of("-1e-400")));
    CHECK(float_of("1e-99999999999999999999") == 0);
    CHECK(float_of("0e99999999999999999999") == 0);
    CHECK(float_of("0." + std::string(400, '0') + "1e401") == 1);
    CHECK(float_of("0." + std::string(400, '0') + "1") == 0);
}

TEST_CASE("text_args: an index of the memo is decimal and below 2**63") {
    CHECK(brine::parse_index_line("12").value == 12);
    CHECK(brine::parse_index_line("007").value == 7);
    CHECK(brine::parse_index_line(" +1_0 ").value == 10);
    CHECK(brine::parse_index_line("9223372036854775807").value == 9223372036854775807U);
    CHECK(brine::parse_index_line("9223372036854775808").status == TextStatus::out_of_range);
    CHECK(brine::parse_index_line("-1").status == TextStatus::out_of_range);
    CHECK(brine::parse_index_line("0x1").status == TextStatus::malformed);
}

TEST_CASE("text_args: STRING is a bytes literal in quotes") {
    CHECK(string_of("'abc'") == "abc");
    CHECK(string_of("\"a'c\"") == "a'c");
    CHECK(string_of("''").empty());
    CHECK(string_of(R"('\x41\n\t\\\'\"\a\b\f\r\v')") == "A\n\t\\'\"\a\b\f\r\v");
    CHECK(string_of(R"('\1\12\123\1234\400\8')") == "\x01\nSS4\0\\8"s);
    CHECK(string_of(R"('\q')") == R"(\q)");
    CHECK(string_of("'a'b'") == "a'b");
    for (const auto bad : {"", "'", "abc", "'abc", "abc'", "'abc\"", " 'a'", "'a' ", R"('\x4')",
                           R"('\xg1')", R"('\')", R"('\x')"}) {
        INFO(bad);
        CHECK(bad_string(bad));
    }
}

TEST_CASE("text_args: UNICODE is Latin-1 with escapes, surrogates apart") {
    CHECK(unicode_of("abc") == "abc");
    CHECK(unicode_of("\xe9") == "\xc3\xa9");
    CHECK(unicode_of("\\u00e9") == "\xc3\xa9");
    CHECK(unicode_of("\\u20ac\\U0001f600") == "\xe2\x82\xac\xf0\x9f\x98\x80");
    CHECK(unicode_of("\\ud83d\\ude00") == "\xed\xa0\xbd\xed\xb8\x80");
    CHECK(unicode_of("\\n\\x41\\") == "\\n\\x41\\");
    CHECK(unicode_of("\\\\u0041") == "\\\\u0041");
    CHECK(unicode_of("\\\xe9") == "\\\xc3\xa9");
    for (const auto bad :
         {"\\u", "\\u123", "\\u12g4", "\\U0001f60", "\\U00110000", "\\Uffffffff"}) {
        INFO(bad);
        CHECK(bad_unicode(bad));
    }
}

TEST_CASE("text_args: a decimal without its point is the same in every locale") {
    for (const auto text : {"1.5",
                            ".5",
                            "5.",
                            "1e16",
                            "1E+2",
                            "0.1",
                            "1.7976931348623157e308",
                            "5e-324",
                            "1e309",
                            "123.456e-7x",
                            "1.2.3",
                            "1e",
                            "1e+",
                            "1_0",
                            "0x1p3",
                            "1,5",
                            ".",
                            ".e1",
                            "7f",
                            "2.5e+-1",
                            "9007199254740993.0000000000000000000000000000000000000000000000000001",
                            "0.1000000000000000055511151231257827021181583404541015625e0",
                            "1e99999999999999999999",
                            "000123.000e0003",
                            "179769313486231580793728971405303415079934132710037826936173778e246",
                            "2.2250738585072011e-308"}) {
        INFO(text);
        const std::string_view line = text;
        const char* const end = line.data() + line.size();
        double x = 0;
        double y = 0;
        const auto [expected, error] = brine::detail::decimal_from_chars(line.data(), end, x);
        const auto [stop, failed] = brine::detail::decimal_by_strtod(line.data(), end, y);
        CHECK(stop == expected);
        CHECK(failed == error);
        CHECK((y == x || error != std::errc()));
    }
}
