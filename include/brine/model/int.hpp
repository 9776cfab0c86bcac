#pragma once
// Int: Python's int, of any size. Its bytes are those of pickle.encode_long and decode_long.

#include <array>
#include <bit>
#include <cmath>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/endian.hpp>
#include <brine/base/narrow.hpp>

namespace brine {

/// A number in the range of int64 takes no memory beside the object itself. Has no arithmetic.
class Int {
public:
    Int() noexcept = default;

    template <builtin_integer T>
    Int(T x);

    Int(const Int& other) : value_(other.value_), limbs_(other.copy_limbs()) {}
    Int(Int&& other) noexcept
        : value_(std::exchange(other.value_, 0)), limbs_(std::move(other.limbs_)) {}
    Int& operator=(Int other) noexcept {
        swap(other);
        return *this;
    }
    ~Int() = default;

    void swap(Int& other) noexcept {
        std::swap(value_, other.value_);
        limbs_.swap(other.limbs_);
    }

    /// Little-endian two's complement, as in LONG1 and LONG4. No bytes are 0, and more bytes than
    /// needed are accepted.
    [[nodiscard]] static Int from_twos_complement(std::string_view bytes);
    [[nodiscard]] static Int from_twos_complement(std::span<const std::byte> bytes);

    /// Python's int(text, base) for ASCII text: white space around, a sign, single underscores
    /// between digits, the prefix of the base. The base is 2 to 36, or 0 to go by the prefix.
    /// Does not limit the digits, and takes time quadratic in them.
    [[nodiscard]] static std::optional<Int> parse(std::string_view text, int base = 10);

    /// Throws std::invalid_argument where parse gives nothing.
    [[nodiscard]] static Int from_string(std::string_view text, int base = 10);

    [[nodiscard]] bool is_small() const noexcept { return limbs_ == nullptr; }

    /// Needs is_small().
    [[nodiscard]] std::int64_t value() const noexcept { return value_; }

    /// -1, 0 or 1.
    [[nodiscard]] int sign() const noexcept { return (value_ > 0) - (value_ < 0); }

    template <builtin_integer T>
    [[nodiscard]] std::optional<T> get_if_fits() const noexcept;

    template <builtin_integer T>
    [[nodiscard]] bool fits() const noexcept {
        return get_if_fits<T>().has_value();
    }

    /// Throws std::out_of_range.
    template <builtin_integer T>
    [[nodiscard]] T to() const;

    /// Python's float(int): to nearest, ties to even. Throws std::overflow_error.
    [[nodiscard]] double to_double() const;

    /// The fewest bytes, little-endian; none for 0.
    [[nodiscard]] std::string to_twos_complement() const;

    [[nodiscard]] std::string to_string() const;  ///< Python's str(int)
    [[nodiscard]] std::string to_hex() const;     ///< Python's hex(int)

    /// Python's int.bit_length(): that of the absolute value.
    [[nodiscard]] std::size_t bit_length() const noexcept;

    /// Python's hash(int), as on 64-bit machines.
    [[nodiscard]] std::int64_t python_hash() const noexcept;

    bool operator==(const Int& other) const noexcept;
    std::strong_ordering operator<=>(const Int& other) const noexcept;

    template <builtin_integer T>
    bool operator==(T other) const noexcept;

    template <builtin_integer T>
    std::strong_ordering operator<=>(T other) const noexcept;

private:
    using Limb = std::uint64_t;
    using Limbs = std::unique_ptr<Limb[]>;
    static constexpr std::size_t limb_bits = 64;
    static constexpr std::size_t limb_bytes = 8;

    class Magnitude;

    [[nodiscard]] static Int normalized(Limbs limbs, std::size_t count, bool negative);
    [[nodiscard]] static std::strong_ordering compare(const Magnitude& a,
                                                      const Magnitude& b) noexcept;
    [[nodiscard]] static Int from_digits(std::string_view digits, unsigned base, bool negative);

    [[nodiscard]] std::size_t limb_count() const noexcept {
        return static_cast<std::size_t>(value_ < 0 ? -value_ : value_);
    }
    [[nodiscard]] Limbs copy_limbs() const;

    // The number itself, or the count of limbs with the sign of the number. A number in the range
    // of int64 never has limbs, and the highest limb is never 0.
    std::int64_t value_ = 0;
    Limbs limbs_;
};

// Sign and absolute value of any integer, without a copy of the limbs. The highest limb is not 0.
class Int::Magnitude {
public:
    explicit Magnitude(const Int& x) noexcept : negative_(x.value_ < 0), limbs_(x.limbs_.get()) {
        if (limbs_ != nullptr)
            count_ = x.limb_count();
        else
            keep(x.value_);
    }

    template <builtin_integer T>
    explicit Magnitude(T x) noexcept : negative_(x < T{}) {
        keep(x);
    }

    [[nodiscard]] bool negative() const noexcept { return negative_; }
    [[nodiscard]] std::size_t size() const noexcept { return count_; }
    [[nodiscard]] const Limb* begin() const noexcept {
        return limbs_ != nullptr ? limbs_ : own_.data();
    }
    [[nodiscard]] Limb operator[](std::size_t i) const noexcept { return begin()[i]; }

    [[nodiscard]] std::size_t bit_length() const noexcept {
        if (count_ == 0) return 0;
        const int unused = std::countl_zero(begin()[count_ - 1]);
        return count_ * limb_bits - static_cast<std::size_t>(unused);
    }

private:
    template <builtin_integer T>
    void keep(T x) noexcept {
        using Unsigned = unsigned_integer<T>;
        auto bits = static_cast<Unsigned>(x);
        if (negative_) bits = negated(bits);
        own_[0] = static_cast<Limb>(bits);
        if constexpr (sizeof(T) > limb_bytes) own_[1] = static_cast<Limb>(bits >> limb_bits);
        count_ = own_[1] != 0 ? 2 : own_[0] != 0 ? 1 : 0;
    }

    bool negative_;
    std::size_t count_ = 0;
    std::array<Limb, 2> own_{};
    const Limb* limbs_ = nullptr;
};

template <builtin_integer T>
Int::Int(T x) {
    if (brine::fits<std::int64_t>(x)) [[likely]] {
        value_ = static_cast<std::int64_t>(x);
        return;
    }
    const Magnitude magnitude(x);
    limbs_ = std::make_unique_for_overwrite<Limb[]>(magnitude.size());
    std::memcpy(limbs_.get(), magnitude.begin(), magnitude.size() * limb_bytes);
    value_ = static_cast<std::int64_t>(magnitude.size());
    if (magnitude.negative()) value_ = -value_;
}

inline bool Int::operator==(const Int& other) const noexcept {
    if (is_small() && other.is_small()) return value_ == other.value_;
    return compare(Magnitude(*this), Magnitude(other)) == 0;
}

inline std::strong_ordering Int::operator<=>(const Int& other) const noexcept {
    if (is_small() && other.is_small()) return value_ <=> other.value_;
    return compare(Magnitude(*this), Magnitude(other));
}

template <builtin_integer T>
bool Int::operator==(T other) const noexcept {
    return compare(Magnitude(*this), Magnitude(other)) == 0;
}

template <builtin_integer T>
std::strong_ordering Int::operator<=>(T other) const noexcept {
    return compare(Magnitude(*this), Magnitude(other));
}

template <builtin_integer T>
std::optional<T> Int::get_if_fits() const noexcept {
    if (is_small()) {
        if (!brine::fits<T>(value_)) return std::nullopt;
        return static_cast<T>(value_);
    }
    if constexpr (sizeof(T) < limb_bytes) {
        return std::nullopt;
    } else {
        using Unsigned = unsigned_integer<T>;
        const Magnitude magnitude(*this);
        if (magnitude.size() > sizeof(T) / limb_bytes) return std::nullopt;
        Unsigned bits = 0;
        for (std::size_t i = 0; i < magnitude.size(); ++i)
            bits |= static_cast<Unsigned>(magnitude[i]) << (limb_bits * i);
        if (magnitude.negative()) bits = negated(bits);
        const auto there = static_cast<T>(bits);
        if ((there < T{}) != magnitude.negative()) return std::nullopt;
        return there;
    }
}

namespace detail {

[[noreturn]] inline void throw_int_out_of_range() {
    throw std::out_of_range("brine: the int does not fit into the type");
}

[[noreturn]] inline void throw_int_not_a_double() {
    throw std::overflow_error("brine: int too large to convert to float");
}

}  // namespace detail

template <builtin_integer T>
T Int::to() const {
    const std::optional<T> there = get_if_fits<T>();
    if (!there) [[unlikely]]
        detail::throw_int_out_of_range();
    return *there;
}

inline Int::Limbs Int::copy_limbs() const {
    if (is_small()) return nullptr;
    Limbs copy = std::make_unique_for_overwrite<Limb[]>(limb_count());
    std::memcpy(copy.get(), limbs_.get(), limb_count() * limb_bytes);
    return copy;
}

inline Int Int::normalized(Limbs limbs, std::size_t count, bool negative) {
    while (count > 0 && limbs[count - 1] == 0) --count;
    if (count == 0) return {};
    if (count == 1) {
        if (!negative) return limbs[0];
        const auto value = static_cast<std::int64_t>(negated(limbs[0]));
        if (value < 0) return value;
    }
    Int result;
    result.value_ = narrow<std::int64_t>(count);
    if (negative) result.value_ = -result.value_;
    result.limbs_ = std::move(limbs);
    return result;
}

inline std::strong_ordering Int::compare(const Magnitude& a, const Magnitude& b) noexcept {
    if (a.negative() != b.negative())
        return a.negative() ? std::strong_ordering::less : std::strong_ordering::greater;
    std::strong_ordering order = a.size() <=> b.size();
    for (std::size_t i = a.size(); order == 0 && i > 0; --i) order = a[i - 1] <=> b[i - 1];
    return a.negative() ? 0 <=> order : order;
}

inline Int Int::from_twos_complement(std::string_view bytes) {
    const bool negative = !bytes.empty() && static_cast<signed char>(bytes.back()) < 0;
    const char filler = negative ? '\xff' : '\0';
    const auto limb_at = [&](std::size_t i) {
        std::array<char, limb_bytes> limb;
        limb.fill(filler);
        bytes.copy(limb.data(), limb_bytes, i * limb_bytes);
        return load_le<Limb>(limb.data());
    };
    if (bytes.size() <= limb_bytes) return static_cast<std::int64_t>(limb_at(0));

    const std::size_t count = (bytes.size() - 1) / limb_bytes + 1;
    Limbs limbs = std::make_unique_for_overwrite<Limb[]>(count);
    bool carry = negative;  // what the negation adds, as long as all limbs below are 0
    for (std::size_t i = 0; i < count; ++i) {
        const Limb limb = limb_at(i);
        limbs[i] = !negative ? limb : carry ? negated(limb) : ~limb;
        carry = carry && limb == 0;
    }
    return normalized(std::move(limbs), count, negative);
}

inline Int Int::from_twos_complement(std::span<const std::byte> bytes) {
    return from_twos_complement(
        std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

inline std::string Int::to_twos_complement() const {
    if (sign() == 0) return {};
    const Magnitude magnitude(*this);
    std::string bytes((magnitude.size() + 1) * limb_bytes, '\0');
    bool carry = magnitude.negative();
    for (std::size_t i = 0; i <= magnitude.size(); ++i) {
        const Limb limb = i < magnitude.size() ? magnitude[i] : 0;
        const Limb complement = !magnitude.negative() ? limb : carry ? negated(limb) : ~limb;
        store_le<Limb>(bytes.data() + i * limb_bytes, complement);
        carry = carry && limb == 0;
    }
    // One bit for the sign; -2 to the power of 8 n - 1 does without.
    bytes.resize(magnitude.bit_length() / 8 + 1);
    if (bytes.size() > 1 && bytes.back() == '\xff' &&
        static_cast<signed char>(bytes[bytes.size() - 2]) < 0)
        bytes.pop_back();
    return bytes;
}

inline std::size_t Int::bit_length() const noexcept { return Magnitude(*this).bit_length(); }

inline double Int::to_double() const {
    if (is_small()) return static_cast<double>(value_);
    const Magnitude magnitude(*this);
    const std::size_t bits = magnitude.bit_length();
    if (bits > std::numeric_limits<double>::max_exponent) detail::throw_int_not_a_double();
    // The top 64 bits, the lowest of them set where anything below is: they round as the whole.
    const std::size_t last = magnitude.size() - 1;
    const int shift = std::countl_zero(magnitude[last]);
    Limb top = magnitude[last] << shift;
    bool rest = false;
    if (last > 0) {
        if (shift > 0) top |= magnitude[last - 1] >> (static_cast<int>(limb_bits) - shift);
        rest = (magnitude[last - 1] & ~Limb{} >> shift) != 0;
        for (std::size_t i = 0; i + 1 < last && !rest; ++i) rest = magnitude[i] != 0;
    }
    const double scaled = std::ldexp(static_cast<double>(top | Limb{rest}),
                                     static_cast<int>(bits) - static_cast<int>(limb_bits));
    if (std::isinf(scaled)) detail::throw_int_not_a_double();
    return magnitude.negative() ? -scaled : scaled;
}

inline std::int64_t Int::python_hash() const noexcept {
    // 2**61 - 1 is the modulus of CPython's Include/cpython/pyhash.h, so that 2**64 is 2**3.
    constexpr int modulus_bits = 61;
    constexpr Limb modulus = (Limb{1} << modulus_bits) - 1;
    const Magnitude magnitude(*this);
    Limb hash = 0;
    for (std::size_t i = magnitude.size(); i > 0; --i) {
        const Limb limb = magnitude[i - 1];
        hash = (hash << 3 & modulus) | hash >> (modulus_bits - 3);
        hash += (limb & modulus) + (limb >> modulus_bits);
        while (hash >= modulus) hash -= modulus;
    }
    const auto result = static_cast<std::int64_t>(hash);
    if (!magnitude.negative()) return result;
    return result == 1 ? -2 : -result;  // -1 means an error in CPython
}

}  // namespace brine

template <>
struct std::hash<brine::Int> {
    std::size_t operator()(const brine::Int& x) const noexcept {
        return static_cast<std::size_t>(x.python_hash());
    }
};

#include <brine/model/int_text.hpp>
