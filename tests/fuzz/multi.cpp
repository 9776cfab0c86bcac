// Pickles one after another: what each consumes tiles the input, and each is what it is alone. From
// a stream, which may be read ahead, they are the same. The memo goes on or not; documents are new
// ones, or those of before.

#include "fuzz.hpp"

#include <sstream>

#include <brine/brine.hpp>

namespace {

struct Outcome {
    std::string shown;
    bool failed = false;
    bool over_limit = false;
};

template <class Load>
Outcome outcome(Load load) {
    try {
        return {brine::repr(load(), fuzz::short_repr)};
    } catch (const brine::UnpicklingError& error) {
        return {std::to_string(error.offset()) + ": " + error.what(), true,
                error.code() == brine::Errc::limit_exceeded};
    }
}

void check(std::string_view what, const Outcome& one, const Outcome& other) {
    // A stream has less memory until its bytes have come.
    fuzz::require(one.over_limit || other.over_limit || one.shown == other.shown, what,
                  [&] { return one.shown + '\n' + other.shown; });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input = fuzz::text_of(data, size);
    brine::LoadOptions options;
    options.buffers = fuzz::some_buffers();
    options.keep_memo = size / 2 % 2 == 1;
    brine::LoadOptions ahead = options;
    ahead.read_ahead = size % 2 == 1 ? brine::read_ahead::allowed : brine::read_ahead::none;

    std::istringstream stream{std::string(input)};
    brine::Unpickler memory(input, options);
    brine::Unpickler streamed(stream, ahead);
    brine::Document reused;
    std::string_view rest = input;
    std::uint64_t at = 0;
    while (!memory.at_end()) {
        fuzz::require(!streamed.at_end(), "a stream ends earlier");
        brine::LoadOptions its_own = options;
        its_own.buffers = options.buffers.subspan(memory.buffers_taken());
        const Outcome alone = outcome([&]() -> auto& {
            brine::loads_into(rest, reused, its_own);
            return reused;
        });
        brine::Document document;
        const Outcome one = outcome([&]() -> auto& { return document = memory.load(); });
        const Outcome other = outcome([&]() -> auto& {
            streamed.load_into(reused);
            return reused;
        });
        check("another from a stream", one, other);
        if (!options.keep_memo) {
            check("another alone", one, alone);
        }
        if (one.failed || other.failed) {
            return 0;
        }
        fuzz::require(memory.consumed() == streamed.consumed(), "a stream consumed otherwise");
        fuzz::require(memory.buffers_taken() == streamed.buffers_taken(), "other buffers taken");
        at += memory.consumed();
        rest.remove_prefix(static_cast<std::size_t>(memory.consumed()));
        fuzz::require(memory.rest() == rest, "the rest is not what was not consumed");
    }
    fuzz::require(streamed.at_end(), "a stream ends later");
    fuzz::require(at == input.size(), "the pickles do not tile the input");
    return 0;
}
