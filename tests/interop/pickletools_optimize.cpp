// Optimizes the pickles that pickletools_optimize.py sends: "ok PICKLE", in hexadecimal, or
// "error".

#include <brine/tools/optimize.hpp>

#include <string>

#include "questions.hpp"

int main() {
    return answer_lines([](const std::string& pickle) -> std::string {
        try {
            return "ok " + to_hex(brine::optimize(pickle));
        } catch (const brine::UnpicklingError&) {
            return "error";
        }
    });
}
