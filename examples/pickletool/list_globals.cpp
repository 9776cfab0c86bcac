// pickletool globals: what a pickle would import, and which of it it would call.

#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>

#include <brine/tools/format.hpp>
#include <brine/tools/globals.hpp>

#include "commands.hpp"
#include "failure.hpp"
#include "input.hpp"
#include "json.hpp"
#include "output.hpp"
#include "terminal.hpp"

namespace pickletool {
namespace {

std::string as_line(const brine::GlobalUse& use) {
    const std::string line = fmt::format("{}", use);
    return (use.called() ? styled(STDOUT_FILENO, Style::warning, line) : line) + '\n';
}

std::string as_lines(const std::vector<brine::GlobalUse>& uses) {
    std::string out;
    for (const brine::GlobalUse& use : uses) {
        out += as_line(use);
    }
    return out;
}

/// Module and name are null where the pickle does not have them.
std::string as_json(const brine::GlobalUse& use) {
    const auto name = [&](std::string_view text) { return use.known() ? json(text) : "null"; };
    std::string out =
        fmt::format(R"({{"module": {}, "name": {}, "opcode": "{}", "offset": {}, )",
                    name(use.global.module), name(use.global.name), use.opcode, use.offset);
    if (use.extension != 0) {
        out += fmt::format(R"("extension": {}, )", use.extension);
    }
    std::string_view separator;
    out += R"("calls": [)";
    for (const brine::GlobalUse::Call& call : use.calls) {
        out += fmt::format(R"({}{{"opcode": "{}", "offset": {}}})", separator, call.opcode,
                           call.offset);
        separator = ", ";
    }
    return out + "]}";
}

std::string as_json(const std::vector<brine::GlobalUse>& uses) {
    std::string out = "[";
    std::string_view separator = "\n";
    for (const brine::GlobalUse& use : uses) {
        out.append(separator).append(as_json(use));
        separator = ",\n";
    }
    return out + (uses.empty() ? "]\n" : "\n]\n");
}

}  // namespace

void list_globals(const Arguments& arguments) {
    Input input(arguments.input);
    brine::StreamInput stream(input, brine::read_ahead::allowed);
    std::vector<brine::GlobalUse> uses;
    const auto print = [&] {
        input.progress().clear();
        Output output("-");
        output.print(arguments.json ? as_json(uses) : as_lines(uses));
        output.commit();
    };
    try {
        brine::globals_into(uses, stream, arguments.limits().decode);
    } catch (const brine::UnpicklingError& error) {
        print();  // Python would have called them by the time it comes upon the mistake
        throw Failure(arguments.input, error.what());
    }
    print();
}

}  // namespace pickletool
