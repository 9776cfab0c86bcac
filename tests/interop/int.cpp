// Writes what brine's Int says of numbers at edges, of random ones, and of texts that may be
// numbers: lines "INPUT ANSWER...", for int.py to compare.

#include <brine/base/builtin_integer.hpp>
#include <brine/model/int.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <ostream>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "lines.hpp"

using brine::Int;

namespace {

std::mt19937_64 random_bits(20240607);

std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_bits() % end); }

std::string double_text(const Int& x) {
    try {
        char text[64];
        std::snprintf(text, sizeof text, "%a", x.to_double());
        return text;
    } catch (const std::overflow_error&) {
        return "overflow";
    }
}

template <class... Widths>
std::string fits(const Int& x) {
    std::string text;
    ((text += x.fits<Widths>() ? '1' : '0'), ...);
    return text;
}

std::string described(const Int& x) {
    std::string text = x.to_string() + ' ' + x.to_hex() + " x" + to_hex(x.to_twos_complement()) +
                       ' ' + std::to_string(x.python_hash()) + ' ' +
                       std::to_string(x.bit_length()) + ' ' + double_text(x) + ' ';
    text += fits<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
                 std::uint32_t, std::int64_t, std::uint64_t>(x);
#ifdef __SIZEOF_INT128__
    text += fits<brine::int128, brine::uint128>(x);
#endif
    return text;
}

void write_text(std::ostream& out, std::string_view text, int base) {
    const std::optional<Int> x = Int::parse(text, base);
    out << base << " x" << to_hex(text) << ' ' << (x ? described(*x) : "invalid") << '\n';
}

void write_bytes(std::ostream& out, std::string_view bytes) {
    out << "bytes x" << to_hex(bytes) << ' ' << described(Int::from_twos_complement(bytes)) << '\n';
}

void write_comparison(std::ostream& out, const Int& a, const Int& b) {
    const auto order = a <=> b;
    out << "compare " << a.to_hex() << ' ' << b.to_hex() << ' '
        << (order < 0   ? '<'
            : order > 0 ? '>'
                        : '=')
        << (a == b) << '\n';
}

// In binary, without the sign: a head of ones and zeros, and a tail of one digit.
std::string binary(std::uint64_t head, std::size_t tail_size, char tail_digit, char last) {
    std::string text;
    for (; head != 0; head /= 2) text.insert(text.begin(), head % 2 != 0 ? '1' : '0');
    text.append(tail_size, tail_digit);
    if (tail_size > 0) text.back() = last;
    return text.empty() ? "0" : text;
}

std::vector<std::string> edges() {
    std::vector<std::string> all;
    const auto around = [&all](std::uint64_t head, std::size_t tail) {
        all.push_back(binary(head, tail, '0', '0'));
        all.push_back(binary(head, tail, '0', '1'));
        all.push_back(binary(head - 1, tail, '1', '1'));
    };
    for (std::size_t bits = 0; bits < 140; ++bits) around(1, bits);
    for (const std::size_t bits : {255U, 256U, 1022U, 1023U, 1024U, 2039U, 2040U, 5000U})
        around(1, bits);
    // Half-way between two doubles, and next to it; up to beyond the largest double.
    constexpr std::uint64_t implicit = std::uint64_t{1} << 52U;
    for (std::size_t tail = 0; tail < 980; tail += 7)
        for (const std::uint64_t low : {0U, 1U, 2U, 3U}) around((implicit + low) * 2 + 1, tail);
    for (std::size_t tail = 968; tail < 973; ++tail) around(implicit * 4 - 1, tail);
    return all;
}

std::string random_number() {
    constexpr std::size_t sizes[] = {1, 4, 8, 9, 16, 25, 63, 64, 65, 375};
    std::string bytes(sizes[below(10)], '\0');
    for (char& c : bytes) c = static_cast<char>(below(256));
    // Runs of zeros and ones, where carries go far.
    const std::size_t size = below(bytes.size() + 1);
    if (below(3) == 0) bytes.replace(below(bytes.size() - size + 1), size, size, '\0');
    if (below(3) == 0) bytes.replace(0, size, size, '\xff');
    return bytes;
}

std::string random_literal() {
    const auto one_of = [](auto... words) {
        const std::string_view all[] = {words...};
        return std::string(all[below(sizeof...(words))]);
    };
    std::string text = one_of("", "", " ", "\n\t");
    text += one_of("", "", "-", "+", "-+", "- ");
    text += one_of("", "", "0x", "0X", "0o", "0O", "0b", "0B", "0", "0_");
    for (std::size_t size = below(7); size > 0; --size) text += "01789_aAbBfFoOxXzZ"[below(18)];
    return text + one_of("", "", "", "\v\f\r ", std::string_view("\0", 1), "\x1c", ".");
}

void write_all(std::ostream& out) {
    std::vector<Int> numbers;
    for (const std::string& text : edges()) {
        for (const std::string& number : {text, '-' + text}) {
            write_text(out, number, 2);
            numbers.push_back(Int::from_string(number, 2));
        }
    }
    for (std::uint64_t factor = 0; factor <= 8; ++factor) {
        // Around the multiples of the modulus of Python's hash.
        constexpr std::uint64_t modulus = (std::uint64_t{1} << 61U) - 1;
        for (const std::uint64_t delta : {0U, 1U, 2U})
            numbers.push_back(Int(factor * modulus + delta));
    }
    for (std::size_t digits = 1; digits < 80; ++digits) {
        write_text(out, '1' + std::string(digits, '0'), 10);
        write_text(out, '-' + std::string(digits, '9'), 10);
    }
    write_text(out, '1' + std::string(4299, '0'), 10);
    for (int i = 0; i < 3000; ++i) {
        const std::string bytes = random_number();
        write_bytes(out, bytes);
        numbers.push_back(Int::from_twos_complement(bytes));
    }
    for (const Int& x : numbers) {
        write_text(out, x.to_string(), 10);
        write_text(out, x.to_hex(), below(2) == 0 ? 16 : 0);
        write_bytes(out, x.to_twos_complement() + std::string(below(20), x < 0 ? '\xff' : '\0'));
        write_comparison(out, x, numbers[below(numbers.size())]);
        write_comparison(out, x, x);
    }
    constexpr int bases[] = {0, 2, 3, 8, 10, 16, 36};
    for (int i = 0; i < 30000; ++i) {
        const std::string text = random_literal();
        write_text(out, text, bases[below(7)]);
    }
}

}  // namespace

int main(int argc, char** argv) { return write_lines(argc, argv, "int.txt", write_all); }
