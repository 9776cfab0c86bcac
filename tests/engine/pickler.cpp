#include <brine/engine/pickler.hpp>

#include <cstddef>
#include <fstream>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

using brine::Errc;
using brine::Pickler;
using brine::PicklingError;

namespace {

// A sink that takes `limit` bytes short in its n-th call, or throws there.
struct Failing {
    int fails_at = 0;
    bool throws = false;
    int calls = 0;
    std::string bytes;

    std::size_t write(std::span<const std::byte> piece) {
        ++calls;
        if (calls == fails_at && throws) {
            throw std::runtime_error("disk full");
        }
        const std::size_t n = calls == fails_at ? piece.size() / 2 : piece.size();
        bytes.append(reinterpret_cast<const char*>(piece.data()), n);
        return n;
    }
};

// Throws when it is written.
struct Bomb {};

// Tries to go on after an error.
struct Stubborn {
    std::string payload;
};

std::vector<std::string> frames_and_payloads() {
    std::vector<std::string> items;
    for (int i = 0; i < 3; ++i) {
        items.emplace_back(70000, 'a');
        items.emplace_back(60000, 'b');
        items.emplace_back(10000, 'c');
    }
    return items;
}

}  // namespace

template <>
struct brine::codec<Bomb> {
    static void save(auto&, const Bomb&) { throw std::logic_error("bomb"); }
};

template <>
struct brine::codec<Stubborn> {
    static void save(auto& pickler, const Stubborn& object) {
        for (int i = 0; i < 3; ++i) {
            try {
                pickler.save_str(object.payload);
            } catch (const PicklingError&) {
            }
        }
    }
};

TEST_CASE("pickler: every kind of sink gets the same bytes") {
    const auto items = frames_and_payloads();
    for (int protocol = 2; protocol <= 5; ++protocol) {
        for (const auto policy :
             {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
            const brine::DumpOptions options{.protocol = protocol, .memo = policy};
            const std::string expected = brine::dumps(items, options);

            std::vector<std::byte> bytes;
            Pickler(bytes, options).dump(items);
            CHECK(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()) ==
                  expected);

            std::vector<unsigned char> chars;
            Pickler(chars, options).dump(items);
            CHECK(std::string(chars.begin(), chars.end()) == expected);

            std::ostringstream stream;
            Pickler(stream, options).dump(items);
            CHECK(stream.str() == expected);

            Failing sink;
            Pickler(sink, options).dump(items);
            CHECK(sink.bytes == expected);
        }
    }
}

TEST_CASE("pickler: many large payloads go to a stream through a small buffer") {
    std::vector<std::string> items(100, std::string(65536, 'x'));
    Failing sink;
    Pickler(sink).dump(items);
    CHECK(sink.bytes == brine::dumps(items));
}

TEST_CASE("pickler: a short write in any call is an error, and nothing is written after it") {
    const auto items = frames_and_payloads();
    Failing whole;
    Pickler(whole).dump(items);
    REQUIRE(whole.calls > 8);
    for (int n = 1; n <= whole.calls; ++n) {
        for (const bool throws : {false, true}) {
            INFO(n << ' ' << throws);
            Failing sink{n, throws, 0, {}};
            Pickler pickler(sink);
            if (throws) {
                CHECK_THROWS_WITH(pickler.dump(items), "disk full");
            } else {
                CHECK_THROWS_AS(pickler.dump(items), PicklingError);
            }
            CHECK(sink.calls == n);
            try {
                pickler.dump(1);
                FAIL("no error");
            } catch (const PicklingError& error) {
                CHECK(error.code() == Errc::sink_failed);
            }
            CHECK(sink.calls == n);
        }
    }
}

TEST_CASE("pickler: a codec that goes on after the sink has failed writes nothing more") {
    Failing sink{1, false, 0, {}};
    Pickler pickler(sink);
    CHECK_THROWS_AS(pickler.dump(Stubborn{std::string(70000, 'x')}), PicklingError);
    CHECK(sink.calls == 1);
}

TEST_CASE("pickler: a failing ostream is an error") {
    std::ofstream closed;
    Pickler pickler(closed);
    CHECK_THROWS_AS(pickler.dump(1), PicklingError);
    CHECK_THROWS_AS(pickler.dump(1), PicklingError);

    std::ostringstream throwing;
    throwing.exceptions(std::ios::badbit | std::ios::failbit);
    throwing.setstate(std::ios::goodbit);
    Pickler(throwing).dump(1);
    CHECK(hex(throwing.str()) == "80 05 4b 01 2e");
}

TEST_CASE("pickler: an error before a byte has left the buffer leaves a stream usable") {
    std::ostringstream stream;
    Pickler pickler(stream);
    CHECK_THROWS_AS(pickler.dump(Bomb{}), std::logic_error);
    CHECK(stream.str().empty());
    pickler.dump(1);
    CHECK(hex(stream.str()) == "80 05 4b 01 2e");
}

TEST_CASE("pickler: an error after a byte has left the buffer makes a stream unusable") {
    Failing sink;
    Pickler pickler(sink);
    CHECK_THROWS_AS(pickler.dump(std::tuple(std::string(70000, 'x'), Bomb{})), std::logic_error);
    const int calls = sink.calls;
    CHECK_THROWS_AS(pickler.dump(1), PicklingError);
    CHECK(sink.calls == calls);
}

TEST_CASE("pickler: after an error a container holds what it held, and the memo what it knew") {
    for (int protocol = 2; protocol <= 5; ++protocol) {
        for (const auto policy :
             {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
            const brine::DumpOptions options{.protocol = protocol, .memo = policy};
            const auto first = std::make_shared<std::string>("first");
            const auto second = std::make_shared<std::string>("second");
            const auto name = brine::global("m", "f");

            std::string bytes = "kept";
            Pickler pickler(bytes, options);
            pickler.dump(std::tuple(first, name));
            const std::string before = bytes;
            CHECK_THROWS_AS(pickler.dump(std::tuple(second, brine::global("m", "g"),
                                                    std::string(70000, 'x'), Bomb{})),
                            std::logic_error);
            CHECK(bytes == before);
            pickler.dump(std::tuple(first, second, name, brine::global("m", "g")));

            std::string without;
            Pickler undisturbed(without, options);
            undisturbed.dump(std::tuple(first, name));
            undisturbed.dump(std::tuple(first, second, name, brine::global("m", "g")));
            CHECK(bytes == "kept" + without);
        }
    }
}

// p = pickle.Pickler(f, 4); p.dump(a); p.dump([a, a]); with a = ['x' * 2]
TEST_CASE("pickler: the memo lasts from one dump to the next until it is cleared") {
    const auto shared = std::make_shared<std::string>("xx");
    std::string bytes;
    Pickler pickler(bytes, {.protocol = 2});
    pickler.dump(shared);
    CHECK(hex(bytes) == "80 02 58 02 00 00 00 78 78 71 00 2e");
    bytes.clear();
    pickler.dump(shared);
    CHECK(hex(bytes) == "80 02 68 00 2e");
    bytes.clear();
    pickler.clear_memo();
    pickler.dump(shared);
    CHECK(hex(bytes) == "80 02 58 02 00 00 00 78 78 71 00 2e");
}

TEST_CASE("pickler: the memo keeps what it knows alive between dumps") {
    std::string bytes;
    Pickler pickler(bytes);
    std::weak_ptr<std::string> watch;
    {
        auto object = std::make_shared<std::string>("xx");
        watch = object;
        pickler.dump(object);
    }
    CHECK_FALSE(watch.expired());
    pickler.clear_memo();
    CHECK(watch.expired());
}

TEST_CASE("pickler: an error gives back what it kept alive") {
    std::string bytes;
    Pickler pickler(bytes);
    auto object = std::make_shared<std::string>("xx");
    CHECK_THROWS_AS(pickler.dump(std::tuple(object, Bomb{})), std::logic_error);
    CHECK(object.use_count() == 1);
}

TEST_CASE("pickler: dump_behind() replaces what follows the first bytes") {
    std::string bytes = "kept and gone";
    Pickler pickler(bytes);
    pickler.dump_behind(4, 1);
    CHECK(bytes == std::string("kept\x80\x05K\1.", 9));
}

TEST_CASE("pickler: collected buffers of a failed pickle are taken back") {
    const std::string memory = "abc";
    const brine::buffer view{std::span(memory)};
    std::vector<brine::buffer> buffers;
    std::string bytes;
    Pickler pickler(bytes);
    pickler.collect_buffers(&buffers);
    pickler.dump(view);
    CHECK(buffers.size() == 1);
    CHECK_THROWS_AS(pickler.dump(std::tuple(view, view, Bomb{})), std::logic_error);
    CHECK(buffers.size() == 1);
    pickler.clear_memo();
    CHECK(buffers.size() == 1);
    pickler.dump(view);
    CHECK(buffers.size() == 2);
}

TEST_CASE("pickler: protocols below 0 and above 5 can't be written") {
    std::string bytes = "kept";
    for (const int protocol : {-1, 6, 100}) {
        try {
            Pickler pickler(bytes, {.protocol = protocol});
            FAIL("no error");
        } catch (const PicklingError& error) {
            CHECK(error.code() == Errc::unsupported_protocol);
            CHECK(error.what() == "cannot pickle: protocol " + std::to_string(protocol) +
                                      " can't be written; the protocols are 0 to 5");
        }
    }
    CHECK(bytes == "kept");
}
