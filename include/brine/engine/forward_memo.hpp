#pragma once
// ForwardMemo: where the objects that a pickle remembers stand in its bytes.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

namespace brine::detail {

/// Eight bytes an object, and nothing from the heap for the first few.
class ForwardMemo {
public:
    /// What an object is; tuples, names and instances start with what they are made of.
    enum class Shape : std::uint8_t { value, tuple, name, instance };

    /// Where an object got its place in the memo, which is one place in the pickle for each object.
    struct Put {
        static constexpr std::size_t no_slot = std::numeric_limits<std::size_t>::max();

        std::size_t slot = no_slot;
        const char* at = nullptr;
    };

    struct Remembered {
        const char* first;
        const char* put;
        Shape shape;
        bool is_ascii;  // a text that is
        bool is_finished;
    };

    /// Longer pickles have offsets that the memo can't hold.
    static constexpr std::size_t longest_pickle = std::size_t{1} << 29U;

    /// Of the pickle that starts there.
    explicit ForwardMemo(const char* pickle) noexcept : pickle_(pickle) {}
    ForwardMemo(const ForwardMemo&) = delete;
    ForwardMemo& operator=(const ForwardMemo&) = delete;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    /// A place for an object that is not finished.
    std::size_t add() {
        if (size_ == capacity_) [[unlikely]] {
            grow();
        }
        entries_[size_] = {};
        return size_++;
    }
    void finish(const Put& put, const char* first, Shape shape, bool is_ascii) noexcept {
        const auto flags = static_cast<std::uint32_t>(shape) | (is_ascii ? ascii_flag : 0U);
        entries_[put.slot] = {offset(first) << flag_bits | flags, offset(put.at)};
    }
    [[nodiscard]] Remembered operator[](std::size_t slot) const noexcept {
        const Entry entry = entries_[slot];
        return {pickle_ + (entry.first >> flag_bits), pickle_ + entry.put,
                static_cast<Shape>(entry.first & shape_flags), (entry.first & ascii_flag) != 0,
                entry.put != 0};
    }

private:
    struct Entry {
        std::uint32_t first;  // and, in its lowest bits, the flags
        std::uint32_t put;    // never 0, where PROTO is
    };
    static constexpr unsigned flag_bits = 3;
    static constexpr std::uint32_t shape_flags = 3;
    static constexpr std::uint32_t ascii_flag = 4;
    static constexpr std::size_t first_capacity = 64;

    [[nodiscard]] std::uint32_t offset(const char* p) const noexcept {
        return static_cast<std::uint32_t>(p - pickle_);
    }

    void grow() {
        constexpr std::size_t factor = 4;
        auto larger = std::make_unique_for_overwrite<Entry[]>(factor * capacity_);
        std::copy_n(entries_, size_, larger.get());
        on_heap_ = std::move(larger);
        entries_ = on_heap_.get();
        capacity_ *= factor;
    }

    const char* pickle_;
    std::array<Entry, first_capacity> few_;  // read only where it has been written
    std::unique_ptr<Entry[]> on_heap_;
    Entry* entries_ = few_.data();
    std::size_t capacity_ = first_capacity;
    std::size_t size_ = 0;
};

}  // namespace brine::detail
