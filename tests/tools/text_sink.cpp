#include <brine/tools/text_sink.hpp>

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <span>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

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
    std::vector<std::size_t> ends{};

    std::size_t write(std::span<const std::byte> bytes) {
        largest = std::max(largest, bytes.size());
        const std::size_t n = std::min(bytes.size(), room - text.size());
        text.append(reinterpret_cast<const char*>(bytes.data()), n);
        ends.push_back(text.size());
        return n;
    }
};

/// Words that are each in the memo for nothing.
std::string large(std::size_t count = 100000, const std::string& word = "word") {
    const std::vector<std::string> words(count, word);
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
        CHECK(writer.ends.size() > 2);
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

/// A std::ostream that takes so much; its buffer says so, or throws.
struct LimitedStream : private std::streambuf, public std::ostream {
    LimitedStream(Writer& writer, bool throws) : std::ostream(this), to(writer), throwing(throws) {}
    std::streamsize xsputn(const char* text, std::streamsize size) override {
        const std::span piece(text, static_cast<std::size_t>(size));
        const std::size_t n = to.write(std::as_bytes(piece));
        if (n < piece.size() && throwing) {
            throw std::out_of_range("full");
        }
        return static_cast<std::streamsize>(n);
    }
    Writer& to;
    bool throwing;
};

/// Throws where it has no more room.
struct Throwing : Writer {
    std::size_t write(std::span<const std::byte> bytes) {
        const std::size_t n = Writer::write(bytes);
        if (n < bytes.size()) {
            throw std::out_of_range("full");
        }
        return n;
    }
};

TEST_CASE("text_sink: a sink that fails at any piece ends the tool, and gets nothing twice") {
    const std::string pickle = large(500, std::string(200, 'w'));
    const auto check = [&](const std::string& expected, auto write) {
        std::vector<std::size_t> rooms{0};
        Writer whole;
        write(whole);
        for (const std::size_t end : whole.ends) {
            rooms.insert(rooms.end(), {end - 1, end});
        }
        rooms.pop_back();
        REQUIRE(rooms.size() >= 4);
        for (const std::size_t room : rooms) {
            CAPTURE(room);
            // Of all kinds of errors, what is left is the front of the text.
            const auto fails = [&](auto& sink, const Writer& writer) {
                try {
                    write(sink);
                    FAIL("it has written all");
                } catch (const brine::PicklingError& error) {
                    CHECK(error.code() == brine::Errc::sink_failed);
                    CHECK(writer.text == expected.substr(0, room));
                    return true;
                } catch (const std::exception&) {
                    CHECK(writer.text == expected.substr(0, room));
                }
                return false;
            };
            Writer writer{.room = room};
            CHECK(fails(writer, writer));
            Throwing throwing{{.room = room}};
            CHECK_FALSE(fails(throwing, throwing));
            for (const bool throws : {false, true}) {
                if (room != rooms[1]) {
                    continue;
                }
                Writer behind{.room = room};
                LimitedStream stream(behind, throws);
                CHECK(fails(stream, behind));
                Writer again{.room = room};
                LimitedStream strict(again, throws);
                strict.exceptions(std::ios::badbit);
                CHECK_FALSE(fails(strict, again));
            }
        }
    };
    check(brine::dis(pickle), [&](auto& sink) { dis_all(sink, pickle); });
    check(brine::optimize(pickle), [&](auto& sink) { brine::optimize_into(sink, pickle); });

    if (const int full = ::open("/dev/full", O_WRONLY); full >= 0) {
        brine::fd_sink sink(full);
        CHECK_THROWS_AS(dis_all(sink, pickle), std::system_error);
        CHECK_THROWS_AS(brine::optimize_into(sink, pickle), std::system_error);
        ::close(full);
    }
}

/// Takes nothing at one call, and has room again later.
struct FailsOnce {
    std::size_t calls_before = 0;
    bool throws = false;
    std::size_t calls = 0;
    std::string text{};

    std::size_t write(std::span<const std::byte> bytes) {
        if (calls++ == calls_before) {
            return throws ? throw std::out_of_range("full") : 0;
        }
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return bytes.size();
    }
};

TEST_CASE("text_sink: a sink that failed is not asked again") {
    const std::string pickle = large(500, std::string(200, 'w'));
    const auto check = [&](const std::string& expected, auto write) {
        Writer whole;
        write(whole);
        for (std::size_t call = 0; call < whole.ends.size(); ++call) {
            CAPTURE(call);
            const std::size_t taken = call == 0 ? 0 : whole.ends[call - 1];
            FailsOnce sink{.calls_before = call};
            CHECK_THROWS_AS(write(sink), brine::PicklingError);
            CHECK(sink.text == expected.substr(0, taken));
            FailsOnce throwing{.calls_before = call, .throws = true};
            CHECK_THROWS_AS(write(throwing), std::out_of_range);
            CHECK(throwing.text == expected.substr(0, taken));
        }
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
