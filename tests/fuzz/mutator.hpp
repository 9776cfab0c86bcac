// The structure-aware mutator: changes a pickle opcode by opcode, and, half of the time, repairs
// what then finds too little on the stack.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "opcodes.hpp"

namespace fuzz {

class Mutator {
public:
    explicit Mutator(unsigned seed) : engine_(seed) {}

    /// The pickle after one to four changes.
    std::string operator()(std::string_view pickle);
    /// The opcodes of `a` up to somewhere, and then those of `b` from somewhere on.
    std::string cross(std::string_view a, std::string_view b);

private:
    std::size_t below(std::size_t n) { return n == 0 ? 0 : engine_() % n; }
    template <class T>
    const T& one_of(const std::vector<T>& items) {
        return items[below(items.size())];
    }
    brine::Opcode random_code();
    Op random_op(const StackModel& model);
    std::string argument(const brine::OpcodeInfo& info, const StackModel& model);
    std::string text();
    void change(std::vector<Op>& ops);
    void change_length(Op& op);
    std::vector<Op> repair(const std::vector<Op>& ops);
    std::string frame(const std::vector<Op>& ops);

    std::mt19937 engine_;
};

inline brine::Opcode Mutator::random_code() {
    return brine::opcode_table[below(brine::opcode_table.size())].code;
}

inline void append_little_endian(std::string& out, std::uint64_t x, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
        out += static_cast<char>(x & 0xFFU);
        x >>= 8U;
    }
}

inline std::string Mutator::text() {
    static const std::vector<std::string> texts{"",
                                                "a",
                                                "name",
                                                "__main__",
                                                "builtins",
                                                "set",
                                                "frozenset",
                                                "bytearray",
                                                "_codecs",
                                                "encode",
                                                "latin1",
                                                "complex",
                                                "\xC3\xA9",
                                                "\xED\xA0\x80",
                                                "\xF0\x9F\x98\x80",
                                                "collections",
                                                "OrderedDict",
                                                "copyreg",
                                                "_reconstructor",
                                                "__builtin__",
                                                "object",
                                                "getattr",
                                                "a.b",
                                                "\xFF"};
    return one_of(texts);
}

inline std::string Mutator::argument(const brine::OpcodeInfo& info, const StackModel& model) {
    using K = brine::ArgKind;
    using O = brine::Opcode;
    static const std::vector<std::string> integers{
        "0", "1", "-1", "00", "01", "7", "0x1", "010", "2147483648", "-2147483649", "1_0"};
    static const std::vector<std::string> floats{"0.0", "-0.0", "1.5", "inf", "nan", "1e400", "x"};
    std::string out;
    std::string content = text();
    const auto counted = [&](std::size_t width) {
        append_little_endian(out, content.size(), width);
        out += content;
    };
    const auto slot = [&]() -> std::uint64_t {
        return model.memo().empty() || below(8) == 0 ? below(300) : one_of(model.memo());
    };
    const bool is_memo = info.code == O::binget || info.code == O::long_binget ||
                         info.code == O::binput || info.code == O::long_binput;
    switch (info.arg) {
        case K::none:
            break;
        case K::uint1:
            out += static_cast<char>(info.code == O::proto ? below(6)
                                     : is_memo             ? slot()
                                                           : below(256));
            break;
        case K::uint2:
            append_little_endian(out, below(65536), 2);
            break;
        case K::int4:
        case K::uint4:
            append_little_endian(out, is_memo ? slot() : engine_() >> below(32), 4);
            break;
        case K::uint8:
            append_little_endian(out, engine_() >> below(32), 8);
            break;
        case K::float8:
            for (int i = 0; i < 8; ++i) {
                out += static_cast<char>(below(3) == 0 ? below(256) : below(2) * 0x7F);
            }
            break;
        case K::stringnl:
            out = "'" + content + "'\n";
            break;
        case K::stringnl_noescape:
        case K::unicodestringnl:
            out = content + "\n";
            break;
        case K::stringnl_noescape_pair:
            out = content + "\n" + text() + "\n";
            break;
        case K::decimalnl_short:
            out = (info.code == O::int_ ? one_of(integers) : std::to_string(slot())) + "\n";
            break;
        case K::decimalnl_long:
            out = one_of(integers) + "L\n";
            break;
        case K::floatnl:
            out = one_of(floats) + "\n";
            break;
        case K::string1:
        case K::bytes1:
        case K::unicodestring1:
        case K::long1:
            counted(1);
            break;
        case K::string4:
        case K::bytes4:
        case K::unicodestring4:
        case K::long4:
            counted(4);
            break;
        case K::bytes8:
        case K::bytearray8:
        case K::unicodestring8:
            counted(8);
            break;
    }
    return out;
}

/// One that the stack has operands for, if one is found soon.
inline Op Mutator::random_op(const StackModel& model) {
    brine::Opcode code = random_code();
    for (int i = 0; i < 20 && (!model.takes(code) || code == brine::Opcode::stop); ++i) {
        code = random_code();
    }
    return std::string(1, static_cast<char>(code)) + argument(brine::opcode_info(code), model);
}

/// Another length than what follows has.
inline void Mutator::change_length(Op& op) {
    const auto& info = brine::opcode_info(code_of(op));
    const std::int8_t size = brine::arg_table[static_cast<std::size_t>(info.arg)].size;
    const std::size_t width = size == brine::ArgInfo::taken_from_argument1    ? 1
                              : size == brine::ArgInfo::taken_from_argument8u ? 8
                              : size < brine::ArgInfo::up_to_newline          ? 4
                                                                              : 0;
    if (width != 0 && op.size() > width) {
        op[1 + below(width)] = static_cast<char>(below(4) == 0 ? 0xFF : below(256));
    }
}

inline void Mutator::change(std::vector<Op>& ops) {
    StackModel model;
    const std::size_t at = below(ops.size() + 1);
    for (std::size_t i = 0; i < at && model.takes(code_of(ops[i])); ++i) {
        model.apply(ops[i]);
    }
    const auto place = [&] { return ops.begin() + static_cast<std::ptrdiff_t>(at); };
    if (at == ops.size()) {
        ops.push_back(random_op(model));
        return;
    }
    switch (below(8)) {
        case 0:
        case 1:
            ops.insert(place(), random_op(model));
            break;
        case 2:
            ops.erase(place());
            break;
        case 3:
            std::swap(ops[at], ops[below(ops.size())]);
            break;
        case 4:  // another argument, which may be another memo slot
            ops[at] = ops[at].substr(0, 1) + argument(brine::opcode_info(code_of(ops[at])), model);
            break;
        case 5:
            change_length(ops[at]);
            break;
        case 6: {  // a piece once more, from elsewhere
            const std::size_t from = below(ops.size());
            const std::size_t size = std::min(ops.size() - from, 1 + below(6));
            const std::vector<Op> piece(ops.begin() + static_cast<std::ptrdiff_t>(from),
                                        ops.begin() + static_cast<std::ptrdiff_t>(from + size));
            ops.insert(place(), piece.begin(), piece.end());
            break;
        }
        default:  // memoized, and got at once
            ops.insert(place(), {std::string("\x94", 1),
                                 std::string(1, 'h') +
                                     argument(brine::opcode_info(brine::Opcode::binget), model)});
            break;
    }
}

/// Leaves out what finds too little, closes open marks, and ends with STOP.
inline std::vector<Op> Mutator::repair(const std::vector<Op>& ops) {
    std::vector<Op> good;
    StackModel model;
    for (const Op& op : ops) {
        if (code_of(op) != brine::Opcode::stop && model.takes(code_of(op))) {
            model.apply(op);
            good.push_back(op);
        }
    }
    const auto& stack = model.stack();
    if (stack.empty() || stack.back() == Slot::mark) {
        good.emplace_back("N");
    } else if (std::ranges::find(stack, Slot::mark) != stack.end()) {
        good.emplace_back("l");
    }
    good.emplace_back(".");
    return good;
}

/// In one frame, or in two, of which one may be short of a byte or have one too many.
inline std::string Mutator::frame(const std::vector<Op>& ops) {
    const std::size_t cut = 1 + below(ops.size());
    std::string pickle = ops.front();
    const auto add = [&](const std::vector<Op>& part) {
        const std::string bytes = join(part);
        const std::size_t length = bytes.size() + (below(6) == 0 ? below(3) : 1);
        pickle += '\x95';
        append_little_endian(pickle, length == 0 ? ~std::size_t{0} : length - 1, 8);
        pickle += bytes;
    };
    const auto middle = ops.begin() + static_cast<std::ptrdiff_t>(cut);
    add({ops.begin() + 1, middle});
    add({middle, ops.end()});
    return pickle;
}

inline std::string Mutator::operator()(std::string_view pickle) {
    std::vector<Op> ops = split(pickle);
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        change(ops);
    }
    if (below(4) != 0) {
        ops = repair(ops);
    }
    return ops.size() > 1 && below(8) == 0 ? frame(ops) : join(ops);
}

inline std::string Mutator::cross(std::string_view a, std::string_view b) {
    std::vector<Op> ops = split(a);
    const std::vector<Op> others = split(b);
    ops.resize(below(ops.size() + 1));
    ops.insert(ops.end(), others.begin() + static_cast<std::ptrdiff_t>(below(others.size() + 1)),
               others.end());
    return join(repair(ops));
}

}  // namespace fuzz
