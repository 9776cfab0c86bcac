#include <brine/engine/load_memo.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <random>
#include <string>

#include <brine/engine/load_stack.hpp>

#include "catch.hpp"

namespace {

using brine::detail::Budget;
using brine::detail::Failure;
using brine::detail::LoadMemo;
using brine::detail::LoadStack;

constexpr std::uint64_t unlimited = ~std::uint64_t{0};

/// Counts what is taken and not given back.
struct Counted : std::pmr::memory_resource {
    std::ptrdiff_t bytes = 0;

private:
    void* do_allocate(std::size_t size, std::size_t alignment) override {
        bytes += static_cast<std::ptrdiff_t>(size);
        return std::pmr::new_delete_resource()->allocate(size, alignment);
    }
    void do_deallocate(void* p, std::size_t size, std::size_t alignment) override {
        bytes -= static_cast<std::ptrdiff_t>(size);
        std::pmr::new_delete_resource()->deallocate(p, size, alignment);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
        return this == &other;
    }
};

TEST_CASE("load_memo: stack and memo give their memory back before they end") {
    Budget budget;
    Counted memory;
    LoadMemo<std::uint64_t> memo(memory);
    LoadStack<std::uint64_t> stack(memory);
    memo.start(budget, unlimited, false);
    stack.start(budget, unlimited, unlimited);
    for (std::uint64_t i = 0; i < 1500; ++i) {
        memo.memoize(i);
    }
    stack.push(1);
    stack.mark();
    CHECK(memory.bytes > 0);
    memo.release();
    stack.release();
    CHECK(memory.bytes == 0);
}

std::uint64_t number_of(std::uint64_t item) { return item; }
std::uint64_t number_of(const std::shared_ptr<std::uint64_t>& item) { return *item; }

template <class Item>
Item item_of(std::uint64_t number) {
    if constexpr (std::is_same_v<Item, std::uint64_t>) {
        return number;
    } else {
        return std::make_shared<std::uint64_t>(number);
    }
}

template <class Item>
std::optional<std::uint64_t> found(const LoadMemo<Item>& memo, std::uint64_t index) {
    try {
        return number_of(memo.get(index));
    } catch (const Failure& failure) {
        CHECK(failure.code == brine::Errc::invalid_memo);
        return std::nullopt;
    }
}

/// Does the same with a memo and with a map, for plain items and for such as count references.
template <class Item>
void check_against_map(unsigned seed) {
    std::mt19937 random(seed);
    const auto below = [&](std::uint64_t n) { return random() % n; };
    Budget budget;
    LoadMemo<Item> memo(*std::pmr::new_delete_resource());
    for (int load = 0; load < 3; ++load) {
        const bool keep = load == 1;
        std::map<std::uint64_t, std::uint64_t> model;
        if (keep) {
            for (std::uint64_t i = 0; i < 5000; ++i) {
                if (const std::optional<std::uint64_t> item = found(memo, i)) {
                    model[i] = *item;
                }
            }
        }
        memo.start(budget, unlimited, keep);
        // Most begin with a row; some leave gaps, or go far away.
        const std::uint64_t farthest = load == 2 ? 3000 : 1200;
        for (std::uint64_t step = 0; step < 3000; ++step) {
            std::uint64_t index = model.size();
            if (below(10) == 0) {
                index = below(farthest);
            } else if (load == 2 && below(50) == 0) {
                index = model.size() + below(100);
            }
            if (index == model.size() && below(2) == 0) {
                memo.memoize(item_of<Item>(step));
            } else {
                memo.put(index, item_of<Item>(step));
            }
            model[index] = step;
            CHECK(memo.size() == model.size());
        }
        std::uint64_t wrong = 0;
        for (std::uint64_t index = 0; index < 5000; ++index) {
            const auto at = model.find(index);
            const std::optional<std::uint64_t> item = found(memo, index);
            wrong += (at == model.end() ? item.has_value() : item != at->second) ? 1U : 0U;
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("load_memo: holds what a map holds, of plain items and of others") {
    for (unsigned seed = 0; seed < 6; ++seed) {
        check_against_map<std::uint64_t>(seed);
        check_against_map<std::shared_ptr<std::uint64_t>>(seed);
    }
}

TEST_CASE("load_memo: items stay where they are as it grows, and are let go when it starts anew") {
    Budget budget;
    const auto item = std::make_shared<std::uint64_t>(7);
    {
        LoadMemo<std::shared_ptr<std::uint64_t>> memo(*std::pmr::new_delete_resource());
        memo.start(budget, unlimited, false);
        for (int i = 0; i < 2000; ++i) {
            memo.memoize(item);
        }
        const auto* const first = &memo.get(600);
        for (int i = 0; i < 2000; ++i) {
            memo.memoize(item);
        }
        CHECK(&memo.get(600) == first);
        CHECK(item.use_count() == 4001);
        memo.start(budget, unlimited, false);
        CHECK(item.use_count() == 1);
        memo.memoize(item);
    }
    CHECK(item.use_count() == 1);
}

TEST_CASE("load_memo: a far index takes no memory for those before it") {
    Counted memory;
    Budget budget;
    LoadMemo<std::uint64_t> memo(memory);
    memo.start(budget, unlimited, false);
    for (const std::uint64_t index : {0U, 1000U, 1000000U, 4000000000U}) {
        memo.put(index, index);
    }
    CHECK(memory.bytes < 20000);
    CHECK(memo.get(1000000) == 1000000);
    CHECK(memo.size() == 4);
}

TEST_CASE("load_memo: takes as many entries as its limit says") {
    for (const std::uint64_t most : {0U, 1U, 63U, 64U, 65U, 511U, 512U, 513U, 1500U}) {
        for (const std::uint64_t before : {std::uint64_t{0}, most}) {
            Budget budget;
            LoadMemo<std::uint64_t> memo(*std::pmr::new_delete_resource());
            memo.start(budget, unlimited, false);
            for (std::uint64_t i = 0; i < before; ++i) {  // so that there is memory already
                memo.memoize(i);
            }
            memo.start(budget, most, false);
            for (std::uint64_t i = 0; i < most; ++i) {
                memo.memoize(i);
            }
            CHECK_THROWS_AS(memo.memoize(0), Failure);
            CHECK_THROWS_AS(memo.put(1U << 30U, 0), Failure);
            CHECK(memo.size() == most);
        }
    }
}

TEST_CASE("load_stack: takes as many items as its limit says, alone and in rows") {
    for (const std::uint64_t most : {1U, 100U, 128U, 129U, 1000U}) {
        Budget budget;
        LoadStack<std::shared_ptr<std::uint64_t>> stack(*std::pmr::new_delete_resource());
        const auto item = std::make_shared<std::uint64_t>(7);
        stack.start(budget, most, 10);
        stack.push(item);
        while (stack.all().size() < most) {
            const auto room = stack.room(600);
            REQUIRE(room.size() >= 1);
            REQUIRE(room.size() <= most - stack.all().size());
            std::fill(room.begin(), room.end(), item);
            stack.advance(room.data() + room.size());
        }
        CHECK_THROWS_AS(stack.push(item), Failure);
        CHECK_THROWS_AS(stack.room(1), Failure);
        CHECK(stack.all().size() == most);
        stack.start(budget, most, 10);
        CHECK(item.use_count() == 1);
    }
}

}  // namespace
