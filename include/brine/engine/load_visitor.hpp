#pragma once
// Guarded: what decode() reads goes to a LoadMachine, and what fails there becomes an
// UnpicklingError.

#include <cstdint>
#include <string_view>

#include <brine/model/failure.hpp>
#include <brine/wire/decode_runs.hpp>
#include <brine/wire/place.hpp>

namespace brine::detail {

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

    /// Of a row, what fails is what was taken last.
    template <class Action>
    [[gnu::always_inline]] void guard_run(auto& run, Action action) {
        try {
            action();
        } catch (const Failure& failure) {
            run.place().fail(failure.code, failure.reason);
        }
    }

    template <class Op>
    void on_op(Op op, auto at) {
        guard(at, [&] { machine.load(op); });
    }
    /// The object stays in registers between the two.
    template <class Op>
    requires requires(Machine& m) { m.make(Op{}); }
    void on_made(Op op, auto at, auto at_memoize) {
        typename Machine::item_type made{};
        guard(at, [&] { machine.push(made = machine.make(op)); });
        guard(at_memoize, [&] { machine.memoize(made); });
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
    [[gnu::always_inline]] void on_int_run(auto, IntRun& run) {
        guard_run(run, [&] { machine.load_ints(run); });
    }
    [[gnu::always_inline]] void on_float_run(auto, FloatRun& run) {
        guard_run(run, [&] { machine.load_floats(run); });
    }
    [[gnu::always_inline]] void on_text_run(auto, TextRun& run) {
        guard_run(run, [&] { machine.load_texts(run); });
    }
    [[gnu::always_inline]] void on_get_run(auto, GetRun& run) {
        guard_run(run, [&] { machine.load_gets(run); });
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
    void on_highest(int protocol) noexcept { machine.load_highest(protocol); }
};

}  // namespace brine::detail
