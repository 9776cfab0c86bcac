#include <brine/base/result.hpp>

#include <string>

#include "catch.hpp"

using brine::Errc;
using brine::Result;

TEST_CASE("result: it is a value, or the error in its own type") {
    Result<std::string> good = std::string("text");
    REQUIRE(good);
    CHECK(*good == "text");
    CHECK(good->size() == 4);
    const Result<std::string>& as_const = good;
    CHECK(*as_const == "text");
    CHECK(as_const->size() == 4);
    CHECK(std::move(good).value_or("other") == "text");

    Result<std::string> bad = brine::ConversionError(Errc::out_of_range, "too large");
    REQUIRE_FALSE(bad.has_value());
    CHECK(bad.error().code() == Errc::out_of_range);
    CHECK(bad.error().reason() == "too large");
    CHECK(dynamic_cast<const brine::ConversionError*>(&bad.error()) != nullptr);
    CHECK(std::move(bad).value_or("other") == "other");
}
