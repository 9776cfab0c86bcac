#pragma once
// Opcodes and their arguments as bytes: pointer in, pointer behind the last byte out.
//
// Each function may store up to `slack` bytes behind what it returns; whoever calls makes room.
// The choices are those of CPython's C pickler: the smallest opcode that holds the value.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <brine/base/endian.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine::encode {

/// Bytes that may be overwritten behind the end of what a function wrote.
inline constexpr std::size_t slack = 32;

/// The longest form of each kind of value.
inline constexpr std::size_t max_int64 = 10;
inline constexpr std::size_t max_uint64 = 11;
inline constexpr std::size_t max_float = 9;
inline constexpr std::size_t max_get = 5;
inline constexpr std::size_t max_put = 5;
inline constexpr std::size_t max_header = 9;

inline char* op(char* p, Opcode code) noexcept {
    *p = static_cast<char>(code);
    return p + 1;
}

inline char* op_uint1(char* p, Opcode code, std::uint8_t argument) noexcept {
    p = op(p, code);
    *p = static_cast<char>(argument);
    return p + 1;
}

inline char* op_uint2(char* p, Opcode code, std::uint16_t argument) noexcept {
    p = op(p, code);
    store_le<std::uint16_t>(p, argument);
    return p + 2;
}

inline char* op_uint4(char* p, Opcode code, std::uint32_t argument) noexcept {
    p = op(p, code);
    store_le<std::uint32_t>(p, argument);
    return p + 4;
}

inline char* op_uint8(char* p, Opcode code, std::uint64_t argument) noexcept {
    p = op(p, code);
    store_le<std::uint64_t>(p, argument);
    return p + 8;
}

inline char* boolean(char* p, bool value) noexcept {
    return op(p, value ? Opcode::newtrue : Opcode::newfalse);
}

namespace detail {

/// How an integer of a sign and a number of significant bits is written: opcode, and for LONG1 its
/// length, then the low bytes of the number.
struct IntForm {
    std::uint16_t head;
    std::uint8_t head_size;
    std::uint8_t size;
};

consteval IntForm int_form(bool negative, int bits) {  // bits without the sign
    if (!negative && bits <= 8) {
        return {static_cast<std::uint8_t>(Opcode::binint1), 1, 2};
    }
    if (!negative && bits <= 16) {
        return {static_cast<std::uint8_t>(Opcode::binint2), 1, 3};
    }
    if (bits <= 31) {
        return {static_cast<std::uint8_t>(Opcode::binint), 1, 5};
    }
    const int bytes = bits / 8 + 1;
    const auto head = static_cast<unsigned>(Opcode::long1) | static_cast<unsigned>(bytes) << 8U;
    return {static_cast<std::uint16_t>(head), 2, static_cast<std::uint8_t>(2 + bytes)};
}

inline constexpr std::array<IntForm, 128> int_forms = []() consteval {
    std::array<IntForm, 128> forms{};
    for (int bits = 0; bits < 64; ++bits) {
        forms[static_cast<std::size_t>(bits)] = int_form(false, bits);
        forms[static_cast<std::size_t>(64 + bits)] = int_form(true, bits);
    }
    return forms;
}
();

}  // namespace detail

/// BININT1, BININT2, BININT or LONG1.
inline char* integer(char* p, std::int64_t value) noexcept {
    const auto sign = static_cast<std::uint64_t>(value >> 63);
    const auto bits =
        static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(value) ^ sign));
    const detail::IntForm& form = detail::int_forms[(sign & 64U) + bits];
    store_le<std::uint16_t>(p, form.head);
    store_le<std::uint64_t>(p + form.head_size, static_cast<std::uint64_t>(value));
    return p + form.size;
}

inline char* unsigned_integer(char* p, std::uint64_t value) noexcept {
    if (value <= static_cast<std::uint64_t>(INT64_MAX)) [[likely]] {
        return integer(p, static_cast<std::int64_t>(value));
    }
    p = op_uint1(p, Opcode::long1, 9);
    store_le<std::uint64_t>(p, value);
    p[8] = 0;
    return p + 9;
}

inline char* real(char* p, double value) noexcept {
    *p = static_cast<char>(Opcode::binfloat);
    store_be<std::uint64_t>(p + 1, std::bit_cast<std::uint64_t>(value));
    return p + 9;
}

/// BINGET or LONG_BINGET.
inline char* get(char* p, std::uint32_t slot) noexcept {
    return slot < 256 ? op_uint1(p, Opcode::binget, static_cast<std::uint8_t>(slot))
                      : op_uint4(p, Opcode::long_binget, slot);
}

/// MEMOIZE, or BINPUT or LONG_BINPUT below protocol 4.
inline char* put(char* p, std::uint32_t slot, int protocol) noexcept {
    if (protocol >= 4) {
        return op(p, Opcode::memoize);
    }
    return slot < 256 ? op_uint1(p, Opcode::binput, static_cast<std::uint8_t>(slot))
                      : op_uint4(p, Opcode::long_binput, slot);
}

/// Opcode and length in front of a str of `size` bytes of UTF-8. Below protocol 4 a str ends at
/// 4 GiB - 1; whoever calls checks it.
inline char* text_header(char* p, std::uint64_t size, int protocol) noexcept {
    if (size <= 0xff && protocol >= 4) {
        return op_uint1(p, Opcode::short_binunicode, static_cast<std::uint8_t>(size));
    }
    if (size <= 0xffffffff) {
        return op_uint4(p, Opcode::binunicode, static_cast<std::uint32_t>(size));
    }
    return op_uint8(p, Opcode::binunicode8, size);
}

/// Opcode and length in front of bytes, from protocol 3 on.
inline char* bytes_header(char* p, std::uint64_t size) noexcept {
    if (size <= 0xff) {
        return op_uint1(p, Opcode::short_binbytes, static_cast<std::uint8_t>(size));
    }
    if (size <= 0xffffffff) {
        return op_uint4(p, Opcode::binbytes, static_cast<std::uint32_t>(size));
    }
    return op_uint8(p, Opcode::binbytes8, size);
}

namespace detail {

/// Copies sizeof(Word) bytes and adds their bits to `seen`.
template <class Word>
inline void copy_word(char* to, const char* from, std::uint64_t& seen) noexcept {
    Word word;
    std::memcpy(&word, from, sizeof word);
    std::memcpy(to, &word, sizeof word);
    seen |= word;
}

}  // namespace detail

/// Copies text and says whether all of it was ASCII. Reads nothing outside of it; pieces overlap,
/// so that most lengths take the same way.
inline bool copy_if_ascii(char* to, const char* from, std::size_t size) noexcept {
    using detail::copy_word;
    std::uint64_t seen = 0;
    if (size >= 4 && size <= 16) [[likely]] {
        const std::size_t middle = size / 8 * 4;
        copy_word<std::uint32_t>(to, from, seen);
        copy_word<std::uint32_t>(to + middle, from + middle, seen);
        copy_word<std::uint32_t>(to + size - 4 - middle, from + size - 4 - middle, seen);
        copy_word<std::uint32_t>(to + size - 4, from + size - 4, seen);
        return (seen & 0x80808080) == 0;
    }
    if (size > 16) {
        std::size_t i = 0;
        for (; i + 16 < size; i += 16) {
            copy_word<std::uint64_t>(to + i, from + i, seen);
            copy_word<std::uint64_t>(to + i + 8, from + i + 8, seen);
        }
        copy_word<std::uint64_t>(to + size - 16, from + size - 16, seen);
        copy_word<std::uint64_t>(to + size - 8, from + size - 8, seen);
        return (seen & 0x8080808080808080) == 0;
    }
    for (std::size_t i = 0; i < size; ++i) {
        copy_word<std::uint8_t>(to + i, from + i, seen);
    }
    return seen < 0x80;
}

}  // namespace brine::encode
