#pragma once
// The Unpickler's memo: a row of items for the indices that picklers use, a table for any other, so
// that an index costs one entry, however large it is.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/engine/load_items.hpp>
#include <brine/model/budget.hpp>
#include <brine/model/failure.hpp>
#include <brine/model/hash.hpp>

namespace brine::detail {

struct MemoIndexHash {
    [[nodiscard]] std::size_t operator()(std::uint64_t index) const noexcept {
        return static_cast<std::size_t>(hash_number(index, hash_seed()));
    }
};

template <class Item>
class LoadMemo {
public:
    /// The memory must outlive it.
    explicit LoadMemo(std::pmr::memory_resource& memory) : memory_(&memory), blocks_(&memory) {}
    LoadMemo(const LoadMemo&) = delete;
    LoadMemo& operator=(const LoadMemo&) = delete;
    ~LoadMemo() { release(); }

    /// Gives the memory back, and is of no further use.
    void release() noexcept {
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            delete_items(*memory_, blocks_[i], size_of_block(i));
        }
        std::pmr::vector<Item*>(memory_).swap(blocks_);
        row_size_ = room_ = capacity_ = 0;
    }

    void start(Budget& budget, std::uint64_t most, bool keep) {
        budget_ = &budget;
        most_ = most;
        if (!keep) {
            forget();
            holes_.clear();
            hole_count_ = 0;
            if (!table_.empty()) {
                Table().swap(table_);  // clear() would take as long as it has ever been large
            }
        }
        room_ = 0;
    }

    /// @throws Failure where nothing was put.
    [[nodiscard]] const Item& get(std::uint64_t index) const {
        if (index < row_size_ && (hole_count_ == 0 || !is_hole(index))) [[likely]] {
            return at(static_cast<std::size_t>(index));
        }
        return get_far(index);
    }

    /// Python's MEMOIZE: the number of entries is the index.
    [[gnu::always_inline]] void memoize(const Item& item) {
        if (hole_count_ == 0 && table_.empty()) [[likely]] {
            append(item);
        } else {
            put_next(item);
        }
    }

    void put(std::uint64_t index, const Item& item) {
        if (index == row_size_) [[likely]] {
            if (!table_.empty()) {
                table_.erase(index);
                room_ = 0;
            }
            append(item);
        } else if (index < row_size_) {
            const bool fills = hole_count_ != 0 && is_hole(index);
            if (fills) {
                check_count();
            }
            at(static_cast<std::size_t>(index)) = item;
            if (fills) {
                holes_[static_cast<std::size_t>(index)] = false;
                --hole_count_;
                room_ = 0;
            }
        } else {
            put_far(index, item);
        }
    }

    [[nodiscard]] std::uint64_t size() const noexcept {
        return row_size_ - hole_count_ + table_.size();
    }

private:
    using Table = std::unordered_map<std::uint64_t, Item, MemoIndexHash>;

    // There may be so many holes in the row more than entries.
    static constexpr std::size_t more_holes = 64;
    static constexpr std::size_t block_size = 512;
    static constexpr std::size_t first_room = 32;
    // What a node of std::unordered_map is known to take, and its bucket.
    static constexpr std::size_t table_overhead = 48;

    [[nodiscard]] bool is_hole(std::uint64_t index) const noexcept {
        return index < holes_.size() && holes_[static_cast<std::size_t>(index)];
    }

    [[nodiscard]] Item& at(std::size_t index) const noexcept {
        return blocks_[index / block_size][index % block_size];
    }
    [[nodiscard]] std::size_t size_of_block(std::size_t block) const noexcept {
        return std::min(capacity_ - block * block_size, block_size);
    }

    [[gnu::always_inline]] void append(const Item& item) {
        if (row_size_ >= room_) [[unlikely]] {
            make_room();
        }
        last_block_[row_size_ % block_size] = item;
        ++row_size_;
    }
    [[gnu::noinline]] void make_room();
    void forget() noexcept {
        for (std::size_t i = 0; i * block_size < row_size_; ++i) {
            forget_items(blocks_[i], std::min(row_size_ - i * block_size, block_size));
        }
        row_size_ = 0;
    }
    void check_count() const {
        if (size() >= most_) {
            throw_failure(Errc::limit_exceeded, "more memo entries than the limits allow");
        }
    }

    // By value, so that the caller need not have the item in memory.
    [[gnu::noinline]] void put_next(Item item) { put(size(), item); }

    [[gnu::noinline]] void put_far(std::uint64_t index, const Item& item) {
        const bool known = table_.contains(index);
        const std::uint64_t gap = index - row_size_;
        if (known || gap > more_holes || gap + 2 * hole_count_ > more_holes + row_size_) {
            if (!known) {
                check_count();
                budget_->charge(sizeof(Item) + table_overhead);
                room_ = 0;
            }
            table_[index] = item;
            return;
        }
        while (row_size_ < index) {
            const std::size_t at = row_size_;
            const auto far = table_.find(at);
            const bool hole = far == table_.end();
            if (hole) {
                holes_.resize(at + 1);
            }
            append(hole ? Item{} : far->second);
            if (hole) {
                holes_[at] = true;
                ++hole_count_;
            } else {
                table_.erase(far);
            }
        }
        put(index, item);
    }

    [[gnu::noinline]] const Item& get_far(std::uint64_t index) const {
        const auto far = table_.find(index);
        if (far == table_.end()) {
            throw_failure(Errc::invalid_memo, "the memo has no entry " + std::to_string(index));
        }
        return far->second;
    }

    // The row lies in blocks, so that it never moves; but the first one starts small.
    std::pmr::memory_resource* memory_;
    std::pmr::vector<Item*> blocks_;
    Item* last_block_ = nullptr;  // where the row ends
    std::size_t row_size_ = 0;
    std::size_t room_ = 0;      // up to where neither that block nor the limit ends
    std::size_t capacity_ = 0;  // of all blocks
    std::vector<bool> holes_;
    std::size_t hole_count_ = 0;
    Table table_;
    Budget* budget_ = nullptr;
    std::uint64_t most_ = 0;
};

template <class Item>
void LoadMemo<Item>::make_room() {
    check_count();
    const std::uint64_t left = most_ - size();
    if (row_size_ == capacity_) {
        const std::size_t old = capacity_ % block_size;
        const std::size_t wanted = capacity_ == 0 ? first_room : block_size - old;
        const auto more = static_cast<std::size_t>(std::min<std::uint64_t>(wanted, left));
        budget_->charge(more * sizeof(Item));
        if (old == 0) {
            blocks_.push_back(nullptr);
        }
        Item* const bigger = new_items<Item>(*memory_, old + more);
        std::move(blocks_.back(), blocks_.back() + old, bigger);
        delete_items(*memory_, blocks_.back(), old);
        blocks_.back() = bigger;
        capacity_ += more;
    }
    const std::size_t block = row_size_ / block_size;
    last_block_ = blocks_[block];
    const std::size_t rest = block * block_size + size_of_block(block) - row_size_;
    room_ = row_size_ + static_cast<std::size_t>(std::min<std::uint64_t>(rest, left));
}

}  // namespace brine::detail
