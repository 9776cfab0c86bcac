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
    CHECK(std::move(bad).value_or("other") == "other");
}

namespace {

struct TooSalty final : brine::ConversionError {
    TooSalty() : brine::ConversionError(Errc::out_of_range, "40 g/l") {}
    [[nodiscard]] const char* what() const noexcept override { return "too salty"; }
};

}  // namespace

TEST_CASE("result: an error keeps its own type, also where there is no RTTI to ask") {
    const Result<int> bad = TooSalty();
    REQUIRE_FALSE(bad);
    CHECK(bad.error().what() == std::string("too salty"));
    CHECK(bad.error().reason() == "40 g/l");
}
