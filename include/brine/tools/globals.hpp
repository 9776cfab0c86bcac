#pragma once
// What a pickle would import, and which of it it would call, found without loading it: the names of
// GLOBAL, INST, STACK_GLOBAL and the extension codes. Nothing is imported, called or looked up.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/base/errors.hpp>
#include <brine/model/global.hpp>
#include <brine/wire/decoder.hpp>

namespace brine {

/// A global that a pickle names, once for each opcode that does.
struct GlobalUse {
    /// REDUCE, NEWOBJ, NEWOBJ_EX, OBJ or INST calls the global, or something that calls of it gave;
    /// BUILD calls what that has for setting a state.
    struct Call {
        Opcode opcode;
        std::uint64_t offset;

        friend bool operator==(const Call&, const Call&) = default;
    };

    /// Module and name; where they are not known before loading, because a call or a persistent id
    /// gives them, or the extension registry has them, both are empty.
    brine::Global global{};
    std::uint64_t offset = 0;        ///< of the opcode
    Opcode opcode = Opcode::global;  ///< GLOBAL, STACK_GLOBAL, INST, EXT1, EXT2 or EXT4
    std::uint32_t extension = 0;     ///< the code, of the last three
    std::vector<Call> calls{};       ///< in the order of the pickle

    [[nodiscard]] bool known() const noexcept { return !global.name.empty(); }
    [[nodiscard]] bool called() const noexcept { return !calls.empty(); }

    friend bool operator==(const GlobalUse&, const GlobalUse&) = default;
};

namespace detail {

/// The visitor: a stack machine whose values are texts, what comes of globals, and anything else.
class GlobalFinder {
public:
    GlobalFinder(std::vector<GlobalUse>& uses, bool in_memory)
        : uses_(uses), in_memory_(in_memory) {}

    template <Opcode C>
    void on_op(opcode_constant<C>, InputPlace at) {
        step(at, C);
    }

    template <Opcode C>
    void on_text(opcode_constant<C>, InputPlace, std::string_view text) {
        push_text(text, in_memory_ && borrows<C>);
    }
    template <Opcode C>
    void on_string(opcode_constant<C>, InputPlace, std::string_view text) {
        push_text(text, in_memory_ && borrows<C>);
    }

    void on_global(auto op, InputPlace at, std::string_view module, std::string_view name) {
        const std::size_t use = add({{std::string(module), std::string(name)}, at.offset(), op});
        if (op == Opcode::inst) {
            pop_to_mark(at);
            call(use, at);
        }
        stack_.push_back({Kind::from_global, use});
    }

    void on_ext(auto op, InputPlace at, std::uint32_t code) {
        stack_.push_back({Kind::from_global, add({{}, at.offset(), op, code})});
    }

    void on_get(auto, InputPlace at, std::uint64_t index) {
        const auto found = memo_.find(index);
        if (found == memo_.end()) {
            at.fail(Errc::invalid_memo, "a GET of a memo slot that nothing was stored into");
        }
        stack_.push_back(found->second);
    }

    void on_put(auto, InputPlace at, std::uint64_t index) { memo_[index] = top(at); }
    void on_proto(auto, InputPlace, int) {}
    void on_frame(auto, InputPlace, std::uint64_t) {}

    // Numbers, bytes, persistent ids.
    void on_other(auto, InputPlace) { stack_.push_back({}); }

private:
    enum class Kind : std::uint8_t { other, text, from_global };

    struct Item {
        Kind kind = Kind::other;
        std::size_t index = 0;  // of texts_ or uses_
    };

    [[nodiscard]] std::size_t floor() const noexcept { return marks_.empty() ? 0 : marks_.back(); }

    void need(InputPlace at, std::size_t count) const {
        if (stack_.size() - floor() < count) {
            at.fail(Errc::invalid_stack, "the stack has too few items above the last mark");
        }
    }

    Item& top(InputPlace at) {
        need(at, 1);
        return stack_.back();
    }

    void pop(InputPlace at, std::size_t count) {
        need(at, count);
        stack_.resize(stack_.size() - count);
    }

    void pop_to_mark(InputPlace at) {
        if (marks_.empty()) {
            at.fail(Errc::invalid_stack, "no mark is on the stack");
        }
        stack_.resize(marks_.back());
        marks_.pop_back();
    }

    std::size_t add(GlobalUse use) {
        uses_.push_back(std::move(use));
        return uses_.size() - 1;
    }

    void push_text(std::string_view text, bool stays) {
        if (!stays) {
            text = copies_.emplace_back(text);
        }
        stack_.push_back({Kind::text, texts_.size()});
        texts_.push_back(text);
    }

    void call(std::size_t use, InputPlace at) {
        uses_[use].calls.push_back({at.opcode(), at.offset()});
    }

    // The result counts as coming from the same global, so that what it does is not lost.
    void call(const Item& callee, InputPlace at) {
        if (callee.kind == Kind::from_global) {
            call(callee.index, at);
        }
    }

    static Item result_of(const Item& callee) {
        return callee.kind == Kind::from_global ? callee : Item{};
    }

    void stack_global(InputPlace at) {
        need(at, 2);
        const Item name = stack_.back();
        const Item module = stack_[stack_.size() - 2];
        GlobalUse use{{}, at.offset(), Opcode::stack_global};
        if (module.kind == Kind::text && name.kind == Kind::text) {
            use.global = {std::string(texts_[module.index]), std::string(texts_[name.index])};
        }
        pop(at, 2);
        stack_.push_back({Kind::from_global, add(std::move(use))});
    }

    void step(InputPlace at, Opcode code);
    void step_by_table(InputPlace at, const OpcodeInfo& info);

    std::vector<Item> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint64_t, Item> memo_;
    std::vector<std::string_view> texts_;
    std::deque<std::string> copies_;
    std::vector<GlobalUse>& uses_;
    bool in_memory_;
};

inline void GlobalFinder::step(InputPlace at, Opcode code) {
    switch (code) {
        case Opcode::mark:
            marks_.push_back(stack_.size());
            return;
        case Opcode::pop:
            if (!marks_.empty() && marks_.back() == stack_.size()) {
                marks_.pop_back();
            } else {
                pop(at, 1);
            }
            return;
        case Opcode::dup:
            stack_.push_back(Item(top(at)));
            return;
        case Opcode::memoize:
            memo_[memo_.size()] = top(at);
            return;
        case Opcode::stack_global:
            stack_global(at);
            return;
        case Opcode::reduce:
        case Opcode::newobj:
        case Opcode::newobj_ex:
        case Opcode::build: {
            const std::size_t arguments = code == Opcode::newobj_ex ? 2 : 1;
            need(at, arguments + 1);
            const Item callee = stack_[stack_.size() - arguments - 1];
            call(callee, at);
            pop(at, arguments);
            stack_.back() = code == Opcode::build ? callee : result_of(callee);
            return;
        }
        case Opcode::obj: {
            need(at, 1);
            const Item callee = stack_[floor()];
            pop_to_mark(at);
            call(callee, at);
            stack_.push_back(result_of(callee));
            return;
        }
        default:
            step_by_table(at, opcode_info(code));
    }
}

inline void GlobalFinder::step_by_table(InputPlace at, const OpcodeInfo& info) {
    const StackObjects& before = info.stack_before;
    const auto* const mark = std::find(before.begin(), before.end(), StackObject::mark);
    if (mark != before.end()) {
        pop_to_mark(at);
    }
    const auto count = static_cast<std::size_t>(mark - before.begin());
    // APPEND and its like leave the container that they found.
    const bool keeps = count > 0 && !info.stack_after.empty() && info.arg == ArgKind::none &&
                       before[0] == info.stack_after[0] && before[0] != StackObject::any;
    need(at, count);
    if (keeps) {
        pop(at, count - 1);
        return;
    }
    pop(at, count);
    for (std::size_t i = 0; i < info.stack_after.size(); ++i) {
        stack_.push_back({});
    }
}

}  // namespace detail

/// Takes one pickle off the input, a MemoryInput or a StreamInput, and appends what it names to
/// `uses`, in the order of the pickle.
/// @throws UnpicklingError; `uses` has what came before the opcode at fault then, which a loader
/// would have called by the time it finds out.
template <class Input>
requires std::derived_from<Input, InputWindow>
void globals_into(std::vector<GlobalUse>& uses, Input& input, const DecodeLimits& limits = {}) {
    decode(input, detail::GlobalFinder(uses, Input::in_memory), limits);
}

/// What one pickle names; what follows STOP does not matter.
/// @throws UnpicklingError
[[nodiscard]] inline std::vector<GlobalUse> globals(std::string_view pickle,
                                                    const DecodeLimits& limits = {}) {
    std::vector<GlobalUse> uses;
    MemoryInput input(pickle);
    globals_into(uses, input, limits);
    return uses;
}

}  // namespace brine
