#pragma once
// Failure: an error in a document before anybody has said where it happened. The Unpickler turns it
// into an UnpicklingError with offset and opcode, a Value's own functions into a ConversionError.

#include <string>
#include <utility>

#include <brine/base/errors.hpp>

namespace brine::detail {

struct Failure {
    Errc code;
    std::string reason;
};

[[noreturn]] inline void throw_failure(Errc code, std::string reason) {
    throw Failure{code, std::move(reason)};
}

}  // namespace brine::detail
