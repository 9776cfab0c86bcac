#include <brine/base/utf_convert.hpp>

#include <string>
#include <string_view>

#include "catch.hpp"

using namespace std::literals;
using brine::append_from_utf8;
using brine::append_utf8;
using brine::escape_surrogates;
using brine::unescape_surrogates;

namespace {

template <class Unit>
std::string to_utf8(std::basic_string_view<Unit> text) {
    std::string out = ">";
    REQUIRE(append_utf8(out, text));
    return out.substr(1);
}

template <class Unit>
std::basic_string<Unit> from_utf8(std::string_view text) {
    std::basic_string<Unit> out;
    REQUIRE(append_from_utf8(out, text));
    return out;
}

}  // namespace

TEST_CASE("utf_convert: a byte that cannot be decoded becomes a low surrogate") {
    CHECK(escape_surrogates("abc\xc3\xa9") == "abc\xc3\xa9");
    CHECK(escape_surrogates("a\x80z") == "a\xed\xb2\x80z");
    CHECK(escape_surrogates("\xff") == "\xed\xb3\xbf");
    CHECK(escape_surrogates("\xf0\x9f\x98") == "\xed\xb3\xb0\xed\xb2\x9f\xed\xb2\x98");
    CHECK(escape_surrogates("\xe2\x82"
                            "a") ==
          "\xed\xb3\xa2\xed\xb2\x82"
          "a");
    // A surrogate in the bytes is three bytes that cannot be decoded.
    CHECK(escape_surrogates("\xed\xb2\x80") == "\xed\xb3\xad\xed\xb2\xb2\xed\xb2\x80");
}

TEST_CASE("utf_convert: every pair of bytes survives the escape and back") {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string bytes{static_cast<char>(first), static_cast<char>(second)};
            const std::string text = escape_surrogates(bytes);
            if (!brine::valid_wtf8(text) || unescape_surrogates(text) != bytes)
                FAIL("bytes " << first << ' ' << second);
        }
    }
}

TEST_CASE("utf_convert: surrogates that escape no byte stay") {
    for (const std::string_view text :
         {"\xed\xa0\x80"sv, "\xed\xb0\x80"sv, "\xed\xb1\xbf"sv, "\xed\xb4\x80"sv, "\xed\x9f\xbf"sv})
        CHECK(unescape_surrogates(text) == text);
    CHECK(unescape_surrogates("\xed") == "\xed");
}

TEST_CASE("utf_convert: UTF-16 joins surrogate pairs and keeps lone ones") {
    CHECK(to_utf8(u"a\u00e9\u20ac\U0001f600"sv) == "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    CHECK(from_utf8<char16_t>("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") ==
          u"a\u00e9\u20ac\U0001f600");
    for (const char32_t point : {0x10000U, 0x10FFFFU, 0x1F600U}) {
        std::string text;
        brine::append_code_point(text, point);
        CHECK(to_utf8(std::u16string_view(from_utf8<char16_t>(text))) == text);
    }
    const char16_t lone[] = {0xD800, u'x', 0xDC00, 0xD83D};
    CHECK(to_utf8(std::u16string_view(lone, 4)) == "\xed\xa0\x80x\xed\xb0\x80\xed\xa0\xbd");
    CHECK(from_utf8<char16_t>("\xed\xa0\x80x\xed\xb0\x80\xed\xa0\xbd") ==
          std::u16string_view(lone, 4));
    const char16_t first_alone[] = {0xD83D, 0xD83D, 0xDE00};
    CHECK(to_utf8(std::u16string_view(first_alone, 3)) == "\xed\xa0\xbd\xf0\x9f\x98\x80");
}

TEST_CASE("utf_convert: UTF-32 keeps surrogates apart") {
    CHECK(to_utf8(U"a\u00e9\U0001f600"sv) == "a\xc3\xa9\xf0\x9f\x98\x80");
    const char32_t apart[] = {0xD83D, 0xDE00};
    CHECK(to_utf8(std::u32string_view(apart, 2)) == "\xed\xa0\xbd\xed\xb8\x80");
    CHECK(from_utf8<char32_t>("\xed\xa0\xbd\xed\xb8\x80") == std::u32string_view(apart, 2));
    CHECK(to_utf8(L"\u20ac"sv) == "\xe2\x82\xac");
    CHECK(from_utf8<wchar_t>("\xf0\x9f\x98\x80") == L"\U0001f600");
}

TEST_CASE("utf_convert: what cannot be converted leaves the output alone") {
    std::string bytes = "kept";
    const char32_t beyond[] = {U'a', 0x110000};
    CHECK_FALSE(append_utf8(bytes, std::u32string_view(beyond, 2)));
    CHECK(bytes == "kept");
    std::u16string units = u"kept";
    CHECK_FALSE(append_from_utf8(units, "a\xc3"));
    CHECK(units == u"kept");
}
