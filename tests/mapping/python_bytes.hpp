// What the tests of the codecs have in common: pickles as hex, and CPython's to compare them with.
#pragma once

#include <brine/dumps.hpp>

#include <array>
#include <string>
#include <string_view>

#include "catch.hpp"

inline std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte / 16U];
        text += digits[byte % 16U];
    }
    return text;
}

/// What CPython 3.11 writes at protocols 2, 3, 4 and 5, as hex. An empty one is as the one before,
/// but for the protocol in its second byte.
using PythonBytes = std::array<std::string_view, 4>;

template <class T>
std::string hex_pickle(const T& object, int protocol, brine::DumpOptions options = {}) {
    options.protocol = protocol;
    options.memo = brine::memo::python;
    return hex(brine::dumps(object, options));
}

template <class T>
void check_as_python(const T& object, const PythonBytes& python,
                     const brine::DumpOptions& options = {}) {
    std::string expected;
    for (int protocol = 2; protocol <= 5; ++protocol) {
        const std::string_view given = python.at(static_cast<std::size_t>(protocol) - 2);
        if (!given.empty()) {
            expected = given;
        }
        expected[3] = static_cast<char>('0' + protocol);
        CAPTURE(protocol);
        CHECK(hex_pickle(object, protocol, options) == expected);
    }
}

/// The code of the error that writing gives; fails if there is none.
template <class T>
brine::Errc error_of(const T& object, const brine::DumpOptions& options = {}) {
    const auto result = brine::try_dumps(object, options);
    REQUIRE_FALSE(result.has_value());
    return result.error().code();
}

template <class T>
std::string message_of(const T& object, const brine::DumpOptions& options = {}) {
    const auto result = brine::try_dumps(object, options);
    REQUIRE_FALSE(result.has_value());
    return result.error().what();
}
