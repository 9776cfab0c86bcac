#include <brine/model/arena.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"

namespace {

using brine::detail::Arena;
using brine::detail::MemoryChunk;

struct Pair {
    std::uint64_t first;
    std::uint64_t second;
};

TEST_CASE("arena: short texts are copied with what stands before them, and keep what they are") {
    const std::string front(Arena::short_text, '#');
    std::vector<std::pair<const char*, std::string>> copies;
    Arena arena;
    for (std::size_t i = 0; i < 3000; ++i) {
        const std::size_t size = 1 + i * 7 % Arena::short_text;
        const std::string text(size, static_cast<char>('a' + i % 26));
        const std::string there = front + text;
        const std::string_view view = std::string_view(there).substr(front.size());
        copies.emplace_back(arena.copy_short_text(view), text);
        if (i % 5 == 0) {
            auto* const pair = arena.allocate<Pair>();
            *pair = {~std::uint64_t{0}, ~std::uint64_t{0}};
            copies.emplace_back(reinterpret_cast<const char*>(pair), std::string(16, '\xff'));
        }
    }
    for (const auto& [at, text] : copies) {
        CHECK(std::string_view(at, text.size()) == text);
    }
}

TEST_CASE("arena: what grows goes on where it stands while something else lies at the other end") {
    Arena arena;
    static_cast<void>(arena.allocate<Pair>(1, std::size_t{1} << 16U));  // a chunk of some size
    static_cast<void>(arena.copy_text("odd"));
    auto* const row = arena.allocate<Pair>(10);
    auto* const high = arena.allocate_high<Pair>(100);
    CHECK(reinterpret_cast<std::uintptr_t>(high) % alignof(Pair) == 0);
    std::memset(high, 1, sizeof(Pair) + 100);
    CHECK(arena.extend(row, 10, 20));
    static_cast<void>(arena.allocate<Pair>());
    CHECK_FALSE(arena.extend(row, 30, 1));
}

TEST_CASE("arena: memory is used again, from the largest chunk on") {
    Arena arena;
    const auto fill = [&](std::size_t pieces, std::size_t size) {
        arena.clear();
        const Pair* first = arena.allocate<Pair>();
        for (std::size_t i = 0; i < pieces; ++i) {
            std::memset(arena.allocate<Pair>(size), 1, size * sizeof(Pair));
        }
        return first;
    };
    static_cast<void>(fill(1000, 100));
    const std::size_t capacity = arena.capacity();
    const Pair* const first = fill(1000, 100);
    CHECK(arena.capacity() == capacity);
    CHECK(fill(1000, 100) == first);
    CHECK(fill(10, 1) == first);
    CHECK(fill(100, 1000) == first);
    CHECK(arena.capacity() == capacity);
    // A piece that no chunk can hold takes a new one, and the others stay.
    static_cast<void>(fill(1, capacity / sizeof(Pair) + 1));
    const std::size_t larger = arena.capacity();
    static_cast<void>(fill(1000, 100));
    static_cast<void>(fill(1, capacity / sizeof(Pair) + 1));
    CHECK(arena.capacity() == larger);
}

TEST_CASE("arena: what is expected is made room for when there shows to be much") {
    constexpr std::size_t huge = MemoryChunk::huge_page;
    const auto grown = [](Arena& arena, std::size_t bytes) {
        std::size_t moves = 0;
        auto* row = arena.allocate<Pair>(64);
        for (std::size_t count = 64; count * sizeof(Pair) < bytes; count += 64) {
            if (!arena.extend(row, count, 64)) {
                row = arena.allocate<Pair>(2 * count);
                count *= 2;
                ++moves;
            }
        }
        return moves;
    };
    Arena small;
    small.expect(16 * huge);
    static_cast<void>(grown(small, 1000));
    CHECK(small.capacity() < huge);
    Arena large;
    large.expect(16 * huge);
    static_cast<void>(grown(large, 2 * huge));
    CHECK(large.capacity() >= 16 * huge);
    CHECK(large.capacity() <= 18 * huge);
    Arena budgeted;
    budgeted.expect(16 * huge);
    const std::uint64_t bound = 8 * huge;
    budgeted.budget().start(
        [](const void* context) { return *static_cast<const std::uint64_t*>(context); }, &bound);
    static_cast<void>(grown(budgeted, 2 * huge));
    CHECK(budgeted.capacity() <= 8 * huge);
}

}  // namespace
