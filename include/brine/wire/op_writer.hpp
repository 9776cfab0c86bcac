#pragma once
// OpWriter: opcodes into an Output, in frames from protocol 4 on. Its counterpart is the lower half
// of Modules/_pickle.c (_Pickler_Write, _Pickler_OpcodeBoundary, _Pickler_CommitFrame).
//
// There are two ways in. The members named after values reserve room for themselves. Loops that
// write many small things ask for room once (object(), room()), encode with brine::encode into it
// and say where they stopped (commit()).

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include <brine/base/endian.hpp>
#include <brine/wire/encode.hpp>
#include <brine/wire/encode_text.hpp>
#include <brine/wire/opcodes.hpp>
#include <brine/wire/output.hpp>
#include <brine/wire/protocol.hpp>

namespace brine {

class OpWriter {
public:
    OpWriter(Output& output, int protocol) : output_(&output), protocol_(protocol) {}
    OpWriter(const OpWriter&) = delete;
    OpWriter& operator=(const OpWriter&) = delete;

    [[nodiscard]] bool framed() const noexcept { return protocol_ >= 4; }
    /// Protocols 0 and 1, which have neither PROTO, TUPLE1, NEWTRUE, LONG1, NEWOBJ nor EXT1.
    [[nodiscard]] bool old() const noexcept { return protocol_ < 2; }
    /// Protocol 0, whose arguments are lines of text.
    [[nodiscard]] bool textual() const noexcept { return protocol_ == 0; }

    /// From protocol 2 on PROTO, and from protocol 4 on the first frame.
    void begin(Window window);
    /// STOP, and the last frame's length. Returns how many bytes of the window are used.
    std::size_t finish();

    // Room for many small things.

    /// The cursor.
    [[nodiscard]] char* cursor() const noexcept { return cursor_; }
    /// Everything before `p` has been written.
    void commit(char* p) noexcept { cursor_ = p; }

    /// Here an object starts, of `size` bytes at most: closes a frame that is full, makes room.
    [[nodiscard]] char* object(char* p, std::size_t size) {
        if (soft_end_ - p < static_cast<std::ptrdiff_t>(size)) [[unlikely]] {
            return start_object(p, size);
        }
        return p;
    }

    /// Makes room for `size` bytes, in the frame that is open.
    [[nodiscard]] char* room(char* p, std::size_t size) {
        if (end_ - p < static_cast<std::ptrdiff_t>(size)) [[unlikely]] {
            return grow(p, size);
        }
        return p;
    }

    /// True where `size` bytes from `p` on can't fill the frame, however they are divided. Never at
    /// protocols 0 and 1, so that who asks has no need to ask for these, too.
    [[nodiscard]] bool within_frame(const char* p, std::size_t size) const noexcept {
        return soft_end_ - p >= static_cast<std::ptrdiff_t>(size);
    }

    // One thing at a time. An object is to be announced with boundary().

    /// Here an object starts: a frame that is full is closed.
    void boundary() { cursor_ = object(cursor_, 1); }

    void op(Opcode code) { cursor_ = encode::op(room(cursor_, 1), code); }
    void op_uint1(Opcode code, std::uint8_t argument) {
        cursor_ = encode::op_uint1(room(cursor_, 2), code, argument);
    }
    void op_uint2(Opcode code, std::uint16_t argument) {
        cursor_ = encode::op_uint2(room(cursor_, 3), code, argument);
    }
    void op_uint4(Opcode code, std::uint32_t argument) {
        cursor_ = encode::op_uint4(room(cursor_, 5), code, argument);
    }
    /// Opcode, text, newline. The text has no newline.
    void line(Opcode code, std::string_view text) {
        cursor_ = encode::line(room(cursor_, text.size() + 2), code, text);
    }
    void boolean(bool value) {
        if (old()) [[unlikely]] {
            return line(Opcode::int_, value ? "01" : "00");
        }
        cursor_ = encode::boolean(room(cursor_, 1), value);
    }
    void integer(std::int64_t value) {
        if (old()) [[unlikely]] {
            return old_integer(value);
        }
        cursor_ = encode::integer(room(cursor_, encode::max_int64), value);
    }
    void real(double value) {
        char* const p = room(cursor_, encode::max_number_line);
        cursor_ = textual() ? encode::real_line(p, value) : encode::real(p, value);
    }
    void get(std::uint32_t slot) {
        char* const p = room(cursor_, encode::max_number_line);
        cursor_ = textual() ? encode::number_line(p, Opcode::get, slot) : encode::get(p, slot);
    }
    void put(std::uint32_t slot) {
        char* const p = room(cursor_, encode::max_number_line);
        cursor_ =
            textual() ? encode::number_line(p, Opcode::put, slot) : encode::put(p, slot, protocol_);
    }

    /// LONG1 or LONG4, of minimal two's complement bytes, low byte first; from protocol 2 on.
    /// Whoever calls writes what fits an int32 with integer(), and no more than 2^31 - 1 bytes
    /// here.
    void big_integer(std::span<const std::byte> bytes);
    /// A str of valid UTF-8, lone surrogates included. Protocols 1 to 3 end at 4 GiB - 1.
    void text(std::string_view utf8);
    /// bytes, from protocol 3 on.
    void bytes(std::span<const std::byte> data);
    /// bytearray, from protocol 5 on.
    void bytearray(std::span<const std::byte> data);
    /// GLOBAL or INST, whose names are lines.
    void global(std::string_view module, std::string_view name, Opcode code = Opcode::global);
    void empty_list() { textual() ? marked(Opcode::list) : op(Opcode::empty_list); }
    void empty_dict() { textual() ? marked(Opcode::dict) : op(Opcode::empty_dict); }

    /// What a tuple of `size` items begins with, if anything.
    void open_tuple(std::size_t size) {
        if (is_marked_tuple(size)) {
            op(Opcode::mark);
        }
    }
    /// The tuple of the last `size` items, for which open_tuple() was called.
    void close_tuple(std::size_t size) {
        if (size == 0) {
            textual() ? marked(Opcode::tuple) : op(Opcode::empty_tuple);
        } else {
            is_marked_tuple(size) ? op(Opcode::tuple) : small_tuple(size);
        }
    }
    /// Drops them instead.
    void drop_tuple(std::size_t size);
    /// TUPLE1 to TUPLE3, for 1 to 3 items; from protocol 2 on.
    void small_tuple(std::size_t size) {
        assert(size >= 1 && size <= 3);
        op(static_cast<Opcode>(static_cast<std::size_t>(Opcode::tuple1) + size - 1));
    }
    /// EXT1, EXT2 or EXT4, from protocol 2 on; codes are positive.
    void extension(std::int32_t code);

private:
    [[nodiscard]] bool is_marked_tuple(std::size_t size) const noexcept {
        return size > 3 || (size > 0 && old());
    }
    /// LIST, DICT or TUPLE of nothing.
    void marked(Opcode code) {
        op(Opcode::mark);
        op(code);
    }
    [[gnu::cold]] void old_integer(std::int64_t value);
    void text_line(std::string_view utf8);
    void open_frame();
    void close_frame();
    void payload(const char* header, const char* header_end, const void* data, std::size_t size);
    void take_window(Window window, std::size_t used, std::size_t frame);
    void update_soft_end() noexcept;
    [[gnu::cold]] char* start_object(char* p, std::size_t size);
    [[gnu::cold]] char* grow(char* p, std::size_t size);

    [[nodiscard]] std::size_t used() const noexcept {
        return static_cast<std::size_t>(cursor_ - first_);
    }

    Output* output_;
    int protocol_;
    char* first_ = nullptr;     // of what the output still holds
    char* cursor_ = nullptr;    // where the next byte goes
    char* end_ = nullptr;       // slack before the window's end
    char* soft_end_ = nullptr;  // end_, or sooner where the frame is full; see within_frame()
    char* frame_ = nullptr;  // the open frame's first byte, its header; or that of what is unframed
};

inline void OpWriter::begin(Window window) {
    take_window(window, 0, 0);
    if (!old()) {
        cursor_ = encode::op_uint1(room(cursor_, 2 + frame_header_size), Opcode::proto,
                                   static_cast<std::uint8_t>(protocol_));
    }
    open_frame();
}

inline std::size_t OpWriter::finish() {
    op(Opcode::stop);
    close_frame();
    return used();
}

inline void OpWriter::open_frame() {
    frame_ = cursor_;
    if (framed()) {
        cursor_ = room(cursor_, frame_header_size) + frame_header_size;
    }
    update_soft_end();
}

inline void OpWriter::close_frame() {
    if (!framed()) {
        return;
    }
    char* body = frame_ + frame_header_size;
    const auto size = static_cast<std::size_t>(cursor_ - body);
    if (size >= frame_size_min) [[likely]] {
        encode::op_uint8(frame_, Opcode::frame, size);
    } else {
        std::memmove(frame_, body, size);
        cursor_ = frame_ + size;
    }
}

inline void OpWriter::take_window(Window window, std::size_t used, std::size_t frame) {
    first_ = window.first;
    cursor_ = first_ + used;
    frame_ = first_ + frame;
    end_ = window.last - std::min<std::ptrdiff_t>(window.last - window.first, encode::slack);
    update_soft_end();
}

inline void OpWriter::update_soft_end() noexcept {
    const auto header = static_cast<std::ptrdiff_t>(framed() ? frame_header_size : 0);
    const auto full = static_cast<std::ptrdiff_t>(frame_size_target) + header;
    soft_end_ = old() ? first_ : end_ - frame_ > full ? frame_ + full : end_;
}

inline char* OpWriter::start_object(char* p, std::size_t size) {
    cursor_ = p;
    const auto header = static_cast<std::ptrdiff_t>(framed() ? frame_header_size : 0);
    if (cursor_ - frame_ - header >= static_cast<std::ptrdiff_t>(frame_size_target)) {
        close_frame();
        const std::size_t passed = output_->pass_on(used());
        cursor_ -= passed;
        open_frame();
    }
    return room(cursor_, size);
}

inline char* OpWriter::grow(char* p, std::size_t size) {
    cursor_ = p;
    const std::size_t used_bytes = used();
    const auto frame = static_cast<std::size_t>(frame_ - first_);
    take_window(output_->grow(used_bytes, size + encode::slack), used_bytes, frame);
    return cursor_;
}

inline void OpWriter::old_integer(std::int64_t value) {
    char* const p = room(cursor_, encode::max_number_line);
    const bool binary = !textual() && value == static_cast<std::int32_t>(value);
    cursor_ = binary ? encode::integer(p, value) : encode::integer_line(p, value);
}

inline void OpWriter::drop_tuple(std::size_t size) {
    if (!textual() && is_marked_tuple(size)) {
        return op(Opcode::pop_mark);
    }
    // The mark goes like an item.
    for (std::size_t n = size + (is_marked_tuple(size) ? 1 : 0); n > 0; --n) {
        op(Opcode::pop);
    }
}

inline void OpWriter::big_integer(std::span<const std::byte> bytes) {
    char* p = room(cursor_, 5);
    p = bytes.size() <= 0xff
            ? encode::op_uint1(p, Opcode::long1, static_cast<std::uint8_t>(bytes.size()))
            : encode::op_uint4(p, Opcode::long4, static_cast<std::uint32_t>(bytes.size()));
    p = room(p, bytes.size());
    if (!bytes.empty()) {
        std::memcpy(p, bytes.data(), bytes.size());
    }
    cursor_ = p + bytes.size();
}

/// UNICODE.
inline void OpWriter::text_line(std::string_view utf8) {
    constexpr std::size_t piece = 4096;
    op(Opcode::unicode);
    while (!utf8.empty()) {
        cursor_ = encode::raw_unicode_escape(room(cursor_, piece), utf8, piece);
    }
    cursor_ = encode::copy(room(cursor_, 1), "\n");
}

inline void OpWriter::text(std::string_view utf8) {
    if (textual()) [[unlikely]] {
        return text_line(utf8);
    }
    char header[encode::max_header + encode::slack];
    payload(header, encode::text_header(header, utf8.size(), protocol_), utf8.data(), utf8.size());
}

inline void OpWriter::bytes(std::span<const std::byte> data) {
    char header[encode::max_header + encode::slack];
    payload(header, encode::bytes_header(header, data.size()), data.data(), data.size());
}

inline void OpWriter::bytearray(std::span<const std::byte> data) {
    char header[encode::max_header + encode::slack];
    payload(header, encode::op_uint8(header, Opcode::bytearray8, data.size()), data.data(),
            data.size());
}

inline void OpWriter::payload(const char* header, const char* header_end, const void* data,
                              std::size_t size) {
    const auto header_size = static_cast<std::size_t>(header_end - header);
    const bool large = size >= frame_size_target;
    if (large) {
        close_frame();
    }
    char* p = room(cursor_, header_size + (large ? 0 : size));
    std::memcpy(p, header, header_size);
    cursor_ = p + header_size;
    if (large) {
        const auto bytes = std::span(static_cast<const std::byte*>(data), size);
        const std::size_t kept = output_->write_through(used(), bytes);
        take_window(output_->grow(kept, frame_header_size + encode::slack), kept, kept);
        open_frame();
    } else if (size != 0) {
        std::memcpy(cursor_, data, size);
        cursor_ += size;
    }
}

inline void OpWriter::global(std::string_view module, std::string_view name, Opcode code) {
    char* p = encode::line(room(cursor_, module.size() + name.size() + 3), code, module);
    p = encode::copy(p, name);
    cursor_ = encode::copy(p, "\n");
}

inline void OpWriter::extension(std::int32_t code) {
    assert(code > 0);
    if (code <= 0xff) {
        op_uint1(Opcode::ext1, static_cast<std::uint8_t>(code));
    } else if (code <= 0xffff) {
        op_uint2(Opcode::ext2, static_cast<std::uint16_t>(code));
    } else {
        op_uint4(Opcode::ext4, static_cast<std::uint32_t>(code));
    }
}

}  // namespace brine
