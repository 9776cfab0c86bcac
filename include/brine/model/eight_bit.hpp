#pragma once
// Bytes as text: what pickle.loads(encoding=..., errors=...) makes of Python 2's 8-bit strings, and
// the Latin-1 in which protocols below 3 write bytes.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <brine/base/utf8.hpp>
#include <brine/base/utf_convert.hpp>

namespace brine::detail {

/// Each byte is a code point.
[[nodiscard]] inline std::string latin1_to_utf8(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 2);
    for (const char c : bytes) {
        append_code_point(out, static_cast<unsigned char>(c));
    }
    return out;
}

/// Nothing where a code point is above U+00FF. The text is valid WTF-8.
[[nodiscard]] inline std::optional<std::string> utf8_to_latin1(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const CodePoint point = decode_wtf8(text);
        if (point.length == 0 || point.value > 0xFF) {
            return std::nullopt;
        }
        out += static_cast<char>(static_cast<unsigned char>(point.value));
        text.remove_prefix(point.length);
    }
    return out;
}

/// How many bytes at the start of what is no valid UTF-8 count as one error: the longest piece of a
/// valid sequence, or one byte (Unicode 15, "U+FFFD Substitution of Maximal Subparts").
[[nodiscard]] inline std::size_t invalid_utf8_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < 2) {
        return 1;
    }
    const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < low || byte(1) > high) {
        return 1;
    }
    std::size_t n = 2;
    while (n < length && n < text.size() && is_continuation(byte(n))) {
        ++n;
    }
    return n;
}

/// Goes over bytes that are mostly valid; `bad` is called with what is not and the output.
template <class FirstInvalid, class InvalidLength, class Bad>
[[nodiscard]] std::string decode_with(std::string_view bytes, FirstInvalid first_invalid,
                                      InvalidLength invalid_length, Bad bad) {
    std::string out;
    while (true) {
        const std::size_t at = first_invalid(bytes);
        out.append(bytes.substr(0, at));
        if (at == std::string_view::npos) {
            return out;
        }
        bytes.remove_prefix(at);
        const std::size_t length = invalid_length(bytes);
        bad(bytes.substr(0, length), out);
        bytes.remove_prefix(length);
    }
}

}  // namespace brine::detail
