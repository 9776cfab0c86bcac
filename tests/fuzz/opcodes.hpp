// A pickle as a list of opcodes, for the mutator: cut apart by the opcode table, and what each does
// to the stack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <brine/base/endian.hpp>
#include <brine/wire/opcodes.hpp>

namespace fuzz {

/// An opcode's byte and its argument, as they stand in the pickle.
using Op = std::string;

inline brine::Opcode code_of(const Op& op) {
    return static_cast<brine::Opcode>(static_cast<unsigned char>(op.front()));
}

/// How many bytes the argument at the front of `rest` has; npos where it is cut off.
inline std::size_t argument_size(const brine::OpcodeInfo& info, std::string_view rest) {
    const std::int8_t size = brine::arg_table[static_cast<std::size_t>(info.arg)].size;
    const auto counted = [&](std::size_t width) {
        std::size_t length = 0;
        for (std::size_t i = width; i > 0 && width <= rest.size(); --i) {
            length = length << 8U | static_cast<unsigned char>(rest[i - 1]);
        }
        return rest.size() < width || length > rest.size() - width ? std::string_view::npos
                                                                   : width + length;
    };
    switch (size) {
        case brine::ArgInfo::taken_from_argument1:
            return counted(1);
        case brine::ArgInfo::taken_from_argument4:
        case brine::ArgInfo::taken_from_argument4u:
            return counted(4);
        case brine::ArgInfo::taken_from_argument8u:
            return counted(8);
        case brine::ArgInfo::up_to_newline: {
            std::size_t end = rest.find('\n');
            if (info.arg == brine::ArgKind::stringnl_noescape_pair &&
                end != std::string_view::npos) {
                end = rest.find('\n', end + 1);
            }
            return end == std::string_view::npos ? end : end + 1;
        }
        default:
            return static_cast<std::size_t>(size) > rest.size() ? std::string_view::npos
                                                                : static_cast<std::size_t>(size);
    }
}

/// The opcodes up to what is none, or to the end. Frames are left out: join() makes new ones.
inline std::vector<Op> split(std::string_view pickle) {
    std::vector<Op> ops;
    while (!pickle.empty()) {
        const auto* const info = brine::find_opcode(static_cast<std::uint8_t>(pickle.front()));
        const std::size_t size =
            info == nullptr ? std::string_view::npos : argument_size(*info, pickle.substr(1));
        if (size == std::string_view::npos) {
            break;
        }
        if (info->code != brine::Opcode::frame) {
            ops.emplace_back(pickle.substr(0, 1 + size));
        }
        pickle.remove_prefix(1 + size);
    }
    return ops;
}

inline std::string join(const std::vector<Op>& ops) {
    std::string pickle;
    for (const Op& op : ops) {
        pickle += op;
    }
    return pickle;
}

/// What is on the stack, as far as a mutator has to know.
enum class Slot : std::uint8_t { mark, any, list, dict, set, bytes, str, tuple, global, object };

/// Follows the stack through opcodes, and knows which opcodes may come next.
class StackModel {
public:
    /// Whether the opcode finds what it needs.
    [[nodiscard]] bool takes(brine::Opcode code) const;
    /// Applies one that it takes.
    void apply(const Op& op);

    [[nodiscard]] const std::vector<Slot>& stack() const { return stack_; }
    [[nodiscard]] const std::vector<std::uint64_t>& memo() const { return memo_; }

private:
    [[nodiscard]] std::size_t above_mark() const {
        std::size_t n = 0;
        while (n < stack_.size() && stack_[stack_.size() - 1 - n] != Slot::mark) {
            ++n;
        }
        return n;
    }
    [[nodiscard]] bool has_mark() const { return above_mark() < stack_.size(); }
    [[nodiscard]] bool is(std::size_t from_top, Slot slot) const {
        return from_top < stack_.size() && stack_[stack_.size() - 1 - from_top] == slot;
    }
    [[nodiscard]] bool is_one(std::size_t from_top, Slot slot) const {
        return is(from_top, slot) || is(from_top, Slot::object) || is(from_top, Slot::any);
    }
    void drop_to_mark() {
        stack_.resize(stack_.size() - above_mark());
        stack_.pop_back();
    }
    static Slot slot_of(brine::StackObject object);

    std::vector<Slot> stack_;
    std::vector<std::uint64_t> memo_;
    std::vector<Slot> memo_slots_;
};

inline Slot StackModel::slot_of(brine::StackObject object) {
    using O = brine::StackObject;
    switch (object) {
        case O::mark:
            return Slot::mark;
        case O::list:
            return Slot::list;
        case O::dict:
            return Slot::dict;
        case O::set:
            return Slot::set;
        case O::str:
            return Slot::str;
        case O::tuple:
            return Slot::tuple;
        default:
            return Slot::bytes;
    }
}

inline bool StackModel::takes(brine::Opcode code) const {
    using O = brine::Opcode;
    const std::size_t n = above_mark();
    switch (code) {
        case O::stop:
        case O::put:
        case O::binput:
        case O::long_binput:
            return n >= 1;
        case O::pop:
            return !stack_.empty();
        case O::pop_mark:
        case O::list:
        case O::tuple:
        case O::frozenset:
        case O::inst:
            return has_mark();
        case O::dict:
            return has_mark() && n % 2 == 0;
        case O::obj:
            return has_mark() && n >= 1;
        case O::appends:
        case O::setitems:
        case O::additems: {
            const Slot wanted = code == O::appends    ? Slot::list
                                : code == O::setitems ? Slot::dict
                                                      : Slot::set;
            return has_mark() && is_one(n + 1, wanted) && (code != O::setitems || n % 2 == 0);
        }
        case O::append:
            return n >= 2 && is_one(1, Slot::list);
        case O::setitem:
            return n >= 3 && is_one(2, Slot::dict);
        case O::build:
            return n >= 2 && is_one(1, Slot::object);
        case O::reduce:
        case O::newobj:
            return n >= 2 && (is_one(1, Slot::global)) && is_one(0, Slot::tuple);
        case O::newobj_ex:
            return n >= 3 && is_one(2, Slot::global) && is_one(1, Slot::tuple) &&
                   is_one(0, Slot::dict);
        case O::stack_global:
            return n >= 2 && is_one(0, Slot::str) && is_one(1, Slot::str);
        case O::get:
        case O::binget:
        case O::long_binget:
            return !memo_.empty();
        case O::readonly_buffer:
        case O::next_buffer:
            return false;
        default:
            return n >= brine::opcode_info(code).stack_before.size();
    }
}

inline void StackModel::apply(const Op& op) {
    using O = brine::Opcode;
    const O code = code_of(op);
    const auto argument = [&] {
        std::uint64_t index = 0;
        if (code == O::put || code == O::get) {
            for (std::size_t i = 1; i < op.size() && op[i] >= '0' && op[i] <= '9' && i < 10; ++i) {
                index = 10 * index + static_cast<std::uint64_t>(op[i] - '0');
            }
        } else {
            for (std::size_t i = op.size(); i-- > 1;) {
                index = index << 8U | static_cast<unsigned char>(op[i]);
            }
        }
        return index;
    };
    switch (code) {
        case O::proto:
        case O::frame:
        case O::stop:
            return;
        case O::pop:
            stack_.pop_back();
            return;
        case O::pop_mark:
        case O::appends:
        case O::setitems:
        case O::additems:
            drop_to_mark();
            return;
        case O::list:
        case O::tuple:
        case O::dict:
        case O::frozenset:
        case O::inst:
        case O::obj:
            drop_to_mark();
            stack_.push_back(code == O::list        ? Slot::list
                             : code == O::tuple     ? Slot::tuple
                             : code == O::dict      ? Slot::dict
                             : code == O::frozenset ? Slot::bytes
                                                    : Slot::object);
            return;
        case O::append:
        case O::build:
            stack_.pop_back();
            return;
        case O::setitem:
            stack_.resize(stack_.size() - 2);
            return;
        case O::dup:
            stack_.push_back(stack_.back());
            return;
        case O::global:
        case O::ext1:
        case O::ext2:
        case O::ext4:
            stack_.push_back(Slot::global);
            return;
        case O::stack_global:
            stack_.pop_back();
            stack_.back() = Slot::global;
            return;
        case O::newobj_ex:
            stack_.pop_back();
            [[fallthrough]];
        case O::reduce:
        case O::newobj:
            stack_.pop_back();
            stack_.back() = Slot::object;
            return;
        case O::put:
        case O::binput:
        case O::long_binput:
        case O::memoize:
            memo_.push_back(code == O::memoize ? memo_.size() : argument());
            memo_slots_.push_back(stack_.back());
            return;
        case O::get:
        case O::binget:
        case O::long_binget: {
            const std::uint64_t index = argument();
            Slot slot = Slot::any;
            for (std::size_t i = 0; i < memo_.size(); ++i) {
                slot = memo_[i] == index ? memo_slots_[i] : slot;
            }
            stack_.push_back(slot);
            return;
        }
        default: {
            const brine::OpcodeInfo& info = brine::opcode_info(code);
            stack_.resize(stack_.size() - info.stack_before.size());
            for (const brine::StackObject object : info.stack_after) {
                stack_.push_back(slot_of(object));
            }
            return;
        }
    }
}

}  // namespace fuzz
