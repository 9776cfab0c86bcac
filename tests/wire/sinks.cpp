#include <brine/wire/sinks.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <fstream>
#include <list>
#include <memory_resource>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "catch.hpp"
#include "signalled.hpp"

namespace {

struct OwnSink {
    std::size_t write(std::span<const std::byte> bytes) { return bytes.size(); }
};

struct NoSink {
    void write(std::string) {}
};

std::span<const std::byte> as_span(std::string_view text) { return std::as_bytes(std::span(text)); }

// A pipe that is closed when it goes.
struct Pipe {
    Pipe() { REQUIRE(::pipe(ends.data()) == 0); }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        ::close(ends[0]);
        if (ends[1] >= 0) {
            ::close(ends[1]);
        }
    }
    std::string read_all() {
        std::string all;
        std::array<char, 4096> piece{};
        for (ssize_t n = 0; (n = ::read(ends[0], piece.data(), piece.size())) > 0;) {
            all.append(piece.data(), static_cast<std::size_t>(n));
        }
        return all;
    }
    std::array<int, 2> ends{-1, -1};
};

}  // namespace

TEST_CASE("sinks: what is a container of bytes, a stream, a sink of the user's own") {
    STATIC_REQUIRE(brine::byte_container<std::string>);
    STATIC_REQUIRE(brine::byte_container<std::vector<std::byte>>);
    STATIC_REQUIRE(brine::byte_container<std::vector<unsigned char>>);
    STATIC_REQUIRE(brine::byte_container<std::vector<char>>);
    STATIC_REQUIRE(brine::byte_container<std::pmr::vector<std::byte>>);
    STATIC_REQUIRE(brine::byte_ostream<std::ofstream>);
    STATIC_REQUIRE(brine::byte_ostream<std::ostringstream>);
    STATIC_REQUIRE(brine::byte_writer<OwnSink>);
    STATIC_REQUIRE(brine::byte_writer<brine::fd_sink>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<NoSink>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<std::vector<int>>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<std::vector<bool>>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<std::deque<char>>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<std::list<std::byte>>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<std::wstring>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<const std::string>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<std::string_view>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<std::array<char, 8>>);
    STATIC_REQUIRE_FALSE(brine::byte_sink<std::istringstream>);
}

TEST_CASE("sinks: fd_sink writes more than a pipe holds, as far as somebody reads") {
    Pipe pipe;
    const std::string text(300000, 'x');
    std::string got;
    std::thread reader([&] { got = pipe.read_all(); });
    brine::fd_sink sink(pipe.ends[1]);
    const std::size_t written = sink.write(as_span(text));
    ::close(pipe.ends[1]);
    pipe.ends[1] = -1;
    reader.join();
    CHECK(written == text.size());
    CHECK(got == text);
}

TEST_CASE("sinks: fd_sink writes nothing where there is nothing") {
    brine::fd_sink sink(-1);
    CHECK(sink.write({}) == 0);
}

TEST_CASE("sinks: fd_sink throws with the errno of write") {
    brine::fd_sink sink(-1);
    try {
        (void)sink.write(as_span("x"));
        FAIL("no error");
    } catch (const std::system_error& error) {
        CHECK(error.code() == std::errc::bad_file_descriptor);
    }
}

TEST_CASE("sinks: fd_sink says that a descriptor would block") {
    Pipe pipe;
    REQUIRE(::fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK) == 0);
    brine::fd_sink sink(pipe.ends[1]);
    const std::string text(1000000, 'x');
    CHECK_THROWS_AS(sink.write(as_span(text)), std::system_error);
}

TEST_CASE("sinks: fd_sink goes on after a signal") {
    Pipe pipe;
    const Signalled signalled;
    const std::string text(1000000, 'x');
    std::string got;
    std::thread reader([&, writer = ::pthread_self()] {
        signalled.disturb(writer);  // while the pipe is full
        got = pipe.read_all();
    });
    brine::fd_sink sink(pipe.ends[1]);
    const std::size_t written = sink.write(as_span(text));
    ::close(pipe.ends[1]);
    pipe.ends[1] = -1;
    reader.join();
    CHECK(written == text.size());
    CHECK(got == text);
}
