#pragma once
// Checks and counts UTF-8. The lax variant, here called WTF-8, also takes surrogates, as three
// bytes each, like Python's "surrogatepass".

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace brine {

/// A length of 0 means that no valid sequence starts here.
struct CodePoint {
    char32_t value = 0;
    std::uint32_t length = 0;
};

namespace detail {

enum class Surrogates : bool { refused, allowed };

inline constexpr std::uint64_t high_bits = 0x8080808080808080U;

template <class Word = std::uint64_t>
Word load_word(const char* p) noexcept {
    Word word;
    std::memcpy(&word, p, sizeof word);
    return word;
}

constexpr std::uint32_t byte_at(const char* p, std::size_t i) noexcept {
    return static_cast<unsigned char>(p[i]);
}

constexpr bool is_continuation(std::uint32_t byte) noexcept { return (byte & 0xC0U) == 0x80U; }

constexpr bool is_surrogate(char32_t point) noexcept { return (point & ~0x7FFU) == 0xD800U; }

// Needs at least one byte.
template <Surrogates Policy>
constexpr CodePoint decode_one(const char* p, std::size_t size) noexcept {
    const std::uint32_t b0 = byte_at(p, 0);
    if (b0 < 0x80) return {b0, 1};
    if (b0 < 0xC2 || b0 > 0xF4 || size < 2) return {};
    const std::uint32_t b1 = byte_at(p, 1);
    if (!is_continuation(b1)) return {};
    if (b0 < 0xE0) return {(b0 & 0x1FU) << 6 | (b1 & 0x3FU), 2};
    if (size < 3) return {};
    const std::uint32_t b2 = byte_at(p, 2);
    if (!is_continuation(b2)) return {};
    if (b0 < 0xF0) {
        const char32_t point = (b0 & 0x0FU) << 12 | (b1 & 0x3FU) << 6 | (b2 & 0x3FU);
        if (point < 0x800) return {};
        if (Policy == Surrogates::refused && is_surrogate(point)) return {};
        return {point, 3};
    }
    if (size < 4 || !is_continuation(byte_at(p, 3))) return {};
    const char32_t point =
        (b0 & 0x07U) << 18 | (b1 & 0x3FU) << 12 | (b2 & 0x3FU) << 6 | (byte_at(p, 3) & 0x3FU);
    if (point < 0x10000 || point > 0x10FFFF) return {};
    return {point, 4};
}

// An automaton whose states are the shifts of its own rows: row[byte] >> state is the next state,
// one shift a byte (P. Vognsen, "Branchless UTF-8 validation by shift-based DFA", 2020).
namespace utf8_state {

inline constexpr unsigned width = 6;
inline constexpr unsigned reject = 0 * width;
inline constexpr unsigned accept = 1 * width;
inline constexpr unsigned tail1 = 2 * width;  // this many continuation bytes to come
inline constexpr unsigned tail2 = 3 * width;
inline constexpr unsigned tail3 = 4 * width;
inline constexpr unsigned after_e0 = 5 * width;  // the leads whose next byte has a range of its own
inline constexpr unsigned after_ed = 6 * width;
inline constexpr unsigned after_f0 = 7 * width;
inline constexpr unsigned after_f4 = 8 * width;

}  // namespace utf8_state

struct Utf8Transition {
    unsigned first, last;  // range of bytes
    unsigned from, to;     // states; what no row names is rejected
};

inline constexpr std::array utf8_transitions = std::to_array<Utf8Transition>({
    {0x00, 0x7F, utf8_state::accept, utf8_state::accept},
    {0xC2, 0xDF, utf8_state::accept, utf8_state::tail1},
    {0xE0, 0xE0, utf8_state::accept, utf8_state::after_e0},
    {0xE1, 0xEC, utf8_state::accept, utf8_state::tail2},
    {0xED, 0xED, utf8_state::accept, utf8_state::after_ed},
    {0xEE, 0xEF, utf8_state::accept, utf8_state::tail2},
    {0xF0, 0xF0, utf8_state::accept, utf8_state::after_f0},
    {0xF1, 0xF3, utf8_state::accept, utf8_state::tail3},
    {0xF4, 0xF4, utf8_state::accept, utf8_state::after_f4},
    {0x80, 0xBF, utf8_state::tail1, utf8_state::accept},
    {0x80, 0xBF, utf8_state::tail2, utf8_state::tail1},
    {0x80, 0xBF, utf8_state::tail3, utf8_state::tail2},
    {0xA0, 0xBF, utf8_state::after_e0, utf8_state::tail1},
    {0x80, 0x9F, utf8_state::after_ed, utf8_state::tail1},
    {0x90, 0xBF, utf8_state::after_f0, utf8_state::tail2},
    {0x80, 0x8F, utf8_state::after_f4, utf8_state::tail2},
});

template <Surrogates Policy>
inline constexpr std::array utf8_rows = [] {
    std::array<std::uint64_t, 256> rows{};
    for (Utf8Transition t : utf8_transitions) {
        if (Policy == Surrogates::allowed && t.from == utf8_state::after_ed) t.last = 0xBF;
        for (unsigned byte = t.first; byte <= t.last; ++byte)
            rows[byte] |= std::uint64_t{t.to} << t.from;
    }
    return rows;
}();

// Only the low 6 bits of what goes round here are the state.
template <Surrogates Policy>
std::uint64_t run_automaton(const char* p, std::size_t size, std::uint64_t state) noexcept {
    for (std::size_t i = 0; i < size; ++i)
        state = utf8_rows<Policy>[byte_at(p, i)] >> (state & 63U);
    return state & 63U;
}

template <Surrogates Policy>
bool automaton_accepts(std::string_view text) noexcept {
    constexpr std::size_t step = 8;
    const char* p = text.data();
    const char* const end = p + text.size();
    std::uint64_t state = utf8_state::accept;
    for (; static_cast<std::size_t>(end - p) >= step; p += step) {
        if (state == utf8_state::accept && (load_word(p) & high_bits) == 0) continue;
        state = run_automaton<Policy>(p, step, state);
        if (state == utf8_state::reject) return false;
    }
    state = run_automaton<Policy>(p, static_cast<std::size_t>(end - p), state);
    return state == utf8_state::accept;
}

template <Surrogates Policy>
constexpr std::size_t scan_for_invalid(std::string_view text) noexcept {
    std::size_t i = 0;
    while (i < text.size()) {
        const CodePoint point = decode_one<Policy>(text.data() + i, text.size() - i);
        if (point.length == 0) return i;
        i += point.length;
    }
    return std::string_view::npos;
}

}  // namespace detail

[[nodiscard]] constexpr bool is_ascii(const char* p, std::size_t size) noexcept {
    if (std::is_constant_evaluated()) {
        for (std::size_t i = 0; i < size; ++i)
            if (detail::byte_at(p, i) >= 0x80) return false;
        return true;
    }
    if (size >= 8) {  // the last word may overlap the one before it
        std::uint64_t seen = 0;
        std::size_t i = 0;
        for (; size - i > 32; i += 32) {
            seen = detail::load_word(p + i) | detail::load_word(p + i + 8) |
                   detail::load_word(p + i + 16) | detail::load_word(p + i + 24);
            if ((seen & detail::high_bits) != 0) return false;
        }
        for (; size - i > 8; i += 8) seen |= detail::load_word(p + i);
        seen |= detail::load_word(p + size - 8);
        return (seen & detail::high_bits) == 0;
    }
    if (size >= 4) {
        const auto seen =
            detail::load_word<std::uint32_t>(p) | detail::load_word<std::uint32_t>(p + size - 4);
        return (seen & 0x80808080U) == 0;
    }
    if (size == 0) return true;
    return (detail::byte_at(p, 0) | detail::byte_at(p, size / 2) | detail::byte_at(p, size - 1)) <
           0x80;
}

[[nodiscard]] constexpr bool is_ascii(std::string_view text) noexcept {
    return is_ascii(text.data(), text.size());
}

namespace detail {

template <Surrogates Policy>
constexpr bool valid(std::string_view text) noexcept {
    if (is_ascii(text)) return true;
    if (std::is_constant_evaluated())
        return scan_for_invalid<Policy>(text) == std::string_view::npos;
    return automaton_accepts<Policy>(text);
}

template <Surrogates Policy>
constexpr std::size_t first_invalid(std::string_view text) noexcept {
    return valid<Policy>(text) ? std::string_view::npos : scan_for_invalid<Policy>(text);
}

}  // namespace detail

/// Overlong forms, surrogates, and what is above U+10FFFF are refused.
[[nodiscard]] constexpr bool valid_utf8(std::string_view text) noexcept {
    return detail::valid<detail::Surrogates::refused>(text);
}

/// Unlike the WTF-8 of the web, a pair of surrogates written as twice three bytes is valid.
[[nodiscard]] constexpr bool valid_wtf8(std::string_view text) noexcept {
    return detail::valid<detail::Surrogates::allowed>(text);
}

/// The offset of the first byte that belongs to no valid sequence, npos when there is none: the
/// `start` of Python's UnicodeDecodeError.
[[nodiscard]] constexpr std::size_t first_invalid_utf8(std::string_view text) noexcept {
    return detail::first_invalid<detail::Surrogates::refused>(text);
}

[[nodiscard]] constexpr std::size_t first_invalid_wtf8(std::string_view text) noexcept {
    return detail::first_invalid<detail::Surrogates::allowed>(text);
}

/// Needs a non-empty text.
[[nodiscard]] constexpr CodePoint decode_utf8(std::string_view text) noexcept {
    return detail::decode_one<detail::Surrogates::refused>(text.data(), text.size());
}

[[nodiscard]] constexpr CodePoint decode_wtf8(std::string_view text) noexcept {
    return detail::decode_one<detail::Surrogates::allowed>(text.data(), text.size());
}

/// Python's len(str), for valid text; never beyond the bytes for any other.
[[nodiscard]] constexpr std::size_t count_code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    for (const char c : text) count += !detail::is_continuation(static_cast<unsigned char>(c));
    return count;
}

/// A surrogate is written as three bytes. Needs point <= U+10FFFF.
constexpr void append_code_point(std::string& out, char32_t point) {
    const auto tail = [point](unsigned shift) {
        return static_cast<char>(0x80U | (point >> shift & 0x3FU));
    };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        const char bytes[] = {static_cast<char>(0xC0U | point >> 6), tail(0)};
        out.append(bytes, sizeof bytes);
    } else if (point < 0x10000) {
        const char bytes[] = {static_cast<char>(0xE0U | point >> 12), tail(6), tail(0)};
        out.append(bytes, sizeof bytes);
    } else {
        const char bytes[] = {static_cast<char>(0xF0U | point >> 18), tail(12), tail(6), tail(0)};
        out.append(bytes, sizeof bytes);
    }
}

}  // namespace brine
