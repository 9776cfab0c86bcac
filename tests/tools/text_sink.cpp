#include <brine/tools/text_sink.hpp>

#include <algorithm>
#include <cstddef>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <brine/dumps.hpp>
#include <brine/mapping/std/numbers.hpp>
#include <brine/mapping/std/ranges.hpp>
#include <brine/mapping/std/text.hpp>
#include <brine/tools/dis.hpp>
#include <brine/tools/globals.hpp>
#include <brine/tools/optimize.hpp>

#include "catch.hpp"

namespace {

using namespace std::string_literals;

/// Takes `room` bytes in all; knows the largest piece.
struct Writer {
    std::size_t room = std::string::npos;
    std::string text{};
    std::size_t largest = 0;
    int calls = 0;

    std::size_t write(std::span<const std::byte> bytes) {
        ++calls;
        largest = std::max(largest, bytes.size());
        const std::size_t n = std::min(bytes.size(), room - text.size());
        text.append(reinterpret_cast<const char*>(bytes.data()), n);
        return n;
    }
};

struct Throwing {
    std::size_t write(std::span<const std::byte>) { throw std::out_of_range("full"); }
};

/// 100000 words, each in the memo for nothing.
std::string large() {
    const std::vector<std::string> words(100000, "word");
    return brine::dumps(words, {.memo = brine::memo::python});
}

template <class Sink>
void dis_all(Sink& sink, std::string_view pickle) {
    brine::MemoryInput input(pickle);
    brine::dis_into(sink, input);
}

TEST_CASE("text_sink: dis and optimize write to any sink, a large text in pieces") {
    const std::string pickle = large();
    const auto check = [&](const std::string& expected, auto write) {
        REQUIRE(expected.size() > 300000);
        Writer writer;
        write(writer);
        CHECK(writer.text == expected);
        CHECK(writer.largest < 200000);
        CHECK(writer.calls > 2);
        std::ostringstream stream;
        write(stream);
        CHECK(stream.str() == expected);
        std::vector<std::byte> bytes{std::byte{1}};
        write(bytes);
        CHECK(std::ranges::equal(std::span(bytes).subspan(1), std::as_bytes(std::span(expected))));
        std::string text = "before";
        write(text);
        CHECK(text == "before" + expected);
    };
    check(brine::dis(pickle), [&](auto& sink) { dis_all(sink, pickle); });
    check(brine::optimize(pickle), [&](auto& sink) { brine::optimize_into(sink, pickle); });
}

TEST_CASE("text_sink: a sink that fails ends the tool, and gets nothing twice") {
    const std::string pickle = large();
    const auto check = [&](const std::string& expected, auto write) {
        for (const std::size_t room : {std::size_t{0}, std::size_t{100000}}) {
            Writer writer{.room = room};
            try {
                write(writer);
                FAIL("it has written all");
            } catch (const brine::PicklingError& error) {
                CHECK(error.code() == brine::Errc::sink_failed);
            }
            CHECK(writer.text == expected.substr(0, room));
        }
        Throwing throwing;
        CHECK_THROWS_AS(write(throwing), std::out_of_range);
        std::ostringstream broken;
        broken.setstate(std::ios_base::badbit);
        CHECK_THROWS_AS(write(broken), brine::PicklingError);
    };
    check(brine::dis(pickle), [&](auto& sink) { dis_all(sink, pickle); });
    check(brine::optimize(pickle), [&](auto& sink) { brine::optimize_into(sink, pickle); });
}

TEST_CASE("text_sink: of a bad pickle dis writes what comes before the mistake, optimize nothing") {
    std::ostringstream stream;
    CHECK_THROWS_AS(dis_all(stream, "NK"), brine::UnpicklingError);
    CHECK(stream.str() == "    0: N    NONE\n");
    std::string text = "as it was";
    for (const std::string& bad : {"NK"s, "Nh\5."s}) {
        CHECK_THROWS_AS(brine::optimize_into(text, bad), brine::UnpicklingError);
        CHECK(text == "as it was");
    }
}

TEST_CASE("text_sink: the tools keep to limits") {
    const std::string pickle = "X\x2c\1\0\0"s + std::string(300, 'x') + ".";
    const brine::DecodeLimits limits{.payload_bytes = 299};
    const auto refused = [](auto use) {
        try {
            use();
        } catch (const brine::UnpicklingError& error) {
            return error.code() == brine::Errc::limit_exceeded;
        }
        return false;
    };
    CHECK(refused([&] { static_cast<void>(brine::dis(pickle, limits)); }));
    CHECK(refused([&] { static_cast<void>(brine::optimize(pickle, limits)); }));
    CHECK(refused([&] { static_cast<void>(brine::globals(pickle, limits)); }));
    CHECK_NOTHROW(brine::dis(pickle, {.payload_bytes = 300}));
    CHECK_NOTHROW(brine::optimize(pickle, {.payload_bytes = 300}));
    CHECK_NOTHROW(brine::globals(pickle, {.payload_bytes = 300}));
}

}  // namespace
