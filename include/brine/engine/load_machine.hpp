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
#include <brine/wire/decode_runs.hpp>
#include <brine/wire/opcodes.hpp>
#include <brine/wire/place.hpp>

namespace brine::detail {

/// Takes what decode() reads. What fails throws Failure; Guarded, in load_visitor.hpp, says where.
template <builder Builder, class Hooks>
class LoadMachine {
    template <Opcode C>
    using op = opcode_constant<C>;
    using item = typename Builder::item;

public:
    using item_type = item;

    LoadMachine(Builder& builder, const LoadOptions& options, Hooks& hooks)
        : builder_(builder),
          options_(options),
          hooks_(hooks),
          stack_(builder.memory()),
          memo_(builder.memory()) {}

    void start() {
        protocol_ = 0;
        named_ = false;
        hook_calls_ = 0;
        stack_.start(builder_.budget(), options_.limits.stack_items, options_.limits.marks);
        memo_.start(builder_.budget(), options_.limits.memo_entries, options_.keep_memo);
    }
    /// Lets go of the builder's memory; nothing can be loaded then.
    void release() noexcept {
        stack_.release();
        memo_.release();
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
    [[gnu::always_inline]] void load_ints(IntRun& run) {
        load_run<std::int64_t>(run, [this](std::int64_t x) { return builder_.integer(x); });
    }
    [[gnu::always_inline]] void load_floats(FloatRun& run) {
        load_run<double>(run, [this](double x) { return builder_.real(x); });
    }
    [[gnu::always_inline]] void load_texts(TextRun& run) {
        const std::span<item> room = stack_.room(run.most());
        item* to = room.data();
        item* const end = to + room.size();
        std::string_view text;
        while (to != end && run.next(text)) {
            const item made = short_text(text);
            *to++ = made;
            if (run.memoize()) {
                memo_.memoize(made);
                builder_.memoized();
            }
            if (std::int64_t x = 0; to != end && run.number(x)) {
                *to++ = builder_.integer(x);
            }
        }
        stack_.advance(to);
    }
    [[gnu::always_inline]] void load_gets(GetRun& run) {
        load_run<std::uint64_t>(run, [this](std::uint64_t index) {
            const item& found = memo_.get(index);
            builder_.recalled(found);
            return found;
        });
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

    [[nodiscard]] item make(op<Opcode::empty_list>) { return builder_.list({}); }
    [[nodiscard]] item make(op<Opcode::empty_tuple>) { return builder_.tuple({}); }
    [[nodiscard]] item make(op<Opcode::empty_dict>) { return builder_.dict({}); }
    [[nodiscard]] item make(op<Opcode::empty_set>) { return builder_.set({}); }
    template <Opcode C>
    requires(C == Opcode::empty_list || C == Opcode::empty_tuple || C == Opcode::empty_dict ||
             C == Opcode::empty_set) void load(op<C> code) {
        stack_.push(make(code));
    }
    void push(item made) { stack_.push(made); }
    void memoize(item made) {
        memo_.memoize(made);
        builder_.memoized();
    }
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
        replace(2, builder_.make(Made::reduce, stack_.at(1), stack_.at(0), item{}));
    }
    void load(op<Opcode::newobj>) {
        stack_.need(2);
        replace(2, builder_.make(Made::newobj, stack_.at(1), stack_.at(0), item{}));
    }
    void load(op<Opcode::newobj_ex>) {
        stack_.need(3);
        replace(3, builder_.make(Made::newobj_ex, stack_.at(2), stack_.at(1), stack_.at(0)));
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
        builder_.memoized();
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
    void load_proto(int protocol) {
        protocol_ = protocol;
        named_ = true;
    }
    void load_highest(int protocol) noexcept { highest_ = protocol; }
    void load(op<Opcode::stop>) {
        stack_.need(1);
        const std::span<item> all = stack_.all();
        builder_.finish(all.back(), all.first(all.size() - 1), named_ ? protocol_ : highest_);
    }

private:
    template <class Argument, class Run, class Make>
    [[gnu::always_inline]] void load_run(Run& run, Make make) {
        const std::span<item> room = stack_.room(run.most());
        item* to = room.data();
        item* const end = to + room.size();
        for (Argument x{}; to != end && run.next(x); ++to) {
            *to = make(x);
        }
        stack_.advance(to);
    }
    [[nodiscard]] item short_text(std::string_view text) {
        if constexpr (requires { builder_.short_text(text); }) {
            return builder_.short_text(text);
        } else {
            return builder_.text(text, true);
        }
    }
    void load_small_tuple(std::size_t size) {
        stack_.need(size);
        item made = builder_.tuple(stack_.last(size));
        stack_.drop(size - 1);
        stack_.at(0) = std::move(made);
    }
    void replace(std::size_t operands, item made) {
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
    int protocol_ = 0;  // 0 until PROTO names one
    bool named_ = false;
    int highest_ = 0;  // among the opcodes
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

}  // namespace brine::detail
