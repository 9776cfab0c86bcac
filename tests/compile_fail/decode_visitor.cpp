// expect: brine: the visitor of decode() can't take this opcode
#include <brine/wire/decoder.hpp>

#include <string_view>

struct OnlyNone {
    void on_op(brine::opcode_constant<brine::Opcode::none>, brine::InputPlace) {}
#ifndef BRINE_FAIL
    void on_other(auto, brine::InputPlace) {}
#endif
};

void use(std::string_view pickle) {
    brine::MemoryInput input(pickle);
    brine::decode(input, OnlyNone());
}
