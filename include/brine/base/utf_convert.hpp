#pragma once
// UTF-8 to and from bytes that are not quite UTF-8 (Python's "surrogateescape", PEP 383) and
// UTF-16/32. Surrogates travel as three bytes, as with Python's "surrogatepass".

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <brine/base/utf8.hpp>

namespace brine {

template <class Unit>
concept wide_unit =
    std::same_as<Unit, char16_t> || std::same_as<Unit, char32_t> || std::same_as<Unit, wchar_t>;

namespace detail {

inline constexpr std::size_t escaped_size = 3;

// True for the three bytes of U+DC80 to U+DCFF, which stand for the bytes 80 to FF.
constexpr bool escapes_byte(std::string_view text) noexcept {
    return text.size() >= escaped_size && text[0] == '\xED' &&
           (text[1] == '\xB2' || text[1] == '\xB3') && is_continuation(byte_at(text.data(), 2));
}

// A code unit as an unsigned number, whether or not wchar_t has a sign.
template <wide_unit Unit>
constexpr char32_t unit_value(Unit unit) noexcept {
    if constexpr (sizeof(Unit) == 2)
        return static_cast<char16_t>(unit);
    else
        return static_cast<char32_t>(unit);
}

constexpr bool is_high(char32_t unit) noexcept { return (unit & ~0x3FFU) == 0xD800U; }
constexpr bool is_low(char32_t unit) noexcept { return (unit & ~0x3FFU) == 0xDC00U; }

}  // namespace detail

/// Python's b.decode("utf-8", "surrogateescape").encode("utf-8", "surrogatepass"): every byte b of
/// no valid sequence becomes U+DC00 + b.
[[nodiscard]] inline std::string escape_surrogates(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    while (true) {
        const std::size_t bad = first_invalid_utf8(bytes);
        out.append(bytes.substr(0, bad));
        if (bad == std::string_view::npos) return out;
        // CPython escapes a cut sequence as a whole; byte by byte is the same, because the rest of
        // it starts no sequence either.
        append_code_point(out, 0xDC00U + detail::byte_at(bytes.data(), bad));
        bytes.remove_prefix(bad + 1);
    }
}

/// The way back. Surrogates outside U+DC80 to U+DCFF, for which Python raises, stay as they are.
[[nodiscard]] inline std::string unescape_surrogates(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (true) {
        const std::size_t at = text.find('\xED');
        out.append(text.substr(0, at));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at);
        if (detail::escapes_byte(text)) {
            const std::uint32_t low = (detail::byte_at(text.data(), 1) & 0x3FU) << 6 |
                                      (detail::byte_at(text.data(), 2) & 0x3FU);
            out += static_cast<char>(static_cast<unsigned char>(low & 0xFFU));
            text.remove_prefix(detail::escaped_size);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
}

/// UTF-16 joins its surrogate pairs, UTF-32 keeps surrogates apart, as a Python str does. False,
/// with `out` unchanged, when a unit is above U+10FFFF.
template <wide_unit Unit>
[[nodiscard]] bool append_utf8(std::string& out, std::basic_string_view<Unit> text) {
    const std::size_t old_size = out.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t point = detail::unit_value(text[i]);
        if (sizeof(Unit) == 2 && detail::is_high(point) && i + 1 < text.size()) {
            const char32_t low = detail::unit_value(text[i + 1]);
            if (detail::is_low(low)) {
                point = 0x10000U + ((point & 0x3FFU) << 10 | (low & 0x3FFU));
                ++i;
            }
        }
        if (point > 0x10FFFF) {
            out.resize(old_size);
            return false;
        }
        append_code_point(out, point);
    }
    return true;
}

/// False, with `out` unchanged, when the text is not valid_wtf8. In UTF-16 two surrogates that
/// were apart become a pair, and there is no way back.
template <wide_unit Unit>
[[nodiscard]] bool append_from_utf8(std::basic_string<Unit>& out, std::string_view text) {
    const std::size_t old_size = out.size();
    while (!text.empty()) {
        const CodePoint point = decode_wtf8(text);
        if (point.length == 0) {
            out.resize(old_size);
            return false;
        }
        if (sizeof(Unit) == 2 && point.value >= 0x10000) {
            out += static_cast<Unit>(0xD7C0U + (point.value >> 10));
            out += static_cast<Unit>(0xDC00U + (point.value & 0x3FFU));
        } else {
            out += static_cast<Unit>(point.value);
        }
        text.remove_prefix(point.length);
    }
    return true;
}

}  // namespace brine
