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
    explicit LoadMemo(std::pmr::memory_resource& memory) : row_(&memory) {}

    void start(Budget& budget, std::uint64_t most, bool keep) {
        budget_ = &budget;
        most_ = most;
        if (!keep) {
            row_.clear();
            holes_.clear();
            hole_count_ = 0;
            table_.clear();
        }
        room_ = 0;
        budget.charge(row_.capacity() * sizeof(Item));
    }

    /// @throws Failure where nothing was put.
    [[nodiscard]] const Item& get(std::uint64_t index) const {
        if (index < row_.size() && (hole_count_ == 0 || !is_hole(index))) [[likely]] {
            return row_[static_cast<std::size_t>(index)];
        }
        return get_far(index);
    }

    /// Python's MEMOIZE: the number of entries is the index.
    void memoize(const Item& item) {
        if (hole_count_ == 0 && table_.empty()) [[likely]] {
            append(item);
        } else {
            put(size(), item);
        }
    }

    void put(std::uint64_t index, const Item& item) {
        if (index == row_.size()) [[likely]] {
            if (!table_.empty()) {
                table_.erase(index);
                room_ = 0;
            }
            append(item);
        } else if (index < row_.size()) {
            const bool fills = hole_count_ != 0 && is_hole(index);
            if (fills) {
                check_count();
            }
            row_[static_cast<std::size_t>(index)] = item;
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
        return row_.size() - hole_count_ + table_.size();
    }

private:
    // So far ahead of the row an entry still goes into it.
    static constexpr std::size_t widest_gap = 64;
    // What a node of std::unordered_map is known to take, and its bucket.
    static constexpr std::size_t table_overhead = 48;

    [[nodiscard]] bool is_hole(std::uint64_t index) const noexcept {
        return index < holes_.size() && holes_[static_cast<std::size_t>(index)];
    }

    void append(const Item& item) {
        if (row_.size() >= room_) [[unlikely]] {
            make_room();
        }
        row_.push_back(item);
    }
    [[gnu::noinline]] void make_room() {
        check_count();
        const std::uint64_t left = most_ - size();
        if (row_.size() == row_.capacity()) {
            const std::size_t more =
                std::min<std::uint64_t>(std::max<std::size_t>(64, row_.capacity()), left);
            budget_->charge(more * sizeof(Item));
            row_.reserve(row_.capacity() + more);
        }
        room_ = std::min<std::uint64_t>(row_.capacity(), row_.size() + left);
    }
    void check_count() const {
        if (size() >= most_) {
            throw_failure(Errc::limit_exceeded, "more memo entries than the limits allow");
        }
    }

    [[gnu::noinline]] void put_far(std::uint64_t index, const Item& item) {
        const bool known = table_.contains(index);
        if (known || index - row_.size() > widest_gap) {
            if (!known) {
                check_count();
                budget_->charge(sizeof(Item) + table_overhead);
                room_ = 0;
            }
            table_[index] = item;
            return;
        }
        while (row_.size() < index) {
            const std::size_t at = row_.size();
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

    std::pmr::vector<Item> row_;
    std::vector<bool> holes_;
    std::size_t hole_count_ = 0;
    std::size_t room_ = 0;  // entries that the row may have before the limit is looked at again
    std::unordered_map<std::uint64_t, Item, MemoIndexHash> table_;
    Budget* budget_ = nullptr;
    std::uint64_t most_ = 0;
};

}  // namespace brine::detail
