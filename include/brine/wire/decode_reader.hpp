#pragma once
// Gets the bytes of one opcode together: fixed arguments, payloads, lines; keeps to frames and
// limits. The slow half of the decoder, which memory needs only near its end and for text.
//
// What Python calls one read lies in one frame or in none: the opcode's byte, its fixed argument, a
// payload, a line. So does pickle.py, and CPython's C from 3.13.15 and 3.14.7 on; before, C read on
// over a frame's end, in memory and from files not alike (cpython #154848).

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

#include <brine/base/errors.hpp>
#include <brine/wire/opcodes.hpp>
#include <brine/wire/place.hpp>

namespace brine {

/// What decode() refuses although CPython might take it. Over a limit is Errc::limit_exceeded.
struct DecodeLimits {
    static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();

    std::uint64_t input_bytes = none;    ///< of one pickle
    std::uint64_t opcodes = none;        ///< of one pickle, STOP included
    std::uint64_t payload_bytes = none;  ///< of one text or bytes; 255 are always let through
    std::uint64_t long_bytes = none;     ///< of LONG1 and LONG4; 255 are always let through
    std::size_t int_digits = 4300;       ///< of INT and LONG, as sys.set_int_max_str_digits
    std::size_t float_text = 1U << 20U;  ///< of FLOAT, in bytes
    std::size_t index_text = 32;         ///< of GET and PUT, in bytes
    std::size_t name_text = 4096;        ///< of a module, a name or a persistent id, in bytes

    [[nodiscard]] bool operator==(const DecodeLimits&) const = default;

    /// A line of STRING or UNICODE, whose escapes take more room than what they stand for.
    [[nodiscard]] std::size_t text_line() const noexcept {
        constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
        return payload_bytes < most ? static_cast<std::size_t>(payload_bytes) : most;
    }
};

namespace detail {

// The opcode and what follows it at a known distance: a fixed argument, or the length of another.
inline constexpr std::size_t longest_header = 9;

inline constexpr std::array header_sizes = [] {
    std::array<std::uint8_t, 256> sizes{};
    sizes.fill(1);
    for (const OpcodeInfo& info : opcode_table) {
        const int size = arg_info(info.arg).size;
        int bytes = 0;
        switch (size) {
            case ArgInfo::up_to_newline:
                break;
            case ArgInfo::taken_from_argument1:
                bytes = 1;
                break;
            case ArgInfo::taken_from_argument4:
            case ArgInfo::taken_from_argument4u:
                bytes = 4;
                break;
            case ArgInfo::taken_from_argument8u:
                bytes = 8;
                break;
            default:
                bytes = size;
        }
        sizes[static_cast<std::size_t>(info.code)] = static_cast<std::uint8_t>(1 + bytes);
    }
    return sizes;
}();

/// Takes and returns the place of the opcode, as bytes in hand may move when more are read.
template <class Input>
class OpcodeReader {
public:
    OpcodeReader(Input& input, const DecodeLimits& limits) : input_(input), limits_(limits) {}

    [[nodiscard]] const DecodeLimits& limits() const noexcept { return limits_; }

    /// Up to here, bytes may be read without asking.
    [[nodiscard]] const char* end() const noexcept { return end_; }

    const char* start() {
        const char* const p = input_.begin();
        end_ = data_end();
        // A byte in hand is an opcode at most, so that only larger pickles need be counted.
        const bool few =
            Input::in_memory && static_cast<std::uint64_t>(end_ - p) <= limits_.opcodes;
        counting_ = limits_.opcodes != DecodeLimits::none && !few;
        hide_from(p);
        return p;
    }

    /// Makes sure of the header of the opcode at `p`.
    [[gnu::noinline]] const char* header(const char* p) {
        show_hidden();
        if (counting_) {
            count(p);
        }
        p = find_header(p);
        hide_from(p + header_sizes[static_cast<unsigned char>(*p)]);
        return p;
    }

    /// Makes sure of `n` bytes behind a header of `skip` bytes, where end() is before them.
    [[gnu::noinline]] const char* payload(const char* p, std::size_t skip, std::uint64_t n) {
        show_hidden();
        if (n > static_cast<std::size_t>(end_ - p) - skip) {
            p = find_payload(p, skip, n);
        }
        hide_from(p + skip + n);
        return p;
    }

    /// The line that starts `skip` bytes behind the opcode; `size` is without its newline.
    struct Line {
        const char* p;
        std::size_t size;
    };
    [[gnu::noinline]] Line line(const char* p, std::size_t skip, std::size_t most) {
        show_hidden();
        const Line found = find_line(p, skip, most);
        hide_from(found.p + skip + found.size + 1);
        return found;
    }

    /// Opens a frame of `n` bytes behind the FRAME at `p`.
    [[gnu::noinline]] const char* frame(const char* p, std::uint64_t n) {
        show_hidden();
        p = open_frame(p, n);
        hide_from(p + longest_header);
        return p;
    }

private:
    const char* find_header(const char* p);
    const char* find_payload(const char* p, std::size_t skip, std::uint64_t n);
    Line find_line(const char* p, std::size_t skip, std::size_t most);
    const char* open_frame(const char* p, std::uint64_t n);

    // While opcodes are counted, end() shows no byte of the next one, so that each comes by
    // header(); where they are not, nothing has to look.

    void hide_from(const char* p) noexcept {
        if (counting_) {
            hidden_end_ = std::exchange(end_, p);
        }
    }
    void show_hidden() noexcept {
        if (counting_) {
            end_ = hidden_end_;
        }
    }
    void count(const char* p) {
        if (opcodes_++ == limits_.opcodes) {
            throw_unpickling(Errc::limit_exceeded, "more opcodes than the limit allows",
                             input_.offset(p));
        }
    }

    [[nodiscard]] InputPlace at(const char* p) const noexcept { return {p, input_}; }

    /// Of the bytes in hand, or of those that the limit allows.
    [[nodiscard]] const char* data_end() const noexcept {
        const char* const end = input_.end();
        const std::uint64_t size = input_.offset(end);
        return size <= limits_.input_bytes
                   ? end
                   : end - static_cast<std::ptrdiff_t>(size - limits_.input_bytes);
    }

    void leave_frame() noexcept {
        in_frame_ = false;
        end_ = data_end();
    }

    /// Gets `need` bytes from `p` on.
    const char* more(const char* p, std::uint64_t need);

    Input& input_;
    DecodeLimits limits_;
    const char* end_ = nullptr;
    const char* hidden_end_ = nullptr;
    std::uint64_t opcodes_ = 0;
    bool counting_ = false;
    bool in_frame_ = false;
};

template <class Input>
const char* OpcodeReader<Input>::more(const char* p, std::uint64_t need) {
    const int opcode = p == end_ ? -1 : static_cast<unsigned char>(*p);
    const std::uint64_t offset = input_.offset(p);
    if (need > limits_.input_bytes - std::min(offset, limits_.input_bytes)) {
        throw_unpickling(Errc::limit_exceeded, "the pickle is longer than the limit allows", offset,
                         opcode);
    }
    const bool possible = need <= std::numeric_limits<std::size_t>::max() / 2;
    p = possible ? input_.more(p, static_cast<std::size_t>(need)) : nullptr;
    if (p == nullptr) {
        throw_unpickling(Errc::truncated, "the data ends inside the pickle", offset, opcode);
    }
    end_ = data_end();
    return p;
}

template <class Input>
const char* OpcodeReader<Input>::find_header(const char* p) {
    if (p == end_ && in_frame_) {
        leave_frame();
    }
    if (p == end_) {
        p = more(p, 1);
    }
    const std::size_t size = header_sizes[static_cast<unsigned char>(*p)];
    return static_cast<std::size_t>(end_ - p) >= size ? p : find_payload(p, 1, size - 1);
}

template <class Input>
const char* OpcodeReader<Input>::find_payload(const char* p, std::size_t skip, std::uint64_t n) {
    if (in_frame_) {
        if (end_ - p != static_cast<std::ptrdiff_t>(skip)) {
            at(p).fail(Errc::invalid_frame, "the argument goes beyond the end of the frame");
        }
        leave_frame();
    }
    return static_cast<std::size_t>(end_ - p) - skip >= n ? p : more(p, n + skip);
}

template <class Input>
auto OpcodeReader<Input>::find_line(const char* p, std::size_t skip, std::size_t most) -> Line {
    most = std::min(most, std::numeric_limits<std::size_t>::max() - 1);
    std::size_t size = 0;
    while (true) {
        const char* const from = p + skip + size;
        const std::size_t known = std::min(static_cast<std::size_t>(end_ - from), most + 1 - size);
        const void* const newline = known == 0 ? nullptr : std::memchr(from, '\n', known);
        if (newline != nullptr) {
            return {p, size + static_cast<std::size_t>(static_cast<const char*>(newline) - from)};
        }
        size += known;
        if (size > most) {
            at(p).fail(Errc::limit_exceeded, "the line is longer than the limit allows");
        }
        if (!in_frame_) {
            p = more(p, skip + size + 1);
        } else if (size == 0) {
            leave_frame();
        } else {
            at(p).fail(Errc::invalid_frame, "the line goes beyond the end of the frame");
        }
    }
}

template <class Input>
const char* OpcodeReader<Input>::open_frame(const char* p, std::uint64_t n) {
    if (in_frame_ && end_ - p != static_cast<std::ptrdiff_t>(longest_header)) {
        at(p).fail(Errc::invalid_frame, "the frame begins inside another");
    }
    leave_frame();
    if (static_cast<std::uint64_t>(end_ - p) - longest_header < n) {
        p = more(p, longest_header + n);
    }
    in_frame_ = true;
    end_ = p + longest_header + n;
    return p;
}

}  // namespace detail
}  // namespace brine
