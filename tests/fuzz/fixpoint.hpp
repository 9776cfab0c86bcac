// The check of the fixpoint target, for others too.
#pragma once

#include "fuzz.hpp"

#include <brine/brine.hpp>
#include <brine/tools/dis.hpp>

namespace fuzz {

inline std::string dump(const brine::Document& document, int protocol, brine::memo memo) {
    return brine::dumps(document.root(), {.protocol = protocol,
                                          .memo = memo,
                                          .text = brine::text::surrogatepass,
                                          .max_depth = 100000});
}

inline std::string disassembled(const std::string& pickle) {
    try {
        return brine::dis(pickle);
    } catch (const brine::UnpicklingError& error) {
        return error.what();
    }
}

/// Loads what was loaded and dumped; it must be the same, and be dumped to the same bytes.
inline void check_fixpoint(const brine::Document& first, int protocol, brine::memo memo) {
    std::string written;
    try {
        written = dump(first, protocol, memo);
    } catch (const brine::PicklingError&) {
        return;  // a name that the protocol can't hold, an integer key's pickle, ...
    }
    try {
        const brine::Document second = brine::loads(written);
        const std::string again = dump(second, protocol, memo);
        const std::string shown = brine::repr(first, short_repr);
        require(brine::repr(second, short_repr) == shown, "a pickle that loads otherwise", shown);
        const brine::Document third = brine::loads(again);
        require(dump(third, protocol, memo) == again, "load and dump come to no end",
                disassembled(again));
        require(again == written, "load and dump give another pickle",
                disassembled(written) + disassembled(again));
    } catch (const brine::PickleError& error) {
        require(false, error.what(), disassembled(written));
    }
}

}  // namespace fuzz
