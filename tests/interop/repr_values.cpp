// Answers a pickle with the repr of its object, both in hexadecimal.

#include <brine/tools/repr.hpp>

#include <string>

#include <brine/loads.hpp>

#include "questions.hpp"

int main() {
    brine::Document document;
    return answer_lines([&](const std::string& pickle) {
        brine::loads_into(pickle, document);
        return to_hex(brine::repr(document));
    });
}
