// Pickles one after another: what each consumes tiles the input, and each is what it is alone.

#include "fuzz.hpp"

#include <sstream>

#include <brine/brine.hpp>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input = fuzz::text_of(data, size);
    std::string_view rest = input;
    std::istringstream stream{std::string(input)};
    brine::Unpickler memory(input);
    brine::Unpickler streamed(stream);
    std::uint64_t at = 0;
    while (!memory.at_end()) {
        const brine::Result<brine::Document> alone = brine::try_loads(rest);
        try {
            const brine::Document document = memory.load();
            const brine::Document from_stream = streamed.load();
            at += memory.consumed();
            rest.remove_prefix(static_cast<std::size_t>(memory.consumed()));
            fuzz::require(memory.consumed() == streamed.consumed(), "a stream consumed otherwise");
            fuzz::require(memory.rest() == rest, "the rest is not what was not consumed");
            fuzz::require(alone.has_value(), "a pickle that does not load alone");
            const std::string shown = brine::repr(document, fuzz::short_repr);
            fuzz::require(brine::repr(*alone, fuzz::short_repr) == shown, "is another alone",
                          shown);
            fuzz::require(brine::repr(from_stream, fuzz::short_repr) == shown,
                          "is another from a stream", shown);
        } catch (const brine::UnpicklingError& error) {
            fuzz::check_error(error, rest.size());
            fuzz::require(!alone || error.code() == brine::Errc::limit_exceeded,
                          "a pickle that loads alone only", error.what());
            return 0;
        }
    }
    fuzz::require(at == input.size(), "the pickles do not tile the input");
    return 0;
}
