#pragma once
// How reading fails: one line of at most 200 bytes, in which the input's own names are escaped and
// cut.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <brine/base/errors.hpp>

namespace brine {

/// The text of a message that shows what the input holds: printable ASCII, at most `most` bytes and
/// "..." where it is cut. Anything else becomes \xNN.
[[nodiscard]] inline std::string shown(std::string_view text, std::size_t most = 40) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte >= 0x20 && byte < 0x7F && c != '\\';
        if (out.size() + (plain ? 1 : 4) > most) {
            return out + "...";
        }
        if (plain) {
            out += c;
        } else {
            out += {'\\', 'x', digits[byte / 16U], digits[byte % 16U]};
        }
    }
    return out;
}

namespace detail {

// What is left of 200 bytes after "cannot unpickle at byte 18446744073709551615: ".
inline constexpr std::size_t longest_reason = 150;

}  // namespace detail

/// Throws an UnpicklingError whose message is fit to be shown, whatever the reason holds.
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_unpickling(Errc code,
                                                                    std::string_view reason,
                                                                    std::uint64_t offset,
                                                                    int opcode = -1) {
    std::string line(reason.substr(0, detail::longest_reason));
    for (char& c : line) {
        if (c < ' ' || c > '~') {
            c = '?';
        }
    }
    if (line.size() < reason.size()) {
        line.replace(line.size() - 3, 3, "...");
    }
    throw UnpicklingError(code, std::move(line), offset, opcode);
}

}  // namespace brine
