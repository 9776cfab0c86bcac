#pragma once
// Python's repr() of what has no parts: str, bytes, float, int.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <brine/base/utf8.hpp>
#include <brine/model/int.hpp>
#include <brine/model/int_text.hpp>
#include <brine/tools/printable.hpp>

namespace brine {
namespace detail {

constexpr char quote_for(std::string_view text) noexcept {
    const bool double_quotes =
        text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    return double_quotes ? '"' : '\'';
}

// What bytes and str escape alike; false for any other character.
inline bool append_escape(std::string& out, char32_t c, char quote) {
    switch (c) {
        case '\t':
            out += "\\t";
            return true;
        case '\n':
            out += "\\n";
            return true;
        case '\r':
            out += "\\r";
            return true;
        case '\\':
            out += "\\\\";
            return true;
        default:
            break;
    }
    if (c == static_cast<unsigned char>(quote)) {
        out += '\\';
        out += quote;
        return true;
    }
    return false;
}

inline void append_character(std::string& out, char32_t c, char quote) {
    if (append_escape(out, c, quote)) {
        return;
    }
    if (is_printable(c)) {
        append_code_point(out, c);
    } else if (c < 0x100) {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<std::uint32_t>(c));
    } else if (c < 0x10000) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(c));
    } else {
        fmt::format_to(std::back_inserter(out), "\\U{:08x}", static_cast<std::uint32_t>(c));
    }
}

inline void append_byte(std::string& out, char c, char quote) {
    const auto byte = static_cast<unsigned char>(c);
    if (append_escape(out, byte, quote)) {
        return;
    }
    if (byte >= 0x20 && byte < 0x7F) {
        out += c;
    } else {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
    }
}

}  // namespace detail

/// repr(str) of WTF-8; lone surrogates come as \udc80. Needs valid_wtf8(text). Ends where more than
/// `most` bytes have been added.
inline void append_text_repr(std::string& out, std::string_view text,
                             std::size_t most = std::string_view::npos) {
    const char quote = detail::quote_for(text);
    const std::size_t start = out.size();
    out += quote;
    while (!text.empty() && out.size() - start <= most) {
        const CodePoint point = decode_wtf8(text);
        detail::append_character(out, point.value, quote);
        text.remove_prefix(point.length == 0 ? text.size() : point.length);
    }
    out += quote;
}

/// The same without quotes: for names, which may hold anything and yet are printed as they are.
inline void append_text_escaped(std::string& out, std::string_view text,
                                std::size_t most = std::string_view::npos) {
    std::string quoted;
    append_text_repr(quoted, text, most);
    out.append(quoted, 1, quoted.size() - 2);
}

/// repr(bytes.decode('latin-1')).
inline void append_latin1_repr(std::string& out, std::string_view bytes) {
    const char quote = detail::quote_for(bytes);
    out += quote;
    for (const char c : bytes) {
        detail::append_character(out, static_cast<unsigned char>(c), quote);
    }
    out += quote;
}

/// The same without quotes.
inline void append_latin1_escaped(std::string& out, std::string_view bytes) {
    std::string quoted;
    append_latin1_repr(quoted, bytes);
    out.append(quoted, 1, quoted.size() - 2);
}

/// repr(bytes). Ends where more than `most` bytes have been added.
inline void append_bytes_repr(std::string& out, std::string_view bytes,
                              std::size_t most = std::string_view::npos) {
    const char quote = detail::quote_for(bytes);
    bytes = bytes.substr(0, most);
    out += 'b';
    out += quote;
    for (const char c : bytes) {
        detail::append_byte(out, c, quote);
    }
    out += quote;
}

/// repr(bytearray), which escapes single quotes even between double ones. Ends where more than
/// `most` bytes have been added.
inline void append_bytearray_repr(std::string& out, std::string_view bytes,
                                  std::size_t most = std::string_view::npos) {
    const char quote = detail::quote_for(bytes);
    bytes = bytes.substr(0, most);
    out += "bytearray(b";
    out += quote;
    for (const char c : bytes) {
        detail::append_byte(out, c, '\'');
    }
    out += quote;
    out += ')';
}

/// repr(float).
inline void append_float_repr(std::string& out, double x) {
    if (std::isnan(x)) {
        out += "nan";
        return;
    }
    const std::size_t start = out.size();
    fmt::format_to(std::back_inserter(out), "{}", x);
    if (out.find_first_of(".ein", start) == std::string::npos) {
        out += ".0";
    }
}

/// repr(int), but hex(int) where Python refuses because of more than 4300 digits.
inline void append_int_repr(std::string& out, const Int& x) {
    constexpr std::size_t most_digits = 4300;
    constexpr std::size_t most_bits = 14285;  // of 10**4300 - 1, and of some more
    if (x.bit_length() <= most_bits) {
        const std::string digits = x.to_string();
        if (digits.size() <= most_digits + (x.sign() < 0 ? 1 : 0)) {
            out += digits;
            return;
        }
    }
    out += x.to_hex();
}

}  // namespace brine
