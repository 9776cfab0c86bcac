#pragma once
// fmt::formatter for values and documents, ints, kinds, opcodes, globals, errors and their codes.
// All but values and documents take the fill, width and precision of a text.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <brine/base/errors.hpp>
#include <brine/base/type_name.hpp>
#include <brine/base/utf8.hpp>
#include <brine/model/document.hpp>
#include <brine/model/global.hpp>
#include <brine/model/int.hpp>
#include <brine/model/kind.hpp>
#include <brine/model/value.hpp>
#include <brine/tools/globals.hpp>
#include <brine/tools/literals.hpp>
#include <brine/tools/repr.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine::detail {

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

/// "collections.OrderedDict", and as in repr() where a name holds what can't be printed.
template <>
struct fmt::formatter<brine::Global> : brine::detail::TextFormatter {
    template <class Context>
    auto format(const brine::Global& global, Context& context) const {
        std::string text;
        append(text, global.module);
        text += '.';
        append(text, global.name);
        return write(text, context);
    }

private:
    static void append(std::string& out, std::string_view name) {
        brine::valid_wtf8(name) ? brine::append_text_escaped(out, name)
                                : brine::append_latin1_escaped(out, name);
    }
};

/// As repr() shows it, within ReprLimits; "{:.80}": no more than 80 bytes, and "..." where that
/// cuts it.
template <>
struct fmt::formatter<brine::Value> {
    constexpr auto parse(fmt::format_parse_context& context) {
        auto p = context.begin();
        const auto end = context.end();
        if (p != end && *p == '.') {
            limits_.bytes = 0;
            const auto first = ++p;
            for (; p != end && *p >= '0' && *p <= '9' && p - first < most_digits; ++p) {
                limits_.bytes = 10 * limits_.bytes + static_cast<std::size_t>(*p - '0');
            }
            if (p == first) {
                refuse();
            }
        }
        if (p != end && *p != '}') {
            refuse();
        }
        return p;
    }

    template <class Context>
    auto format(const brine::Value& value, Context& context) const {
        const std::string text = brine::repr(value, limits_);
        return std::copy(text.begin(), text.end(), context.out());
    }

private:
    static constexpr std::ptrdiff_t most_digits = 9;

    static void refuse() {
        throw fmt::format_error("a brine::Value takes no format but {} and {:.80}");
    }

    brine::ReprLimits limits_;
};

/// Of the root.
template <>
struct fmt::formatter<brine::Document> : fmt::formatter<brine::Value> {
    template <class Context>
    auto format(const brine::Document& document, Context& context) const {
        return fmt::formatter<brine::Value>::format(document.root(), context);
    }
};

/// Its digits, or those of hex(int) where it has more than 4300.
template <>
struct fmt::formatter<brine::Int> : brine::detail::TextFormatter {
    template <class Context>
    auto format(const brine::Int& number, Context& context) const {
        std::string text;
        brine::append_int_repr(text, number);
        return write(text, context);
    }
};

/// "frozenset".
template <>
struct fmt::formatter<brine::Kind> : brine::detail::TextFormatter {
    template <class Context>
    auto format(brine::Kind kind, Context& context) const {
        return write(brine::kind_name(kind), context);
    }
};

/// "invalid_memo".
template <>
struct fmt::formatter<brine::Errc> : brine::detail::TextFormatter {
    template <class Context>
    auto format(brine::Errc code, Context& context) const {
        return write(brine::errc_name(code), context);
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
