#pragma once
// 8-bit strings of Python 2 by the encoding and errors that the options name.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <brine/engine/load_options.hpp>
#include <brine/model/eight_bit.hpp>
#include <brine/model/failure.hpp>

namespace brine::detail {

/// Where the first byte that is not ASCII stands, or npos.
[[nodiscard]] inline std::size_t first_not_ascii(std::string_view bytes) noexcept {
    const auto* const at = std::find_if(
        bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    return at == bytes.end() ? std::string_view::npos
                             : static_cast<std::size_t>(at - bytes.begin());
}

inline void replace_undecodable(std::string_view bad, decode_errors errors, std::string& out) {
    switch (errors) {
        case decode_errors::ignore:
            return;
        case decode_errors::replace:
            return append_code_point(out, 0xFFFD);
        case decode_errors::surrogateescape:
            for (const char c : bad) {
                append_code_point(out, 0xDC00U + static_cast<unsigned char>(c));
            }
            return;
        case decode_errors::strict:
        case decode_errors::surrogatepass:
            break;
    }
    throw_failure(Errc::invalid_text,
                  "an 8-bit string is not of the encoding; options.encoding names another");
}

/// UTF-8 text of bytes that are not plain ASCII.
[[nodiscard]] inline std::string decode_text(std::string_view bytes, const LoadOptions& options) {
    const decode_errors errors = options.errors;
    const auto bad = [errors](std::string_view piece, std::string& out) {
        replace_undecodable(piece, errors, out);
    };
    switch (options.encoding) {
        case encoding::latin1:
            return latin1_to_utf8(bytes);
        case encoding::utf8:
            if (errors == decode_errors::surrogatepass) {
                return decode_with(bytes, first_invalid_wtf8, invalid_utf8_length, bad);
            }
            return decode_with(bytes, first_invalid_utf8, invalid_utf8_length, bad);
        case encoding::ascii:
        case encoding::bytes:
            break;
    }
    return decode_with(
        bytes, first_not_ascii, [](std::string_view) { return std::size_t{1}; }, bad);
}

}  // namespace brine::detail
