// What the targets share: the entry point's name, checks that stop the fuzzer, and one load whose
// errors are held to what they promise.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <brine/base/errors.hpp>
#include <brine/loads.hpp>
#include <brine/tools/repr.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

/// Stops with the text where the condition does not hold.
inline void require(bool condition, std::string_view text, std::string_view more = {}) {
    if (!condition) {
        const std::string report = "found: " + std::string(text) + '\n' + std::string(more) + '\n';
        std::fputs(report.c_str(), stderr);
        std::abort();
    }
}
/// The same, with more to tell that only then is put together.
template <std::invocable More>
void require(bool condition, std::string_view text, More more) {
    if (!condition) {
        require(false, text, std::string_view(more()));
    }
}

/// The input as text; never null.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return size == 0 ? std::string_view("")
                     : std::string_view(reinterpret_cast<const char*>(data), size);
}

/// Takes bytes off the front, for decisions.
inline std::uint8_t take_byte(std::string_view& input) {
    if (input.empty()) {
        return 0;
    }
    const auto first = static_cast<std::uint8_t>(input.front());
    input.remove_prefix(1);
    return first;
}

/// Every error is one line of printable text that is not long, and lies within the input.
inline void check_error(const brine::UnpicklingError& error, std::size_t size) {
    const std::string_view text = error.what();
    require(error.offset() <= size, "an error behind the input", text);
    require(text.size() <= 200, "a message of more than 200 bytes", text);
    require(std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; }),
            "a message that is not one printable line", text);
}

inline constexpr brine::ReprLimits short_repr{.nodes = 2000, .bytes = 64 * 1024};

/// A document is equal to itself and to its copy, and prints like it.
inline void check_copy(const brine::Document& document) {
    const brine::Value root = document.root();
    require(root == root, "a value that is not equal to itself");
    const std::string shown = brine::repr(root, short_repr);
    const brine::Document copy = document.clone();
    require(brine::repr(copy, short_repr) == shown, "a copy that prints otherwise", shown);
    if (shown.find("nan") == std::string::npos) {
        require(copy.root() == root, "a copy that is not equal", shown);
    }
}

/// One that is read-only, and one that is not.
inline std::span<const brine::buffer> some_buffers() {
    static const char text[] = "out of band";
    static const brine::buffer buffers[] = {brine::buffer(std::span(text)),
                                            brine::buffer(std::span(text), false)};
    return buffers;
}

inline brine::memo memo_of(std::uint8_t byte) {
    constexpr brine::memo memos[] = {brine::memo::standard, brine::memo::python,
                                     brine::memo::strings};
    return memos[byte % 3];
}

}  // namespace fuzz
