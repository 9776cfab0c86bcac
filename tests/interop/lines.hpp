// What the programs that write lines for a Python script have in common.
#pragma once

#include <cstddef>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

inline std::string to_hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte / 16U];
        text += digits[byte % 16U];
    }
    return text;
}

// Writes <folder>/<name> by calling write(stream); gives what main returns.
template <class Write>
int write_lines(int argc, char** argv, const char* name, Write write) {
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " FOLDER\n";
        return 2;
    }
    std::ofstream out(std::string(argv[1]) + '/' + name, std::ios::binary);
    write(out);
    out.close();
    if (!out) std::cerr << "cannot write " << name << " in " << argv[1] << '\n';
    return out ? 0 : 1;
}
