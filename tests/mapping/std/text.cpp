#include <brine/mapping/std/text.hpp>

#include <brine/brine.hpp>

#include <map>
#include <memory_resource>
#include <string>
#include <string_view>

#include "mapping/python_bytes.hpp"

TEST_CASE("text: strings of every kind are str") {
    // 'caf\u00e9'
    check_as_python(std::string("caf\u00e9"),
        {"80025805000000636166c3a971002e",
        "",
        "80049509000000000000008c05636166c3a9942e"});
    // 'text'
    check_as_python(std::string_view("text"),
        {"800258040000007465787471002e",
        "",
        "80049508000000000000008c0474657874942e"});
    // 'text'
    check_as_python("text",
        {"800258040000007465787471002e",
        "",
        "80049508000000000000008c0474657874942e"});
    // 'text'
    check_as_python(static_cast<const char*>("text"),
        {"800258040000007465787471002e",
        "",
        "80049508000000000000008c0474657874942e"});
    // None
    check_as_python(static_cast<const char*>(nullptr), {"80024e2e"});
    // 'text'
    check_as_python(std::pmr::string("text"),
        {"800258040000007465787471002e",
        "",
        "80049508000000000000008c0474657874942e"});
    // 'x'
    check_as_python('x',
        {"800258010000007871002e",
        "",
        "80049505000000000000008c0178942e"});
    // ''
    check_as_python(std::string(),
        {"8002580000000071002e",
        "",
        "80049504000000000000008c00942e"});
}

TEST_CASE("text: char8_t as char") {
    // 'caf\u00e9'
    check_as_python(std::u8string(u8"caf\u00e9"),
        {"80025805000000636166c3a971002e",
        "",
        "80049509000000000000008c05636166c3a9942e"});
    // 'caf\u00e9'
    check_as_python(std::u8string_view(u8"caf\u00e9"),
        {"80025805000000636166c3a971002e",
        "",
        "80049509000000000000008c05636166c3a9942e"});
    // 'text'
    check_as_python(std::pmr::u8string(u8"text"),
        {"800258040000007465787471002e",
        "",
        "80049508000000000000008c0474657874942e"});
    // 'text'
    check_as_python(u8"text",
        {"800258040000007465787471002e",
        "",
        "80049508000000000000008c0474657874942e"});
    // 'text'
    check_as_python(static_cast<const char8_t*>(u8"text"),
        {"800258040000007465787471002e",
        "",
        "80049508000000000000008c0474657874942e"});
    // 'x'
    check_as_python(u8'x',
        {"800258010000007871002e",
        "",
        "80049505000000000000008c0178942e"});
}

TEST_CASE("text: a literal ends at its first NUL, a string does not") {
    // 'ab'
    check_as_python("ab\0cd",
        {"80025802000000616271002e",
        "",
        "80049506000000000000008c026162942e"});
    // 'ab\0cd'
    check_as_python(std::string("ab\0cd", 5),
        {"80025805000000616200636471002e",
        "",
        "80049509000000000000008c056162006364942e"});
}

TEST_CASE("text: what is no UTF-8 is treated as the options say") {
    const std::string cut = "a\xc3";
    const std::string lone = "\xed\xa0\x80";
    CHECK(error_of(cut) == brine::Errc::invalid_text);
    CHECK(error_of(lone) == brine::Errc::invalid_text);
    CHECK(error_of('\xff') == brine::Errc::invalid_text);
    CHECK(error_of(u8'\xff') == brine::Errc::invalid_text);
    CHECK(error_of(cut, {.text = brine::text::surrogatepass}) == brine::Errc::invalid_text);
    // 'a\udcc3'
    check_as_python(cut,
        {"8002580400000061edb38371002e",
        "",
        "80049508000000000000008c0461edb383942e"}, {.text = brine::text::surrogateescape});
    // '\ud800'
    check_as_python(lone,
        {"80025803000000eda08071002e",
        "",
        "80049507000000000000008c03eda080942e"}, {.text = brine::text::surrogatepass});
    CHECK(message_of(cut).find("at byte 1") != std::string::npos);
}

TEST_CASE("text: strings are dict keys") {
    // {'key': 1}
    check_as_python(std::map<std::string, int>{{"key", 1}},
        {"80027d710058030000006b657971014b01732e",
        "",
        "8004950c000000000000007d948c036b6579944b01732e"});
}
