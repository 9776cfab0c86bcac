#pragma once
// The arguments that are lines of text, read as Modules/_pickle.c of CPython 3.11 reads them: the
// line is without its newline, and numbers end at a NUL. No locale has a say.

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <system_error>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/utf8.hpp>

namespace brine {

/// What a line turned out to be.
enum class TextStatus : std::uint8_t {
    ok,
    boolean,   ///< 00 or 01
    beyond64,  ///< an integer that int64 can't hold
    malformed,
    out_of_range,  ///< a float beyond the largest, an index below 0 or above 2**63 - 1
    too_long,      ///< more digits than allowed
};

struct IntText {
    TextStatus status;
    std::int64_t value = 0;
    std::string_view literal{};  ///< where beyond64: what int(text, 0) takes
};

struct FloatText {
    TextStatus status;
    double value = 0;
};

struct IndexText {
    TextStatus status;
    std::uint64_t value = 0;
};

namespace detail {

constexpr bool is_white_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr bool is_decimal(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr unsigned hex_value(char c) noexcept {
    if (is_decimal(c)) {
        return static_cast<unsigned>(c - '0');
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? static_cast<unsigned>(lower - 'a') + 10 : 16;
}

constexpr std::string_view up_to_nul(std::string_view line) noexcept {
    return line.substr(0, line.find('\0'));
}

constexpr std::string_view stripped(std::string_view text) noexcept {
    while (!text.empty() && is_white_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_white_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

constexpr bool take_sign(std::string_view& text) noexcept {
    if (text.empty() || (text.front() != '-' && text.front() != '+')) {
        return false;
    }
    const bool negative = text.front() == '-';
    text.remove_prefix(1);
    return negative;
}

constexpr unsigned base_named_by(char letter) noexcept {
    switch (letter | 0x20) {
        case 'b':
            return 2;
        case 'o':
            return 8;
        case 'x':
            return 16;
    }
    return 0;
}

// Adds digits up to what an int64 of that sign can hold.
class Int64Digits {
public:
    explicit constexpr Int64Digits(bool negative) noexcept
        : negative_(negative),
          most_(static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) +
                (negative ? 1U : 0U)) {}

    constexpr void add(unsigned digit, unsigned base) noexcept {
        fits_ = fits_ && magnitude_ <= (most_ - digit) / base;
        if (fits_) {
            magnitude_ = magnitude_ * base + digit;
        }
        ++count_;
    }

    [[nodiscard]] constexpr bool fits() const noexcept { return fits_; }
    [[nodiscard]] constexpr std::size_t count() const noexcept { return count_; }
    [[nodiscard]] constexpr std::int64_t value() const noexcept {
        return static_cast<std::int64_t>(negative_ ? negated(magnitude_) : magnitude_);
    }

private:
    bool negative_;
    std::uint64_t most_;
    std::uint64_t magnitude_ = 0;
    std::size_t count_ = 0;
    bool fits_ = true;
};

// PyLong_FromString of Objects/longobject.c, for base 0 (by prefix) and 10.
constexpr IntText parse_literal(std::string_view text, unsigned base, std::size_t most_digits) {
    const std::string_view literal = stripped(up_to_nul(text));
    std::string_view digits = literal;
    const bool negative = take_sign(digits);
    bool only_zero = false;
    bool after_digit = false;
    if (base == 0) {
        base = 10;
        only_zero = digits.starts_with('0');
        if (only_zero && digits.size() > 1 && base_named_by(digits[1]) != 0) {
            base = base_named_by(digits[1]);
            digits.remove_prefix(2);
            only_zero = false;
            after_digit = true;  // 0x_1 is a number, so the prefix may have an underscore behind
        }
    }
    Int64Digits number(negative);
    for (const char c : digits) {
        if (c == '_' && after_digit) {
            after_digit = false;
            continue;
        }
        const unsigned digit = hex_value(c);
        if (digit >= (only_zero ? 1 : base)) {
            return {TextStatus::malformed};
        }
        number.add(digit, base);
        after_digit = true;
    }
    if (number.count() == 0 || !after_digit) {
        return {TextStatus::malformed};
    }
    if (number.count() > most_digits) {
        return {TextStatus::too_long};
    }
    if (!number.fits()) {
        return {TextStatus::beyond64, 0, literal};
    }
    return {TextStatus::ok, number.value()};
}

// C's strtol(line, &end, 0), where it takes the whole line and int(line, 0) might not: an octal
// number as C writes it, or nothing at all before a NUL.
constexpr IntText parse_as_strtol(std::string_view text) {
    while (!text.empty() && is_white_space(text.front())) {
        text.remove_prefix(1);
    }
    Int64Digits number(take_sign(text));
    if (!text.starts_with('0')) {
        return {TextStatus::malformed};
    }
    for (const char c : text) {
        if (c < '0' || c > '7') {
            return {TextStatus::malformed};
        }
        number.add(static_cast<unsigned>(c - '0'), 8);
    }
    return {number.fits() ? TextStatus::ok : TextStatus::malformed, number.value()};
}

}  // namespace detail

/// INT. `line` is not empty.
constexpr IntText parse_int_line(std::string_view line, std::size_t most_digits) {
    const std::string_view text = detail::up_to_nul(line);
    IntText result{TextStatus::ok, 0};
    if (!text.empty()) {
        result = detail::parse_as_strtol(text);
        if (result.status != TextStatus::ok) {
            result = detail::parse_literal(text, 0, most_digits);
        } else if (text.size() > most_digits) {
            result.status = TextStatus::too_long;
        }
    }
    // Only the length tells 01 from 1, so " 1" and "+1" are True too. White space at the end is
    // nothing for strtol, and what int() is asked for is never a bool.
    const bool by_strtol = text.empty() || !detail::is_white_space(text.back());
    if (result.status == TextStatus::ok && line.size() == 2 && by_strtol &&
        (result.value == 0 || result.value == 1)) {
        result.status = TextStatus::boolean;
    }
    return result;
}

/// LONG, with its L or without.
constexpr IntText parse_long_line(std::string_view line, std::size_t most_digits) {
    if (line.ends_with('L')) {
        line.remove_suffix(1);
    }
    return detail::parse_literal(line, 0, most_digits);
}

/// GET and PUT.
constexpr IndexText parse_index_line(std::string_view line) {
    const IntText index = detail::parse_literal(line, 10, line.size());
    if (index.status == TextStatus::beyond64 ||
        (index.status == TextStatus::ok && index.value < 0)) {
        return {TextStatus::out_of_range};
    }
    return {index.status, static_cast<std::uint64_t>(index.value)};
}

namespace detail {

constexpr bool equals_ignoring_case(std::string_view text, std::string_view lower) noexcept {
    if (text.size() != lower.size()) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((text[i] | 0x20) != lower[i]) {
            return false;
        }
    }
    return true;
}

// With its sign, of digits. Far ones are all alike.
constexpr std::int64_t exponent_of(std::string_view text) noexcept {
    constexpr std::int64_t far = std::int64_t{1} << 40;
    const bool negative = take_sign(text);
    std::int64_t exponent = 0;
    for (const char c : text) {
        exponent = exponent >= far ? far : exponent * 10 + (c - '0');
    }
    return negative ? -exponent : exponent;
}

// True where a decimal number that no double can hold is a large one, not a small one.
constexpr bool is_large(std::string_view text) noexcept {
    const std::size_t e = text.find_first_of("eE");
    const std::int64_t exponent = e == std::string_view::npos ? 0 : exponent_of(text.substr(e + 1));
    const std::string_view mantissa = text.substr(0, e);
    const std::size_t point = mantissa.find('.');
    const std::size_t first = mantissa.find_first_of("123456789");
    const auto whole =
        static_cast<std::int64_t>(point == std::string_view::npos ? mantissa.size() : point);
    return first != std::string_view::npos &&
           exponent + whole - static_cast<std::int64_t>(first) > 0;
}

// As std::from_chars, of text that begins with a digit or a point. Where no point is left, strtod
// reads the same in every locale.
inline std::from_chars_result decimal_by_strtod(const char* first, const char* last, double& x) {
    const auto behind_digits = [last](const char* p) {
        return std::find_if_not(p, last, is_decimal);
    };
    const char* end = behind_digits(first);
    std::string digits(first, end);
    std::int64_t exponent = 0;
    if (end != last && *end == '.') {
        const char* const fraction = end + 1;
        end = behind_digits(fraction);
        digits.append(fraction, end);
        exponent = fraction - end;
    }
    if (digits.empty()) {
        return {first, std::errc::invalid_argument};
    }
    if (end != last && (*end | 0x20) == 'e') {
        const char* const sign = end + 1;
        const char* const number = sign + (sign != last && (*sign == '-' || *sign == '+') ? 1 : 0);
        const char* const stop = behind_digits(number);
        if (stop != number) {
            exponent += exponent_of({sign, stop});
            end = stop;
        }
    }
    digits += 'e';
    digits += std::to_string(exponent);
    x = std::strtod(digits.c_str(), nullptr);
    return {end, std::isinf(x) ? std::errc::result_out_of_range : std::errc()};
}

inline std::from_chars_result decimal_from_chars(const char* first, const char* last, double& x) {
#ifdef __cpp_lib_to_chars
    return std::from_chars(first, last, x);
#else
    return decimal_by_strtod(first, last, x);  // libc++ before version 20
#endif
}

}  // namespace detail

/// FLOAT: PyOS_string_to_double of Python/pystrtod.c. Takes no white space and no underscores;
/// beyond the largest double is an OverflowError there, below the smallest is 0.
inline FloatText parse_float_line(std::string_view line) {
    std::string_view text = detail::up_to_nul(line);
    const bool negative = detail::take_sign(text);
    const auto result = [negative](double x) {
        return FloatText{TextStatus::ok, std::copysign(x, negative ? -1.0 : 1.0)};
    };
    if (detail::equals_ignoring_case(text, "inf") ||
        detail::equals_ignoring_case(text, "infinity")) {
        return result(std::numeric_limits<double>::infinity());
    }
    if (detail::equals_ignoring_case(text, "nan")) {
        return result(std::numeric_limits<double>::quiet_NaN());
    }
    if (text.empty() || (!detail::is_decimal(text.front()) && text.front() != '.')) {
        return {TextStatus::malformed};
    }
    double x = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = detail::decimal_from_chars(text.data(), end, x);
    if (error == std::errc::invalid_argument || stop != end) {
        return {TextStatus::malformed};
    }
    if (error == std::errc::result_out_of_range) {
        return detail::is_large(text) ? FloatText{TextStatus::out_of_range} : result(0);
    }
    return result(x);
}

namespace detail {

inline constexpr std::string_view simple_escapes = "\\'\"bfnrtva";
inline constexpr std::string_view simple_escape_values = "\\'\"\b\f\n\r\t\v\a";

// `text` stands behind the backslash; takes the escape off and adds its byte. False for a bad one.
inline bool take_byte_escape(std::string_view& text, std::string& out) {
    const char c = text.front();
    const std::size_t simple = simple_escapes.find(c);
    if (simple != std::string_view::npos) {
        out += simple_escape_values[simple];
        text.remove_prefix(1);
    } else if (c >= '0' && c <= '7') {
        unsigned byte = 0;
        for (int i = 0; i < 3 && !text.empty() && text.front() >= '0' && text.front() <= '7'; ++i) {
            byte = byte * 8 + static_cast<unsigned>(text.front() - '0');
            text.remove_prefix(1);
        }
        out += static_cast<char>(static_cast<unsigned char>(byte & 0xFFU));
    } else if (c == 'x') {
        if (text.size() < 3 || hex_value(text[1]) > 15 || hex_value(text[2]) > 15) {
            return false;
        }
        out += static_cast<char>(
            static_cast<unsigned char>(hex_value(text[1]) * 16 + hex_value(text[2])));
        text.remove_prefix(3);
    } else {
        out += '\\';
        out += c;
        text.remove_prefix(1);
    }
    return true;
}

}  // namespace detail

/// STRING: a bytes literal in quotes of either kind, unescaped into `out`: PyBytes_DecodeEscape.
/// Returns what is wrong, or an empty text.
[[nodiscard]] inline std::string_view unescape_string_line(std::string_view line,
                                                           std::string& out) {
    out.clear();
    if (line.size() < 2 || line.front() != line.back() || (line[0] != '\'' && line[0] != '"')) {
        return "the text is not in quotes";
    }
    std::string_view text = line.substr(1, line.size() - 2);
    while (!text.empty()) {
        const std::size_t at = text.find('\\');
        out.append(text.substr(0, at));
        if (at == std::string_view::npos) {
            break;
        }
        text.remove_prefix(at + 1);
        if (text.empty()) {
            return "a backslash ends the text";
        }
        if (!detail::take_byte_escape(text, out)) {
            return "a \\x escape is malformed";
        }
    }
    return {};
}

/// UNICODE: Latin-1 with \uXXXX and \UXXXXXXXX, turned into UTF-8 (surrogates as three bytes each):
/// PyUnicode_DecodeRawUnicodeEscape. Returns what is wrong, or an empty text.
[[nodiscard]] inline std::string_view unescape_unicode_line(std::string_view line,
                                                            std::string& out) {
    out.clear();
    while (!line.empty()) {
        const char c = line.front();
        line.remove_prefix(1);
        if (c != '\\' || line.empty() || (line.front() != 'u' && line.front() != 'U')) {
            append_code_point(out, static_cast<unsigned char>(c));
            // A backslash takes the character behind it along, so a second one escapes nothing.
            if (c == '\\' && !line.empty()) {
                append_code_point(out, static_cast<unsigned char>(line.front()));
                line.remove_prefix(1);
            }
            continue;
        }
        const std::size_t digits = line.front() == 'u' ? 4 : 8;
        if (line.size() <= digits) {
            return "a \\u or \\U escape is cut short";
        }
        char32_t point = 0;
        for (const char digit : line.substr(1, digits)) {
            if (detail::hex_value(digit) > 15) {
                return "a \\u or \\U escape is malformed";
            }
            point = point << 4U | detail::hex_value(digit);
        }
        if (point > 0x10FFFF) {
            return "a \\U escape is beyond U+10FFFF";
        }
        append_code_point(out, point);
        line.remove_prefix(1 + digits);
    }
    return {};
}

}  // namespace brine
