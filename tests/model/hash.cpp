#include <brine/model/hash.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <brine/model/document.hpp>

#include "catch.hpp"

namespace {

using brine::Document;
using brine::Int;
using brine::Value;

std::uint64_t hash(const Value& value) {
    return brine::detail::hash_of(value.node(), brine::detail::hash_seed());
}

bool is_hashable(const Value& value) {
    try {
        static_cast<void>(hash(value));
        return true;
    } catch (const brine::detail::Failure& failure) {
        CHECK(failure.code == brine::Errc::unhashable);
        return false;
    }
}

TEST_CASE("hash: equal keys have equal hashes") {
    Document d;
    CHECK(hash(d.make(1)) == hash(d.make(true)));
    CHECK(hash(d.make(1)) == hash(d.make(1.0)));
    CHECK(hash(d.make(0.0)) == hash(d.make(-0.0)));
    CHECK(hash(d.make(Int::from_string("1267650600228229401496703205376"))) ==
          hash(d.make(0x1p100)));
    CHECK(hash(d.make(Int::from_string("-170141183460469231731687303715884105728"))) ==
          hash(d.make(-0x1p127)));
    CHECK(hash(d.make(-0x1p63)) == hash(d.make(std::numeric_limits<std::int64_t>::min())));
    CHECK(hash(d.make(std::string(2000, 'x'))) == hash(d.make(std::string(2000, 'x'))));
    CHECK(hash(d.tuple({d.make(1), d.make("a")})) == hash(d.tuple({d.make(1.0), d.make("a")})));
    CHECK(hash(d.frozenset({d.make(1), d.make(2)})) == hash(d.frozenset({d.make(2), d.make(1)})));
    CHECK(hash(d.global("m", "a")) == hash(d.global("m", "a")));
}

TEST_CASE("hash: order, kind and each byte of a text count") {
    Document d;
    CHECK_FALSE(hash(d.tuple({d.make(1), d.make(2)})) == hash(d.tuple({d.make(2), d.make(1)})));
    CHECK_FALSE(hash(d.make("ab")) == hash(d.bytes("ab")));
    std::string text(40, 'a');
    for (std::size_t size = 1; size <= text.size(); ++size) {
        const std::uint64_t before = hash(d.make(text.substr(0, size)));
        for (std::size_t i = 0; i < size; ++i) {
            std::string other = text.substr(0, size);
            other[i] = 'b';
            REQUIRE(hash(d.make(other)) != before);
        }
    }
}

TEST_CASE("hash: no text makes a part of itself count for nothing") {
    // Where a factor of a product is 0, the other one is lost.
    const std::uint64_t seed = brine::detail::hash_seed();
    std::string factor(8, '\0');
    std::memcpy(factor.data(), &brine::detail::hash_factor, factor.size());
    for (const std::size_t size : {16U, 24U, 32U, 40U, 56U}) {
        for (std::size_t at = 0; at + 8 <= size; at += 8) {
            std::set<std::uint64_t> hashes;
            for (std::size_t changed = 0; changed < size; ++changed) {
                std::string text(size, 'x');
                text[changed] = 'y';
                text.replace(at, 8, factor);
                hashes.insert(brine::detail::hash_text(text, seed));
            }
            CHECK(hashes.size() == size - 8 + 1);
        }
    }
}

/// Pairs of keys that have no hash in common by right, but could by the way it is made: what is
/// empty, None, small numbers of each kind, and the same bytes of each.
TEST_CASE("hash: no two kinds of keys share hashes") {
    Document d;
    std::vector<Value> leaves{d.none(), d.tuple({}), d.frozenset({}), d.make(-1)};
    for (int i = 0; i < 300; ++i) {
        leaves.push_back(d.make(i));
        leaves.push_back(d.make(std::bit_cast<double>(static_cast<std::uint64_t>(i + 1))));
        leaves.push_back(d.make(std::numeric_limits<double>::quiet_NaN()));
        leaves.push_back(d.extension(i + 1));
    }
    for (const std::string& text : {std::string(), std::string(1, '\0'), std::string("m"),
                                    std::string("\0\0\0\0\0\0\0\0\x40", 9)}) {
        leaves.push_back(d.make(text));
        leaves.push_back(d.bytes(text));
        leaves.push_back(d.global(text, text));
    }
    leaves.push_back(d.make(Int::from_string("1180591620717411303424")));  // 64 * 2**64
    std::set<std::uint64_t> hashes;
    for (const Value& leaf : leaves) {
        hashes.insert(hash(leaf));
        hashes.insert(hash(d.tuple({leaf})));
        hashes.insert(hash(d.frozenset({leaf})));
        hashes.insert(hash(d.tuple({leaf, leaf})));
    }
    CHECK(hashes.size() == 4 * leaves.size());
}

TEST_CASE("hash: a part that is empty makes no other part count for nothing") {
    Document d;
    for (const Value& empty : {d.frozenset({}), d.tuple({}), d.make(""), d.bytes(""), d.make(0)}) {
        std::set<std::uint64_t> hashes;
        for (int i = 0; i < 100; ++i) {
            hashes.insert(hash(d.tuple({d.make(i), empty})));
            hashes.insert(hash(d.tuple({empty, d.make(i), d.none()})));
            hashes.insert(hash(d.frozenset({d.tuple({d.make(i)}), empty})));
        }
        CHECK(hashes.size() == 300);
    }
}

TEST_CASE("hash: a seed is not made twice") {
    CHECK(brine::detail::make_hash_seed() != brine::detail::make_hash_seed());
}

TEST_CASE("hash: the seed counts, whatever is hashed") {
    Document d;
    const Value values[] = {d.none(),      d.make(1),          d.make(0.5),
                            d.make("a"),   d.make("abcdefgh"), d.make(std::string(100, 'x')),
                            d.bytes("ab"), d.global("m", "f")};
    for (const Value& value : values) {
        CHECK(brine::detail::hash_leaf(value.node(), 1) !=
              brine::detail::hash_leaf(value.node(), 3));
    }
}

// Folded once, a 200th of these would take ten times as many steps and more.
TEST_CASE("hash: what goes up in even steps is spread, whatever the seed") {
    constexpr std::size_t places = 1024;
    constexpr std::uint64_t count = places / 2;
    std::mt19937_64 random(1);
    for (int turn = 0; turn < 100; ++turn) {
        const std::uint64_t seed = random() | 1U;
        for (unsigned shift = 0; shift < 55; ++shift) {
            std::array<bool, places> taken{};
            std::size_t steps = 0;
            for (std::uint64_t i = 0; i < count; ++i) {
                std::size_t at = brine::detail::hash_number(i << shift, seed) % places;
                for (; taken[at]; at = (at + 1) % places) {
                    ++steps;
                }
                taken[at] = true;
            }
            if (steps > 3 * count) {
                FAIL(steps << " steps, 2**" << shift << ", " << seed);
            }
        }
    }
}

TEST_CASE("hash: what can change can't be hashed, nor what holds it") {
    Document d;
    CHECK_FALSE(is_hashable(d.list()));
    CHECK_FALSE(is_hashable(d.dict()));
    CHECK_FALSE(is_hashable(d.set()));
    CHECK_FALSE(is_hashable(d.bytearray("a")));
    CHECK_FALSE(is_hashable(d.tuple({d.tuple({d.list()})})));
    CHECK(is_hashable(d.tuple({d.none(), d.make("a"), d.frozenset({d.make(1)})})));
    const std::string memory = "memory";
    CHECK(is_hashable(
        d.tuple({d.make(std::numeric_limits<double>::infinity()), d.make(0.5), d.bytes(""),
                 d.tuple({}), d.global("m", "f"), d.extension(1), d.persistent_id(d.list()),
                 d.object(brine::Made::reduce, d.global("m", "f"), d.tuple({})),
                 d.buffer(std::as_bytes(std::span(memory)))})));
    CHECK_FALSE(is_hashable(d.buffer(std::as_bytes(std::span(memory)), false)));
}

TEST_CASE("hash: a buffer that can't change is a key as its bytes are") {
    for (const std::size_t size : {std::size_t{3}, std::size_t{100'000}}) {
        const std::string memory(size, 'm');
        const std::string same = memory;
        const auto view = [](const std::string& text) { return std::as_bytes(std::span(text)); };
        for (const int others : {0, 100}) {  // without an index, and with one
            Document d;
            const Value dict = d.dict();
            for (int i = 0; i < others; ++i) {
                dict.set(i, i);
            }
            dict.set(d.buffer(view(memory)), 1);
            dict.set(d.buffer(view(same)), 2);
            dict.set(d.bytes(memory), 3);
            CHECK(dict.size() == static_cast<std::size_t>(others) + 1);
            CHECK(dict[d.bytes(same)] == 3);
            CHECK(dict[d.buffer(view(same))] == 3);
            CHECK_THROWS_AS(dict.set(d.buffer(view(memory), false), 4), brine::ConversionError);
        }
    }
}

TEST_CASE("hash: depth takes no stack, and shared parts are hashed once") {
    Document d;
    Value nest = d.tuple({d.make(1)});
    for (int i = 0; i < 1'000'000; ++i) {
        nest = d.tuple({nest, nest});
    }
    CHECK(hash(nest) != 0);
    CHECK_FALSE(is_hashable(d.tuple({nest, d.list()})));
}

}  // namespace
