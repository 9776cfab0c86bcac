#pragma once
// Int as text: Python's int(text, base), str(int) and hex(int). A part of int.hpp.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <brine/base/builtin_integer.hpp>
#include <brine/model/int.hpp>

namespace brine {
namespace detail {

inline constexpr unsigned no_digit = 255;

constexpr unsigned digit_value(char c) noexcept {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A') + 10;
    return no_digit;
}

// The highest power of a base that a limb can hold.
struct Chunk {
    std::uint64_t power;
    std::size_t digits;
};

constexpr Chunk chunk_of(unsigned base) noexcept {
    Chunk chunk{base, 1};
    while (chunk.power <= UINT64_MAX / base) {
        chunk.power *= base;
        ++chunk.digits;
    }
    return chunk;
}

inline constexpr Chunk decimal_chunk = chunk_of(10);
static_assert(decimal_chunk.power == 10'000'000'000'000'000'000U && decimal_chunk.digits == 19);

struct Division {
    std::uint64_t quotient;
    std::uint64_t remainder;
};

// (high * 2**64 + low) / 10**19, for high < 10**19. Möller and Granlund, "Improved division by
// invariant integers" (2011), algorithm 4; 10**19 needs no shift, as its top bit is set.
constexpr Division divide_by_decimal_chunk(std::uint64_t high, std::uint64_t low) noexcept {
    constexpr std::uint64_t divisor = decimal_chunk.power;
    constexpr std::uint64_t reciprocal = 0xD83C94FB6D2AC34A;  // (2**128 - 1) / 10**19 - 2**64
    const Wide product = multiply_wide(reciprocal, high);
    const std::uint64_t fraction = product.low + low;
    std::uint64_t quotient = product.high + high + (fraction < low) + 1;
    std::uint64_t remainder = low - quotient * divisor;
    if (remainder > fraction) {
        --quotient;
        remainder += divisor;
    }
    if (remainder >= divisor) [[unlikely]] {
        ++quotient;
        remainder -= divisor;
    }
    return {quotient, remainder};
}

// Takes the sign and the prefix off; false for a prefix or an underscore that is out of place.
struct IntLiteral {
    std::string_view digits;
    unsigned base = 10;
    bool negative = false;
    bool only_zero = false;  // base 0 refuses 010, and accepts 00
};

constexpr std::string_view strip_white_space(std::string_view text) noexcept {
    constexpr std::string_view white_space = " \t\n\v\f\r";
    const std::size_t first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

constexpr unsigned base_of_prefix(char letter) noexcept {
    switch (letter) {
        case 'b':
        case 'B':
            return 2;
        case 'o':
        case 'O':
            return 8;
        case 'x':
        case 'X':
            return 16;
    }
    return 0;
}

constexpr IntLiteral split_literal(std::string_view text, unsigned base) noexcept {
    IntLiteral literal{.digits = strip_white_space(text), .base = base};
    std::string_view& digits = literal.digits;
    if (digits.starts_with('-') || digits.starts_with('+')) {
        literal.negative = digits.front() == '-';
        digits.remove_prefix(1);
    }
    const unsigned prefix = digits.size() > 1 && digits[0] == '0' ? base_of_prefix(digits[1]) : 0;
    if (prefix != 0 && (base == 0 || base == prefix)) {
        literal.base = prefix;
        digits.remove_prefix(2);
        if (digits.starts_with('_')) digits.remove_prefix(1);
    } else if (base == 0) {
        literal.base = 10;
        literal.only_zero = digits.starts_with('0');
    }
    return literal;
}

constexpr bool well_formed(const IntLiteral& literal) noexcept {
    if (literal.digits.empty()) return false;
    const unsigned end = literal.only_zero ? 1 : literal.base;
    bool after_digit = false;
    for (const char c : literal.digits) {
        const bool is_digit = digit_value(c) < end;
        if (!is_digit && !(c == '_' && after_digit)) return false;
        after_digit = is_digit;
    }
    return after_digit;
}

}  // namespace detail

inline Int Int::from_digits(std::string_view digits, unsigned base, bool negative) {
    const detail::Chunk chunk = detail::chunk_of(base);
    Limbs limbs = std::make_unique_for_overwrite<Limb[]>(digits.size() / chunk.digits + 1);
    std::size_t count = 0;
    std::size_t i = 0;
    while (i < digits.size()) {
        Limb power = 1;
        Limb carry = 0;
        for (std::size_t taken = 0; taken < chunk.digits && i < digits.size(); ++i) {
            if (digits[i] == '_') continue;
            carry = carry * base + detail::digit_value(digits[i]);
            power *= base;
            ++taken;
        }
        for (std::size_t k = 0; k < count; ++k) {
            const Wide product = multiply_wide(limbs[k], power);
            limbs[k] = product.low + carry;
            carry = product.high + (limbs[k] < carry);
        }
        if (carry != 0) limbs[count++] = carry;
    }
    return normalized(std::move(limbs), count, negative);
}

inline std::optional<Int> Int::parse(std::string_view text, int base) {
    if (base != 0 && (base < 2 || base > 36)) return std::nullopt;
    const auto literal = detail::split_literal(text, static_cast<unsigned>(base));
    if (!detail::well_formed(literal)) return std::nullopt;
    return from_digits(literal.digits, literal.base, literal.negative);
}

inline Int Int::from_string(std::string_view text, int base) {
    std::optional<Int> parsed = parse(text, base);
    if (!parsed) throw std::invalid_argument("brine: invalid literal for an int");
    return *std::move(parsed);
}

inline std::string Int::to_string() const {
    if (is_small()) return std::to_string(value_);
    const Magnitude magnitude(*this);
    std::size_t count = magnitude.size();
    Limbs limbs = copy_limbs();
    // Filled from the end, 19 digits at a time; a limb is 19.3 digits, and the sign one more.
    std::string text((count + 1) * 20, '0');
    std::size_t at = text.size();
    while (count > 0) {
        Limb remainder = 0;
        for (std::size_t i = count; i > 0; --i) {
            const auto division = detail::divide_by_decimal_chunk(remainder, limbs[i - 1]);
            limbs[i - 1] = division.quotient;
            remainder = division.remainder;
        }
        while (count > 0 && limbs[count - 1] == 0) --count;
        for (std::size_t end = at - detail::decimal_chunk.digits; at > end; remainder /= 10)
            text[--at] = static_cast<char>('0' + remainder % 10);
    }
    at = text.find_first_not_of('0', at);
    if (magnitude.negative()) text[--at] = '-';
    return text.substr(at);
}

inline std::string Int::to_hex() const {
    constexpr std::string_view hex_digits = "0123456789abcdef";
    const Magnitude magnitude(*this);
    std::string text = magnitude.negative() ? "-0x" : "0x";
    if (magnitude.size() == 0) text += '0';
    for (std::size_t i = (magnitude.bit_length() + 3) / 4; i > 0;) {
        --i;
        text += hex_digits[magnitude[i / 16] >> (i % 16 * 4) & 0xFU];
    }
    return text;
}

}  // namespace brine
