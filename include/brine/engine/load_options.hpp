#pragma once
// Options of reading: one aggregate with defaults, and the limits that hold unless told otherwise.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <brine/engine/convert_options.hpp>
#include <brine/mapping/buffer.hpp>
#include <brine/wire/decode_reader.hpp>
#include <brine/wire/input.hpp>

namespace brine {

/// What Python 2's 8-bit strings become: `encoding` of pickle.loads. `bytes` leaves them bytes.
enum class encoding : std::uint8_t { ascii, latin1, utf8, bytes };

/// What becomes of bytes that are not of that encoding: `errors` of pickle.loads.
enum class decode_errors : std::uint8_t { strict, ignore, replace, surrogateescape, surrogatepass };

/// How much a pickle may ask for. What is over a limit is Errc::limit_exceeded.
struct LoadLimits {
    static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();

    DecodeLimits decode{};  ///< of single opcodes and of the input's size
    /// Bytes held by the result, the stack and the memo: this many for a byte of input, and some
    /// more; a stream's grow as its bytes arrive.
    std::uint64_t memory_per_byte = 100;
    std::uint64_t memory_base = std::uint64_t{16} << 20U;
    std::uint64_t memory = std::uint64_t{4} << 30U;
    std::uint64_t stack_items = none;
    std::uint64_t marks = none;
    std::uint64_t memo_entries = none;
    /// How often hooks are asked, each chain of them for one global, extension or persistent id.
    std::uint64_t hook_calls = none;
    /// Comparisons of keys whose hashes or places in a table collide, for each byte of input.
    /// Hashes are seeded, so that only bad luck or a flaw of theirs takes many.
    std::uint64_t key_work_per_byte = none;
    /// Containers and objects inside one another, seen from the root.
    std::uint64_t depth = none;

    [[nodiscard]] std::uint64_t memory_for(std::uint64_t input) const noexcept {
        const std::uint64_t most = memory - std::min(memory, memory_base);
        return memory_per_byte != 0 && input > most / memory_per_byte
                   ? memory
                   : std::min(memory, memory_base + memory_per_byte * input);
    }

    [[nodiscard]] bool operator==(const LoadLimits&) const = default;
    [[nodiscard]] std::uint64_t key_work_for(std::uint64_t input) const noexcept {
        return key_work_per_byte == 0 || input <= none / key_work_per_byte
                   ? key_work_per_byte * input
                   : none;
    }

    /// For pickles from strangers.
    [[nodiscard]] static LoadLimits strict() {
        constexpr std::uint64_t mebi = std::uint64_t{1} << 20U;
        LoadLimits limits;
        limits.decode.input_bytes = 64 * mebi;
        limits.decode.opcodes = 10'000'000;
        limits.decode.payload_bytes = 16 * mebi;
        limits.decode.long_bytes = 4096;
        limits.memory = 64 * mebi;
        limits.stack_items = 1'000'000;
        limits.marks = 1'000'000;
        limits.memo_entries = 1'000'000;
        limits.hook_calls = 100'000;
        limits.key_work_per_byte = 16;
        limits.depth = 1024;
        return limits;
    }
};

struct LoadOptions {
    brine::encoding encoding = brine::encoding::ascii;
    brine::decode_errors errors = brine::decode_errors::strict;
    /// Below protocol 3, names of Python 2 become those of Python 3.
    bool fix_imports = true;
    /// Text and bytes refer to the input, which must outlive the document. Those of a stream are
    /// copied all the same.
    bool borrow = false;
    /// The memo of one load() goes on in the next, as in Python; the documents then share memory.
    bool keep_memo = false;
    /// Out-of-band buffers, in the order in which the pickle asks for them; the pickles of one
    /// Unpickler take them in turn, as in Python. They outlive the documents.
    std::span<const buffer> buffers{};
    /// An Unpickler may take more from its stream than the pickle has, in large pieces; what is
    /// left it keeps for the next load(), and rest() shows it. load() itself never does.
    brine::read_ahead read_ahead = brine::read_ahead::none;
    LoadLimits limits{};
    /// Of the conversion to a C++ type, where one is asked for.
    ConvertOptions convert{};
};

namespace detail {

/// What was read ahead would be lost.
[[nodiscard]] inline LoadOptions for_one_pickle(LoadOptions options) noexcept {
    options.read_ahead = brine::read_ahead::none;
    return options;
}

}  // namespace detail

}  // namespace brine
