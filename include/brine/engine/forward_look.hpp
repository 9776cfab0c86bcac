#pragma once
// How a ForwardReader looks ahead: by counting what opcodes put on the stack and take off it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <brine/engine/forward_reader.hpp>

namespace brine::detail {

/// How an opcode with an argument of known form changes the height of the stack.
struct StackChange {
    std::uint8_t takes = 0;
    std::uint8_t gives = 0;
    std::uint8_t argument = 0;  // in bytes, the length of a payload included
    std::uint8_t length = 0;    // of the payload's length, in bytes
    bool known = false;
};

inline constexpr std::array stack_changes = [] {
    std::array<StackChange, 256> changes{};
    const auto set = [&](Opcode op, StackChange change) {
        change.known = true;
        changes[static_cast<std::size_t>(op)] = change;
    };
    for (const Opcode op : {Opcode::none, Opcode::newtrue, Opcode::newfalse, Opcode::empty_list,
                            Opcode::empty_dict, Opcode::empty_set, Opcode::empty_tuple}) {
        set(op, {.gives = 1});
    }
    set(Opcode::binint1, {.gives = 1, .argument = 1});
    set(Opcode::binint2, {.gives = 1, .argument = 2});
    set(Opcode::binint, {.gives = 1, .argument = 4});
    set(Opcode::binfloat, {.gives = 1, .argument = 8});
    set(Opcode::binget, {.gives = 1, .argument = 1});
    set(Opcode::long_binget, {.gives = 1, .argument = 4});
    for (const Opcode op : {Opcode::long1, Opcode::short_binunicode, Opcode::short_binbytes}) {
        set(op, {.gives = 1, .argument = 1, .length = 1});
    }
    for (const Opcode op : {Opcode::binunicode, Opcode::binbytes}) {
        set(op, {.gives = 1, .argument = 4, .length = 4});
    }
    for (const Opcode op : {Opcode::binunicode8, Opcode::binbytes8, Opcode::bytearray8}) {
        set(op, {.gives = 1, .argument = 8, .length = 8});
    }
    set(Opcode::memoize, {});
    set(Opcode::binput, {.argument = 1});
    set(Opcode::long_binput, {.argument = 4});
    set(Opcode::frame, {.argument = 8});
    set(Opcode::tuple1, {.takes = 1, .gives = 1});
    set(Opcode::tuple2, {.takes = 2, .gives = 1});
    set(Opcode::tuple3, {.takes = 3, .gives = 1});
    set(Opcode::stack_global, {.takes = 2, .gives = 1});
    set(Opcode::newobj, {.takes = 2, .gives = 1});
    set(Opcode::newobj_ex, {.takes = 3, .gives = 1});
    set(Opcode::reduce, {.takes = 2, .gives = 1});
    set(Opcode::build, {.takes = 2, .gives = 1});
    set(Opcode::append, {.takes = 2, .gives = 1});
    set(Opcode::setitem, {.takes = 3, .gives = 1});
    return changes;
}();

/// Behind the opcode at `p`; null where that is not before the end.
inline const char* behind(const char* p, const char* end, const StackChange& change) noexcept {
    const std::size_t header = std::size_t{1} + change.argument;
    if (static_cast<std::size_t>(end - p) <= header) {
        return nullptr;
    }
    const std::uint64_t n = change.length == 0   ? 0
                            : change.length == 1 ? load_le<std::uint8_t>(p + 1)
                            : change.length == 4 ? load_le<std::uint32_t>(p + 1)
                                                 : load_le<std::uint64_t>(p + 1);
    p += header;
    return n < static_cast<std::uint64_t>(end - p) ? p + n : nullptr;
}

inline bool ForwardReader::feeds_one_leaf(Opcode op) {
    const char* p = p_;
    const StackChange& leaf = stack_changes[load_le<std::uint8_t>(p)];
    if (!leaf.known || leaf.takes != 0 || leaf.gives != 1) {
        return false;
    }
    p = behind(p, end_, leaf);
    while (p != nullptr) {
        const StackChange& next = stack_changes[load_le<std::uint8_t>(p)];
        if (!next.known || next.takes != 0 || next.gives != 0) {
            return *p == static_cast<char>(op);
        }
        p = behind(p, end_, next);  // MEMOIZE, or a FRAME
    }
    give_up();
}

inline bool ForwardReader::feeds_one(Opcode op) {
    const char* p = p_;
    std::size_t height = 1;  // the container, and what follows it
    marks_.clear();
    while (true) {
        if (p == nullptr || p == end_ || looks_ == 0) [[unlikely]] {
            give_up();
        }
        --looks_;
        const auto code = static_cast<Opcode>(*p);
        switch (code) {
            case Opcode::mark:
                marks_.push_back(height);
                ++p;
                continue;
            case Opcode::appends:
            case Opcode::setitems:
            case Opcode::additems:
            case Opcode::tuple:
            case Opcode::frozenset:
                if (marks_.empty()) {
                    return false;
                }
                height = marks_.back() + (code == Opcode::tuple || code == Opcode::frozenset);
                marks_.pop_back();
                ++p;
                continue;
            case Opcode::stop:
                return false;
            case Opcode::global:
                for (int line = 0; p != nullptr && line < 2; ++line) {
                    const std::string_view rest(p + 1, static_cast<std::size_t>(end_ - p) - 1);
                    const std::size_t size = rest.find('\n');
                    p = size < rest.size() ? p + size + 1 : nullptr;
                }
                p = p != nullptr && end_ - p > 1 ? p + 1 : nullptr;
                ++height;
                continue;
            default:
                break;
        }
        const StackChange& change = stack_changes[static_cast<std::size_t>(code)];
        if (!change.known) [[unlikely]] {
            give_up();
        }
        if (change.takes >= height) {
            // It takes the container: as what is fed, or as a part of something else.
            return code == op && change.takes == height;
        }
        height = height - change.takes + change.gives;
        p = behind(p, end_, change);
    }
}

}  // namespace brine::detail
