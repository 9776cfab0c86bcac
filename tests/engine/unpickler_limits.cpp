#include <brine/engine/load_options.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <brine/loads.hpp>

#include "catch.hpp"
#include "pickle_parts.hpp"

namespace {

using brine::Document;
using brine::Errc;
using brine::LoadLimits;
using brine::LoadOptions;
using std::string_literals::operator""s;

Errc code_of(const std::string& pickle, const LoadOptions& options = {}) {
    try {
        static_cast<void>(brine::loads(pickle, options));
    } catch (const brine::UnpicklingError& error) {
        return error.code();
    }
    return Errc{255};
}

constexpr Errc fine{255};
constexpr std::size_t million = 1'000'000;

TEST_CASE("limits: depth takes no stack, whatever is nested") {
    CHECK(code_of(times("]", million) + times("a", million - 1) + ".") == fine);
    CHECK(code_of(")" + times("\x85", million) + ".") == fine);
    CHECK(code_of(times("}N", million) + "N" + times("s", million) + ".") == fine);
    CHECK(code_of("(" + times("(", million) + times("\x91", million) + ".") == fine);
    CHECK(code_of("cm\nf\n)R" +
                  times("\x85"
                        "cm\nf\n\x85"
                        "0",
                        1000) +
                  ".") == fine);
    CHECK(code_of("cm\nf\nq\0"s + times("h\0"s, million) + ")" + times("R\x85", million) + ".") ==
          fine);
}

TEST_CASE("limits: a nest that is cut short is freed as well") {
    CHECK(code_of(times("]", million)) == Errc::truncated);
    CHECK(code_of(times("(", million)) == Errc::truncated);
}

TEST_CASE("limits: memory follows the input, so a small pickle can't take much") {
    LoadOptions tight;
    tight.limits.memory_base = 1U << 20U;
    // One list of many items, copied by each call.
    std::string copies = "c__builtin__\nset\nq\0]q\1("s;
    for (int i = 0; i < 20'000; ++i) {
        copies +=
            "J" + std::string{static_cast<char>(i & 0xff), static_cast<char>(i >> 8), '\0', '\1'};
    }
    copies += "e0";
    copies += times("h\0h\1\x85R"s, 20'000);
    CHECK(code_of(copies + ".", tight) == Errc::limit_exceeded);
    CHECK(code_of(times("]", million) + ".") == fine);
    LoadOptions none = tight;
    none.limits.memory_per_byte = 1;
    CHECK(code_of(times("]", million) + ".", none) == Errc::limit_exceeded);
}

TEST_CASE("limits: the bound of memory holds before the first byte, and grows with the input") {
    LoadLimits limits;
    limits.memory = 100'000;
    CHECK(limits.memory_for(0) == 100'000);
    CHECK(limits.memory_for(1) == 100'000);
    limits.memory_per_byte = 0;
    CHECK(limits.memory_for(1000) == 100'000);
    limits = {};
    CHECK(limits.memory_for(0) == limits.memory_base);
    CHECK(limits.memory_for(10) == limits.memory_base + 1000);
    CHECK(limits.memory_for(~std::uint64_t{0}) == limits.memory);
}

TEST_CASE("limits: every opcode's memory stays within the promise") {
    LoadOptions options;
    options.limits.memory_base = 1U << 16U;
    for (const std::string& opcode : {"]"s,
                                      "}"s,
                                      ")"s,
                                      "\x8f"s,
                                      "("s,
                                      "N"s,
                                      "]\x94"s,
                                      "}\x94"s,
                                      "(\x91"s,
                                      "N\x85"s,
                                      "(d"s,
                                      "K\1"s,
                                      "C\0"s,
                                      "C\1a"s,
                                      "X\1\0\0\0a"s,
                                      "NQ"s,
                                      "\x96\0\0\0\0\0\0\0\0"s,
                                      "\x82\1"s,
                                      "cm\nn\n"s,
                                      "U\1a"s,
                                      "I1\n"s,
                                      "N0"s,
                                      "]0"s,
                                      "(1"s,
                                      "\x8a\x09\1\1\1\1\1\1\1\1\1"s}) {
        CAPTURE(opcode);
        CHECK(code_of(times(opcode, 200'000) + "N.", options) == fine);
    }
    CHECK(code_of("cm\nn\n" + times("2)R", 200'000) + ".", options) == fine);
    CHECK(code_of("cm\nn\n)R" + times("Nb", 200'000) + ".", options) == fine);
    CHECK(code_of("]" + times("Na", 200'000) + ".", options) == fine);
    CHECK(code_of("N" + times("\x85", 200'000) + ".", options) == fine);
}

TEST_CASE("limits: the strict profile") {
    const LoadOptions strict{.limits = LoadLimits::strict()};
    CHECK(code_of(times("]", 1000) + times("a", 999) + ".", strict) == fine);
    CHECK(code_of(times("]", 2000) + times("a", 1999) + ".", strict) == Errc::limit_exceeded);
    CHECK(code_of(times("(", million + 100) + "N.", strict) == Errc::limit_exceeded);
    CHECK(code_of(times("N", 2 * million) + ".", strict) == Errc::limit_exceeded);
    CHECK(code_of("N" + times("\x94", 2 * million) + ".", strict) == Errc::limit_exceeded);
    CHECK(code_of("]q\0h\0"
                  "a."s,
                  strict) == fine);
}

TEST_CASE("limits: a stream's memory grows as its bytes arrive") {
    struct Slow {
        std::size_t left;
        std::size_t read(std::span<std::byte> bytes) {
            const std::size_t n = left < bytes.size() ? left : bytes.size();
            std::fill_n(bytes.data(), n, std::byte{']'});
            left -= n;
            return n;
        }
    };
    Slow source{3 * million};
    Errc code{};
    try {
        static_cast<void>(brine::load(source));
    } catch (const brine::UnpicklingError& error) {
        code = error.code();
    }
    CHECK(code == Errc::truncated);
}

TEST_CASE("limits: keys that share their parts are walked once") {
    // Two equal tuples of 2**40 leaves each, which are the two keys of 20,000 dicts.
    std::string bomb = "K\1\x85q\0"s;
    for (int i = 0; i < 40; ++i) {
        bomb += "0h\0h\0\x86q\0"s;
    }
    bomb += "K\1\x85q\1"s;
    for (int i = 0; i < 40; ++i) {
        bomb += "0h\1h\1\x86q\1"s;
    }
    bomb += times("}h\0Nsh\1Ns"s, 20'000);
    CHECK(code_of(bomb + ".") == fine);
}

}  // namespace
