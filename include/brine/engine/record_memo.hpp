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
#include <brine/wire/encode.hpp>

namespace brine {

/// A GET in one word: up to 5 bytes in front, their count in the last. 0: not known yet.
using PackedGet = std::uint64_t;

inline PackedGet pack_get(Slot slot) noexcept {
    char bytes[8 + encode::slack] = {};
    const char* end = encode::get(bytes, slot);
    bytes[7] = static_cast<char>(end - bytes);
    return load_le<std::uint64_t>(bytes);
}

inline Slot unpack_slot(PackedGet get) noexcept {
    return static_cast<Slot>(get >> 8U & (get >> 56U == 2 ? 0xffU : 0xffffffffU));
}

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

    /// True where no other type has been met.
    [[nodiscard]] bool holds_only(Tag type) const noexcept {
        return near_count_ == 1 && near_[0].type == type;
    }

    RecordSlots& add(Tag type, std::span<const std::string_view> names) {
        const RecordSlots slots{type, names.data(), names.size(), words(names.size() + 1)};
        if (near_count_ < near_.size()) {
            return near_[near_count_++] = slots;
        }
        if (far_ == nullptr) {
            far_ = std::make_unique<std::unordered_map<Tag, RecordSlots>>();
        }
        return far_->insert_or_assign(type, slots).first->second;
    }

    template <class Visit>
    void for_each(Visit visit) {
        for (std::size_t i = 0; i < near_count_; ++i) {
            visit(near_[i]);
        }
        if (far_ != nullptr) {
            for (auto& [type, slots] : *far_) {
                visit(slots);
            }
        }
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

    PackedGet* words(std::size_t n) {
        PackedGet* block = near_words_.data() + words_used_;
        if (n > near_words_.size() - words_used_) {
            block = blocks_.emplace_back(std::make_unique_for_overwrite<PackedGet[]>(n)).get();
        } else {
            words_used_ += n;
        }
        std::memset(block, 0, n * sizeof *block);
        return block;
    }

    std::size_t near_count_ = 0;
    std::size_t words_used_ = 0;
    std::array<RecordSlots, 6> near_;        // left uninitialized: most picklers need one or two
    std::array<PackedGet, 48> near_words_;
    std::unique_ptr<std::unordered_map<Tag, RecordSlots>> far_;
    std::vector<std::unique_ptr<PackedGet[]>> blocks_;
};

}  // namespace brine
