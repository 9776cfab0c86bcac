#pragma once
// What ends the program with a message.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <brine/wire/decode_errors.hpp>

namespace pickletool {

/// The command line makes no sense. Exit status 2.
struct WrongUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A file, or a place in it, and what is wrong there. Exit status 1.
struct Failure : std::runtime_error {
    Failure(std::string_view place, std::string_view reason)
        : std::runtime_error(std::string(place).append(": ").append(reason)) {}
    /// With a text for an errno.
    Failure(std::string_view place, int error)
        : Failure(place, std::generic_category().message(error)) {}
};

/// Printable ASCII, whatever the names of files and the input hold.
[[nodiscard]] inline std::string one_line(std::string_view message) {
    return brine::shown(message, 1000);
}

}  // namespace pickletool
