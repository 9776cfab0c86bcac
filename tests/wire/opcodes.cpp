#include <brine/wire/opcodes.hpp>

#include <string_view>

#include "catch.hpp"

using brine::ArgKind;
using brine::find_opcode;
using brine::Opcode;
using brine::opcode_info;
using brine::opcode_table;
using brine::StackObject;

TEST_CASE("opcodes: there are 68, and every other byte is none") {
    int found = 0;
    for (int byte = 0; byte < 256; ++byte) {
        const auto* info = find_opcode(static_cast<std::uint8_t>(byte));
        if (info == nullptr) continue;
        ++found;
        CHECK(static_cast<int>(info->code) == byte);
    }
    CHECK(found == 68);
    CHECK(find_opcode(0xff) == nullptr);
    CHECK(find_opcode(0x00) == nullptr);
    CHECK(find_opcode(0x99) == nullptr);
}

TEST_CASE("opcodes: a table row is found by its opcode") {
    for (const auto& row : opcode_table) CHECK(&opcode_info(row.code) == &row);
    CHECK(find_opcode('.')->name == "STOP");
    CHECK(find_opcode(0x8c)->name == "SHORT_BINUNICODE");
    static_assert(find_opcode(0x95)->code == Opcode::frame);
    static_assert(opcode_info(Opcode::int_).name == "INT");
}

TEST_CASE("opcodes: the argument kind says how many bytes follow") {
    CHECK(brine::arg_info(opcode_info(Opcode::binfloat).arg).size == 8);
    CHECK(brine::arg_info(opcode_info(Opcode::ext4).arg).size == 4);
    CHECK(brine::arg_info(opcode_info(Opcode::stop).arg).size == 0);
    CHECK(brine::arg_info(opcode_info(Opcode::global).arg).name == "stringnl_noescape_pair");
    // A length below zero is possible here, and is to be refused.
    CHECK(brine::arg_info(ArgKind::long4).size == brine::ArgInfo::taken_from_argument4);
    CHECK(brine::arg_info(ArgKind::string4).size == brine::ArgInfo::taken_from_argument4);
    CHECK(brine::arg_info(ArgKind::bytes4).size == brine::ArgInfo::taken_from_argument4u);
}

TEST_CASE("opcodes: the stack before and after, the deepest first") {
    const auto& obj = opcode_info(Opcode::obj);
    REQUIRE(obj.stack_before.size() == 3);
    CHECK(obj.stack_before[0] == StackObject::mark);
    CHECK(obj.stack_before[1] == StackObject::any);
    CHECK(obj.stack_before[2] == StackObject::slice);
    CHECK(opcode_info(Opcode::dup).stack_after.size() == 2);
    CHECK(opcode_info(Opcode::stop).stack_after.empty());
    CHECK(brine::stack_object_name(StackObject::none) == "None");
    CHECK(brine::stack_object_name(StackObject::bytes_or_str) == "bytes_or_str");
}

TEST_CASE("opcodes: a mark is always followed by the slice above it") {
    for (const auto& row : opcode_table) {
        bool mark = false;
        bool slice = false;
        for (const StackObject item : row.stack_before) {
            mark |= item == StackObject::mark;
            slice |= item == StackObject::slice;
        }
        CHECK(mark == slice);
        CHECK(row.proto <= 5);
    }
}
