#pragma once
// The one decoder: bytes into opcodes and arguments, for the loader and for every tool.
// Its counterparts are load() of Modules/_pickle.c and pickletools.genops.
//
// A visitor has a handler for each group of opcodes. `op` is opcode_constant<C>, so that a handler
// may be a template over it, take it as `auto`, or leave it unnamed; `at` is an InputPlace.
//
//     on_op(op, at)                  opcodes without an argument; STOP is the last call of all
//     on_int(op, at, int64)          BININT BININT1 BININT2; of INT LONG LONG1 LONG4 what fits
//     on_bool(op, at, bool)          INT: 00 and 01
//     on_long(op, at, bytes)         LONG1 LONG4 of over 8 bytes: little-endian two's complement
//     on_int_text(op, at, text)      INT LONG beyond int64: Int::parse(text, 0) takes it
//     on_float(op, at, double)       BINFLOAT FLOAT
//     on_text(op, at, text)          UNICODE *BINUNICODE*: UTF-8, as in valid_wtf8()
//     on_string(op, at, bytes)       STRING BINSTRING SHORT_BINSTRING: 8-bit, unescaped
//     on_bytes(op, at, bytes)        BINBYTES SHORT_BINBYTES BINBYTES8
//     on_bytearray(op, at, bytes)    BYTEARRAY8
//     on_global(op, at, text, text)  GLOBAL (UTF-8) INST (ASCII): module and name, not empty
//     on_persid(op, at, text)        PERSID: ASCII
//     on_get(op, at, uint64)         GET BINGET LONG_BINGET: below 2**63
//     on_put(op, at, uint64)         PUT BINPUT LONG_BINPUT: below 2**63; MEMOIZE is an on_op
//     on_ext(op, at, uint32)         EXT1 EXT2 EXT4: 1 to 2**31 - 1
//     on_proto(op, at, int)          0 to 5
//     on_frame(op, at, uint64)       that many bytes are there
//
// Text and bytes are string_views. A visitor with on_other(op, at) gets that call for each
// handler it lacks. Five more are optional and for speed only; they get several opcodes at once,
// which otherwise come as on_int, on_float, on_text, on_get and on_op:
//
//     on_int_run(at, IntRun& run)        for (std::int64_t x; run.next(x);) ...
//     on_float_run(at, FloatRun& run)    for (double x; run.next(x);) ...
//     on_text_run(at, TextRun& run)      for (text; run.next(text);) ... if (run.memoize()) ...
//                                            if (std::int64_t x; run.number(x)) ...
//     on_made(op, at, at_memoize)        op, where on_made takes it, and the MEMOIZE behind it
//     on_get_run(at, GetRun& run)        for (std::uint64_t index; run.next(index);) ...
//
// And on_highest(int), just before STOP's on_op: the highest protocol among the opcodes.
//
// Views from a MemoryInput point into the input and stay, but those of UNICODE and STRING
// (borrows<C>), and all from a StreamInput, end when the handler returns. Handlers may throw what
// they like; to refuse an opcode they call at.fail(Errc, reason).

#include <cstdint>
#include <type_traits>

#include <brine/wire/decode_loop.hpp>
#include <brine/wire/decode_reader.hpp>
#include <brine/wire/decode_runs.hpp>
#include <brine/wire/input.hpp>
#include <brine/wire/place.hpp>

namespace brine {

/// Decodes one pickle up to and including STOP, and returns how many bytes it has. The input, a
/// MemoryInput or a StreamInput, stands behind STOP then, at the first byte of the next pickle.
/// @throws UnpicklingError whose offset() is that of the opcode at fault, or the size of the data
/// where it ends between opcodes; what the source or a handler throws passes through.
template <class Input, class Visitor>
std::uint64_t decode(Input& input, Visitor&& visitor, const DecodeLimits& limits = {}) {
    return detail::Decoder<Input, std::remove_reference_t<Visitor>>(input, visitor, limits).run();
}

}  // namespace brine
