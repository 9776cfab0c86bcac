#pragma once
// The texts of errors: lines of printable ASCII. What is too long lacks its middle, because a path
// is told by its ends, and what a reason says of a remedy stands at its end.

#include <cstddef>
#include <string>
#include <string_view>

namespace brine::detail {

/// A byte as it is shown: \xNN where it is not printable ASCII.
inline void append_shown(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7F) {
        out += c;
    } else {
        out += {'\\', 'x', digits[byte / 16U], digits[byte % 16U]};
    }
}

/// The text as one line of at most `most` bytes, which are at least 3.
inline std::string one_line(std::string_view text, std::size_t most) {
    constexpr std::string_view mark = "...";
    std::string out;
    for (std::size_t i = 0; i < text.size() && out.size() <= most; ++i) {
        append_shown(out, text[i]);
    }
    if (out.size() <= most) {
        return out;
    }
    std::string end;
    for (; end.size() < (most - mark.size()) / 2; text.remove_suffix(1)) {
        std::string shown;
        append_shown(shown, text.back());
        end.insert(0, shown);
    }
    end.erase(0, end.size() - (most - mark.size()) / 2);
    out.resize(most - mark.size() - end.size());
    return out.append(mark).append(end);
}

inline constexpr std::string_view path_gap = " ... ";

/// The front of a path, up to where a step begins if one does in the second half of it.
inline std::string_view front_of_path(std::string_view path, std::size_t most) {
    const std::string_view front = path.substr(0, most);
    const std::size_t step = front.size() < path.size() ? front.find_last_of("[. ") : 0;
    return step == std::string_view::npos || step < most / 2 ? front : front.substr(0, step);
}

/// The end of a path, from where a step begins if one does in the first half of it.
inline std::string_view end_of_path(std::string_view path, std::size_t most) {
    const std::string_view end = path.substr(path.size() - most);
    const std::size_t step = end.find_first_of("[. ");
    return step > most / 2 ? end : end.substr(step);
}

/// A path of one line in at most `most` bytes, which are more than the gap's.
inline std::string short_path(std::string_view path, std::size_t most) {
    if (path.size() <= most) {
        return std::string(path);
    }
    const std::size_t half = (most - path_gap.size()) / 2;
    std::string out(front_of_path(path, half));
    return out.append(path_gap).append(end_of_path(path, half));
}

}  // namespace brine::detail
