// Writes what becomes of each opcode that takes operands with every kind of operand in each place:
// opcode and kinds, pickle, verdict, offset of the error, repr of the value; read by operands.py.
#include <array>
#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <brine/loads.hpp>
#include <brine/tools/repr.hpp>

#include "lines.hpp"

namespace {

using std::string_literals::operator""s;

struct Snippet {
    std::string name;
    std::string bytes;
};

// Each pushes one object, but for `mark` and `nothing`.
const std::vector<Snippet>& kinds() {
    static const std::vector<Snippet> all = {
        {"nothing", ""},
        {"mark", "("},
        {"None", "N"},
        {"bool", "\x88"},
        {"int", "K\1"},
        {"long", "\x8a\x09\0\0\0\0\0\0\0\0\1"s},
        {"float", "G\x3f\xf8\0\0\0\0\0\0"s},
        {"str", "X\1\0\0\0s"s},
        {"bytes", "C\1b"},
        {"bytearray", "\x96\2\0\0\0\0\0\0\0xy"s},
        {"list", "(K\2K\3l"},
        {"tuple", ")"},
        {"pair", "(K\7K\x08t"},
        {"nested", "]\x85"},
        {"nones", "NN\x86"},
        {"dict", "}"},
        {"set", "\x8f"},
        {"frozenset", "(K\4\x91"},
        {"global", "cm\nC\n"},
        {"object", "cm\nC\n)R"},
        {"persistent", "Pid\n"},
        {"buffer", "\x97"},
        {"extension", "\x82\1"},
    };
    return all;
}

// Without a mark: the operands, one above the other.
constexpr std::pair<std::string_view, std::size_t> plain[] = {
    {".", 1}, {"0", 1},    {"2", 1},    {"q\7", 1},  {"p7\n", 1}, {"\x94", 1},
    {"Q", 1}, {"\x85", 1}, {"\x86", 2}, {"\x87", 2}, {"\x98", 1}, {"a", 2},
    {"b", 2}, {"R", 2},    {"\x81", 2}, {"\x93", 2}, {"s", 3},    {"\x92", 3}};
// With one: the first operand, the mark, then the others.
constexpr std::pair<std::string_view, std::size_t> marked[] = {
    {"l", 2}, {"t", 2},    {"d", 3}, {"\x91", 3}, {"e", 2},
    {"u", 3}, {"\x90", 2}, {"o", 3}, {"1", 2},    {"im\nC\n", 2}};

void load(std::ostream& out, const std::string& name, const std::string& pickle) {
    static const std::string held = "held";
    static const std::array buffers = {brine::buffer(std::span(std::as_const(held))),
                                       brine::buffer(std::span(std::as_const(held))),
                                       brine::buffer(std::span(std::as_const(held)))};
    std::string verdict = "value";
    std::string offset = "-";
    std::string shown;
    try {
        shown = brine::repr(brine::loads(pickle, {.buffers = buffers}));
    } catch (const brine::UnpicklingError& error) {
        switch (error.code()) {
            case brine::Errc::unhashable:
                verdict = "unhashable";
                break;
            case brine::Errc::invalid_stack:
                verdict = "stack";
                break;
            default:
                verdict = error.what();
        }
        offset = std::to_string(error.offset());
    }
    out << name << '\t' << to_hex(pickle) << '\t' << verdict << '\t' << offset << '\t'
        << to_hex(shown) << '\n';
}

void write_product(std::ostream& out, std::string_view op, std::size_t count, bool with_mark) {
    const std::string code = to_hex(op.substr(0, 1));
    const std::size_t base = kinds().size();
    std::size_t rows = 1;
    for (std::size_t i = 0; i < count; ++i) {
        rows *= base;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        std::string name = code;
        std::string pickle;
        std::size_t rest = row;
        for (std::size_t i = 0; i < count; ++i, rest /= base) {
            const Snippet& operand = kinds()[rest % base];
            name += (i == 0 ? ' ' : ',') + operand.name;
            pickle += operand.bytes;
            pickle += with_mark && i == 0 ? "(" : "";
        }
        load(out, name, pickle + std::string(op) + '.');
    }
}

}  // namespace

int main(int argc, char** argv) {
    return write_lines(argc, argv, "operands.txt", [](std::ostream& out) {
        for (const auto& [op, count] : plain) {
            write_product(out, op, count, false);
        }
        for (const auto& [op, count] : marked) {
            write_product(out, op, count, true);
        }
    });
}
