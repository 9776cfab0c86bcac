#pragma once
// Options of writing: one aggregate with defaults.

#include <cstddef>

#include <brine/base/text.hpp>
#include <brine/wire/protocol.hpp>

namespace brine {

class Registry;

/// What a Pickler remembers, and so what comes out as a reference to what went before.
enum class memo {
    standard,  ///< shared objects, names and keys; what can't recur takes no slot. The smallest
               ///< pickles
    python,    ///< as CPython does it: byte for byte what pickle.dumps writes for the same graph
    strings,   ///< as standard, and equal strings are written once
};

struct DumpOptions {
    /// 2 to 5, and 0 and 1 for a Document or Value. Python 3.8 reads all; 3.4 to 3.7 read 4; Python
    /// 2 reads 2.
    int protocol = default_protocol;
    brine::memo memo = brine::memo::standard;
    brine::text text = brine::text::strict;
    /// Below protocol 3, use the names that modules had in Python 2. Python 3 maps them back.
    bool fix_imports = true;
    /// C++ objects nested deeper than this are an error, as CPython's recursion limit makes them.
    /// Each level takes stack, 200 bytes or less where the compiler optimizes, 800 where it does
    /// not (x86-64): for a thread with 128 KiB of it 100 levels are safe. What is in a Document may
    /// be of any depth: to write it takes no stack.
    std::size_t max_depth = 1000;
    /// Names for dynamic types, functions and extension codes; it must outlive the Pickler.
    const Registry* registry = nullptr;
};

}  // namespace brine
