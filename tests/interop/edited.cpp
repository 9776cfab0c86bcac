// Writes documents that random programs have made and changed by hand, each at every protocol,
// under every memo policy, with names of Python 2 and without, for edited.py to load: lines
// "PROTOCOL PICKLE", or "PROTOCOL - ERROR".

#include <ostream>
#include <random>
#include <string>

#include "../fuzz/edit_program.hpp"
#include "lines.hpp"

namespace {

std::mt19937 random_bits(20261123);

std::string random_program() {
    std::string bytes(16 + random_bits() % 500, '\0');
    for (char& c : bytes) {
        c = static_cast<char>(static_cast<unsigned char>(random_bits() & 0xffU));
    }
    return bytes;
}

void write_pickles(std::ostream& out, const brine::Document& document) {
    for (int protocol = 0; protocol <= 5; ++protocol) {
        for (std::uint8_t memo = 0; memo < 3; ++memo) {
            for (const bool fix_imports : {true, false}) {
                try {
                    const std::string pickle =
                        brine::dumps(document, {.protocol = protocol,
                                                .memo = fuzz::memo_of(memo),
                                                .text = brine::text::surrogatepass,
                                                .fix_imports = fix_imports});
                    out << protocol << ' ' << to_hex(pickle) << '\n';
                } catch (const brine::PicklingError& error) {
                    out << protocol << " - " << error.what() << '\n';
                }
            }
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    return write_lines(argc, argv, "pickles", [](std::ostream& out) {
        for (int i = 0; i < 400; ++i) {
            const std::string bytes = random_program();
            fuzz::EditProgram program(bytes);
            write_pickles(out, program.run());
        }
    });
}
