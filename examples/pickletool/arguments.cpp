#include "arguments.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include <brine/tools/option_names.hpp>
#include <brine/wire/protocol.hpp>

#include "commands.hpp"
#include "failure.hpp"

namespace pickletool {
namespace {

const std::array commands = std::to_array<Command>({
    {"load",
     {"--encoding", "--errors", "--buffer", "--all", "--strict", "--consumed"},
     false,
     load},
    {"show", {"--encoding", "--errors", "--buffer", "--all", "--strict"}, false, show},
    {"dis", {"--strict"}, false, disassemble},
    {"globals", {"--json", "--strict"}, false, list_globals},
    {"optimize", {"--strict"}, true, optimize},
    {"repickle",
     {"--encoding", "--errors", "--buffer", "--all", "--strict", "--protocol", "--memo"},
     true,
     repickle},
});

template <class T>
T named(std::string_view option, std::string_view word) {
    const std::optional<T> value = brine::from_name<T>(word);
    if (!value) {
        throw WrongUsage(fmt::format("{} can't be '{}'", option, word));
    }
    return *value;
}

int protocol_of(std::string_view option, std::string_view word) {
    const bool digit = word.size() == 1 && word[0] >= '0' && word[0] <= '9';
    const int protocol = digit ? word[0] - '0' : -1;
    if (protocol < brine::lowest_written_protocol || protocol > brine::highest_protocol) {
        throw WrongUsage(fmt::format("{} can't be '{}'", option, word));
    }
    return protocol;
}

struct Option {
    std::string_view name;
    bool has_value;
    void (*set)(Arguments& arguments, std::string_view option, std::string_view value);
};

constexpr std::array options = std::to_array<Option>({
    {"--encoding", true,
     [](Arguments& to, auto o, auto v) { to.encoding = named<brine::encoding>(o, v); }},
    {"--errors", true,
     [](Arguments& to, auto o, auto v) { to.errors = named<brine::decode_errors>(o, v); }},
    {"--buffer", true, [](Arguments& to, auto, auto v) { to.buffers.emplace_back(v); }},
    {"--all", false, [](Arguments& to, auto, auto) { to.all = true; }},
    {"--strict", false, [](Arguments& to, auto, auto) { to.strict = true; }},
    {"--consumed", false, [](Arguments& to, auto, auto) { to.consumed = true; }},
    {"--json", false, [](Arguments& to, auto, auto) { to.json = true; }},
    {"--protocol", true, [](Arguments& to, auto o, auto v) { to.protocol = protocol_of(o, v); }},
    {"--memo", true, [](Arguments& to, auto o, auto v) { to.memo = named<brine::memo>(o, v); }},
});

const Command& command_of(std::string_view word) {
    const auto* const found = std::ranges::find(commands, word, &Command::name);
    if (found == commands.end()) {
        throw WrongUsage(fmt::format("there is no command '{}'", word));
    }
    return *found;
}

const Option& option_of(const Command& command, std::string_view name) {
    const auto* const found = std::ranges::find(options, name, &Option::name);
    if (found == options.end() || std::ranges::count(command.options, name) == 0) {
        throw WrongUsage(fmt::format("{} has no option '{}'", command.name, name));
    }
    return *found;
}

/// `--name value`, `--name=value` or `--name`, at the front of `words`.
void take_option(Arguments& to, std::span<const char* const>& words) {
    const std::string_view word = words.front();
    words = words.subspan(1);
    const std::size_t equals = word.find('=');
    const Option& option = option_of(*to.command, word.substr(0, equals));
    std::string_view value;
    if (equals != std::string_view::npos) {
        value = word.substr(equals + 1);
    } else if (option.has_value) {
        if (words.empty()) {
            throw WrongUsage(fmt::format("{} needs a value", option.name));
        }
        value = words.front();
        words = words.subspan(1);
    }
    if (!option.has_value && equals != std::string_view::npos) {
        throw WrongUsage(fmt::format("{} has no value", option.name));
    }
    option.set(to, option.name, value);
}

void take_files(Arguments& to, const std::vector<std::string_view>& files) {
    const std::size_t wanted = to.command->has_output ? 2 : 1;
    if (files.size() != wanted) {
        throw WrongUsage(fmt::format("{} takes {}, not {} files", to.command->name,
                                     wanted == 2 ? "IN and OUT" : "IN", files.size()));
    }
    if (std::ranges::count(files, "") != 0) {
        throw WrongUsage("a file has an empty name");
    }
    to.input = files[0];
    to.output = wanted == 2 ? files[1] : "";
}

}  // namespace

Arguments parse_arguments(std::span<const char* const> words) {
    Arguments arguments;
    std::vector<std::string_view> files;
    bool options_end = false;
    while (!words.empty()) {
        const std::string_view word = words.front();
        const bool is_option = !options_end && word.size() > 1 && word.starts_with('-');
        if (is_option && (word == "--help" || word == "-h")) {
            arguments.help = true;
            return arguments;
        }
        if (is_option && arguments.command == nullptr && word == "--version") {
            arguments.version = true;
            return arguments;
        }
        if (is_option && arguments.command != nullptr && word != "--") {
            take_option(arguments, words);
            continue;
        }
        words = words.subspan(1);
        if (arguments.command == nullptr) {
            arguments.command = &command_of(word);
        } else if (is_option) {
            options_end = true;
        } else {
            files.push_back(word);
        }
    }
    if (arguments.command == nullptr) {
        throw WrongUsage("what is to be done?");
    }
    take_files(arguments, files);
    return arguments;
}

}  // namespace pickletool
