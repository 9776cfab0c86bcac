#include <brine/base/utf8.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "catch.hpp"

using namespace std::literals;
using brine::count_code_points;
using brine::first_invalid_utf8;
using brine::first_invalid_wtf8;
using brine::is_ascii;
using brine::valid_utf8;
using brine::valid_wtf8;

namespace {

constexpr std::size_t npos = std::string_view::npos;

bool refused(std::string_view text) { return !valid_utf8(text) && !valid_wtf8(text); }
bool accepted(std::string_view text) { return valid_utf8(text) && valid_wtf8(text); }

std::string encoded(char32_t point) {
    std::string text;
    brine::append_code_point(text, point);
    return text;
}

}  // namespace

TEST_CASE("utf8: one byte above 0x7f anywhere makes a text not ASCII") {
    for (std::size_t size = 0; size < 100; ++size) {
        std::string text(size, 'a');
        REQUIRE(is_ascii(text));
        for (std::size_t i = 0; i < size; ++i) {
            text[i] = '\x80';
            REQUIRE_FALSE(is_ascii(text));
            REQUIRE(first_invalid_utf8(text) == i);
            text[i] = '\x7f';
        }
    }
    STATIC_REQUIRE(is_ascii("abc"));
    STATIC_REQUIRE_FALSE(is_ascii("ab\xc3\xa9"));
}

TEST_CASE("utf8: sequences of one to four bytes at the edges of their ranges") {
    CHECK(accepted(""));
    CHECK(accepted("\0\x7f"sv));
    CHECK(accepted("\xc2\x80\xdf\xbf"));
    CHECK(accepted("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"));
    CHECK(accepted("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
    STATIC_REQUIRE(valid_utf8("caf\xc3\xa9 and much more text than one word"));
}

TEST_CASE("utf8: an overlong sequence is refused") {
    CHECK(refused("\xc0\x80"));
    CHECK(refused("\xc1\xbf"));
    CHECK(refused("\xe0\x80\x80"));
    CHECK(refused("\xe0\x9f\xbf"));
    CHECK(refused("\xf0\x80\x80\x80"));
    CHECK(refused("\xf0\x8f\xbf\xbf"));
}

TEST_CASE("utf8: what is above U+10FFFF is refused") {
    CHECK(refused("\xf4\x90\x80\x80"));
    CHECK(refused("\xf5\x80\x80\x80"));
    CHECK(refused("\xf8\x88\x80\x80\x80"));
    CHECK(refused("\xff"));
}

TEST_CASE("utf8: a cut sequence is refused") {
    for (const std::string_view whole : {"\xc3\xa9"sv, "\xe2\x82\xac"sv, "\xf0\x9f\x98\x80"sv}) {
        for (std::size_t size = 1; size < whole.size(); ++size) {
            CHECK(refused(whole.substr(0, size)));
            CHECK(refused(std::string(whole.substr(0, size)) + "a"));
            CHECK(refused(whole.substr(size)));
            CHECK(refused("abcdefgh" + std::string(whole.substr(0, size)) + "abcdefgh"));
        }
    }
}

TEST_CASE("utf8: a cut sequence is refused where a word of ASCII comes before its rest") {
    CHECK(
        refused("abcdefg\xc3"
                "abcdefgh\xa9"));
    CHECK(
        refused("abcdef\xe2\x82"
                "abcdefghabcdefgh\xac"));
}

TEST_CASE("utf8: a bad byte is refused after words of valid sequences") {
    const std::string valid = "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xe2\x82\xac\xe2\x82\xac..";
    for (int words = 1; words < 4; ++words) {
        std::string text;
        for (int i = 0; i < words; ++i) text += valid;
        CHECK(accepted(text));
        CHECK(refused(text + '\xff'));
        CHECK(refused(text + "\x80 and more text"));
    }
}

TEST_CASE("utf8: the same at compile time") {
    STATIC_REQUIRE(valid_utf8("\xe2\x82\xac"));
    STATIC_REQUIRE_FALSE(valid_utf8("\xe0\x9f\xbf"));
    STATIC_REQUIRE_FALSE(valid_utf8("\xf0\x8f\xbf\xbf"));
    STATIC_REQUIRE_FALSE(valid_utf8("\xf4\x90\x80\x80"));
    STATIC_REQUIRE_FALSE(valid_utf8("\xed\xa0\x80"));
    STATIC_REQUIRE(valid_wtf8("\xed\xa0\x80"));
    STATIC_REQUIRE(first_invalid_utf8("ab\xc1\xbf") == 2);
}

TEST_CASE("utf8: surrogates are refused, and allowed in WTF-8") {
    for (const std::string_view text : {"\xed\xa0\x80"sv, "\xed\xaf\xbf"sv, "\xed\xb0\x80"sv,
                                        "\xed\xbf\xbf"sv, "\xed\xa0\xbd\xed\xb8\x80"sv}) {
        CHECK_FALSE(valid_utf8(text));
        CHECK(valid_wtf8(text));
    }
    CHECK(refused("\xed\xa0"));
    CHECK(refused("\xed\xa0z"));
}

TEST_CASE("utf8: the offset of the first invalid byte is the start of its sequence") {
    CHECK(first_invalid_utf8("abc") == npos);
    CHECK(first_invalid_utf8("ab\xe2\x82") == 2);
    CHECK(first_invalid_utf8("ab\xc3\xa9\x80") == 4);
    CHECK(first_invalid_utf8("0123456789\xed\xa0\x80 and so on") == 10);
    CHECK(first_invalid_wtf8("0123456789\xed\xa0\x80\xff and so on") == 13);
}

TEST_CASE("utf8: every code point is written so that it is read back") {
    for (char32_t point = 0; point <= 0x10FFFF; ++point) {
        const std::string text = encoded(point);
        const bool surrogate = point >= 0xD800 && point < 0xE000;
        const brine::CodePoint back = brine::decode_wtf8(text);
        if (back.value != point || back.length != text.size() || !valid_wtf8(text) ||
            valid_utf8(text) == surrogate || count_code_points(text) != 1)
            FAIL("code point " << static_cast<unsigned long>(point));
    }
    CHECK(encoded(0x20AC) == "\xe2\x82\xac");
    CHECK(encoded(0xDC80) == "\xed\xb2\x80");
    CHECK(brine::decode_utf8("\xed\xb2\x80").length == 0);
}

TEST_CASE("utf8: code points are counted, not bytes") {
    CHECK(count_code_points("") == 0);
    CHECK(count_code_points("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") == 4);
    STATIC_REQUIRE(count_code_points("caf\xc3\xa9") == 4);
}
