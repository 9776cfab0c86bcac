// Disassembles the pickles that pickletools_dis.py sends: "ok TEXT" or "error TEXT", in
// hexadecimal.

#include <brine/tools/dis.hpp>

#include <string>
#include <string_view>

#include "questions.hpp"

int main() {
    return answer_lines([](const std::string& pickle) {
        std::string text;
        brine::MemoryInput input{std::string_view(pickle)};
        try {
            brine::dis_into(text, input);
            return "ok " + to_hex(text);
        } catch (const brine::UnpicklingError&) {
            return "error " + to_hex(text);
        }
    });
}
