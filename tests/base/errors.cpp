#include <brine/base/errors.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"

namespace {

using brine::ConversionError;
using brine::Errc;
using brine::PicklingError;
using brine::UnpicklingError;

bool plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Of control characters, of letters that are no ASCII, and of bytes that are no UTF-8.
const std::string orders = "\x1b[2J\n\r\x7f\xc2\x9b\xe2\x80\xae\xff";

}  // namespace

TEST_CASE("errors: what() is one line of at most 200 bytes, whatever the path and the reason") {
    std::vector<std::string> reasons{"", orders};
    for (const std::size_t size : {20U, 139U, 140U, 999U, 1001U, 9999U}) {
        reasons.emplace_back(size, 'r');
        reasons.push_back(std::string(size, 'r') + orders);
        reasons.emplace_back(size, '\n');
    }
    std::vector<std::string> steps{"", "[0]", " (args)", "['" + orders + "']", orders};
    for (const std::size_t size : {40U, 48U, 49U, 95U, 100U, 101U, 500U}) {
        steps.push_back('.' + std::string(size, 'n'));
        steps.push_back("['" + std::string(size, '\n') + "']");
    }
    const auto check = [](const brine::PickleError& error, std::string_view start) {
        const std::string_view what = error.what();
        if (what.size() > 200 || !plain(what) || !what.starts_with(start)) {
            FAIL_CHECK(what.size() << ": " << what);
        }
        if (error.reason().size() > 1000 || !plain(error.reason())) {
            FAIL_CHECK(error.reason());
        }
    };
    for (const std::string& reason : reasons) {
        check(UnpicklingError(Errc::truncated, reason, ~std::uint64_t{0}), "cannot unpickle at ");
        for (const std::string& step : steps) {
            PicklingError pickling(Errc::unpicklable, reason);
            ConversionError conversion(Errc::type_mismatch, reason);
            for (int i = 0; i < 40; ++i) {
                pickling.prepend_step(step);
                conversion.prepend_step(i % 7 == 0 ? "[7]" : step);
                check(pickling, "cannot pickle");
                check(conversion, "cannot convert");
                if (pickling.path().size() > 500 || !plain(pickling.path())) {
                    FAIL_CHECK(pickling.path());
                }
            }
        }
    }
}

TEST_CASE("errors: of a long path both ends are told, and the reason as a whole") {
    PicklingError error(Errc::unpicklable, "that is not possible; but this is");
    error.prepend_attribute("innermost");
    for (std::size_t i = 1; i < 1000; ++i) {
        error.prepend_index(1000 - i);
    }
    error.prepend_key("a\nkey");
    error.prepend_attribute("outermost");
    const std::string_view what = error.what();
    CHECK(what.size() > 180);
    CHECK(what.starts_with(R"(cannot pickle outermost['a\x0akey'][1][2][3])"));
    CHECK(what.find("] ... [") != std::string_view::npos);
    CHECK(what.ends_with("[998][999].innermost: that is not possible; but this is"));
    CHECK(error.path().size() > 300);
    CHECK(error.path().starts_with(R"(outermost['a\x0akey'][1])"));
    CHECK(error.path().ends_with("[999].innermost"));

    // Whole as long as there is room.
    PicklingError short_one(Errc::unpicklable, std::string(130, 'r'));
    short_one.prepend_attribute(std::string(40, 'n'));
    short_one.prepend_index(1);
    CHECK(short_one.what() ==
          "cannot pickle [1]." + std::string(40, 'n') + ": " + std::string(130, 'r'));
}

TEST_CASE("errors: of a long reason both ends are told") {
    ConversionError error(Errc::type_mismatch,
                          "the type " + std::string(1000, 't') + " is not known; name it");
    error.prepend_attribute("field");
    const std::string_view what = error.what();
    CHECK(what.size() == 200);
    CHECK(what.starts_with("cannot convert field: the type ttt"));
    CHECK(what.ends_with("ttt is not known; name it"));
    CHECK(what.find("ttt...ttt") != std::string_view::npos);
}

TEST_CASE("errors: a gap stands for steps that are not added") {
    PicklingError error(Errc::unpicklable, "no");
    error.prepend_index(3);
    error.prepend_gap();
    error.prepend_index(1);
    CHECK(error.path() == "[1] ... [3]");
    CHECK(error.what() == std::string("cannot pickle [1] ... [3]: no"));
}

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
