#pragma once
// fmt::formatter for opcodes, globals and errors.

#include <string_view>

#include <fmt/format.h>

#include <brine/base/errors.hpp>
#include <brine/model/global.hpp>
#include <brine/tools/globals.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine::detail {

/// Formats as text, with fill, width and precision.
struct TextFormatter : fmt::formatter<std::string_view> {
    template <class Context>
    auto write(std::string_view text, Context& context) const {
        // fmt 8's format() is not const.
        auto copy = *this;
        return copy.fmt::formatter<std::string_view>::format(text, context);
    }
};

struct ErrorFormatter : TextFormatter {
    template <class Context>
    auto format(const PickleError& error, Context& context) const {
        return write(error.what(), context);
    }
};

}  // namespace brine::detail

/// pickletools' name: "BININT1"; or "0xff", for a number that is no opcode.
template <>
struct fmt::formatter<brine::Opcode> : brine::detail::TextFormatter {
    template <class Context>
    auto format(brine::Opcode opcode, Context& context) const {
        const auto byte = static_cast<std::uint8_t>(opcode);
        const brine::OpcodeInfo* const info = brine::find_opcode(byte);
        return info != nullptr ? write(info->name, context)
                               : write(fmt::format("{:#04x}", byte), context);
    }
};

/// "collections.OrderedDict".
template <>
struct fmt::formatter<brine::Global> : brine::detail::TextFormatter {
    template <class Context>
    auto format(const brine::Global& global, Context& context) const {
        return write(global.module + '.' + global.name, context);
    }
};

/// "12: GLOBAL os.system, called by REDUCE at 30": fit for a terminal, whatever the names are.
template <>
struct fmt::formatter<brine::GlobalUse> : brine::detail::TextFormatter {
    template <class Context>
    auto format(const brine::GlobalUse& use, Context& context) const {
        std::string text = fmt::format("{}: {} ", use.offset, use.opcode);
        if (use.extension != 0) {
            text += fmt::format("{}", use.extension);
        } else if (use.known()) {
            text += brine::shown(use.global.module, 200) + '.' + brine::shown(use.global.name, 200);
        } else {
            text += "of names that are not in the pickle";
        }
        for (const brine::GlobalUse::Call& call : use.calls) {
            text += fmt::format(", called by {} at {}", call.opcode, call.offset);
        }
        return write(text, context);
    }
};

template <>
struct fmt::formatter<brine::PickleError> : brine::detail::ErrorFormatter {};
template <>
struct fmt::formatter<brine::ErrorAtPath> : brine::detail::ErrorFormatter {};
template <>
struct fmt::formatter<brine::PicklingError> : brine::detail::ErrorFormatter {};
template <>
struct fmt::formatter<brine::UnpicklingError> : brine::detail::ErrorFormatter {};
template <>
struct fmt::formatter<brine::ConversionError> : brine::detail::ErrorFormatter {};
