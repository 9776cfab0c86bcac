#pragma once
// Hashes of what Python can hash. Equal keys have equal hashes: 1, 1.0 and True. Seeded once per
// process, so that colliding keys can't be prepared.

#include <algorithm>
#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <brine/base/builtin_integer.hpp>
#include <brine/model/failure.hpp>
#include <brine/model/node.hpp>

namespace brine::detail {

inline std::uint64_t make_hash_seed() noexcept {
    std::uint64_t seed = 0x9e3779b97f4a7c15;
    try {
        std::random_device device;
        seed ^= std::uint64_t{device()} << 32U ^ device();
    } catch (const std::exception&) {
        // No source of entropy: time and address layout have to do.
        seed ^=
            static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
        seed ^= std::bit_cast<std::uintptr_t>(&make_hash_seed);
    }
    return seed | 1U;
}

[[nodiscard]] inline std::uint64_t hash_seed() noexcept {
    static const std::uint64_t seed = make_hash_seed();
    return seed;
}

inline constexpr std::uint64_t hash_factor = 0xa0761d6478bd642f;

/// Both halves of the product, so that every bit counts (W. Yi's wyhash). Both factors must be
/// secret: a known one can be made 0, and then the other counts for nothing.
[[nodiscard]] inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
    const Wide product = multiply_wide(a, b);
    return product.low ^ product.high;
}

/// Folded once, what goes up in even steps still does, of which some seeds make long rows in a
/// table; so numbers, and the ends of texts, are folded twice.
[[nodiscard]] inline std::uint64_t hash_number(std::uint64_t bits, std::uint64_t seed) noexcept {
    const std::uint64_t secret = hash_factor ^ seed;
    return fold(fold(bits ^ seed, secret) ^ seed, secret);
}

[[nodiscard]] inline std::uint64_t hash_text(std::string_view text, std::uint64_t seed) noexcept {
    const auto word = [](const char* p) {
        std::uint64_t w;
        std::memcpy(&w, p, sizeof w);
        return w;
    };
    const char* p = text.data();
    std::size_t n = text.size();
    const std::uint64_t secret = hash_factor ^ seed;
    std::uint64_t h = seed ^ n;
    if (n >= 8 && n <= 32) [[likely]] {
        // As most keys are: four words, which overlap, without a branch on the size.
        h = fold(word(p) ^ secret, word(p + std::min<std::size_t>(8, n - 8)) ^ h);
        p += n - 8;
        h = fold(word(p - std::min<std::size_t>(8, n - 8)) ^ secret, word(p) ^ h);
        return fold(h ^ seed, secret);
    }
    for (; n > 16; n -= 16, p += 16) {
        h = fold(word(p) ^ secret, word(p + 8) ^ h);
    }
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    if (n >= 8) {
        a = word(p);
        b = word(p + n - 8);
    } else if (n >= 4) {
        std::uint32_t low;
        std::uint32_t high;
        std::memcpy(&low, p, 4);
        std::memcpy(&high, p + n - 4, 4);
        a = low;
        b = high;
    } else if (n > 0) {
        a = static_cast<unsigned char>(p[0]);
        b = static_cast<std::uint64_t>(static_cast<unsigned char>(p[n / 2])) << 8U |
            static_cast<unsigned char>(p[n - 1]);
    }
    return fold(fold(a ^ secret, b ^ h) ^ seed, secret);
}

/// The bytes of an int beyond int64, from those of a float that is one; such floats end in zeros.
[[nodiscard]] inline std::string big_int_bytes(double whole) {
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(whole), &exponent);  // in [0.5, 1)
    auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
    const auto shift = static_cast<unsigned>(exponent - 53);
    std::string bytes(static_cast<std::size_t>(exponent) / 8 + 1, '\0');
    for (unsigned bit = 0; bit < 53; ++bit) {
        if ((mantissa >> bit & 1U) != 0) {
            const unsigned at = shift + bit;
            bytes[at / 8] =
                static_cast<char>(static_cast<unsigned char>(bytes[at / 8]) | 1U << at % 8);
        }
    }
    if (whole < 0) {
        unsigned carry = 1;
        for (char& c : bytes) {
            const unsigned flipped = (static_cast<unsigned char>(c) ^ 0xFFU) + carry;
            c = static_cast<char>(static_cast<unsigned char>(flipped));
            carry = flipped >> 8U;
        }
        if (bytes.back() == '\xff' && static_cast<signed char>(bytes[bytes.size() - 2]) < 0) {
            bytes.pop_back();
        }
    }
    return bytes;
}

/// A float in the range of int64 that is whole; false for any other.
[[nodiscard]] inline bool whole_int64(double value, std::int64_t& out) noexcept {
    if (!(value >= -0x1p63 && value < 0x1p63)) {
        return false;
    }
    out = static_cast<std::int64_t>(value);
    return static_cast<double>(out) == value;
}

/// Of what is no text. Tables tell nested keys apart by their hashes alone, so no two kinds of what
/// a key may hold share hashes.
[[nodiscard]] inline std::uint64_t hash_of_kind(Kind kind, std::uint64_t bits,
                                                std::uint64_t seed) noexcept {
    return hash_number(bits, ~seed ^ std::uint64_t{static_cast<unsigned>(kind)} << 8U);
}

/// Of an int beyond int64, from the hash of its bytes, which a str may have as well.
[[nodiscard]] inline std::uint64_t hash_big_int(std::uint64_t hash_of_bytes) noexcept {
    return hash_of_bytes ^ ~hash_factor;
}

[[nodiscard]] inline std::uint64_t hash_float(const Node& node, std::uint64_t seed) {
    std::int64_t whole = 0;
    if (whole_int64(node.real, whole)) {
        return hash_of_kind(Kind::int_, static_cast<std::uint64_t>(whole), seed);
    }
    if (std::isnan(node.real)) {
        const std::uint64_t own = ~std::uint64_t{node.size};  // each NaN object is another key
        return hash_of_kind(Kind::float_, own, seed);
    }
    if (std::isinf(node.real) || std::trunc(node.real) != node.real) {
        return hash_of_kind(Kind::float_, std::bit_cast<std::uint64_t>(node.real), seed);
    }
    return hash_big_int(hash_text(big_int_bytes(node.real), seed));
}

[[nodiscard]] inline std::uint64_t load_hash(const CachedHash& cache) noexcept {
    return cache.load(std::memory_order_relaxed);
}

/// 0 means unknown, so no hash is 0. Threads that find the same hash may store it at once.
inline std::uint64_t store_hash(CachedHash& cache, std::uint64_t hash) noexcept {
    hash |= static_cast<std::uint64_t>(hash == 0);
    cache.store(hash, std::memory_order_relaxed);
    return hash;
}

[[nodiscard]] inline std::uint64_t hash_box(Box& box, std::uint64_t seed) noexcept {
    const std::uint64_t known = load_hash(box.hash);
    return known != 0 ? known : store_hash(box.hash, hash_text(box.view(), seed));
}

[[nodiscard]] inline std::uint64_t hash_name(const Node& name, std::uint64_t seed) noexcept {
    return name.is_boxed() ? hash_box(*name.box, seed) : hash_text({name.text, name.size}, seed);
}

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_unhashable(Kind kind) {
    throw_failure(Errc::unhashable, "unhashable type: '" + std::string(kind_name(kind)) + "'");
}

/// What has no hash cached in a record of its own.
[[nodiscard]] inline std::uint64_t hash_leaf(const Node& node, std::uint64_t seed) {
    switch (node.kind) {
        case Kind::bool_:
        case Kind::int_:
            return node.is_boxed()
                       ? hash_big_int(hash_box(*node.box, seed))
                       : hash_of_kind(Kind::int_, static_cast<std::uint64_t>(node.integer), seed);
        case Kind::float_:
            return hash_float(node, seed);
        case Kind::str:
        case Kind::bytes: {
            const std::uint64_t other = node.kind == Kind::bytes ? hash_factor : 0;
            return hash_name(node, seed) ^ other;
        }
        case Kind::global:
            return fold(hash_name(node.global->name, seed) ^ hash_factor,
                        hash_name(node.global->module, seed) ^ seed);
        case Kind::none:
        case Kind::extension:
            return hash_of_kind(node.kind, static_cast<std::uint64_t>(node.integer), seed);
        case Kind::tuple:  // the empty one
        case Kind::frozenset:
        case Kind::object:
        case Kind::persistent_id:
            return hash_of_kind(node.kind, std::bit_cast<std::uintptr_t>(node.record), seed);
        case Kind::buffer:
            if (node.box->readonly) {
                return hash_box(*node.box, seed) ^ hash_factor;  // as bytes, which it may become
            }
            break;
        case Kind::bytearray:
        case Kind::list:
        case Kind::dict:
        case Kind::set:
            break;
    }
    throw_unhashable(node.kind);
}

[[nodiscard]] inline CachedHash* hash_cache(const Node& node) noexcept {
    if (node.kind == Kind::tuple && node.tuple != nullptr) {
        return &node.tuple->hash;
    }
    if (node.kind == Kind::frozenset) {
        return &static_cast<FrozenTable*>(node.table)->hash;
    }
    return nullptr;
}

/// From those of its items: in order for a tuple, in any order for a frozenset.
[[nodiscard]] inline std::uint64_t combine_hashes(const Node& node, std::uint64_t seed) {
    const Node* items = begin_of(node);
    const std::size_t size = size_of(node);
    std::uint64_t h = seed ^ size;
    for (std::size_t i = 0; i < size; ++i) {
        CachedHash* const cache = hash_cache(items[i]);
        const std::uint64_t item = cache != nullptr ? load_hash(*cache) : hash_leaf(items[i], seed);
        h = node.kind == Kind::tuple ? fold(h ^ hash_factor, item ^ seed)
                                     : h + hash_number(item, seed);
    }
    // Of the empty one that would be the seed, beside which the rest of a tuple was lost.
    return node.kind == Kind::tuple ? h : hash_of_kind(Kind::frozenset, h, seed);
}

[[nodiscard, gnu::noinline]] inline std::uint64_t hash_nested(const Node& root) {
    const std::uint64_t seed = hash_seed();
    struct Visit {
        Node node;
        std::size_t next;
    };
    std::vector<Visit> visits{{root, 0}};
    while (true) {
        Visit& visit = visits.back();
        const Node* items = begin_of(visit.node);
        const std::size_t size = size_of(visit.node);
        bool descended = false;
        while (!descended && visit.next < size) {  // a push ends the reference
            const Node& item = items[visit.next++];
            CachedHash* const cache = hash_cache(item);
            if (cache != nullptr && load_hash(*cache) == 0) {
                visits.push_back({item, 0});
                descended = true;
            }
        }
        if (descended) {
            continue;
        }
        const std::uint64_t hash =
            store_hash(*hash_cache(visit.node), combine_hashes(visit.node, seed));
        visits.pop_back();
        if (visits.empty()) {
            return hash;
        }
    }
}

/// @throws Failure where the node can't be hashed. Each tuple and frozenset is walked once.
[[nodiscard]] inline std::uint64_t hash_of(const Node& node, std::uint64_t seed) {
    CachedHash* const cache = hash_cache(node);
    if (cache == nullptr) {
        return hash_leaf(node, seed);
    }
    const std::uint64_t known = load_hash(*cache);
    return known != 0 ? known : hash_nested(node);
}

}  // namespace brine::detail
