// The bytes are a program that makes and changes the objects of two documents. What it ends with is
// equal to itself and to its copy, prints like it, and comes back from its pickle.

#include "edit_program.hpp"
#include "fixpoint.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes = fuzz::text_of(data, size);
    const int protocol = fuzz::take_byte(bytes) % 6;
    const brine::memo memo = fuzz::memo_of(fuzz::take_byte(bytes));
    fuzz::EditProgram program(bytes);
    const brine::Document& document = program.run();
    fuzz::check_copy(document);
    fuzz::check_fixpoint(document, protocol, memo);
    return 0;
}
