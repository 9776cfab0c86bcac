#pragma once
// A pickle as text, one line an opcode, with its stack and memo checked. Python: pickletools.dis.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <new>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <brine/base/errors.hpp>
#include <brine/model/int.hpp>
#include <brine/model/int_text.hpp>
#include <brine/tools/literals.hpp>
#include <brine/tools/text_sink.hpp>
#include <brine/wire/decoder.hpp>
#include <brine/wire/sinks.hpp>

namespace brine {
namespace detail {

/// The visitor. Follows the stack by the opcode table, as pickletools does. After each line
/// `line_done` is called.
template <class LineDone>
class Disassembler {
public:
    Disassembler(std::string& out, LineDone line_done) : out_(out), line_done_(line_done) {}

    template <Opcode C>
    void on_op(opcode_constant<C>, InputPlace at) {
        show(at, C, [] {});
    }
    template <Opcode C>
    void on_int(opcode_constant<C>, InputPlace at, std::int64_t x) {
        show(at, C, [&] { fmt::format_to(std::back_inserter(out_), " {}", x); });
    }
    template <Opcode C>
    void on_bool(opcode_constant<C>, InputPlace at, bool x) {
        show(at, C, [&] { out_ += x ? " True" : " False"; });
    }
    template <Opcode C>
    void on_long(opcode_constant<C>, InputPlace at, std::string_view bytes) {
        show(at, C, [&] { append_int(Int::from_twos_complement(bytes)); });
    }
    template <Opcode C>
    void on_int_text(opcode_constant<C>, InputPlace at, std::string_view text) {
        show(at, C, [&] { append_int(Int::from_string(text, 0)); });
    }
    template <Opcode C>
    void on_float(opcode_constant<C>, InputPlace at, double x) {
        show(at, C, [&] {
            out_ += ' ';
            append_float_repr(out_, x);
        });
    }
    template <Opcode C>
    void on_text(opcode_constant<C>, InputPlace at, std::string_view text) {
        show(at, C, [&] {
            out_ += ' ';
            append_text_repr(out_, text);
        });
    }
    template <Opcode C>
    void on_string(opcode_constant<C>, InputPlace at, std::string_view bytes) {
        show(at, C, [&] {
            out_ += ' ';
            append_latin1_repr(out_, bytes);
        });
    }
    template <Opcode C>
    void on_bytes(opcode_constant<C>, InputPlace at, std::string_view bytes) {
        show(at, C, [&] {
            out_ += ' ';
            append_bytes_repr(out_, bytes);
        });
    }
    template <Opcode C>
    void on_bytearray(opcode_constant<C>, InputPlace at, std::string_view bytes) {
        show(at, C, [&] {
            out_ += ' ';
            append_bytearray_repr(out_, bytes);
        });
    }
    template <Opcode C>
    void on_global(opcode_constant<C>, InputPlace at, std::string_view module,
                   std::string_view name) {
        on_text(opcode_constant<C>(), at, fmt::format("{} {}", module, name));
    }
    template <Opcode C>
    void on_persid(opcode_constant<C> op, InputPlace at, std::string_view id) {
        on_text(op, at, id);
    }
    template <Opcode C>
    void on_get(opcode_constant<C>, InputPlace at, std::uint64_t index) {
        show(
            at, C, [&] { fmt::format_to(std::back_inserter(out_), " {}", index); }, index);
    }
    template <Opcode C>
    void on_put(opcode_constant<C>, InputPlace at, std::uint64_t index) {
        show(
            at, C, [&] { fmt::format_to(std::back_inserter(out_), " {}", index); }, index);
    }
    template <Opcode C>
    void on_ext(opcode_constant<C> op, InputPlace at, std::uint32_t code) {
        on_int(op, at, code);
    }
    template <Opcode C>
    void on_proto(opcode_constant<C> op, InputPlace at, int protocol) {
        on_int(op, at, protocol);
    }
    template <Opcode C>
    void on_frame(opcode_constant<C>, InputPlace at, std::uint64_t size) {
        show(at, C, [&] { fmt::format_to(std::back_inserter(out_), " {}", size); });
    }

private:
    // Deeper than this, marks no longer indent: the text must stay in proportion to the pickle.
    static constexpr std::size_t most_indents = 100;

    /// What the line says behind the argument, and what is wrong once it has been written.
    struct Notes {
        std::string remark;
        Errc code = Errc::invalid_stack;
        std::string mistake;

        void refuse(Errc errc, std::string text) {
            code = errc;
            mistake = std::move(text);
        }
    };

    void append_int(const Int& x) {
        out_ += ' ';
        append_int_repr(out_, x);
    }

    template <class Argument>
    void show(InputPlace at, Opcode code, Argument append_argument, std::uint64_t index = 0);
    void follow_mark(const OpcodeInfo& info, std::size_t& pops, Notes& notes);
    void follow_memo(const OpcodeInfo& info, std::uint64_t index, StackObjects& after,
                     Notes& notes);
    void store(std::uint64_t index, Notes& notes);

    std::string& out_;
    LineDone line_done_;
    std::vector<StackObject> stack_;
    std::vector<std::uint64_t> marks_;  // the offsets of open ones
    std::unordered_map<std::uint64_t, StackObject> memo_;
    int highest_ = -1;
};

template <class LineDone>
template <class Argument>
void Disassembler<LineDone>::show(InputPlace at, Opcode code, Argument append_argument,
                                  std::uint64_t index) {
    const OpcodeInfo& info = opcode_info(code);
    const auto byte = static_cast<unsigned char>(code);
    const std::size_t indent = 4 * std::min(marks_.size(), most_indents);
    fmt::format_to(
        std::back_inserter(out_), "{:>5}: {:<4} {:{}}{}", at.offset(),
        byte < 0x80 ? std::string(1, static_cast<char>(byte)) : fmt::format("\\x{:02x}", byte), "",
        indent, info.name);
    highest_ = std::max(highest_, static_cast<int>(info.proto));

    Notes notes;
    std::size_t pops = info.stack_before.size();
    StackObjects after = info.stack_after;
    follow_mark(info, pops, notes);
    follow_memo(info, index, after, notes);
    if (info.arg != ArgKind::none || !notes.remark.empty()) {
        out_.append(10 - std::min<std::size_t>(info.name.size(), 10), ' ');
    }
    append_argument();
    if (!notes.remark.empty()) {
        out_ += ' ';
        out_ += notes.remark;
    }
    out_ += '\n';

    if (notes.mistake.empty() && stack_.size() < pops) {
        notes.refuse(Errc::invalid_stack,
                     fmt::format("tries to pop {} items from stack with only {} items", pops,
                                 stack_.size()));
    }
    if (!notes.mistake.empty()) {
        at.fail(notes.code, notes.mistake);
    }
    stack_.resize(stack_.size() - pops);
    if (code == Opcode::mark) {
        marks_.push_back(at.offset());
    }
    stack_.insert(stack_.end(), after.begin(), after.end());
    if (code == Opcode::stop) {
        fmt::format_to(std::back_inserter(out_), "highest protocol among opcodes = {}\n", highest_);
        if (!stack_.empty()) {
            at.fail(Errc::invalid_stack, "stack not empty after STOP");
        }
    }
    line_done_();
}

template <class LineDone>
void Disassembler<LineDone>::follow_mark(const OpcodeInfo& info, std::size_t& pops, Notes& notes) {
    const StackObjects& before = info.stack_before;
    const auto* const mark = std::find(before.begin(), before.end(), StackObject::mark);
    const bool pops_mark =
        info.code == Opcode::pop && !stack_.empty() && stack_.back() == StackObject::mark;
    if (mark == before.end() && !pops_mark) {
        return;
    }
    // As in pickletools, an opcode that pops anything may have popped the mark.
    const auto found = std::find(stack_.rbegin(), stack_.rend(), StackObject::mark);
    if (marks_.empty() || found == stack_.rend()) {
        notes.remark = "no MARK exists on stack";
        notes.refuse(Errc::invalid_stack, notes.remark);
        return;
    }
    notes.remark = fmt::format("(MARK at {})", marks_.back());
    stack_.erase(found.base() - 1, stack_.end());
    marks_.pop_back();
    pops = pops_mark ? 0 : static_cast<std::size_t>(mark - before.begin());
}

template <class LineDone>
void Disassembler<LineDone>::follow_memo(const OpcodeInfo& info, std::uint64_t index,
                                         StackObjects& after, Notes& notes) {
    switch (info.code) {
        case Opcode::memoize:
            index = memo_.size();
            notes.remark = fmt::format("(as {})", index);
            store(index, notes);
            break;
        case Opcode::put:
        case Opcode::binput:
        case Opcode::long_binput:
            store(index, notes);
            break;
        case Opcode::get:
        case Opcode::binget:
        case Opcode::long_binget:
            if (const auto found = memo_.find(index); found != memo_.end()) {
                after = {found->second};
            } else {
                notes.refuse(Errc::invalid_memo,
                             fmt::format("memo key {} has never been stored into", index));
            }
            break;
        default:
            break;
    }
}

template <class LineDone>
void Disassembler<LineDone>::store(std::uint64_t index, Notes& notes) {
    if (memo_.contains(index)) {
        notes.refuse(Errc::invalid_memo, fmt::format("memo key {} already defined", index));
    } else if (stack_.empty()) {
        notes.refuse(Errc::invalid_stack, "stack is empty -- can't store into memo");
    } else if (stack_.back() == StackObject::mark) {
        notes.refuse(Errc::invalid_stack, "can't store markobject in the memo");
    } else {
        memo_.emplace(index, stack_.back());
    }
}

}  // namespace detail

/// Takes one pickle off the input, a MemoryInput or a StreamInput, and writes its text to `out`, a
/// string (to which it is added) or any other sink: what pickletools.dis(pickle) prints. Frames are
/// checked, which pickletools leaves out. Memory is needed for the stack, the memo and the longest
/// line.
/// @throws UnpicklingError, and what the source throws; `out` has the lines up to the opcode at
/// fault then, as far as it could be read. PicklingError of Errc::sink_failed. std::bad_alloc, and
/// `out` is as it was then if it is a container.
template <byte_sink Sink, class Input>
requires std::derived_from<Input, InputWindow>
void dis_into(Sink& out, Input& input, const DecodeLimits& limits = {}) {
    detail::TextSink<Sink> text(out);
    const auto pass_on = [&] { text.pass_on(); };
    try {
        decode(input, detail::Disassembler<decltype(pass_on)>(text.text(), pass_on), limits);
        text.flush();
    } catch (const std::bad_alloc&) {
        text.take_back();
        throw;
    } catch (...) {
        text.flush();
        throw;
    }
}

/// The text of one pickle; what follows STOP does not matter.
/// @throws UnpicklingError
[[nodiscard]] inline std::string dis(std::string_view pickle, const DecodeLimits& limits = {}) {
    std::string out;
    MemoryInput input(pickle);
    dis_into(out, input, limits);
    return out;
}

}  // namespace brine
