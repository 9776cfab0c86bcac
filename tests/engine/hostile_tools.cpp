// The tools, on what is deep, where memory fails, and where a sink does.
#include "engine/allocations.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <brine/testing.hpp>
#include <brine/tools/dis.hpp>
#include <brine/tools/format.hpp>
#include <brine/tools/globals.hpp>
#include <brine/tools/optimize.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"

namespace {

using allocations::fail_each;
using brine::Document;
using std::string_literals::operator""s;

/// Texts long and short, a memo, frames, globals that are called, and ints of any size.
const std::string& sample() {
    static const std::string pickle = [] {
        std::string out = "\x80\4\x95\x28\0\0\0\0\0\0\0](\x8c\7"s;
        out += "decimal\x94\x8c\7";
        out += "Decimal\x94\x93\x94\x8c\3"s;
        out += "1.5\x94\x85\x94R\x94h\2K\1N\x88"s;
        out += "B\xe8\3\0\0"s + std::string(1000, 'b') + "X\2\0\0\0\xc3\xa9"s;
        out += "c" + std::string(100, 'm') + "\n" + std::string(100, 'n') + "\n)\x81}\x94";
        out += "\x8c\1k\x94K\7sb\x8a\x0a" + std::string(10, '\1') + "L99999999999999999999\n";
        out += "G?\xf8\0\0\0\0\0\0"s;
        for (char c = 0; c < 50; ++c) {
            out += "K"s + c + "\x94h\3";
        }
        return out + "e.";
    }();
    return pickle;
}

void nothing() {}

TEST_CASE("hostile: the tools give all memory back when an allocation fails, whichever one") {
    const std::string& pickle = sample();
    const Document document = brine::loads(pickle);
    REQUIRE(brine::globals(pickle).size() == 2);

    fail_each([&] { static_cast<void>(brine::dis(pickle)); }, nothing);
    fail_each([&] { static_cast<void>(brine::globals(pickle)); }, nothing);
    fail_each([&] { static_cast<void>(brine::optimize(pickle)); }, nothing);
    fail_each([&] { static_cast<void>(brine::repr(document)); }, nothing);
    fail_each([&] { static_cast<void>(fmt::format("{} {:.9}", document, document)); }, nothing);
    fail_each(
        [&] {
            std::istringstream stream(pickle);
            brine::StreamInput<std::istream> input(stream);
            std::ostringstream out;
            try {
                brine::dis_into(out, input);
            } catch (const brine::PicklingError&) {  // the stream's buffer got no memory
                throw std::bad_alloc();
            }
        },
        nothing);
    fail_each(
        [&] {
            std::istringstream stream(pickle);
            brine::StreamInput<std::istream> input(stream);
            std::vector<brine::GlobalUse> uses;
            brine::globals_into(uses, input);
        },
        nothing);
}

/// What is added to a string or a vector is all there, or nothing of it.
template <class Container>
void all_or_nothing(const std::string& expected, const std::function<void(Container&)>& add) {
    const Container kept{'k', 'e', 'p', 't'};
    Container whole = kept;
    add(whole);
    REQUIRE(std::string(whole.begin(), whole.end()) == "kept" + expected);
    bool failed = true;
    for (std::size_t n = 1; failed; ++n) {
        REQUIRE(n < 2000);
        Container out = kept;
        failed = false;
        allocations::fail_at(n);
        try {
            add(out);
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        allocations::fail_at(0);
        CHECK((out == (failed ? kept : whole)));
    }
}

TEST_CASE("hostile: what the tools add to is as it was when an allocation fails") {
    const std::string& pickle = sample();
    const Document document = brine::loads(pickle);
    const auto dis = [&](auto& out) {
        brine::MemoryInput input{std::string_view(pickle)};
        brine::dis_into(out, input);
    };
    const auto optimize = [&](auto& out) { brine::optimize_into(out, pickle); };
    all_or_nothing<std::string>(brine::dis(pickle), dis);
    all_or_nothing<std::vector<char>>(brine::dis(pickle), dis);
    all_or_nothing<std::string>(brine::optimize(pickle), optimize);
    all_or_nothing<std::vector<char>>(brine::optimize(pickle), optimize);
    all_or_nothing<std::string>(brine::repr(document), [&](std::string& out) {
        static_cast<void>(brine::repr_into(out, document.root()));
    });

    // A vector of globals may have got those at the front.
    const std::vector<brine::GlobalUse> all = brine::globals(pickle);
    fail_each(
        [&] {
            std::vector<brine::GlobalUse> uses;
            brine::MemoryInput input{std::string_view(pickle)};
            try {
                brine::globals_into(uses, input);
            } catch (const std::bad_alloc&) {
                CHECK(uses.size() <= all.size());
                for (std::size_t i = 0; i < uses.size(); ++i) {
                    CHECK(uses[i].global == all[i].global);
                }
                throw;
            }
        },
        nothing);
}

TEST_CASE("hostile: the helpers of tests give all memory back when an allocation fails") {
    const std::vector<std::string> value{"a text that takes memory", "", "and one more of them"};
    const std::vector<std::string> other{"a text that takes memory", "", "and one mere of them"};
    const std::string bytes = "any bytes, of which values are made, as many as it takes for some";
    const brine::testing::RoundTripOptions few{.protocols = {4}, .memos = {brine::memo::standard}};
    fail_each([&] { brine::testing::check_round_trip(value, few); }, nothing);
    fail_each([&] { static_cast<void>(brine::testing::difference(value, other)); }, nothing);
    fail_each(
        [&] {
            using T = std::vector<std::string>;
            static_cast<void>(brine::testing::arbitrary<T>(std::as_bytes(std::span(bytes))));
        },
        nothing);
}

}  // namespace
