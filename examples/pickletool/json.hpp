#pragma once
// Text as JSON, as Python's json.dumps writes it.

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <brine/base/utf8.hpp>

namespace pickletool {

/// A string literal of ASCII. Surrogates stand for themselves; bytes that are no text at all, as a
/// pickle of Python 2 may have them, become U+FFFD.
[[nodiscard]] inline std::string json(std::string_view text) {
    constexpr char32_t no_character = 0xFFFD;
    std::string out = "\"";
    const auto unit = [&](std::uint32_t value) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", value);
    };
    while (!text.empty()) {
        const brine::CodePoint point = brine::decode_wtf8(text);
        const char32_t c = point.length == 0 ? no_character : point.value;
        text.remove_prefix(point.length == 0 ? 1 : point.length);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += static_cast<char>(c);
        } else if (c >= ' ' && c <= '~') {
            out += static_cast<char>(c);
        } else if (c < 0x10000) {
            unit(c);
        } else {
            unit(0xD800U + ((c - 0x10000U) >> 10U));
            unit(0xDC00U + ((c - 0x10000U) & 0x3FFU));
        }
    }
    return out + '"';
}

}  // namespace pickletool
