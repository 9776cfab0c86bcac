#pragma once
// Colours, for people only: never in a file or a pipe, nor where NO_COLOR is set (no-color.org).

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <unistd.h>

namespace pickletool {

enum class Style : std::uint8_t { error, warning };

[[nodiscard]] inline bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

[[nodiscard]] inline bool has_colours(int descriptor) {
    const char* const no_color = std::getenv("NO_COLOR");
    return is_terminal(descriptor) && (no_color == nullptr || *no_color == '\0');
}

/// The text as it goes to that descriptor.
[[nodiscard]] inline std::string styled(int descriptor, Style style, std::string_view text) {
    if (!has_colours(descriptor)) {
        return std::string(text);
    }
    const std::string_view start = style == Style::error ? "\x1b[1;31m" : "\x1b[33m";
    return std::string(start).append(text).append("\x1b[0m");
}

}  // namespace pickletool
