#include <brine/model/eight_bit.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "catch.hpp"

using namespace std::literals;
using brine::detail::decode_with;
using brine::detail::invalid_utf8_length;
using brine::detail::latin1_to_utf8;
using brine::detail::utf8_to_latin1;

TEST_CASE("eight_bit: latin-1 is the first 256 code points") {
    std::string all;
    for (int c = 0; c < 256; ++c) {
        all += static_cast<char>(static_cast<unsigned char>(c));
    }
    CHECK(utf8_to_latin1(latin1_to_utf8(all)) == all);
    CHECK(latin1_to_utf8("\x7f\x80\xff") == "\x7f\xc2\x80\xc3\xbf");
    CHECK_FALSE(utf8_to_latin1("\xc4\x80").has_value());
    CHECK_FALSE(utf8_to_latin1("a\xed\xb0\x80").has_value());
    CHECK_FALSE(utf8_to_latin1("\xff").has_value());
}

// What bytes.decode("utf-8", "replace") makes one U+FFFD of.
TEST_CASE("eight_bit: one error is the longest piece of a valid sequence, or one byte") {
    struct Case {
        std::string_view bytes;
        std::size_t length;
    };
    const Case cases[] = {
        {"\x80", 1},         {"\xc1\x80", 1},         {"\xf5\x80", 1},
        {"\xc3", 1},         {"\xc3\x28", 1},         {"\xe0\x9f\x80", 1},
        {"\xe0\xa0\x28", 2}, {"\xed\xa0\x80", 1},     {"\xed\x9f\x28", 2},
        {"\xe2\x82", 2},     {"\xe2\xc0", 1},         {"\xf0\x8f\x80", 1},
        {"\xf0\x90\x80", 3}, {"\xf0\x90\x80\x28", 3}, {"\xf1\x80\x28", 2},
        {"\xf4\x90\x80", 1}, {"\xf4\x8f\xbf\x28", 3},
    };
    for (const auto& [bytes, length] : cases) {
        INFO(bytes.size() << " bytes from "
                          << static_cast<int>(static_cast<unsigned char>(bytes[0])));
        CHECK(invalid_utf8_length(bytes) == length);
    }
    const std::string shown =
        decode_with("a\xf0\x90\x80z\xff\xff"sv, brine::first_invalid_utf8, invalid_utf8_length,
                    [](std::string_view bad, std::string& out) {
                        out += '<' + std::to_string(bad.size()) + '>';
                    });
    CHECK(shown == "a<3>z<1><1>");
}
