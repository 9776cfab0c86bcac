// Decodes the pickles that text_args.py sends, and answers with what their first argument is.

#include <brine/model/int.hpp>
#include <brine/model/int_text.hpp>
#include <brine/wire/decoder.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "questions.hpp"

namespace {

struct FirstArgument {
    std::string seen;

    void say(const std::string& text) {
        if (seen.empty()) {
            seen = text;
        }
    }

    void on_int(auto, brine::InputPlace, std::int64_t x) { say("int " + std::to_string(x)); }
    void on_bool(auto, brine::InputPlace, bool x) { say(x ? "bool True" : "bool False"); }
    void on_int_text(auto, brine::InputPlace, std::string_view text) {
        say("int " + brine::Int::from_string(text, 0).to_string());
    }
    void on_float(auto, brine::InputPlace, double x) {
        const auto bits = std::bit_cast<std::uint64_t>(x);
        say("float " + (std::isnan(x) ? std::signbit(x) ? "-nan" : "nan" : std::to_string(bits)));
    }
    void on_text(auto, brine::InputPlace, std::string_view text) { say("text " + to_hex(text)); }
    void on_string(auto, brine::InputPlace, std::string_view text) { say("bytes " + to_hex(text)); }
    void on_global(auto, brine::InputPlace, std::string_view module, std::string_view name) {
        say("global " + to_hex(module) + ' ' + to_hex(name));
    }
    void on_persid(auto, brine::InputPlace, std::string_view text) {
        say("persid " + to_hex(text));
    }
    void on_put(auto, brine::InputPlace, std::uint64_t x) { say("put " + std::to_string(x)); }
    void on_other(auto, brine::InputPlace) {}
};

}  // namespace

int main() {
    return answer_lines([](const std::string& pickle) -> std::string {
        FirstArgument visitor;
        brine::MemoryInput input{std::string_view(pickle)};
        try {
            brine::decode(input, visitor);
            return visitor.seen;
        } catch (const brine::UnpicklingError&) {
            return "error";
        }
    });
}
