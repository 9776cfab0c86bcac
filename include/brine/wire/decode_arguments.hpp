#pragma once
// What stands behind the cases of the decoder's switch: each kind of argument, and its handler.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include <brine/base/endian.hpp>
#include <brine/base/utf8.hpp>
#include <brine/wire/decode_protocols.hpp>
#include <brine/wire/decode_reader.hpp>
#include <brine/wire/decode_runs.hpp>
#include <brine/wire/handlers.hpp>
#include <brine/wire/opcodes.hpp>
#include <brine/wire/place.hpp>
#include <brine/wire/protocol.hpp>
#include <brine/wire/short_text.hpp>
#include <brine/wire/text_args.hpp>

namespace brine::detail {

template <class...>
inline constexpr bool has_handler = false;

template <class Visitor>
concept takes_int_runs = requires(Visitor& v, InputPlace at, IntRun& run) {
    v.on_int_run(at, run);
};
template <class Visitor>
concept takes_highest = requires(Visitor& v) {
    v.on_highest(0);
};
template <class Visitor>
concept takes_float_runs = requires(Visitor& v, InputPlace at, FloatRun& run) {
    v.on_float_run(at, run);
};
template <class Visitor>
concept takes_text_runs = requires(Visitor& v, InputPlace at, TextRun& run) {
    v.on_text_run(at, run);
};
template <class Visitor>
concept takes_get_runs = requires(Visitor& v, InputPlace at, GetRun& run) {
    v.on_get_run(at, run);
};

template <class Visitor, Opcode C>
concept takes_made = requires(Visitor& v, InputPlace at) {
    v.on_made(opcode_constant<C>{}, at, at);
};

/// A member named after an argument takes the opcode at p, whose header is there, and returns
/// what is behind it.
template <class Input, class Visitor>
class Decoder {
public:
    Decoder(Input& input, Visitor& visitor, const DecodeLimits& limits)
        : input_(input), visitor_(visitor), reader_(input, limits) {}

    std::uint64_t run();

private:
    template <Opcode C>
    using Op = opcode_constant<C>;

    template <Opcode C>
    [[gnu::always_inline]] const char* bare(const char* p) {
        give<C>(p, handler::op);
        return p + 1;
    }

    /// What makes an object is often memoized at once.
    template <Opcode C>
    [[gnu::always_inline]] const char* maker(const char* p) {
        const char* const next = p + 1;
        if constexpr (takes_made<Visitor, C>) {
            if (next != reader_.end() && *next == static_cast<char>(Opcode::memoize)) [[likely]] {
                visitor_.on_made(Op<C>{}, at(p), at(next));
                note<C>();
                note<Opcode::memoize>();
                return next + 1;
            }
            return bare<C>(p);
        }
        p = bare<C>(p);
        return p != reader_.end() && *p == static_cast<char>(Opcode::memoize)
                   ? bare<Opcode::memoize>(p)
                   : p;
    }

    /// BININT, BININT1, BININT2 and LONG1: one case of the switch, as they alternate at random.
    [[gnu::always_inline]] const char* short_int(const char* p) {
        if constexpr (takes_int_runs<Visitor>) {
            if (reader_.end() - p >= IntRun::least && IntRun::takes(p)) [[likely]] {
                return int_run(p);
            }
        }
        return single_int(p);
    }
    const char* single_int(const char* p);

    template <Opcode C, class Number>
    const char* fixed_int(const char* p) {
        give<C>(p, handler::int_, std::int64_t{load_le<Number>(p + 1)});
        return p + 1 + sizeof(Number);
    }

    [[gnu::always_inline]] const char* fixed_float(const char* p) {
        constexpr std::ptrdiff_t size = 1 + sizeof(double);
        if constexpr (takes_float_runs<Visitor>) {
            if (reader_.end() - p > size && p[size] == *p) {
                return float_run(p);
            }
        }
        give<Opcode::binfloat>(p, handler::float_, load_be<double>(p + 1));
        return p + size;
    }

    /// A payload whose length, of type Length, is the header.
    template <Opcode C, class Length>
    [[gnu::always_inline]] const char* counted(const char* p) {
        constexpr std::size_t skip = 1 + sizeof(Length);
        // A negative length becomes one of 2**63 and more.
        const auto n = static_cast<std::uint64_t>(load_le<Length>(p + 1));
        if constexpr (sizeof(Length) > 1) {
            check_length<C>(p, n);
        }
        if (n > static_cast<std::size_t>(reader_.end() - p) - skip) [[unlikely]] {
            p = reader_.payload(p, skip, n);
        }
        const std::string_view bytes(p + skip, static_cast<std::size_t>(n));
        give_payload<C>(p, bytes);
        return bytes.data() + bytes.size();
    }

    [[gnu::always_inline]] const char* short_text(const char* p) {
        if constexpr (takes_text_runs<Visitor>) {
            if (input_.before(p) >= TextRun::least_before) [[likely]] {
                if (const char* const behind = text_run(p); behind != p) [[likely]] {
                    return behind;
                }
            }
        }
        return counted<Opcode::short_binunicode, std::uint8_t>(p);
    }

    template <Opcode C, class Index>
    [[gnu::always_inline]] const char* memo(const char* p) {
        if constexpr (takes_get_runs<Visitor> &&
                      (C == Opcode::binget || C == Opcode::long_binget)) {
            // A row of one is not worth a loop.
            const char* const next = p + 1 + sizeof(Index);
            if (reader_.end() - next >= GetRun::least && GetRun::takes(*next)) {
                return get_run(p);
            }
        }
        give_memo<C>(p, load_le<Index>(p + 1));
        return p + 1 + sizeof(Index);
    }

    // Out of line, so that a row that the visitor takes inline has all registers for itself.

    [[gnu::noinline]] const char* int_run(const char* p) {
        IntRun row(p, reader_.end(), input_);
        visitor_.on_int_run(at(p), row);
        if constexpr (takes_highest<Visitor>) {
            met_.note_ints(p, row.position());
        }
        return row.position();
    }
    [[gnu::noinline]] const char* float_run(const char* p) {
        FloatRun row(p, reader_.end(), input_);
        visitor_.on_float_run(at(p), row);
        note<Opcode::binfloat>();
        return row.position();
    }
    [[gnu::noinline]] const char* text_run(const char* p) {
        TextRun row(p, reader_.end(), input_);
        visitor_.on_text_run(at(p), row);
        note<Opcode::short_binunicode>();  // and MEMOIZE, which is as old
        return row.position();
    }
    [[gnu::noinline]] const char* get_run(const char* p) {
        GetRun row(p, reader_.end(), input_);
        visitor_.on_get_run(at(p), row);
        note<Opcode::binget>();
        return row.position();
    }

    template <Opcode C, class Number>
    const char* extension(const char* p);
    const char* proto(const char* p);
    const char* frame(const char* p);

    template <Opcode C>
    const char* int_line(const char* p);
    template <Opcode C>
    const char* index_line(const char* p);
    template <Opcode C>
    const char* text_line(const char* p);
    template <Opcode C>
    const char* names(const char* p);
    const char* float_line(const char* p);
    const char* persid_line(const char* p);

    /// The line behind the opcode, which may have moved.
    struct Line {
        const char* p;
        std::string_view text;

        [[nodiscard]] const char* behind() const noexcept { return text.data() + text.size() + 1; }
    };
    Line line(const char* p, std::size_t most, std::size_t least);

    template <Opcode C>
    void check_length(const char* p, std::uint64_t n) const {
        const DecodeLimits& limits = reader_.limits();
        if (n >= std::uint64_t{1} << 63U) [[unlikely]] {
            at(p).fail(Errc::invalid_argument, "the length is negative, or 2**63 or more");
        }
        if (n > (C == Opcode::long4 ? limits.long_bytes : limits.payload_bytes)) [[unlikely]] {
            at(p).fail(Errc::limit_exceeded, "the argument is longer than the limit allows");
        }
    }

    template <Opcode C>
    [[gnu::always_inline]] void give_payload(const char* p, std::string_view bytes);
    template <Opcode C>
    [[gnu::always_inline]] void give_long(const char* p, std::string_view bytes);
    template <Opcode C>
    void give_number(const char* p, const IntText& number);

    template <Opcode C>
    [[gnu::always_inline]] void give_memo(const char* p, std::uint64_t index) {
        if constexpr (C == Opcode::get || C == Opcode::binget || C == Opcode::long_binget) {
            give<C>(p, handler::get, index);
        } else {
            give<C>(p, handler::put, index);
        }
    }

    template <Opcode C>
    [[gnu::always_inline]] void note() noexcept {
        if constexpr (takes_highest<Visitor>) {
            met_.note<C>();
        }
    }
    void give_highest() {
        if constexpr (takes_highest<Visitor>) {
            visitor_.on_highest(met_.highest());
        }
    }

    template <Opcode C, class Handler, class... Args>
    [[gnu::always_inline]] void give(const char* p, Handler handler, Args... args) {
        note<C>();
        if constexpr (requires { handler(visitor_, Op<C>{}, at(p), args...); }) {
            handler(visitor_, Op<C>{}, at(p), args...);
        } else if constexpr (requires { handler::other(visitor_, Op<C>{}, at(p)); }) {
            handler::other(visitor_, Op<C>{}, at(p));
        } else {
            static_assert(
                has_handler<Op<C>, Visitor>,
                "brine: the visitor of decode() can't take this opcode; write the handler "
                "that decoder.hpp lists for it, or on_other(op, at)");
        }
    }

    [[nodiscard]] InputPlace at(const char* p) const noexcept { return {p, input_}; }

    Input& input_;
    Visitor& visitor_;
    OpcodeReader<Input> reader_;
    std::string scratch_;
    ProtocolsMet met_;
};

template <class Input, class Visitor>
const char* Decoder<Input, Visitor>::single_int(const char* p) {
    switch (static_cast<Opcode>(*p)) {
        case Opcode::binint:
            return fixed_int<Opcode::binint, std::int32_t>(p);
        case Opcode::binint1:
            return fixed_int<Opcode::binint1, std::uint8_t>(p);
        case Opcode::binint2:
            return fixed_int<Opcode::binint2, std::uint16_t>(p);
        default:
            return counted<Opcode::long1, std::uint8_t>(p);
    }
}

template <class Input, class Visitor>
template <Opcode C>
inline void Decoder<Input, Visitor>::give_payload(const char* p, std::string_view bytes) {
    using enum ArgKind;
    constexpr ArgKind kind = opcode_info(C).arg;
    if constexpr (kind == unicodestring1 || kind == unicodestring4 || kind == unicodestring8) {
        if (!valid_text(bytes, reader_.end())) [[unlikely]] {
            at(p).fail(Errc::invalid_text, "the text is not valid UTF-8");
        }
        give<C>(p, handler::text, bytes);
    } else if constexpr (kind == long1 || kind == long4) {
        give_long<C>(p, bytes);
    } else if constexpr (kind == string1 || kind == string4) {
        give<C>(p, handler::string, bytes);
    } else if constexpr (kind == bytearray8) {
        give<C>(p, handler::bytearray, bytes);
    } else {
        static_assert(kind == bytes1 || kind == bytes4 || kind == bytes8);
        give<C>(p, handler::bytes, bytes);
    }
}

template <class Input, class Visitor>
template <Opcode C>
inline void Decoder<Input, Visitor>::give_long(const char* p, std::string_view bytes) {
    if (bytes.size() > sizeof(std::int64_t)) {
        give<C>(p, handler::long_, bytes);
        return;
    }
    std::uint64_t word = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
        word = word << 8U | byte_at(bytes.data(), i - 1);
    }
    const auto unused = static_cast<unsigned>(64 - 8 * bytes.size());
    const std::int64_t x = unused == 64 ? 0 : static_cast<std::int64_t>(word << unused) >> unused;
    give<C>(p, handler::int_, x);
}

template <class Input, class Visitor>
template <Opcode C, class Number>
const char* Decoder<Input, Visitor>::extension(const char* p) {
    const std::int64_t code = load_le<Number>(p + 1);
    if (code <= 0) {
        at(p).fail(Errc::invalid_argument, "the extension code is not positive");
    }
    give<C>(p, handler::ext, static_cast<std::uint32_t>(code));
    return p + 1 + sizeof(Number);
}

template <class Input, class Visitor>
const char* Decoder<Input, Visitor>::proto(const char* p) {
    const int protocol = load_le<std::uint8_t>(p + 1);
    if (protocol > highest_protocol) {
        at(p).fail(Errc::unsupported_protocol,
                   "protocol " + std::to_string(protocol) + " is not known");
    }
    give<Opcode::proto>(p, handler::proto, protocol);
    return p + 2;
}

template <class Input, class Visitor>
const char* Decoder<Input, Visitor>::frame(const char* p) {
    const auto size = load_le<std::uint64_t>(p + 1);
    if (size >= std::uint64_t{1} << 63U) {
        at(p).fail(Errc::invalid_argument, "the frame's length is 2**63 or more");
    }
    p = reader_.frame(p, size);
    give<Opcode::frame>(p, handler::frame, size);
    return p + longest_header;
}

template <class Input, class Visitor>
auto Decoder<Input, Visitor>::line(const char* p, std::size_t most, std::size_t least) -> Line {
    const auto [there, size] = reader_.line(p, 1, most);
    if (size < least) {
        at(there).fail(Errc::invalid_argument, "the line is empty");
    }
    return {there, {there + 1, size}};
}

template <class Input, class Visitor>
template <Opcode C>
void Decoder<Input, Visitor>::give_number(const char* p, const IntText& number) {
    switch (number.status) {
        case TextStatus::ok:
            return give<C>(p, handler::int_, number.value);
        case TextStatus::boolean:
            return give<C>(p, handler::bool_, number.value != 0);
        case TextStatus::beyond64:
            return give<C>(p, handler::int_text, number.literal);
        case TextStatus::too_long:
            at(p).fail(Errc::limit_exceeded, "the integer has more digits than the limit allows");
        case TextStatus::malformed:
        case TextStatus::out_of_range:
            at(p).fail(Errc::invalid_argument, "the line is no integer");
    }
}

template <class Input, class Visitor>
template <Opcode C>
const char* Decoder<Input, Visitor>::int_line(const char* p) {
    constexpr std::size_t most_digits = std::numeric_limits<std::size_t>::max() / 4;
    // Room for an underscore between any two digits, a sign, a prefix, an L, and some white space.
    const std::size_t digits = reader_.limits().int_digits;
    const std::size_t most = std::min(digits, most_digits) * 2 + 64;
    const Line text = line(p, most, 1);
    if constexpr (C == Opcode::int_) {
        give_number<C>(text.p, parse_int_line(text.text, digits));
    } else {
        give_number<C>(text.p, parse_long_line(text.text, digits));
    }
    return text.behind();
}

template <class Input, class Visitor>
template <Opcode C>
const char* Decoder<Input, Visitor>::index_line(const char* p) {
    const Line text = line(p, reader_.limits().index_text, 1);
    const IndexText index = parse_index_line(text.text);
    if (index.status != TextStatus::ok) {
        at(text.p).fail(Errc::invalid_argument, "the line is no index of the memo");
    }
    give_memo<C>(text.p, index.value);
    return text.behind();
}

template <class Input, class Visitor>
const char* Decoder<Input, Visitor>::float_line(const char* p) {
    const Line text = line(p, reader_.limits().float_text, 1);
    const FloatText number = parse_float_line(text.text);
    if (number.status != TextStatus::ok) {
        at(text.p).fail(Errc::invalid_argument, number.status == TextStatus::out_of_range
                                                    ? "the line is no number that a double can hold"
                                                    : "the line is no float");
    }
    give<Opcode::float_>(text.p, handler::float_, number.value);
    return text.behind();
}

template <class Input, class Visitor>
template <Opcode C>
const char* Decoder<Input, Visitor>::text_line(const char* p) {
    const Line text = line(p, reader_.limits().text_line(), 0);
    const std::string_view mistake = C == Opcode::unicode
                                         ? unescape_unicode_line(text.text, scratch_)
                                         : unescape_string_line(text.text, scratch_);
    if (!mistake.empty()) {
        at(text.p).fail(Errc::invalid_text, mistake);
    }
    const std::string_view unescaped = scratch_;
    if constexpr (C == Opcode::unicode) {
        give<C>(text.p, handler::text, unescaped);
    } else {
        give<C>(text.p, handler::string, unescaped);
    }
    return text.behind();
}

template <class Input, class Visitor>
template <Opcode C>
const char* Decoder<Input, Visitor>::names(const char* p) {
    const std::size_t most = reader_.limits().name_text;
    const auto first = reader_.line(p, 1, most);
    const std::size_t skip = 1 + first.size + 1;
    const auto second = reader_.line(first.p, skip, most);
    p = second.p;
    const std::string_view module(p + 1, first.size);
    const std::string_view name(p + skip, second.size);
    if (module.empty() || name.empty()) {
        at(p).fail(Errc::invalid_argument, "the module or the name is empty");
    }
    const bool valid = C == Opcode::inst ? is_ascii(module) && is_ascii(name)
                                         : valid_utf8(module) && valid_utf8(name);
    if (!valid) {
        at(p).fail(Errc::invalid_text, "the name is not valid text");
    }
    give<C>(p, handler::global, module, name);
    return name.data() + name.size() + 1;
}

template <class Input, class Visitor>
const char* Decoder<Input, Visitor>::persid_line(const char* p) {
    const Line text = line(p, reader_.limits().name_text, 0);
    if (!is_ascii(text.text)) {
        at(text.p).fail(Errc::invalid_text, "the persistent id is not ASCII");
    }
    give<Opcode::persid>(text.p, handler::persid, text.text);
    return text.behind();
}

}  // namespace brine::detail
