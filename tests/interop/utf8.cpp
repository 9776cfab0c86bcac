// Writes what brine makes of all pairs of bytes, many longer runs of bytes, and texts: one line
// each, the bytes first, for utf8.py to compare.

#include <brine/base/utf8.hpp>
#include <brine/base/utf_convert.hpp>

#include <cstddef>
#include <ostream>
#include <random>
#include <string>
#include <string_view>

#include "lines.hpp"

namespace {

std::mt19937 random_bits(20240607);

std::size_t below(std::size_t end) { return random_bits() % end; }

// The bytes at which the rules change, so that random runs meet them often.
constexpr std::string_view edges{
    "\x00\x41\x7f\x80\x8f\x90\x9f\xa0\xb2\xbf\xc0\xc1\xc2\xdf\xe0\xe1\xec\xed\xee\xef\xf0\xf1\xf3"
    "\xf4\xf5\xff",
    26};

std::string offset(std::size_t at) {
    return at == std::string_view::npos ? "-1" : std::to_string(at);
}

std::string code_points(std::string_view wtf8) {
    std::u32string points;
    if (!brine::append_from_utf8(points, wtf8)) return "-";
    std::string text = std::to_string(brine::count_code_points(wtf8));
    for (const char32_t point : points) text += ',' + std::to_string(static_cast<long>(point));
    return text;
}

std::string utf16(std::string_view wtf8) {
    std::u16string units;
    if (!brine::append_from_utf8(units, wtf8)) return "-";
    std::string bytes;
    for (const unsigned unit : units) {
        bytes += static_cast<char>(static_cast<unsigned char>(unit & 0xffU));
        bytes += static_cast<char>(static_cast<unsigned char>(unit >> 8U));
    }
    return 'x' + to_hex(bytes);
}

void write_one(std::ostream& out, std::string_view bytes) {
    const std::string escaped = brine::escape_surrogates(bytes);
    out << 'x' << to_hex(bytes) << ' ' << offset(brine::first_invalid_utf8(bytes)) << ' '
        << offset(brine::first_invalid_wtf8(bytes)) << ' ' << brine::valid_utf8(bytes)
        << brine::valid_wtf8(bytes) << brine::is_ascii(bytes) << " x" << to_hex(escaped) << ' '
        << (brine::unescape_surrogates(escaped) == bytes) << ' ' << code_points(bytes) << ' '
        << utf16(bytes) << '\n';
}

std::string random_run() {
    std::string bytes(3 + below(4), '\0');
    const bool at_edges = below(5) != 0;
    for (char& c : bytes) c = at_edges ? edges[below(edges.size())] : static_cast<char>(below(256));
    return bytes;
}

// Mostly valid, of up to 40 code points of all lengths, after some ASCII to shift the words.
std::string random_text() {
    constexpr std::size_t ends[] = {0x80, 0x800, 0x10000, 0x110000};
    std::string text(below(20), 'a');
    for (std::size_t size = below(40); size > 0; --size)
        brine::append_code_point(text, static_cast<char32_t>(below(ends[below(4)])));
    if (!text.empty() && below(2) == 0) text[below(text.size())] = static_cast<char>(below(256));
    return text;
}

void write_all(std::ostream& out) {
    write_one(out, "");
    for (int first = 0; first < 256; ++first) {
        write_one(out, std::string{static_cast<char>(first)});
        for (int second = 0; second < 256; ++second)
            write_one(out, std::string{static_cast<char>(first), static_cast<char>(second)});
    }
    for (int i = 0; i < 150000; ++i) write_one(out, random_run());
    for (int i = 0; i < 20000; ++i) write_one(out, random_text());
}

}  // namespace

int main(int argc, char** argv) { return write_lines(argc, argv, "utf8.txt", write_all); }
