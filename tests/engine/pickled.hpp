// What the tests of the engine share: a pickle as hexadecimal text, by default as CPython writes
// it.
#pragma once

#include <string>
#include <utility>

#include <brine/dumps.hpp>

#include "catch.hpp"
#include "wire/hex.hpp"

/// Under memo::python, whose bytes are those of pickle.dumps(object, protocol).
template <class T, class... Hooks>
std::string as_python(const T& object, int protocol, Hooks&&... hooks) {
    return hex(brine::dumps(object, {.protocol = protocol, .memo = brine::memo::python},
                            std::forward<Hooks>(hooks)...));
}

template <class T, class... Hooks>
std::string as_standard(const T& object, int protocol, Hooks&&... hooks) {
    return hex(brine::dumps(object, {.protocol = protocol}, std::forward<Hooks>(hooks)...));
}

/// The error that writing the object ends in.
template <class T, class... Hooks>
brine::PicklingError error_of(const T& object, const brine::DumpOptions& options = {},
                              Hooks&&... hooks) {
    try {
        (void)brine::dumps(object, options, std::forward<Hooks>(hooks)...);
    } catch (const brine::PicklingError& error) {
        return error;
    }
    FAIL("no error");
    throw;  // not reached
}
