#pragma once
// Whether text is ASCII or valid, without a branch on the size of what is short.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <brine/base/utf8.hpp>

namespace brine::detail {

inline constexpr std::size_t short_text_size = 32;

// Wherever a window of 32 begins, it picks 80 for the first bytes of a text and 0 for the others.
inline constexpr std::array high_bit_mask = [] {
    std::array<char, 2 * short_text_size> mask{};
    for (std::size_t i = 0; i < short_text_size; ++i) {
        mask[i] = '\x80';
    }
    return mask;
}();

/// What `end` leaves room behind is told quickly.
inline bool is_ascii_text(std::string_view text, const char* end) noexcept {
    const char* const p = text.data();
    if (text.size() > short_text_size || end - p < static_cast<std::ptrdiff_t>(short_text_size))
        [[unlikely]] {
        return is_ascii(text);
    }
    const char* const mask = high_bit_mask.data() + (short_text_size - text.size());
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < short_text_size; i += sizeof seen) {
        seen |= load_word(p + i) & load_word(mask + i);
    }
    return seen == 0;
}

/// UTF-8 with surrogates.
inline bool valid_text(std::string_view text, const char* end) noexcept {
    return is_ascii_text(text, end) || valid_wtf8(text);
}

}  // namespace brine::detail
