// A visitor that writes down what it is told, and ways to decode the same bytes from each source.
#pragma once

#include <brine/wire/decoder.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "pickle_parts.hpp"

/// One line for each call: offset, opcode's name, argument.
struct Recorder {
    std::string lines;

    template <brine::Opcode C>
    void add(brine::opcode_constant<C>, brine::InputPlace at, std::string_view argument = {}) {
        lines += std::to_string(at.offset());
        lines += ' ';
        lines += brine::opcode_info(C).name;
        if (!argument.empty()) {
            lines += ' ';
            lines += argument;
        }
        lines += '\n';
    }

    static std::string text(double x) {
        return "bits:" + std::to_string(std::bit_cast<std::uint64_t>(x));
    }

    void on_op(auto op, brine::InputPlace at) { add(op, at); }
    void on_int(auto op, brine::InputPlace at, std::int64_t x) { add(op, at, std::to_string(x)); }
    void on_bool(auto op, brine::InputPlace at, bool x) { add(op, at, x ? "True" : "False"); }
    void on_long(auto op, brine::InputPlace at, std::string_view x) { add(op, at, x); }
    void on_int_text(auto op, brine::InputPlace at, std::string_view x) { add(op, at, x); }
    void on_float(auto op, brine::InputPlace at, double x) { add(op, at, text(x)); }
    void on_text(auto op, brine::InputPlace at, std::string_view x) { add(op, at, x); }
    void on_string(auto op, brine::InputPlace at, std::string_view x) { add(op, at, x); }
    void on_bytes(auto op, brine::InputPlace at, std::string_view x) { add(op, at, x); }
    void on_bytearray(auto op, brine::InputPlace at, std::string_view x) { add(op, at, x); }
    void on_global(auto op, brine::InputPlace at, std::string_view module, std::string_view name) {
        add(op, at, std::string(module) + '|' + std::string(name));
    }
    void on_persid(auto op, brine::InputPlace at, std::string_view x) { add(op, at, x); }
    void on_get(auto op, brine::InputPlace at, std::uint64_t x) { add(op, at, std::to_string(x)); }
    void on_put(auto op, brine::InputPlace at, std::uint64_t x) { add(op, at, std::to_string(x)); }
    void on_ext(auto op, brine::InputPlace at, std::uint32_t x) { add(op, at, std::to_string(x)); }
    void on_proto(auto op, brine::InputPlace at, int x) { add(op, at, std::to_string(x)); }
    void on_frame(auto op, brine::InputPlace at, std::uint64_t x) {
        add(op, at, std::to_string(x));
    }
};

/// As Recorder, but takes in rows what comes in rows.
struct RowRecorder : Recorder {
    void on_int_run(brine::InputPlace, brine::IntRun& run) {
        for (std::int64_t x = 0; run.next(x);) {
            add_row(run.place(), std::to_string(x));
        }
    }
    void on_float_run(brine::InputPlace, brine::FloatRun& run) {
        for (double x = 0; run.next(x);) {
            add_row(run.place(), text(x));
        }
    }

    void on_text_run(brine::InputPlace, brine::TextRun& run) {
        for (std::string_view x; run.next(x);) {
            // All of them can be read.
            const std::string window(x.data() + x.size() - brine::TextRun::longest,
                                     brine::TextRun::longest);
            add_row(run.place(), window.substr(window.size() - x.size()));
            if (run.memoize()) {
                add_row(run.place());
            }
            if (std::int64_t number = 0; run.number(number)) {
                add_row(run.place(), std::to_string(number));
            }
        }
    }
    void on_get_run(brine::InputPlace, brine::GetRun& run) {
        for (std::uint64_t x = 0; run.next(x);) {
            add_row(run.place(), std::to_string(x));
        }
    }

    template <brine::Opcode C>
    requires(C == brine::Opcode::empty_list || C == brine::Opcode::reduce) void on_made(
        brine::opcode_constant<C>, brine::InputPlace at, brine::InputPlace at_memoize) {
        add_row(at);
        add_row(at_memoize);
    }

    void add_row(brine::InputPlace at, const std::string& argument = {}) {
        lines += std::to_string(at.offset()) + ' ';
        lines += brine::opcode_info(at.opcode()).name;
        lines += (argument.empty() ? "" : " ") + argument + '\n';
    }
};

/// What came of decoding.
struct Outcome {
    std::string lines;
    std::optional<brine::Errc> error;
    std::uint64_t place = 0;  // of the error, or the size of the pickle
    int opcode = -1;
    std::string what;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

template <class Visitor = Recorder, class Input>
Outcome outcome_of(Input& input, const brine::DecodeLimits& limits = {}) {
    Visitor visitor;
    Outcome outcome;
    try {
        outcome.place = brine::decode(input, visitor, limits);
    } catch (const brine::UnpicklingError& error) {
        outcome.error = error.code();
        outcome.place = error.offset();
        outcome.opcode = error.opcode();
        outcome.what = error.what();
    }
    outcome.lines = visitor.lines;
    return outcome;
}

template <class Visitor = Recorder>
Outcome from_memory(std::string_view bytes, const brine::DecodeLimits& limits = {}) {
    // A copy of the exact size, so that a sanitizer sees a byte read beyond it.
    const auto copy = std::make_unique<char[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), copy.get());
    brine::MemoryInput input(std::string_view(copy.get(), bytes.size()));
    return outcome_of<Visitor>(input, limits);
}

template <class Visitor = Recorder>
Outcome from_reader(std::string_view bytes, std::size_t step,
                    brine::read_ahead ahead = brine::read_ahead::none,
                    const brine::DecodeLimits& limits = {}) {
    SlowReader reader{bytes, step};
    brine::StreamInput input(reader, ahead);
    return outcome_of<Visitor>(input, limits);
}

inline Outcome from_istream(std::string_view bytes, const brine::DecodeLimits& limits = {}) {
    std::istringstream stream{std::string(bytes)};
    brine::StreamInput<std::istream> input(stream);
    return outcome_of(input, limits);
}
