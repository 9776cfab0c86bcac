#include <brine/tools/option_names.hpp>

#include <string_view>

#include "catch.hpp"

namespace {

using brine::from_name;
using brine::name_of;

template <class Option>
void check_all() {
    for (const auto& known : brine::detail::option_names<Option>::list) {
        CHECK(from_name<Option>(known.name) == known.value);
        CHECK(from_name<Option>(name_of(known.value)) == known.value);
    }
    for (const std::string_view wrong : {"", "-", "x", "stric", "strictt", "strict\0"}) {
        CHECK_FALSE(from_name<Option>(wrong));
    }
}

TEST_CASE("option_names: each option has a name, and is found by it") {
    check_all<brine::encoding>();
    check_all<brine::memo>();
    for (const auto& known : brine::detail::option_names<brine::decode_errors>::list) {
        CHECK(from_name<brine::decode_errors>(name_of(known.value)) == known.value);
    }
    CHECK(from_name<brine::text>("surrogateescape") == brine::text::surrogateescape);
    CHECK(from_name<brine::memo>("default") == brine::memo::standard);
    CHECK(name_of(brine::memo::standard) == "standard");
    CHECK(name_of(static_cast<brine::memo>(99)).empty());
}

TEST_CASE("option_names: encodings are known by Python's many spellings, the rest by one") {
    for (const std::string_view name : {"latin-1", "latin1", "LATIN_1", "Latin1", "iso8859-1"}) {
        CHECK(from_name<brine::encoding>(name) == brine::encoding::latin1);
    }
    CHECK(from_name<brine::encoding>("UTF8") == brine::encoding::utf8);
    CHECK_FALSE(from_name<brine::encoding>("utf-81"));
    CHECK_FALSE(from_name<brine::encoding>("utf-16"));
    CHECK_FALSE(from_name<brine::decode_errors>("Strict"));
    CHECK_FALSE(from_name<brine::memo>("PYTHON"));
}

}  // namespace
