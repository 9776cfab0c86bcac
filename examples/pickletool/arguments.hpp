#pragma once
// The command line, understood.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <brine/engine/load_options.hpp>
#include <brine/engine/options.hpp>

namespace pickletool {

struct Arguments;

struct Command {
    std::string_view name;
    std::vector<std::string_view> options;  // that it takes
    bool has_output;
    void (*run)(const Arguments& arguments);
};

struct Arguments {
    bool help = false;
    bool version = false;
    const Command* command = nullptr;  // null only where help or version is asked for
    std::string input;
    std::string output;

    brine::encoding encoding = brine::encoding::ascii;
    brine::decode_errors errors = brine::decode_errors::strict;
    std::vector<std::string> buffers;  // names of files
    bool all = false;
    bool strict = false;
    bool consumed = false;
    bool json = false;
    std::optional<int> protocol;
    brine::memo memo = brine::memo::standard;

    [[nodiscard]] brine::LoadLimits limits() const {
        return strict ? brine::LoadLimits::strict() : brine::LoadLimits();
    }
};

/// Of main()'s arguments those behind the program's name.
/// @throws WrongUsage
[[nodiscard]] Arguments parse_arguments(std::span<const char* const> words);

}  // namespace pickletool
