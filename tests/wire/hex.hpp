// Bytes as text, as Python's bytes.hex(' ') shows them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

inline std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += text.empty() ? "" : " ";
        text += digits[byte / 16U];
        text += digits[byte % 16U];
    }
    return text;
}
