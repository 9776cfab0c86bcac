// What tests make pickles of by hand, and a reader that gives them bit by bit.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include <brine/base/endian.hpp>

inline std::string times(std::string_view text, std::size_t n) {
    std::string out;
    out.reserve(text.size() * n);
    for (std::size_t i = 0; i < n; ++i) {
        out += text;
    }
    return out;
}

/// The bytes of a number, the lowest first.
template <class Number>
std::string le(Number x) {
    std::string bytes(sizeof x, '\0');
    brine::store_le<Number>(bytes.data(), x);
    return bytes;
}

/// Gives at most `step` bytes at once.
struct SlowReader {
    std::string_view bytes;
    std::size_t step = 1;

    std::size_t read(std::span<std::byte> to) {
        const std::size_t n = std::min({step, to.size(), bytes.size()});
        if (n != 0) {
            std::memcpy(to.data(), bytes.data(), n);
        }
        bytes.remove_prefix(n);
        return n;
    }
};
