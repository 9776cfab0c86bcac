#include <brine/wire/output.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "catch.hpp"

using brine::ContainerOutput;
using brine::StreamOutput;
using brine::Window;

namespace {

std::span<const std::byte> as_span(std::string_view text) { return std::as_bytes(std::span(text)); }

// Keeps what it is given and where that lay.
struct Recorder {
    std::string bytes;
    std::vector<const void*> places;

    std::size_t write(std::span<const std::byte> piece) {
        bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
        places.push_back(piece.data());
        return piece.size();
    }
};

struct Short {
    int calls = 0;
    std::size_t write(std::span<const std::byte> piece) {
        ++calls;
        return piece.size() - 1;
    }
};

struct Throwing {
    int calls = 0;
    std::size_t write(std::span<const std::byte>) {
        ++calls;
        throw std::runtime_error("no route to host");
    }
};

}  // namespace

TEST_CASE("output: each kind of sink has its output") {
    STATIC_REQUIRE(std::is_same_v<brine::output_for<std::string>, ContainerOutput<std::string>>);
    STATIC_REQUIRE(std::is_same_v<brine::output_for<std::vector<std::byte>>,
                                  ContainerOutput<std::vector<std::byte>>>);
    STATIC_REQUIRE(std::is_same_v<brine::output_for<Recorder>, StreamOutput<Recorder>>);
    STATIC_REQUIRE(std::is_same_v<brine::output_for<std::ostream>, StreamOutput<std::ostream>>);
}

TEST_CASE("output: a container's memory is the window, and old bytes in front are kept") {
    std::string bytes = "kept";
    ContainerOutput<std::string> output(bytes);
    output.start(4);
    const Window window = output.grow(0, 10);
    CHECK(window.last - window.first >= 10);
    CHECK(window.first == bytes.data() + 4);
    std::string_view("abc").copy(window.first, 3);
    output.finish(3);
    CHECK(bytes == "keptabc");
}

TEST_CASE("output: a container that grows keeps what was written") {
    std::vector<unsigned char> bytes{1, 2};
    ContainerOutput<std::vector<unsigned char>> output(bytes);
    output.start(2);
    Window window = output.grow(0, 1);
    std::size_t used = 0;
    for (int i = 0; i < 200000; ++i) {
        if (window.last - window.first <= static_cast<std::ptrdiff_t>(used)) {
            window = output.grow(used, 1);
        }
        window.first[used++] = static_cast<char>(i % 100);
    }
    output.finish(used);
    REQUIRE(bytes.size() == 200002);
    CHECK(bytes[1] == 2);
    CHECK(bytes[2 + 199999] == 99);
}

TEST_CASE("output: abandon() leaves a container as it was") {
    std::string bytes = "kept";
    ContainerOutput<std::string> output(bytes);
    output.start(4);
    std::string_view("abc").copy(output.grow(0, 100).first, 3);
    output.write_through(3, as_span("payload"));
    output.abandon();
    CHECK(bytes == "kept");
}

TEST_CASE("output: a payload for a container stands behind what was written") {
    std::string bytes;
    ContainerOutput<std::string> output(bytes);
    output.start(0);
    std::string_view("abc").copy(output.grow(0, 100).first, 3);
    CHECK(output.write_through(3, as_span("def")) == 6);
    output.finish(6);
    CHECK(bytes == "abcdef");
}

TEST_CASE("output: a payload for a stream is not copied") {
    Recorder sink;
    StreamOutput<Recorder> output(sink);
    const std::string payload(100000, 'x');
    output.start(0);
    CHECK(output.write_through(0, as_span(payload)) == 0);
    REQUIRE(sink.places.size() == 1);
    CHECK(sink.places[0] == payload.data());
    CHECK(sink.bytes == payload);
}

TEST_CASE("output: a stream's buffer is no larger than what it holds asks for") {
    Recorder sink;
    StreamOutput<Recorder> output(sink);
    Window window = output.start(0);
    const auto size = window.last - window.first;
    for (int i = 0; i < 1000; ++i) {
        window = output.grow(0, 41);
    }
    CHECK(window.last - window.first == size);
}

TEST_CASE("output: a stream gets nothing before it is passed on") {
    std::ostringstream stream;
    StreamOutput<std::ostringstream> output(stream);
    std::string_view("abc").copy(output.start(0).first, 3);
    CHECK(stream.str().empty());
    CHECK(output.pass_on(3) == 3);
    CHECK(stream.str() == "abc");
    output.abandon();
    CHECK_THROWS_AS(output.start(0), brine::PicklingError);
}

TEST_CASE("output: a pickle that is dropped before a byte has left it leaves the stream usable") {
    std::ostringstream stream;
    StreamOutput<std::ostringstream> output(stream);
    output.start(0);
    output.abandon();
    output.start(0);
    output.pass_on(0);
    CHECK(stream.str().empty());
}

TEST_CASE("output: after a short write nothing more is written") {
    Short sink;
    StreamOutput<Short> output(sink);
    output.start(0);
    CHECK_THROWS_AS(output.pass_on(3), brine::PicklingError);
    CHECK_THROWS_AS(output.pass_on(3), brine::PicklingError);
    CHECK_THROWS_AS(output.start(0), brine::PicklingError);
    CHECK(sink.calls == 1);
}

TEST_CASE("output: after the sink has thrown nothing more is written") {
    Throwing sink;
    StreamOutput<Throwing> output(sink);
    output.start(0);
    CHECK_THROWS_AS(output.pass_on(3), std::runtime_error);
    CHECK_THROWS_AS(output.pass_on(3), brine::PicklingError);
    CHECK_THROWS_AS(output.start(0), brine::PicklingError);
    CHECK(sink.calls == 1);
}
