#include <brine/base/errors.hpp>

#include <set>
#include <string>
#include <string_view>

#include <brine/base/result.hpp>

#include "catch.hpp"

using brine::Errc;

TEST_CASE("errors: each code has a name of its own") {
    std::set<std::string_view> names;
    for (int code = 0; code <= static_cast<int>(Errc::unknown_field); ++code) {
        names.insert(brine::errc_name(static_cast<Errc>(code)));
    }
    CHECK(names.size() == static_cast<std::size_t>(Errc::unknown_field) + 1);
    CHECK(brine::errc_name(Errc::unsupported_protocol) == "unsupported_protocol");
    CHECK(brine::errc_name(Errc::unhashable) == "unhashable");
    CHECK(brine::errc_name(Errc::unknown_field) == "unknown_field");
}
