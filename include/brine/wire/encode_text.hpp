#pragma once
// Arguments that protocols 0 and 1 write as text: pointer in, pointer behind the last byte out, as
// in encode.hpp. The bytes are those of Modules/_pickle.c.

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <brine/base/utf8.hpp>
#include <brine/wire/encode.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine::encode {

/// The longest line of an int64, a memo slot or a double, opcode and newline included.
inline constexpr std::size_t max_number_line = 40;

/// The longest escape: \U0010ffff.
inline constexpr std::size_t max_escape = 10;

/// Copies text; does not check for room.
inline char* copy(char* p, std::string_view text) noexcept {
    text.copy(p, text.size());
    return p + text.size();
}

/// Opcode, text, newline.
inline char* line(char* p, Opcode code, std::string_view text) noexcept {
    p = copy(op(p, code), text);
    *p = '\n';
    return p + 1;
}

/// GET and PUT, and INT where the number fits 32 bits.
inline char* number_line(char* p, Opcode code, std::int64_t number) noexcept {
    p = std::to_chars(op(p, code), p + max_number_line, number).ptr;
    *p = '\n';
    return p + 1;
}

/// INT, or LONG with its L where the number does not fit 32 bits.
inline char* integer_line(char* p, std::int64_t value) noexcept {
    if (value == static_cast<std::int32_t>(value)) {
        return number_line(p, Opcode::int_, value);
    }
    p = std::to_chars(op(p, Opcode::long_), p + max_number_line, value).ptr;
    return copy(p, "L\n");
}

/// Python's repr() of a float: the shortest digits that lead back, and an exponent below 1e-4 and
/// from 1e16 on (PyOS_double_to_string, 'r').
inline char* float_repr(char* p, double x) noexcept {
    if (std::isnan(x)) {
        return copy(p, "nan");
    }
    if (std::isinf(x)) {
        return copy(p, x < 0 ? "-inf" : "inf");
    }
    char* const last = p + max_number_line;
    const double size = std::fabs(x);
    if (size != 0 && (size < 1e-4 || size >= 1e16)) {
        return std::to_chars(p, last, x, std::chars_format::scientific).ptr;
    }
    char* const end = std::to_chars(p, last, x, std::chars_format::fixed).ptr;
    const std::string_view digits(p, static_cast<std::size_t>(end - p));
    return digits.find('.') == std::string_view::npos ? copy(end, ".0") : end;
}

/// FLOAT.
inline char* real_line(char* p, double x) noexcept {
    p = float_repr(op(p, Opcode::float_), x);
    *p = '\n';
    return p + 1;
}

namespace detail {

inline char* escape(char* p, char letter, char32_t point, unsigned digits) noexcept {
    *p++ = '\\';
    *p++ = letter;
    while (digits > 0) {
        --digits;
        *p++ = "0123456789abcdef"[point >> (4 * digits) & 0xfU];
    }
    return p;
}

constexpr bool ends_text(char32_t point) noexcept {
    return point == 0 || point == '\n' || point == '\r' || point == 0x1a || point == '\\';
}

}  // namespace detail

/// The argument of UNICODE: latin-1 with \uXXXX and \UXXXXXXXX for what is beyond it, and for
/// backslash, NUL, line feed, carriage return and Control-Z. Takes characters off the front of
/// valid UTF-8, lone surrogates included, until `room` is less than max_escape.
inline char* raw_unicode_escape(char* p, std::string_view& utf8, std::size_t room) noexcept {
    const char* const full = p + room - max_escape;
    while (p <= full && !utf8.empty()) {
        const CodePoint point = decode_wtf8(utf8);
        utf8.remove_prefix(point.length == 0 ? 1 : point.length);
        if (point.value > 0xffff) {
            p = detail::escape(p, 'U', point.value, 8);
        } else if (point.value > 0xff || detail::ends_text(point.value)) {
            p = detail::escape(p, 'u', point.value, 4);
        } else {
            *p++ = static_cast<char>(static_cast<unsigned char>(point.value));
        }
    }
    return p;
}

}  // namespace brine::encode
