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
inline constexpr bool borrows = Code != Opcode::unicode && Code != Opcode::string;

/// Where an opcode stands; to be passed by value, and no longer good when the handler returns.
class Place {
public:
    Place(const char* p, const Window& window) noexcept : p_(p), window_(&window) {}

    /// Of the opcode's byte, counted from the pickle's first.
    [[nodiscard]] std::uint64_t offset() const noexcept { return window_->offset(p_); }
    [[nodiscard]] Opcode opcode() const noexcept { return static_cast<Opcode>(*p_); }

    /// Refuses the opcode: throws an UnpicklingError with a message that is fit to be shown.
    [[noreturn, gnu::cold, gnu::noinline]] void fail(Errc code, std::string_view reason) const {
        throw_unpickling(code, reason, offset(), static_cast<unsigned char>(*p_));
    }

private:
    const char* p_;
    const Window* window_;
};

namespace detail {

inline constexpr std::ptrdiff_t longest_run = 1024;

// How the ints of a fixed size lie in the 8 bytes from their opcode on; length 0 for others.
struct IntShape {
    std::uint64_t mask = 0;
    std::uint64_t sign = 0;
    std::size_t length = 0;
};

inline constexpr std::array int_shapes = [] {
    std::array<IntShape, 256> shapes{};
    shapes[static_cast<std::size_t>(Opcode::binint1)] = {0xFF, 0, 2};
    shapes[static_cast<std::size_t>(Opcode::binint2)] = {0xFFFF, 0, 3};
    shapes[static_cast<std::size_t>(Opcode::binint)] = {0xFFFFFFFF, 0x80000000, 5};
    return shapes;
}();

}  // namespace detail

/// A row of BININT, BININT1 and BININT2. The visitor must take at least one.
class IntRun {
public:
    /// From `p`, where at least 8 bytes are before `end`.
    IntRun(const char* p, const char* end, const Window& window) noexcept
        : p_(p), last_(p), stop_(p + std::min(end - p - 7, detail::longest_run)), window_(&window) {}

    /// False at the end of the row.
    bool next(std::int64_t& x) noexcept {
        if (p_ >= stop_) {
            return false;
        }
        // Without a branch on the opcode, as sizes alternate at random.
        const auto word = load_le<std::uint64_t>(p_);
        const detail::IntShape& shape = detail::int_shapes[word & 0xFFU];
        if (shape.length == 0) {
            return false;
        }
        x = static_cast<std::int64_t>(((word >> 8U & shape.mask) ^ shape.sign) - shape.sign);
        last_ = p_;
        p_ += shape.length;
        return true;
    }

    /// No more than this many are left, so that room can be made for all at once; never above 512.
    [[nodiscard]] std::size_t most() const noexcept {
        return p_ < stop_ ? static_cast<std::size_t>(stop_ - p_ + 1) / 2 : 0;
    }

    /// Of the number that next() gave last.
    [[nodiscard]] Place place() const noexcept { return {last_, *window_}; }

    /// For the decoder: behind the last number taken.
    [[nodiscard]] const char* position() const noexcept { return p_; }

private:
    const char* p_;
    const char* last_;
    const char* stop_;
    const Window* window_;
};

/// A row of BINFLOAT; as IntRun.
class FloatRun {
public:
    /// From `p`, where at least 9 bytes are before `end`.
    FloatRun(const char* p, const char* end, const Window& window) noexcept
        : p_(p), stop_(p + std::min(end - p - 8, detail::longest_run)), window_(&window) {}

    bool next(double& x) noexcept {
        if (p_ >= stop_ || *p_ != static_cast<char>(Opcode::binfloat)) {
            return false;
        }
        x = load_be<double>(p_ + 1);
        p_ += size;
        return true;
    }

    [[nodiscard]] std::size_t most() const noexcept {
        return p_ < stop_ ? static_cast<std::size_t>(stop_ - p_ + size - 1) / size : 0;
    }

    [[nodiscard]] Place place() const noexcept { return {p_ - size, *window_}; }

    /// For the decoder: behind the last number taken.
    [[nodiscard]] const char* position() const noexcept { return p_; }

private:
    static constexpr std::size_t size = 9;

    const char* p_;
    const char* stop_;
    const Window* window_;
};

}  // namespace brine
