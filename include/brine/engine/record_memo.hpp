#pragma once
// The memo slots of a described type: its class and its field names, as ready-made GETs.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/base/endian.hpp>
#include <brine/engine/memo.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine {

/// A GET in one word: up to 5 bytes in front, their count in the last. 0: not known yet.
using PackedGet = std::uint64_t;

constexpr PackedGet pack_get(Slot slot) noexcept {
    const auto code = static_cast<PackedGet>(slot < 256 ? Opcode::binget : Opcode::long_binget);
    const PackedGet size = slot < 256 ? 2 : 5;
    return code | PackedGet{slot} << 8U | size << 56U;
}

constexpr Slot unpack_slot(PackedGet get) noexcept { return static_cast<Slot>(get >> 8U); }

/// Writes a packed GET; stores 8 bytes.
inline char* put_packed(char* p, PackedGet get) noexcept {
    store_le<std::uint64_t>(p, get);
    return p + (get >> 56U);
}

/// What a Pickler knows of one described type.
struct RecordSlots {
    Tag type;
    const std::string_view* names;  // of the fields
    std::size_t size;               // how many
    PackedGet* gets;                // of the class, then of each field's name
};

/// RecordSlots by type. The first few take no memory from the heap.
class RecordMemo {
public:
    [[nodiscard]] RecordSlots* find(Tag type) noexcept {
        for (std::size_t i = 0; i < near_count_; ++i) {
            if (near_[i].type == type) {
                return &near_[i];
            }
        }
        return far_ == nullptr ? nullptr : find_far(type);
    }

    [[nodiscard]] bool empty() const noexcept { return near_count_ == 0; }

    RecordSlots& add(Tag type, std::span<const std::string_view> names) {
        if (near_count_ == near_.size()) {
            if (far_ == nullptr) {
                far_ = std::make_unique<std::unordered_map<Tag, RecordSlots>>();
            }
            return fill((*far_)[type], type, names);
        }
        return fill(near_[near_count_++], type, names);
    }

    void clear() noexcept {
        near_count_ = 0;
        words_used_ = 0;
        far_.reset();
        blocks_.clear();
    }

private:
    RecordSlots* find_far(Tag type) noexcept {
        const auto found = far_->find(type);
        return found == far_->end() ? nullptr : &found->second;
    }

    RecordSlots& fill(RecordSlots& slots, Tag type, std::span<const std::string_view> names) {
        slots.type = type;
        slots.names = names.data();
        slots.size = names.size();
        slots.gets = words(names.size() + 1);
        return slots;
    }

    /// n words that are 0.
    PackedGet* words(std::size_t n) {
        constexpr std::size_t block = 8;  // of a size that compilers clear without a call
        const std::size_t whole = (n + block - 1) / block * block;
        PackedGet* words = near_words_.data() + words_used_;
        if (whole > near_words_.size() - words_used_) {
            words = blocks_.emplace_back(std::make_unique_for_overwrite<PackedGet[]>(whole)).get();
        } else {
            words_used_ += whole;
        }
        for (std::size_t i = 0; i < whole; i += block) {
            std::memset(words + i, 0, block * sizeof *words);
        }
        return words;
    }

    std::size_t near_count_ = 0;
    std::size_t words_used_ = 0;
    std::array<RecordSlots, 6> near_;  // left uninitialized: most picklers need one or two
    std::array<PackedGet, 48> near_words_;
    std::unique_ptr<std::unordered_map<Tag, RecordSlots>> far_;
    std::vector<std::unique_ptr<PackedGet[]>> blocks_;
};

}  // namespace brine
