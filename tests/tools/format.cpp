#include <brine/tools/format.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <brine/base/type_name.hpp>

#include "catch.hpp"

TEST_CASE("format: opcodes, globals and errors have a text form") {
    CHECK(fmt::format("{}", brine::Opcode::binint1) == "BININT1");
    CHECK(fmt::format("{}", static_cast<brine::Opcode>(0xFF)) == "0xff");
    CHECK(fmt::format("{:>8}|{:<6}|", brine::Opcode::none, brine::Opcode::mark) ==
          "    NONE|MARK  |");
    CHECK(fmt::format("{}", brine::global("collections", "OrderedDict")) ==
          "collections.OrderedDict");
    const brine::UnpicklingError error(brine::Errc::truncated, "cut", 7);
    CHECK(fmt::format("{}", error) == "cannot unpickle at byte 7: cut");
    const brine::PickleError& base = error;
    CHECK(fmt::format("{:.6}", base) == "cannot");
    CHECK(fmt::format("{}", brine::PicklingError(brine::Errc::unpicklable, "no")) ==
          "cannot pickle: no");
    CHECK(fmt::format("{}", brine::ConversionError(brine::Errc::type_mismatch, "no")) ==
          "cannot convert: no");
}

TEST_CASE("format: the use of a global in one line, without control characters") {
    const auto text = [](std::string_view pickle) {
        return fmt::format("{}", brine::globals(pickle).at(0));
    };
    CHECK(text("cos\nsystem\n)R.") == "0: GLOBAL os.system, called by REDUCE at 12");
    CHECK(text("N0\x82\7.") == "2: EXT1 7");
    CHECK(text("Pa\nPb\n\x93.") == "6: STACK_GLOBAL of names that are not in the pickle");
    CHECK(text("c\x1b[31m\nx\n.") == "0: GLOBAL \\x1b[31m.x");
}

TEST_CASE("format: a Value and a Document are their repr, and a precision is a budget of bytes") {
    brine::Document d;
    const brine::Value list = d.list({d.make(1), d.make("it's"), d.make(2.0), d.none()});
    d.set_root(list);
    CHECK(fmt::format("{}", list) == R"([1, "it's", 2.0, None])");
    CHECK(fmt::format("<{}>", d) == R"(<[1, "it's", 2.0, None]>)");
    CHECK(fmt::format("{:.5}|", list) == "[1, \"...|");
    CHECK(fmt::format("{:.0}|{:.100}", d, d.make(7)) == "...|7");
    const auto refused = [&](std::string_view format) {
        CHECK_THROWS_AS(fmt::format(fmt::runtime(format), list), fmt::format_error);
    };
    for (const std::string_view format : {"{:x}", "{:.}", "{:.5x}", "{:>9}", "{:.9999999999}"}) {
        refused(format);
    }
}

TEST_CASE("format: ints of any size, kinds and codes of errors") {
    CHECK(fmt::format("{:>6}", brine::Int(-50)) == "   -50");
    CHECK(fmt::format("{}", brine::Int::from_string("1" + std::string(30, '0'))) ==
          "1" + std::string(30, '0'));
    CHECK(fmt::format("{} {}", brine::Kind::none, brine::Kind::frozenset) == "NoneType frozenset");
    CHECK(fmt::format("{:.7}", brine::Errc::invalid_memo) == "invalid");
}

TEST_CASE("format: each code of an error has the name of its enumerator") {
    const auto names = []<std::size_t... Index>(std::index_sequence<Index...>) {
        return std::vector{brine::enumerator_name<static_cast<brine::Errc>(Index)>()...};
    }
    (std::make_index_sequence<brine::detail::errc_names.size()>());
    CHECK(std::ranges::equal(names, brine::detail::errc_names));
}

TEST_CASE("format: a global's name gives no orders to the terminal") {
    CHECK(fmt::format("{}", brine::global("a\x1b[2J", "\n")) == "a\\x1b[2J.\\n");
    CHECK(fmt::format("{}", brine::global("\xc3\xa9", "\xff")) == "\xc3\xa9.\xc3\xbf");
    CHECK(fmt::format("{:>5}", brine::global("m", "C")) == "  m.C");
}
