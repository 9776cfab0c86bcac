#pragma once
// The Unpickler's stack with its marks. Python: the Pdata of Modules/_pickle.c and its fence.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <brine/engine/load_items.hpp>
#include <brine/model/budget.hpp>
#include <brine/model/failure.hpp>
#include <brine/model/memory_chunk.hpp>

namespace brine::detail {

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_stack(const char* reason) {
    throw_failure(Errc::invalid_stack, reason);
}

/// Nothing is taken from below the topmost mark.
template <class Item>
class LoadStack {
public:
    /// The memory must outlive it.
    explicit LoadStack(std::pmr::memory_resource& memory) : memory_(&memory), marks_(&memory) {}
    LoadStack(const LoadStack&) = delete;
    LoadStack& operator=(const LoadStack&) = delete;
    ~LoadStack() { delete_all(); }

    /// Gives the memory back, and is of no further use.
    void release() noexcept {
        delete_all();
        chunk_.reset();
        base_ = top_ = end_ = floor_ = nullptr;
        std::pmr::vector<std::size_t>(memory_).swap(marks_);
    }

    void start(Budget& budget, std::uint64_t item_limit, std::uint64_t mark_limit) {
        budget_ = &budget;
        item_limit_ = item_limit;
        mark_limit_ = mark_limit;
        pop_to(base_);
        floor_ = base_;
        marks_.clear();
    }

    [[gnu::always_inline]] void push(Item item) {
        if (top_ == end_) [[unlikely]] {
            grow(1);
        }
        *top_++ = std::move(item);
    }

    /// Room for `count` items, or for what the limit leaves of them, which is one at least; to be
    /// filled from the front and announced with advance().
    [[nodiscard]] std::span<Item> room(std::size_t count) {
        if (static_cast<std::size_t>(end_ - top_) < count) [[unlikely]] {
            grow(count);
        }
        return {top_, std::min(count, static_cast<std::size_t>(end_ - top_))};
    }
    void advance(Item* top) noexcept { top_ = top; }

    /// At least `count` items are above the topmost mark.
    void need(std::size_t count) const {
        if (static_cast<std::size_t>(top_ - floor_) < count) [[unlikely]] {
            throw_stack(floor_ == base_ ? "too few items on the stack"
                                        : "too few items above the mark");
        }
    }
    /// The item at this depth, which need() has seen to; 0 is the top.
    [[nodiscard]] Item& at(std::size_t depth) noexcept { return *(top_ - 1 - depth); }
    [[nodiscard]] std::span<Item> last(std::size_t count) noexcept { return {top_ - count, count}; }

    [[nodiscard]] Item pop() noexcept {
        Item item = std::move(*--top_);
        return item;
    }
    void drop(std::size_t count) noexcept { pop_to(top_ - count); }

    void mark() {
        if (marks_.size() == marks_.capacity()) [[unlikely]] {
            if (marks_.size() >= mark_limit_) {
                throw_failure(Errc::limit_exceeded, "more open marks than the limits allow");
            }
            const std::size_t more = static_cast<std::size_t>(std::min<std::uint64_t>(
                std::max<std::size_t>(16, marks_.capacity()), mark_limit_ - marks_.size()));
            budget_->charge(more * sizeof(std::size_t));
            marks_.reserve(marks_.capacity() + more);
        }
        marks_.push_back(static_cast<std::size_t>(top_ - base_));
        floor_ = top_;
    }
    [[nodiscard]] bool on_mark() const noexcept { return !marks_.empty() && top_ == floor_; }

    /// Takes the topmost mark away and shows the items that stood above it; drop() is for the
    /// caller.
    [[nodiscard]] std::span<Item> take_mark() {
        if (marks_.empty()) [[unlikely]] {
            throw_stack("no mark on the stack");
        }
        Item* const first = floor_;
        marks_.pop_back();
        floor_ = base_ + (marks_.empty() ? 0 : marks_.back());
        return {first, static_cast<std::size_t>(top_ - first)};
    }

    /// All items, those below marks included.
    [[nodiscard]] std::span<Item> all() noexcept { return {base_, top_}; }

private:
    static constexpr std::size_t largest_kept = std::size_t{1} << 14U;  // in bytes

    [[nodiscard]] std::size_t capacity() const noexcept {
        return static_cast<std::size_t>(end_ - base_);
    }

    void pop_to(Item* top) noexcept {
        forget_items(top, static_cast<std::size_t>(top_ - top));
        top_ = top;
    }

    void delete_all() noexcept {
        if (chunk_) {
            std::destroy_n(base_, capacity());
        } else {
            delete_items(*memory_, base_, capacity());
        }
    }

    [[gnu::noinline]] void grow(std::size_t count);

    std::pmr::memory_resource* memory_;
    std::optional<MemoryChunk> chunk_;  // in place of it
    Item* base_ = nullptr;
    Item* top_ = nullptr;
    Item* end_ = nullptr;
    Item* floor_ = nullptr;
    std::pmr::vector<std::size_t> marks_;
    Budget* budget_ = nullptr;
    std::uint64_t item_limit_ = 0;
    std::uint64_t mark_limit_ = 0;
};

template <class Item>
void LoadStack<Item>::grow(std::size_t count) {
    const auto used = static_cast<std::size_t>(top_ - base_);
    if (used >= item_limit_) {
        throw_failure(Errc::limit_exceeded, "more items on the stack than the limits allow");
    }
    const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(
        std::max<std::size_t>({64, 2 * capacity(), used + count}), item_limit_));
    budget_->charge((wanted - capacity()) * sizeof(Item));
    // A large stack gives its memory back when it moves; most need none that is so large.
    std::optional<MemoryChunk> chunk;
    Item* bigger = nullptr;
    if (wanted * sizeof(Item) > largest_kept) {
        chunk.emplace(wanted * sizeof(Item));
        bigger = make_items<Item>(chunk->data(), wanted);
    } else {
        bigger = new_items<Item>(*memory_, wanted);
    }
    std::move(base_, top_, bigger);
    floor_ = bigger + (floor_ - base_);
    delete_all();
    chunk_ = std::move(chunk);
    base_ = bigger;
    top_ = base_ + used;
    end_ = base_ + wanted;
}

}  // namespace brine::detail
