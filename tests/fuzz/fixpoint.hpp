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
                                          .fix_imports = false,
                                          .max_depth = 100000});
}

inline std::string disassembled(const std::string& pickle) {
    try {
        return brine::dis(pickle);
    } catch (const brine::UnpicklingError& error) {
        return error.what();
    }
}

/// Dumps and loads until it has been written three times: the last two pickles are the same, byte
/// for byte, and so are the values. From protocol 4 on that holds from the first; below it, a name
/// with dots and NEWOBJ_EX are calls, and stay calls. A read-only buffer is bytes once it is
/// written. memo::python writes a persistent id each time, as CPython does, so one within its own
/// id becomes two.
inline void check_fixpoint(const brine::Document& first, int protocol, brine::memo memo) {
    std::string written;
    try {
        written = dump(first, protocol, memo);
    } catch (const brine::PicklingError&) {
        return;  // a name that the protocol can't hold, nested too deep
    }
    try {
        const brine::LoadOptions load{.fix_imports = false};
        const brine::Document second = brine::loads(written, load);
        const std::string again = dump(second, protocol, memo);
        const brine::Document third = brine::loads(again, load);
        const std::string shown = brine::repr(second, short_repr);
        const auto pickles = [&] { return disassembled(written) + disassembled(again); };
        const std::string before = brine::repr(first, short_repr);
        const auto holds = [&](const char* text) {  // or may hold, where not all of it is shown
            return before.find(text) != std::string::npos || before.ends_with("...");
        };
        if (protocol >= 4 && !holds("buffer(")) {
            const bool same_ids = memo != brine::memo::python || !holds("persistent_id(");
            require(!same_ids || before == shown, "a pickle that loads otherwise",
                    [&] { return before + '\n' + shown; });
            require(again == written, "load and dump give another pickle", pickles);
        }
        const std::string last = brine::repr(third, short_repr);
        require(last == shown, "the second pickle loads otherwise",
                [&] { return last + '\n' + shown; });
        require(dump(third, protocol, memo) == again, "load and dump come to no end", pickles);
    } catch (const brine::PickleError& error) {
        require(false, error.what(), [&] { return disassembled(written); });
    }
}

}  // namespace fuzz
