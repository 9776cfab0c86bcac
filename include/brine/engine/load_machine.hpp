#pragma once
// LoadMachine: the Unpickler's stack, marks and memo, with one function for each opcode.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include <brine/engine/builder.hpp>
#include <brine/engine/decode_text.hpp>
#include <brine/engine/load_hooks.hpp>
#include <brine/engine/load_memo.hpp>
#include <brine/engine/load_options.hpp>
#include <brine/engine/load_stack.hpp>
#include <brine/model/compat_names.hpp>
#include <brine/model/failure.hpp>
#include <brine/model/int.hpp>
#include <brine/wire/decoder.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine::detail {

/// Takes what decode() reads. What fails throws Failure; Guarded says where.
template <builder Builder, class Hooks>
class LoadMachine {
    template <Opcode C>
    using op = opcode_constant<C>;
    using item = typename Builder::item;

public:
    LoadMachine(Builder& builder, const LoadOptions& options, Hooks& hooks)
        : builder_(builder),
          options_(options),
          hooks_(hooks),
          stack_(builder.memory()),
          memo_(builder.memory()) {}

    void start() {
        protocol_ = 0;
        hook_calls_ = 0;
        stack_.start(builder_.budget(), options_.limits.stack_items, options_.limits.marks);
        memo_.start(builder_.budget(), options_.limits.memo_entries, options_.keep_memo);
    }

    // Atoms.

    void load(op<Opcode::none>) { stack_.push(builder_.none()); }
    void load(op<Opcode::newtrue>) { stack_.push(builder_.boolean(true)); }
    void load(op<Opcode::newfalse>) { stack_.push(builder_.boolean(false)); }
    void load_bool(bool value) { stack_.push(builder_.boolean(value)); }
    void load_int(std::int64_t value) { stack_.push(builder_.integer(value)); }
    void load_float(double value) { stack_.push(builder_.real(value)); }
    void load_long(std::string_view bytes) { stack_.push(builder_.big_integer(bytes)); }
    void load_int_text(std::string_view digits) {
        const std::optional<Int> value = Int::parse(digits, 0);
        if (!value) {
            throw_failure(Errc::invalid_argument, "not an integer");
        }
        stack_.push(builder_.big_integer(value->to_twos_complement()));
    }
    void load_ints(IntRun& run) {
        item* to = stack_.room(run.most());
        std::int64_t x = 0;
        if (to == nullptr) [[unlikely]] {  // one at a time, so that the limit holds to the item
            static_cast<void>(run.next(x));
            return load_int(x);
        }
        while (run.next(x)) {
            *to++ = builder_.integer(x);
        }
        stack_.advance(to);
    }
    void load_floats(FloatRun& run) {
        item* to = stack_.room(run.most());
        double x = 0;
        if (to == nullptr) [[unlikely]] {
            static_cast<void>(run.next(x));
            return load_float(x);
        }
        while (run.next(x)) {
            *to++ = builder_.real(x);
        }
        stack_.advance(to);
    }

    // Text and bytes.

    template <Opcode C>
    void load_text(op<C>, std::string_view text) {
        stack_.push(builder_.text(text, borrows<C>));
    }
    template <Opcode C>
    void load_string(op<C>, std::string_view raw);
    void load_bytes(std::string_view data) { stack_.push(builder_.bytes(data, true)); }
    void load_bytearray(std::string_view data) { stack_.push(builder_.bytearray(data)); }
    void load(op<Opcode::next_buffer>) { stack_.push(builder_.buffer(0)); }
    void load(op<Opcode::readonly_buffer>) {
        stack_.need(1);
        stack_.at(0) = builder_.readonly(stack_.at(0));
    }

    // Containers.

    void load(op<Opcode::empty_list>) { stack_.push(builder_.list({})); }
    void load(op<Opcode::empty_tuple>) { stack_.push(builder_.tuple({})); }
    void load(op<Opcode::empty_dict>) { stack_.push(builder_.dict({})); }
    void load(op<Opcode::empty_set>) { stack_.push(builder_.set({})); }
    void load(op<Opcode::tuple1>) { load_small_tuple(1); }
    void load(op<Opcode::tuple2>) { load_small_tuple(2); }
    void load(op<Opcode::tuple3>) { load_small_tuple(3); }
    void load(op<Opcode::list>) {
        replace_slice([this](auto items) { return builder_.list(items); });
    }
    void load(op<Opcode::tuple>) {
        replace_slice([this](auto items) { return builder_.tuple(items); });
    }
    void load(op<Opcode::dict>) {
        replace_slice([this](auto items) { return builder_.dict(even(items)); });
    }
    void load(op<Opcode::frozenset>) {
        replace_slice([this](auto items) { return builder_.frozenset(items); });
    }
    void load(op<Opcode::append>) {
        stack_.need(2);
        builder_.append(stack_.at(1), stack_.last(1));
        stack_.drop(1);
    }
    void load(op<Opcode::appends>) {
        give_slice([this](auto& to, auto items) { builder_.append(to, items); });
    }
    void load(op<Opcode::setitem>) {
        stack_.need(3);
        builder_.set_items(stack_.at(2), stack_.last(2));
        stack_.drop(2);
    }
    void load(op<Opcode::setitems>) {
        give_slice([this](auto& to, auto items) { builder_.set_items(to, even(items)); });
    }
    void load(op<Opcode::additems>) {
        give_slice([this](auto& to, auto items) { builder_.add_items(to, items); });
    }

    // Objects.

    void load(op<Opcode::reduce>) {
        stack_.need(2);
        make(Made::reduce, 2, builder_.make(Made::reduce, stack_.at(1), stack_.at(0), item{}));
    }
    void load(op<Opcode::newobj>) {
        stack_.need(2);
        make(Made::newobj, 2, builder_.make(Made::newobj, stack_.at(1), stack_.at(0), item{}));
    }
    void load(op<Opcode::newobj_ex>) {
        stack_.need(3);
        make(Made::newobj_ex, 3,
             builder_.make(Made::newobj_ex, stack_.at(2), stack_.at(1), stack_.at(0)));
    }
    void load(op<Opcode::obj>);
    void load_global(op<Opcode::global>, std::string_view module, std::string_view name) {
        stack_.push(find_class(builder_.name(module, true), builder_.name(name, true)));
    }
    void load_global(op<Opcode::inst>, std::string_view module, std::string_view name);
    void load(op<Opcode::stack_global>);
    void load_ext(std::uint32_t code);
    void load(op<Opcode::build>) {
        stack_.need(2);
        builder_.build(stack_.at(1), stack_.at(0));
        stack_.drop(1);
    }
    void load_persid(std::string_view id) { stack_.push(persistent_load(builder_.text(id, true))); }
    void load(op<Opcode::binpersid>) {
        stack_.need(1);
        stack_.at(0) = persistent_load(stack_.at(0));
    }

    // Stack and memo.

    void load(op<Opcode::mark>) { stack_.mark(); }
    void load(op<Opcode::pop>) {
        if (stack_.on_mark()) {
            static_cast<void>(stack_.take_mark());
            return;
        }
        stack_.need(1);
        builder_.drop(stack_.pop());
    }
    void load(op<Opcode::pop_mark>) {
        const std::span<item> items = stack_.take_mark();
        std::for_each(items.rbegin(), items.rend(),
                      [this](const item& dropped) { builder_.drop(dropped); });
        stack_.drop(items.size());
    }
    void load(op<Opcode::dup>) {
        stack_.need(1);
        stack_.push(item(stack_.at(0)));
    }
    void load(op<Opcode::memoize>) {
        stack_.need(1);
        memo_.memoize(stack_.at(0));
        builder_.memoized();
    }
    void load_put(std::uint64_t index) {
        stack_.need(1);
        memo_.put(index, stack_.at(0));
        builder_.memoized();
    }
    [[gnu::always_inline]] void load_get(std::uint64_t index) {
        const item& found = memo_.get(index);
        builder_.recalled(found);
        stack_.push(item(found));
    }
    void load_proto(int protocol) { protocol_ = protocol; }
    void load(op<Opcode::stop>) {
        stack_.need(1);
        const std::span<item> all = stack_.all();
        builder_.finish(all.back(), all.first(all.size() - 1), protocol_);
    }

private:
    void load_small_tuple(std::size_t size) {
        stack_.need(size);
        item made = builder_.tuple(stack_.last(size));
        stack_.drop(size - 1);
        stack_.at(0) = std::move(made);
    }
    void make(Made, std::size_t operands, item made) {
        stack_.drop(operands - 1);
        stack_.at(0) = std::move(made);
    }
    template <class Make>
    void replace_slice(Make make_of) {
        const std::span<item> items = stack_.take_mark();
        item made = make_of(items);
        stack_.drop(items.size());
        stack_.push(std::move(made));
    }
    template <class Give>
    void give_slice(Give give) {
        const std::span<item> items = stack_.take_mark();
        stack_.need(items.size() + 1);
        if (!items.empty()) {  // CPython does not look at what it has nothing for
            give(*(items.data() - 1), items);
        }
        stack_.drop(items.size());
    }
    [[nodiscard]] static std::span<item> even(std::span<item> items) {
        if (items.size() % 2 != 0) [[unlikely]] {
            throw_stack("a key without a value");
        }
        return items;
    }

    template <class Ask>
    bool any_of_hooks(Ask ask) {
        if (std::tuple_size_v<Hooks> != 0 && ++hook_calls_ > options_.limits.hook_calls) {
            throw_failure(Errc::limit_exceeded, "more calls of hooks than the limits allow");
        }
        return std::apply([&](auto&... hook) { return (ask(hook) || ...); }, hooks_);
    }
    [[nodiscard]] item find_class(item module, item name);
    [[nodiscard]] item persistent_load(const item& id);

    Builder& builder_;
    const LoadOptions& options_;
    Hooks& hooks_;
    LoadStack<item> stack_;
    LoadMemo<item> memo_;
    int protocol_ = 0;
    std::uint64_t hook_calls_ = 0;
};

template <builder Builder, class Hooks>
template <Opcode C>
void LoadMachine<Builder, Hooks>::load_string(op<C>, std::string_view raw) {
    if (options_.encoding == encoding::bytes) {
        stack_.push(builder_.bytes(raw, borrows<C>));
    } else if (is_ascii(raw)) {
        stack_.push(builder_.text(raw, borrows<C>));
    } else {
        stack_.push(builder_.text(decode_text(raw, options_), false));
    }
}

template <builder Builder, class Hooks>
void LoadMachine<Builder, Hooks>::load(op<Opcode::obj>) {
    const std::span<item> items = stack_.take_mark();
    if (items.empty()) {
        throw_stack("OBJ without a class");
    }
    item made = builder_.make(Made::obj, items[0], builder_.tuple(items.subspan(1)), item{});
    stack_.drop(items.size());
    stack_.push(std::move(made));
}

template <builder Builder, class Hooks>
void LoadMachine<Builder, Hooks>::load_global(op<Opcode::inst>, std::string_view module,
                                              std::string_view name) {
    const item cls = find_class(builder_.name(module, true), builder_.name(name, true));
    replace_slice(
        [&](auto items) { return builder_.make(Made::inst, cls, builder_.tuple(items), item{}); });
}

template <builder Builder, class Hooks>
void LoadMachine<Builder, Hooks>::load(op<Opcode::stack_global>) {
    stack_.need(2);
    if (!builder_.is_text(stack_.at(0)) || !builder_.is_text(stack_.at(1))) {
        throw_stack("STACK_GLOBAL needs two str");
    }
    item found = find_class(stack_.at(1), stack_.at(0));
    stack_.drop(1);
    stack_.at(0) = std::move(found);
}

template <builder Builder, class Hooks>
void LoadMachine<Builder, Hooks>::load_ext(std::uint32_t code) {
    const auto number = static_cast<std::int32_t>(code);
    const bool known = any_of_hooks([&]<class Hook>(Hook& hook) {
        if constexpr (has_extension<Hook>) {
            return use_answer([&] { return hook.extension(number); },
                              [&](const auto& global) {
                                  stack_.push(find_class(builder_.name(global.module, false),
                                                         builder_.name(global.name, false)));
                              });
        } else {
            return false;
        }
    });
    if (!known) {
        stack_.push(builder_.extension(number));
    }
}

template <builder Builder, class Hooks>
typename Builder::item LoadMachine<Builder, Hooks>::find_class(item module, item name) {
    if (protocol_ < 3 && options_.fix_imports) {
        const std::string_view old_module = builder_.text_of(module);
        const std::string_view old_name = builder_.text_of(name);
        const NamePair now = to_python3(old_module, old_name);
        if (now.module != old_module) {
            module = builder_.name(now.module, false);
        }
        if (now.name != old_name) {
            name = builder_.name(now.name, false);
        }
    }
    item found{};
    const bool answered = any_of_hooks([&]<class Hook>(Hook& hook) {
        if constexpr (has_find_class<Hook>) {
            return use_answer(
                [&] { return hook.find_class(builder_.text_of(module), builder_.text_of(name)); },
                [&](const auto& answer) { found = builder_.accept(answer); });
        } else {
            return false;
        }
    });
    return answered ? found : builder_.global(module, name);
}

template <builder Builder, class Hooks>
typename Builder::item LoadMachine<Builder, Hooks>::persistent_load(const item& id) {
    item found{};
    const bool answered = any_of_hooks([&]<class Hook>(Hook& hook) {
        if constexpr (has_persistent_load<Hook, decltype(builder_.view(id))>) {
            return use_answer([&] { return hook.persistent_load(builder_.view(id)); },
                              [&](const auto& answer) { found = builder_.accept(answer); });
        } else {
            return false;
        }
    });
    return answered ? found : builder_.persistent_id(id);
}

/// A visitor of decode() that says where a Failure happened.
template <class Machine>
struct Guarded {
    Machine& machine;

    template <class Action>
    [[gnu::always_inline]] void guard(auto at, Action action) {
        try {
            action();
        } catch (const Failure& failure) {
            at.fail(failure.code, failure.reason);
        }
    }

    template <class Op>
    void on_op(Op op, auto at) {
        guard(at, [&] { machine.load(op); });
    }
    template <class Op>
    void on_int(Op, auto at, std::int64_t value) {
        guard(at, [&] { machine.load_int(value); });
    }
    template <class Op>
    void on_bool(Op, auto at, bool value) {
        guard(at, [&] { machine.load_bool(value); });
    }
    template <class Op>
    void on_long(Op, auto at, std::string_view bytes) {
        guard(at, [&] { machine.load_long(bytes); });
    }
    template <class Op>
    void on_int_text(Op, auto at, std::string_view digits) {
        guard(at, [&] { machine.load_int_text(digits); });
    }
    template <class Op>
    void on_float(Op, auto at, double value) {
        guard(at, [&] { machine.load_float(value); });
    }
    void on_int_run(auto at, IntRun& run) {
        guard(at, [&] { machine.load_ints(run); });
    }
    void on_float_run(auto at, FloatRun& run) {
        guard(at, [&] { machine.load_floats(run); });
    }
    template <class Op>
    void on_text(Op op, auto at, std::string_view text) {
        guard(at, [&] { machine.load_text(op, text); });
    }
    template <class Op>
    void on_string(Op op, auto at, std::string_view raw) {
        guard(at, [&] { machine.load_string(op, raw); });
    }
    template <class Op>
    void on_bytes(Op, auto at, std::string_view data) {
        guard(at, [&] { machine.load_bytes(data); });
    }
    template <class Op>
    void on_bytearray(Op, auto at, std::string_view data) {
        guard(at, [&] { machine.load_bytearray(data); });
    }
    template <class Op>
    void on_global(Op op, auto at, std::string_view module, std::string_view name) {
        guard(at, [&] { machine.load_global(op, module, name); });
    }
    template <class Op>
    void on_persid(Op, auto at, std::string_view id) {
        guard(at, [&] { machine.load_persid(id); });
    }
    template <class Op>
    void on_get(Op, auto at, std::uint64_t index) {
        guard(at, [&] { machine.load_get(index); });
    }
    template <class Op>
    void on_put(Op, auto at, std::uint64_t index) {
        guard(at, [&] { machine.load_put(index); });
    }
    template <class Op>
    void on_ext(Op, auto at, std::uint32_t code) {
        guard(at, [&] { machine.load_ext(code); });
    }
    template <class Op>
    void on_proto(Op, auto, int protocol) {
        machine.load_proto(protocol);
    }
    template <class Op>
    void on_frame(Op, auto, std::uint64_t) {}
};

}  // namespace brine::detail
