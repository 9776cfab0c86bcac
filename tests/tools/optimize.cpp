#include <brine/tools/optimize.hpp>

#include <cstddef>
#include <string>

#include "catch.hpp"

using namespace std::string_literals;

TEST_CASE("optimize: PUTs without a GET are dropped, the others renumbered") {
    CHECK(brine::optimize("(lp0\nVa\np1\nag1\na.") == "(lVa\np0\nag0\na.");
    CHECK(brine::optimize("\x80\2]q\0(U\1aq\1h\1e."s) == "\x80\2](U\1aq\0h\0e."s);
    CHECK(brine::optimize("\x80\2]q\0(U\1ar\1\1\0\0j\1\1\0\0e."s) == "\x80\2](U\1aq\0h\0e."s);
}

TEST_CASE("optimize: protocol 4 is framed anew, and MEMOIZE counts what it skips") {
    CHECK(brine::optimize("\x80\4\x95\x0d\0\0\0\0\0\0\0]\x94(\x8c\1a\x94h\1h\1e."s) ==
          "\x80\4\x95\x0c\0\0\0\0\0\0\0](\x8c\1a\x94h\0h\0e."s);
    // A frame of fewer than 4 bytes has no header.
    CHECK(brine::optimize("\x80\4\x95\4\0\0\0\0\0\0\0]\x94\x30."s.substr(0, 14) + "N."s) ==
          "\x80\4]0N."s.substr(0, 2) + "\x95\4\0\0\0\0\0\0\0]0N."s);
    CHECK(brine::optimize("\x80\4]\x94."s) == "\x80\4]."s);
}

TEST_CASE("optimize: an opcode of more than 64 KiB stands outside of frames") {
    const std::string text(65537, 'x');
    const std::string op = "X\1\0\1\0"s + text;
    CHECK(brine::optimize("\x80\4N" + op + "\x94NNN00000."s) ==
          "\x80\4N" + op + "\x95\x09\0\0\0\0\0\0\0NNN00000."s);
    const std::string fits(65530, 'x');
    const std::string result = brine::optimize("\x80\4X\xfa\xff\0\0"s + fits + "NNNN."s);
    CHECK(result == "\x80\4\x95\0\0\1\0\0\0\0\0"s.substr(0, 3) + "\0\0\1\0\0\0\0\0X\xfa\xff\0\0"s +
                        fits + "N" + "\x95\4\0\0\0\0\0\0\0NNN."s);
}

TEST_CASE("optimize: slots up to 255 take a byte, those from 256 on four") {
    std::string kept = "\x80\2("s;
    std::string gets;
    for (int slot = 0; slot < 258; ++slot) {
        const std::string low(1, static_cast<char>(slot));
        const std::string index = slot < 256 ? low : low + "\1\0\0"s;
        kept += (slot < 256 ? "]q" : "]r") + index;
        gets += (slot < 256 ? "h" : "j") + index;
    }
    const std::string pickle = kept + gets + "t.";
    CHECK(brine::optimize(pickle) == pickle);
}

TEST_CASE("optimize: what follows STOP is dropped, and a GET of nothing refused") {
    CHECK(brine::optimize("N.rest") == "N.");
    CHECK_THROWS_AS(brine::optimize("h\1."), brine::UnpicklingError);
    CHECK_THROWS_AS(brine::optimize("h\1Nq\1."), brine::UnpicklingError);
    CHECK_THROWS_AS(brine::optimize("N"), brine::UnpicklingError);
}

TEST_CASE("optimize: a PROTO that is not the first opcode stays where it is") {
    CHECK(brine::optimize("N\x80\2q\5h\5."s) == "N\x80\2q\0h\0."s);
}
