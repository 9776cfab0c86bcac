#include <brine/mapping/std/wide_text.hpp>

#include <brine/brine.hpp>

#include <map>
#include <string>
#include <string_view>

#include "mapping/python_bytes.hpp"

TEST_CASE("wide_text: strings of wide characters are str") {
    // 'h\u00e9\U0001F600'
    check_as_python(std::u16string(u"h\u00e9\U0001F600"),
        {"8002580700000068c3a9f09f988071002e",
        "",
        "8004950b000000000000008c0768c3a9f09f9880942e"});
    // 'h\u00e9\U0001F600'
    check_as_python(std::u32string_view(U"h\u00e9\U0001F600"),
        {"8002580700000068c3a9f09f988071002e",
        "",
        "8004950b000000000000008c0768c3a9f09f9880942e"});
    // 'h\u00e9\U0001F600'
    check_as_python(std::wstring(L"h\u00e9\U0001F600"),
        {"8002580700000068c3a9f09f988071002e",
        "",
        "8004950b000000000000008c0768c3a9f09f9880942e"});
    // 'wide'
    check_as_python(L"wide",
        {"800258040000007769646571002e",
        "",
        "80049508000000000000008c0477696465942e"});
    // 'wide'
    check_as_python(static_cast<const char16_t*>(u"wide"),
        {"800258040000007769646571002e",
        "",
        "80049508000000000000008c0477696465942e"});
    // None
    check_as_python(static_cast<const char32_t*>(nullptr), {"80024e2e"});
    // ''
    check_as_python(std::u16string(),
        {"8002580000000071002e",
        "",
        "80049504000000000000008c00942e"});
}

TEST_CASE("wide_text: a wide character is a str of one") {
    // '\U0001F600'
    check_as_python(U'\U0001F600',
        {"80025804000000f09f988071002e",
        "",
        "80049508000000000000008c04f09f9880942e"});
    // 'x'
    check_as_python(u'x',
        {"800258010000007871002e",
        "",
        "80049505000000000000008c0178942e"});
    // '\u00e9'
    check_as_python(L'\u00e9',
        {"80025802000000c3a971002e",
        "",
        "80049506000000000000008c02c3a9942e"});
}

TEST_CASE("wide_text: lone surrogates pass under surrogatepass alone") {
    const std::u16string lone{u'a', char16_t{0xd800}};
    CHECK(error_of(lone) == brine::Errc::invalid_text);
    CHECK(error_of(lone, {.text = brine::text::surrogateescape}) == brine::Errc::invalid_text);
    CHECK(error_of(char16_t{0xdfff}) == brine::Errc::invalid_text);
    // 'a\ud800'
    check_as_python(lone,
        {"8002580400000061eda08071002e",
        "",
        "80049508000000000000008c0461eda080942e"}, {.text = brine::text::surrogatepass});
    // Two that UTF-32 keeps apart stay apart.
    // '\ud83d\ude00'
    check_as_python(std::u32string{char32_t{0xd83d}, char32_t{0xde00}},
        {"80025806000000eda0bdedb88071002e",
        "",
        "8004950a000000000000008c06eda0bdedb880942e"}, {.text = brine::text::surrogatepass});
}

TEST_CASE("wide_text: what is above U+10FFFF is an error") {
    CHECK(error_of(char32_t{0x110000}) == brine::Errc::invalid_text);
    CHECK(error_of(std::u32string{char32_t{0xffffffff}}, {.text = brine::text::surrogatepass}) ==
          brine::Errc::invalid_text);
}

TEST_CASE("wide_text: wide strings are dict keys") {
    // {'key': 1}
    check_as_python(std::map<std::u16string, int>{{u"key", 1}},
        {"80027d710058030000006b657971014b01732e",
        "",
        "8004950c000000000000007d948c036b6579944b01732e"});
}

TEST_CASE("wide_text: an array is loaded and filled up with NULs") {
    const brine::Document d = brine::loads(brine::dumps(u"a\U0001f600"));
    brine::Loader loader;
    char16_t units[5] = u"xxxx";
    loader.load(d.root(), units);
    CHECK(std::u16string_view(units, 5) == std::u16string_view(u"a\xd83d\xde00\0\0", 5));
    char32_t points[2] = U"x";
    loader.load(d.root(), points);
    CHECK(std::u32string_view(points, 2) == U"a\U0001f600");
    char16_t few[2] = u"x";
    CHECK_THROWS_AS(loader.load(d.root(), few), brine::ConversionError);
}
