// Load, dump, load, dump: the values and the bytes are the same, at the protocol and under the memo
// policy that the first two bytes say.

#include "fixpoint.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input = fuzz::text_of(data, size);
    const int protocol = 2 + fuzz::take_byte(input) % 4;
    const brine::memo memo = fuzz::memo_of(fuzz::take_byte(input));
    const auto document = brine::try_loads(input);
    if (document) {
        fuzz::check_fixpoint(*document, protocol, memo);
    }
    return 0;
}
