#pragma once
// Rows of short texts and of look-ups in the memo, for visitors that take many at once; see
// decoder.hpp. Rows of numbers are in place.hpp.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/endian.hpp>
#include <brine/base/utf8.hpp>
#include <brine/wire/opcodes.hpp>
#include <brine/wire/place.hpp>

namespace brine {

namespace detail {

// Wherever a window of 32 ends, it picks 80 for the last bytes of a text and 0 for those before.
inline constexpr std::array high_bit_tails = [] {
    std::array<char, 64> mask{};
    std::fill(mask.begin() + 32, mask.end(), '\x80');
    return mask;
}();

}  // namespace detail

/// A row of SHORT_BINUNICODE, each of 1 to 32 bytes of ASCII, with or without a MEMOIZE and then an
/// int behind it, as dicts have them.
/// The visitor may leave all to the other handlers, and has to where next() gives none.
class TextRun {
public:
    static constexpr std::size_t longest = 32;

    /// From `p`, where at least 2 bytes are before `end`.
    TextRun(const char* p, const char* end, const InputWindow& window) noexcept
        : p_(p),
          last_(p),
          stop_(p + std::min(end - p - 1, detail::longest_run)),
          end_(end),
          window_(&window) {}

    /// So many bytes must be in hand before a row.
    static constexpr std::size_t least_before = longest - 2;

    /// False at the end of the row. The `longest` bytes that end with the text can be read.
    [[gnu::always_inline]] bool next(std::string_view& text) noexcept {
        if (p_ >= stop_ || *p_ != static_cast<char>(Opcode::short_binunicode)) {
            return false;
        }
        const std::size_t n = load_le<std::uint8_t>(p_ + 1);
        const char* const first = p_ + 2;
        if (n == 0 || n > longest || n > static_cast<std::size_t>(end_ - first)) {
            return false;
        }
        const char* const window = first + n - longest;
        const char* const mask = detail::high_bit_tails.data() + n;
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < longest; i += 8) {
            seen |= detail::load_word(window + i) & detail::load_word(mask + i);
        }
        if (seen != 0) {
            return false;
        }
        text = {first, n};
        last_ = p_;
        p_ = first + n;
        return true;
    }

    /// Takes the MEMOIZE behind the text that next() gave, if there is one.
    [[gnu::always_inline]] bool memoize() noexcept {
        if (p_ == end_ || *p_ != static_cast<char>(Opcode::memoize)) {
            return false;
        }
        last_ = p_++;
        return true;
    }

    /// Takes the int behind them, of those that IntRun takes.
    [[gnu::always_inline]] bool number(std::int64_t& x) noexcept {
        const char* const behind =
            end_ - p_ >= detail::least_for_int ? detail::read_short_int(p_, x) : nullptr;
        if (behind == nullptr) {
            return false;
        }
        last_ = p_;
        p_ = behind;
        return true;
    }

    /// No more texts and ints than this are left; never above 514.
    [[nodiscard]] std::size_t most() const noexcept {
        return p_ < stop_ ? static_cast<std::size_t>((stop_ - p_ + 3) / 2) : 0;
    }

    /// Of what next(), memoize() or number() took last, or of what next() will take first.
    [[nodiscard]] InputPlace place() const noexcept { return {last_, *window_}; }

    /// For the decoder: behind what was taken last.
    [[nodiscard]] const char* position() const noexcept { return p_; }

private:
    const char* p_;
    const char* last_;
    const char* stop_;
    const char* end_;
    const InputWindow* window_;
};

/// A row of BINGET and LONG_BINGET. The visitor must take at least one.
class GetRun {
public:
    /// What must stand before the end where a row may begin, in bytes.
    static constexpr std::ptrdiff_t least = 5;

    GetRun(const char* p, const char* end, const InputWindow& window) noexcept
        : p_(p),
          last_(p),
          stop_(p + std::min(end - p - (least - 1), detail::longest_run)),
          window_(&window) {}

    [[nodiscard]] static bool takes(char opcode) noexcept {
        return opcode == static_cast<char>(Opcode::binget) ||
               opcode == static_cast<char>(Opcode::long_binget);
    }

    /// False at the end of the row.
    [[gnu::always_inline]] bool next(std::uint64_t& index) noexcept {
        if (p_ >= stop_ || !takes(*p_)) {
            return false;
        }
        // Without a branch on the size, as they alternate at random.
        const unsigned wide = *p_ == static_cast<char>(Opcode::long_binget) ? 1 : 0;
        index = load_le<std::uint32_t>(p_ + 1) & (0xFFU | negated(wide));
        last_ = p_;
        p_ += 2 + 3 * wide;
        return true;
    }

    /// No more than this many are left; never above 512.
    [[nodiscard]] std::size_t most() const noexcept {
        return p_ < stop_ ? static_cast<std::size_t>((stop_ - p_ + 1) / 2) : 0;
    }

    /// Of what next() gave last, or will give first.
    [[nodiscard]] InputPlace place() const noexcept { return {last_, *window_}; }

    /// For the decoder: behind the last one taken.
    [[nodiscard]] const char* position() const noexcept { return p_; }

private:
    const char* p_;
    const char* last_;
    const char* stop_;
    const InputWindow* window_;
};

}  // namespace brine
