#include <brine/wire/sources.hpp>

#include <brine/wire/input.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

#include <pthread.h>
#include <unistd.h>

#include "catch.hpp"
#include "recorder.hpp"
#include "signalled.hpp"

using brine::Errc;
using namespace std::string_literals;

static_assert(brine::byte_istream<std::ifstream>);
static_assert(brine::byte_reader<brine::fd_source>);
static_assert(brine::byte_reader<SlowReader>);
static_assert(!brine::byte_stream<std::string>);
static_assert(std::is_same_v<brine::input_for<const std::string&>, brine::MemoryInput>);
static_assert(std::is_same_v<brine::input_for<std::ifstream&>, brine::StreamInput<std::ifstream>>);

namespace {

// Closes and removes itself.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view bytes) : file_(std::tmpfile()) {
        REQUIRE(file_ != nullptr);
        std::fwrite(bytes.data(), 1, bytes.size(), file_);
        std::rewind(file_);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { std::fclose(file_); }

    [[nodiscard]] int descriptor() const { return fileno(file_); }

private:
    std::FILE* file_;
};

struct Throwing {
    SlowReader good;

    std::size_t read(std::span<std::byte> to) {
        const std::size_t n = good.read(to);
        if (n == 0) {
            throw std::out_of_range("the line is dead");
        }
        return n;
    }
};

struct Boasting {
    std::size_t read(std::span<std::byte> to) { return to.size() + 1; }
};

// Says that there is more for ever, and remembers the most that was asked for at once.
struct Endless {
    std::string head;
    std::size_t left;
    std::size_t given = 0;
    std::size_t most = 0;

    std::size_t read(std::span<std::byte> to) {
        most = std::max(most, to.size());
        const std::size_t n = std::min(to.size(), left);
        for (std::size_t i = 0; i < n; ++i) {
            to[i] = given < head.size() ? static_cast<std::byte>(head[given]) : std::byte{'x'};
            ++given;
        }
        left -= n;
        return n;
    }
};

struct BrokenBuffer : std::streambuf {
    int_type underflow() override { throw std::runtime_error("no disk"); }
};

template <class Source>
Outcome decoded(Source& source) {
    brine::StreamInput<Source> input(source);
    return outcome_of(input);
}

}  // namespace

TEST_CASE("sources: a file descriptor is read up to STOP and no further") {
    const std::string bytes = "\x80\x04\x95\x0b\0\0\0\0\0\0\0\x8c\7letters\x94.cm\nn\n.rest"s;
    const TemporaryFile file(bytes);
    brine::fd_source source(file.descriptor());
    CHECK(decoded(source) == from_memory(bytes));
    CHECK(decoded(source) == from_memory("cm\nn\n."));
    std::string rest(10, ' ');
    CHECK(source.read(std::as_writable_bytes(std::span(rest))) == 4);
    CHECK(rest.substr(0, 4) == "rest");
    CHECK(source.read(std::as_writable_bytes(std::span(rest))) == 0);
}

TEST_CASE("sources: a descriptor that can't be read throws the error of read(2)") {
    brine::fd_source source(-1);
    CHECK_THROWS_AS(decoded(source), std::system_error);
}

TEST_CASE("sources: a descriptor is read on after a signal") {
    std::array<int, 2> ends{-1, -1};
    REQUIRE(::pipe(ends.data()) == 0);
    const Signalled signalled;
    std::thread writer([&, reader = ::pthread_self()] {
        signalled.disturb(reader);  // while it waits
        static_cast<void>(::write(ends[1], "x", 1));
    });
    brine::fd_source source(ends[0]);
    std::array<std::byte, 8> bytes{};
    const std::size_t got = source.read(bytes);
    writer.join();
    ::close(ends[0]);
    ::close(ends[1]);
    CHECK(got == 1);
    CHECK(bytes[0] == std::byte{'x'});
}

TEST_CASE("sources: an istream stands behind STOP, and knows when it has ended") {
    std::istringstream stream("N.K\1.I1"s);
    CHECK(decoded(stream).place == 2);
    CHECK(stream.tellg() == 2);
    CHECK(decoded(stream).place == 3);
    CHECK(stream.good());
    CHECK(decoded(stream).error == Errc::truncated);
    CHECK(stream.eof());
    CHECK(decoded(stream).error == Errc::truncated);
}

TEST_CASE("sources: an istream that has failed is a source that failed") {
    std::istringstream stream("N.");
    stream.setstate(std::ios_base::failbit);
    const Outcome outcome = decoded(stream);
    CHECK(outcome.error == Errc::source_failed);
    CHECK(outcome.place == 0);
    BrokenBuffer buffer;
    std::istream broken(&buffer);
    CHECK_THROWS_AS(decoded(broken), std::runtime_error);
}

TEST_CASE("sources: what a reader throws passes through at any byte") {
    const std::string bytes = "\x80\x04\x95\x05\0\0\0\0\0\0\0I12\n."s;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        Throwing source{{std::string_view(bytes).substr(0, size), 2}};
        CHECK_THROWS_AS(decoded(source), std::out_of_range);
    }
    Throwing whole{{bytes, 2}};
    CHECK(decoded(whole) == from_memory(bytes));
}

TEST_CASE("sources: a reader that says it wrote more than it was given has failed") {
    Boasting source;
    CHECK(decoded(source).error == Errc::source_failed);
}

TEST_CASE("sources: a declared length is not believed before the bytes have come") {
    // 2**62 bytes, 200 KiB of which are there: asked for in pieces that double.
    for (const std::string& head :
         {"\x8e\0\0\0\0\0\0\0\x40"s, "\x95\0\0\0\0\0\0\0\x40"s, "X\xff\xff\xff\xff"s}) {
        Endless source{head, 200 * 1024};
        const Outcome outcome = decoded(source);
        CHECK(outcome.error == Errc::truncated);
        CHECK(outcome.place == 0);
        CHECK(source.most <= 256 * 1024);
    }
    Endless small{"\x8e\0\0\0\0\0\0\0\x40"s, 100};
    decoded(small);
    CHECK(small.most <= 64 * 1024);
}

TEST_CASE("sources: payloads and frames of many chunks arrive whole") {
    std::string text(300000, 'a');
    for (std::size_t i = 0; i < text.size(); i += 7) {
        text[i] = static_cast<char>('b' + i % 20);
    }
    const std::string binunicode = "X\xe0\x93\x04\0"s + text;
    const std::string inside = binunicode + "N" + binunicode;
    std::string frame = "\x95"s + std::string(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        frame[1 + i] = static_cast<char>(inside.size() >> (8 * i) & 0xFFU);
    }
    const std::string bytes = binunicode + frame + inside + "V" + text + "\n" + binunicode + ".";
    const Outcome expected = from_memory(bytes);
    CHECK(expected.place == bytes.size());
    CHECK(from_reader(bytes, 4093) == expected);
    CHECK(from_reader(bytes, 100000, brine::read_ahead::allowed) == expected);
    CHECK(from_istream(bytes) == expected);
}
