// Writes the opcode table, one tab-separated line an opcode, for opcodes.py to compare.

#include <brine/base/type_name.hpp>
#include <brine/wire/opcodes.hpp>

#include <cstddef>
#include <ostream>
#include <string>
#include <utility>

#include "lines.hpp"

namespace {

std::string joined(const brine::StackObjects& objects) {
    std::string text;
    for (const brine::StackObject object : objects) {
        if (!text.empty()) text += ',';
        text += brine::stack_object_name(object);
    }
    return text;
}

template <std::size_t Row>
void write_row(std::ostream& out) {
    constexpr const brine::OpcodeInfo& info = brine::opcode_table[Row];
    const brine::ArgInfo& arg = brine::arg_info(info.arg);
    out << info.name << '\t' << brine::enumerator_name<info.code>() << '\t'
        << static_cast<int>(info.code) << '\t' << arg.name << '\t' << static_cast<int>(arg.size)
        << '\t' << static_cast<int>(info.proto) << '\t' << joined(info.stack_before) << '\t'
        << joined(info.stack_after) << '\n';
}

template <std::size_t... Row>
void write_rows(std::ostream& out, std::index_sequence<Row...>) {
    (write_row<Row>(out), ...);
}

}  // namespace

int main(int argc, char** argv) {
    return write_lines(argc, argv, "opcodes.txt", [](std::ostream& out) {
        write_rows(out, std::make_index_sequence<brine::opcode_table.size()>());
    });
}
