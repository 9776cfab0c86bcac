// A program that answers a Python script: a line in hexadecimal for each question, and a line for
// each answer.
#pragma once

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

#include "lines.hpp"

inline std::string from_hex(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        bytes += static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1]));
    }
    return bytes;
}

// Calls answer(bytes) for each line of standard input.
template <class Answer>
int answer_lines(Answer answer) {
    std::ios::sync_with_stdio(false);
    std::string line;
    while (std::getline(std::cin, line)) {
        std::cout << answer(from_hex(line)) << '\n';
    }
    return 0;
}
