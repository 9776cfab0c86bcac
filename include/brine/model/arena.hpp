#pragma once
// Arena: the memory of one Document. It grows in chunks, is freed as a whole, and can be used
// again.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <brine/model/budget.hpp>
#include <brine/model/memory_chunk.hpp>

namespace brine::detail {

/// Records grow from the low end of a chunk, text from its high end. Nothing is destroyed.
class Arena {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena() = default;

    /// Uninitialized room for `count` objects and `extra` bytes behind them.
    template <class T>
    [[nodiscard]] T* allocate(std::size_t count = 1, std::size_t extra = 0) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= alignment);
        const std::size_t size = (count * sizeof(T) + extra + alignment - 1) & ~(alignment - 1);
        if (size > room()) [[unlikely]] {
            next_chunk(size);
        }
        char* const p = low_;
        low_ += size;
        return reinterpret_cast<T*>(p);
    }

    /// Makes the newest allocation longer where it stands; false where that can't be.
    template <class T>
    [[nodiscard]] bool extend(T* first, std::size_t count, std::size_t more) noexcept {
        static_assert(sizeof(T) % alignment == 0);
        if (reinterpret_cast<char*>(first + count) != low_ || more * sizeof(T) > room()) {
            return false;
        }
        low_ += more * sizeof(T);
        return true;
    }

    /// As allocate() for one object, from where text grows, so that what was allocated last can
    /// still be extended.
    template <class T>
    [[nodiscard]] T* allocate_high(std::size_t extra) {
        static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= alignment);
        char* const p = allocate_text(sizeof(T) + extra + alignment - 1);
        const std::size_t past = std::bit_cast<std::uintptr_t>(p) % alignment;
        return reinterpret_cast<T*>(p + (past == 0 ? 0 : alignment - past));
    }

    /// Uninitialized room for text.
    [[nodiscard]] char* allocate_text(std::size_t size) {
        if (size > room()) [[unlikely]] {
            next_chunk(size);
        }
        high_ -= size;
        return high_;
    }

    [[nodiscard]] const char* copy_text(std::string_view text) {
        char* const to = allocate_text(text.size());
        if (!text.empty()) {
            std::memcpy(to, text.data(), text.size());
        }
        return to;
    }

    /// So many bytes at most are copied without a look at how many.
    static constexpr std::size_t short_text = 32;

    /// As copy_text() for 1 to `short_text` bytes, where as many that end with them can be read.
    [[nodiscard]] const char* copy_short_text(std::string_view text) {
        if (room() < short_text) [[unlikely]] {
            return copy_text(text);
        }
        // What stands before the text comes along, into memory that is free.
        std::memcpy(high_ - short_text, text.data() + text.size() - short_text, short_text);
        high_ -= text.size();
        return high_;
    }

    /// About so many bytes will be wanted. What shows to be large then gets them in one piece, so
    /// that nothing moves as it grows; pages that are not written are not taken.
    void expect(std::size_t bytes) noexcept {
        constexpr std::size_t page = MemoryChunk::huge_page;
        expected_ = (std::min(bytes, largest_chunk) + page - 1) / page * page;
    }

    /// Forgets all that was allocated and keeps the memory for what comes.
    void clear() noexcept {
        // The largest will be used first, so that what grows can do so where it stands.
        std::move(used_.begin(), used_.end(), std::back_inserter(free_));
        used_.clear();
        std::sort(free_.begin(), free_.end(),
                  [](const MemoryChunk& a, const MemoryChunk& b) { return a.size() < b.size(); });
        if (free_.size() > most_kept) {
            free_.erase(free_.begin(), free_.end() - most_kept);
        }
        low_ = high_ = nullptr;
        budget_.stop();
    }

    [[nodiscard]] Budget& budget() noexcept { return budget_; }
    [[nodiscard]] std::size_t capacity() const noexcept {
        std::size_t sum = 0;
        for (const MemoryChunk& chunk : used_) {
            sum += chunk.size();
        }
        for (const MemoryChunk& chunk : free_) {
            sum += chunk.size();
        }
        return sum;
    }

private:
    static constexpr std::size_t alignment = 8;
    static constexpr std::size_t first_chunk = 2048;
    static constexpr std::size_t largest_chunk = std::size_t{1} << 28U;
    static constexpr std::ptrdiff_t most_kept = 64;
    // What a chunk takes of the heap and of the vectors below.
    static constexpr std::size_t chunk_overhead = 16 + 4 * sizeof(MemoryChunk);

    [[nodiscard]] std::size_t room() const noexcept {
        return static_cast<std::size_t>(high_ - low_);
    }
    void use(const MemoryChunk& chunk) noexcept {
        low_ = chunk.data();
        high_ = chunk.data() + chunk.size();
    }
    /// Both vectors have room for all chunks and one more.
    void make_room_for_chunk() {
        const std::size_t count = used_.size() + free_.size() + 1;
        if (count > used_.capacity() || count > free_.capacity()) {
            used_.reserve(2 * count);
            free_.reserve(2 * count);
        }
    }

    void next_chunk(std::size_t size);

    std::vector<MemoryChunk> used_;
    std::vector<MemoryChunk> free_;  // the largest last
    std::size_t largest_ = 0;
    char* low_ = nullptr;
    char* high_ = nullptr;
    std::size_t expected_ = 0;
    Budget budget_;
};

inline void Arena::next_chunk(std::size_t size) {
    if (!free_.empty() && free_.back().size() >= size) {
        const std::size_t gain = free_.back().size();
        budget_.charge(budget_.allows(gain) ? gain : size);
        used_.push_back(std::move(free_.back()));
        free_.pop_back();
        return use(used_.back());
    }
    const std::size_t least = (size + alignment - 1) & ~(alignment - 1);
    std::size_t want =
        std::max(std::min(std::max(first_chunk, 2 * largest_), largest_chunk), least);
    if (want >= MemoryChunk::huge_page && expected_ > want && budget_.allows(expected_)) {
        want = expected_;
    }
    if (!budget_.allows(want + chunk_overhead)) {
        want = least;
    }
    budget_.charge(want + chunk_overhead);
    make_room_for_chunk();
    used_.emplace_back(want);
    largest_ = std::max(largest_, want);
    use(used_.back());
}

}  // namespace brine::detail
