#include <brine/tools/format.hpp>

#include <string>
#include <string_view>

#include <fmt/format.h>

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
