#pragma once
// What a decoder hands its visitor beside the arguments: the opcode as a type, the place of it, and
// rows of numbers.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <brine/base/endian.hpp>
#include <brine/wire/decode_errors.hpp>
#include <brine/wire/input.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine {

/// The opcode as a type.
template <Opcode Code>
struct opcode_constant {
    static constexpr Opcode value = Code;
    constexpr operator Opcode() const noexcept { return Code; }
};

/// True where a view out of memory stays when the handler has returned.
template <Opcode Code>
inline constexpr bool borrows = !(Code == Opcode::unicode || Code == Opcode::string);

/// Where an opcode stands; to be passed by value, and no longer good when the handler returns.
class InputPlace {
public:
    InputPlace(const char* p, const InputWindow& window) noexcept : p_(p), window_(&window) {}

    /// Of the opcode's byte, counted from the pickle's first.
    [[nodiscard]] std::uint64_t offset() const noexcept { return window_->offset(p_); }
    [[nodiscard]] Opcode opcode() const noexcept { return static_cast<Opcode>(*p_); }

    /// Refuses the opcode: throws an UnpicklingError with a message that is fit to be shown.
    [[noreturn, gnu::cold, gnu::noinline]] void fail(Errc code, std::string_view reason) const {
        throw_unpickling(code, reason, offset(), static_cast<unsigned char>(*p_));
    }

private:
    const char* p_;
    const InputWindow* window_;
};

namespace detail {

inline constexpr std::ptrdiff_t longest_run = 1024;

// How an int of up to 8 bytes lies behind its opcode; header 0 for what is no such thing.
struct IntShape {
    std::uint8_t header = 0;     // the opcode, and LONG1's length
    std::uint8_t size = 0;       // of the number, but LONG1's is read:
    std::uint8_t size_mask = 0;  // what counts of the byte behind the opcode
    std::uint64_t mask = 0;      // takes the sign off again
};

inline constexpr std::array int_shapes = [] {
    constexpr std::uint64_t all = ~std::uint64_t{0};
    std::array<IntShape, 256> shapes{};
    shapes[static_cast<std::size_t>(Opcode::binint1)] = {1, 1, 0, 0xFF};
    shapes[static_cast<std::size_t>(Opcode::binint2)] = {1, 2, 0, 0xFFFF};
    shapes[static_cast<std::size_t>(Opcode::binint)] = {1, 4, 0, all};
    shapes[static_cast<std::size_t>(Opcode::long1)] = {2, 0, 0xFF, all};
    return shapes;
}();

inline constexpr std::ptrdiff_t least_for_int = 10;

/// Reads BININT, BININT1, BININT2, or LONG1 of 1 to 8 bytes, from `least_for_int` bytes that can be
/// read, and returns what is behind it; null where there is no such int.
[[gnu::always_inline]] inline const char* read_short_int(const char* p, std::int64_t& x) noexcept {
    // Without a branch on opcode and size, as they alternate at random.
    const IntShape& shape = int_shapes[load_le<std::uint8_t>(p)];
    const unsigned size = shape.size | (load_le<std::uint8_t>(p + 1) & shape.size_mask);
    if (size == 0 || size > sizeof x) {
        return nullptr;
    }
    const char* const first = p + shape.header;
    const unsigned unused = 64 - 8 * size;
    const auto shifted = static_cast<std::int64_t>(load_le<std::uint64_t>(first) << unused);
    x = static_cast<std::int64_t>(static_cast<std::uint64_t>(shifted >> unused) & shape.mask);
    return first + size;
}

}  // namespace detail

/// A row of BININT, BININT1, BININT2, and LONG1 of 1 to 8 bytes. The visitor must take at least
/// one.
class IntRun {
public:
    /// What must stand before the end where a row may begin, in bytes.
    static constexpr std::ptrdiff_t least = detail::least_for_int;

    IntRun(const char* p, const char* end, const InputWindow& window) noexcept
        : p_(p),
          last_(p),
          stop_(p + std::min(end - p - (least - 1), detail::longest_run)),
          window_(&window) {}

    /// True where next() gives one, from `least` bytes.
    [[nodiscard]] static bool takes(const char* p) noexcept {
        std::int64_t x = 0;
        return detail::read_short_int(p, x) != nullptr;
    }

    /// False at the end of the row.
    [[gnu::always_inline]] bool next(std::int64_t& x) noexcept {
        const char* const behind = p_ < stop_ ? detail::read_short_int(p_, x) : nullptr;
        if (behind == nullptr) {
            return false;
        }
        last_ = p_;
        p_ = behind;
        return true;
    }

    /// No more than this many are left, so that room can be made for all at once; never above 512.
    [[nodiscard]] std::size_t most() const noexcept {
        return p_ < stop_ ? static_cast<std::size_t>((stop_ - p_ + 1) / 2) : 0;
    }

    /// Of the number that next() gave last, or will give first.
    [[nodiscard]] InputPlace place() const noexcept { return {last_, *window_}; }

    /// For the decoder: behind the last number taken.
    [[nodiscard]] const char* position() const noexcept { return p_; }

private:
    const char* p_;
    const char* last_;
    const char* stop_;
    const InputWindow* window_;
};

/// A row of BINFLOAT; as IntRun.
class FloatRun {
public:
    /// From `p`, where at least 9 bytes are before `end`.
    FloatRun(const char* p, const char* end, const InputWindow& window) noexcept
        : p_(p),
          last_(p),
          stop_(p + std::min(end - p - 8, detail::longest_run)),
          window_(&window) {}

    bool next(double& x) noexcept {
        if (p_ >= stop_ || *p_ != static_cast<char>(Opcode::binfloat)) {
            return false;
        }
        x = load_be<double>(p_ + 1);
        last_ = p_;
        p_ += size;
        return true;
    }

    [[nodiscard]] std::size_t most() const noexcept {
        return p_ < stop_ ? static_cast<std::size_t>((stop_ - p_ + size - 1) / size) : 0;
    }

    [[nodiscard]] InputPlace place() const noexcept { return {last_, *window_}; }

    /// For the decoder: behind the last number taken.
    [[nodiscard]] const char* position() const noexcept { return p_; }

private:
    static constexpr std::ptrdiff_t size = 9;

    const char* p_;
    const char* last_;
    const char* stop_;
    const InputWindow* window_;
};

}  // namespace brine
