// Writes the dictionary of the fuzzers, made from the opcode table.

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include <brine/wire/opcodes.hpp>

namespace {

void entry(std::string_view name, std::string_view bytes) {
    std::printf("%.*s=\"", static_cast<int>(name.size()), name.data());
    for (const char c : bytes) {
        std::printf("\\x%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    std::printf("\"\n");
}

std::string little_endian(std::uint64_t x) {
    std::string bytes;
    for (int i = 0; i < 8; ++i) {
        bytes += static_cast<char>(x >> (8 * i) & 0xFFU);
    }
    return bytes;
}

}  // namespace

int main() {
    for (const brine::OpcodeInfo& info : brine::opcode_table) {
        const char code = static_cast<char>(info.code);
        entry(info.name, std::string_view(&code, 1));
    }
    for (const std::uint64_t size :
         {0ULL, 1ULL, 0xFFULL, 0x100ULL, 0xFFFFULL, 0x7FFFFFFFULL, 0x80000000ULL, 0xFFFFFFFFULL,
          0x7FFFFFFFFFFFFFFFULL, 0x8000000000000000ULL, 0xFFFFFFFFFFFFFFFFULL}) {
        entry("size", little_endian(size));
    }
    entry("frame", "\x95" + little_endian(1));
    for (const std::string_view text :
         {"builtins\nset\n", "builtins\nfrozenset\n", "builtins\nbytearray\n",
          "builtins\ncomplex\n", "__builtin__\nset\n", "_codecs\nencode\n", "latin1",
          "copy_reg\n_reconstructor\n", "collections\nOrderedDict\n", "01\n", "00\n", "0x1L\n",
          "\\u0041\\ud800"}) {
        entry("text", text);
    }
    return 0;
}
