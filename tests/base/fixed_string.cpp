#include <brine/base/fixed_string.hpp>

#include <compare>
#include <cstring>
#include <string_view>
#include <type_traits>

#include "catch.hpp"

using brine::fixed_string;

namespace {

template <fixed_string Name>
struct named {
    static constexpr std::string_view name = Name;
    static const char* c_str() { return Name.c_str(); }
};

}  // namespace

TEST_CASE("fixed_string: a literal as a template argument") {
    STATIC_REQUIRE(named<"owner">::name == "owner");
    STATIC_REQUIRE(named<"">::name.empty());
    STATIC_REQUIRE(std::is_same_v<named<"a">, named<"a">>);
    STATIC_REQUIRE_FALSE(std::is_same_v<named<"a">, named<"b">>);
    STATIC_REQUIRE_FALSE(std::is_same_v<named<"a">, named<"a\0">>);
    CHECK(std::strcmp(named<"owner">::c_str(), "owner") == 0);
}

TEST_CASE("fixed_string: the size is deduced from the literal, without its NUL") {
    constexpr fixed_string text = "abc";
    STATIC_REQUIRE(std::is_same_v<decltype(text), const fixed_string<3>>);
    STATIC_REQUIRE(text.size() == 3);
    STATIC_REQUIRE_FALSE(text.empty());
    STATIC_REQUIRE(fixed_string("").empty());
    STATIC_REQUIRE(fixed_string("a\0b").size() == 3);
    STATIC_REQUIRE(fixed_string("a\0b").view()[2] == 'b');
    STATIC_REQUIRE(fixed_string<2>(std::string_view("xyz")).view() == "xy");
}

TEST_CASE("fixed_string: comparison is that of the text") {
    STATIC_REQUIRE(fixed_string("a") == fixed_string("a"));
    STATIC_REQUIRE(fixed_string("a") != fixed_string("b"));
    STATIC_REQUIRE(fixed_string("a") != fixed_string("ab"));
    STATIC_REQUIRE(fixed_string("a") < fixed_string("ab"));
    STATIC_REQUIRE(fixed_string("b") > fixed_string("ab"));
    STATIC_REQUIRE(fixed_string("a") == "a");
    STATIC_REQUIRE("a" == fixed_string("a"));
    STATIC_REQUIRE(fixed_string("a") == std::string_view("a"));
    STATIC_REQUIRE(fixed_string("a") < std::string_view("b"));
}

TEST_CASE("fixed_string: at run time it is a text like any other") {
    const fixed_string name = "owner";
    const std::string_view text = name;
    CHECK(text == "owner");
    CHECK(name.size() == 5);
    CHECK_FALSE(name.empty());
    CHECK(name == fixed_string("owner"));
    CHECK(name == text);
    CHECK(std::is_lt(name <=> fixed_string("owners")));
    CHECK(std::is_gt(name <=> std::string_view("own")));
}
