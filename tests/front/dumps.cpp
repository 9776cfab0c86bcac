#include <brine/dumps.hpp>

#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"
#include "wire/hex.hpp"

using brine::Errc;

namespace {

struct Nines {
    std::optional<int> persistent_id(const int&) { return 9; }
};

}  // namespace

TEST_CASE("dumps: protocol 5 unless told otherwise") {
    CHECK(hex(brine::dumps(1)) == "80 05 4b 01 2e");
    CHECK(hex(brine::dumps(1, {.protocol = 2})) == "80 02 4b 01 2e");
    CHECK(brine::DumpOptions{}.protocol == 5);
}

TEST_CASE("dumps: hooks follow the options") {
    CHECK(hex(brine::dumps(1, {}, Nines{})) == "80 05 95 04 00 00 00 00 00 00 00 4b 09 51 2e");
    std::string bytes;
    Nines hook;
    brine::dumps_into(bytes, 1, {.protocol = 2}, hook);
    CHECK(hex(bytes) == "80 02 4b 09 51 2e");
    brine::dump(1, bytes, {.protocol = 2}, hook);
    CHECK(hex(bytes) == "80 02 4b 09 51 2e 80 02 4b 09 51 2e");
}

TEST_CASE("dumps: dumps_into() replaces what the buffer held and keeps its memory") {
    std::string buffer(10000, 'x');
    const void* data = buffer.data();
    const auto capacity = buffer.capacity();
    brine::dumps_into(buffer, std::string("ab"), {.protocol = 2});
    CHECK(hex(buffer) == "80 02 58 02 00 00 00 61 62 2e");
    CHECK(buffer.data() == data);
    CHECK(buffer.capacity() == capacity);
    std::vector<std::byte> bytes(3);
    brine::dumps_into(bytes, 1);
    CHECK(bytes.size() == 5);
}

TEST_CASE("dumps: after an error a buffer of dumps_into() is empty") {
    std::string buffer = "something";
    CHECK_THROWS_AS(brine::dumps_into(buffer, std::string("\xff")), brine::PicklingError);
    CHECK(buffer.empty());
}

TEST_CASE("dumps: dump() appends to a container and writes to a stream") {
    std::string bytes = "kept";
    brine::dump(1, bytes);
    CHECK(bytes == std::string("kept\x80\5K\1.", 9));
    std::ostringstream stream;
    brine::dump(1, stream);
    brine::dump(2, stream);
    CHECK(hex(stream.str()) == "80 05 4b 01 2e 80 05 4b 02 2e");
    std::ostream& base = stream;
    brine::dump(3, base);
    CHECK(stream.str().size() == 15);
}

TEST_CASE("dumps: dump() writes to a file by its descriptor") {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
    REQUIRE(file != nullptr);
    const std::vector<std::string> data(5, std::string(70000, 'x'));
    brine::fd_sink sink(::fileno(file.get()));
    brine::dump(data, sink);
    std::string got(400000, '\0');
    std::rewind(file.get());
    got.resize(std::fread(got.data(), 1, got.size(), file.get()));
    CHECK(got == brine::dumps(data));
}

TEST_CASE("dumps: try_dumps() gives the pickle or the error") {
    const auto good = brine::try_dumps(1);
    STATIC_REQUIRE(std::is_same_v<decltype(good), const brine::Result<std::string>>);
    REQUIRE(good.has_value());
    CHECK(hex(*good) == "80 05 4b 01 2e");
    CHECK(good->size() == 5);

    const auto bad = brine::try_dumps(std::vector<std::string>{"a", "\xff"});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code() == Errc::invalid_text);
    const auto* error = dynamic_cast<const brine::PicklingError*>(&bad.error());
    REQUIRE(error != nullptr);
    CHECK(error->path() == "[1]");
    CHECK(brine::try_dumps(1, {.protocol = 1}).error().code() == Errc::unsupported_protocol);
    CHECK(brine::try_dumps(1, {.protocol = 1}).value_or("none") == "none");
    CHECK(brine::try_dumps(1).value_or("none") == *good);
}

TEST_CASE("dumps: buffers out of band, read-only or not") {
    const std::string fixed = "abc";
    std::vector<unsigned char> changing{1, 2};
    const auto both =
        std::tuple(brine::buffer(std::span(fixed)), brine::buffer(std::span(changing)));
    const auto [bytes, buffers] = brine::dumps_with_buffers(both);
    // pickle.dumps((PickleBuffer(b'abc'), PickleBuffer(bytearray(b'\1\2'))), 5,
    // buffer_callback=...)
    CHECK(hex(bytes) == "80 05 95 05 00 00 00 00 00 00 00 97 98 97 86 2e");
    REQUIRE(buffers.size() == 2);
    CHECK(static_cast<const void*>(buffers[0].bytes.data()) == fixed.data());
    CHECK(buffers[0].bytes.size() == 3);
    CHECK(buffers[0].readonly);
    CHECK(static_cast<const void*>(buffers[1].bytes.data()) == changing.data());
    CHECK_FALSE(buffers[1].readonly);
    CHECK(brine::buffer(std::span(changing), true).readonly);
}

TEST_CASE("dumps: buffers in band, where they are not collected or the protocol knows none") {
    const std::string fixed = "abc";
    std::vector<unsigned char> changing{1, 2};
    const brine::buffer reading{std::span(fixed)};
    const brine::buffer writing{std::span(changing)};
    CHECK(hex(brine::dumps(reading)) == "80 05 95 06 00 00 00 00 00 00 00 43 03 61 62 63 2e");
    CHECK(hex(brine::dumps(writing)) ==
          "80 05 95 0c 00 00 00 00 00 00 00 96 02 00 00 00 00 00 00 00 01 02 2e");
    const auto [bytes, buffers] = brine::dumps_with_buffers(reading, {.protocol = 3});
    CHECK(hex(bytes) == "80 03 43 03 61 62 63 2e");
    CHECK(buffers.empty());
}

TEST_CASE("dumps: nesting is limited, and the limit is an option") {
    std::vector<std::vector<std::vector<int>>> nested{{{1}}};
    CHECK_NOTHROW(brine::dumps(nested));
    const auto error = brine::try_dumps(std::make_shared<std::shared_ptr<std::shared_ptr<int>>>(
                                            std::make_shared<std::shared_ptr<int>>()),
                                        {.max_depth = 2});
    REQUIRE_FALSE(error);
    CHECK(error.error().code() == Errc::too_deep);
    CHECK(std::string(error.error().what()) ==
          "cannot pickle: nested deeper than 2 levels; if that is meant, raise options.max_depth");
}

TEST_CASE("dumps: literals, pointers to text and temporaries") {
    CHECK(brine::dumps("ab") == brine::dumps(std::string("ab")));
    const char* text = "ab";
    CHECK(brine::dumps(text) == brine::dumps(std::string("ab")));
    const char* none = nullptr;
    CHECK(hex(brine::dumps(none, {.protocol = 2})) == "80 02 4e 2e");
    CHECK(hex(brine::dumps("a\0b", {.protocol = 2})) == "80 02 58 01 00 00 00 61 71 00 2e");
}
