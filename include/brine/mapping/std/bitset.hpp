#pragma once
// std::bitset: Python's int, whose lowest bit is bit 0.

#include <bitset>
#include <cstddef>
#include <string>

#include <brine/mapping/codec.hpp>
#include <brine/mapping/std/numbers.hpp>
#include <brine/model/int.hpp>

namespace brine {

template <std::size_t N>
struct codec<std::bitset<N>> {
    static constexpr bool hashable = true;

    static void save(auto& pickler, const std::bitset<N>& bits) {
        if constexpr (N <= 64) {
            pickler.save_uint(bits.to_ullong());
        } else {
            std::string bytes(N / 8 + 1, '\0');  // the highest bit, the sign, stays clear
            for (std::size_t i = 0; i < N; ++i) {
                if (bits[i]) {
                    bytes[i / 8] = static_cast<char>(static_cast<unsigned char>(bytes[i / 8]) |
                                                     1U << i % 8);
                }
            }
            codec<Int>::save(pickler, Int::from_twos_complement(bytes));
        }
    }
};

}  // namespace brine
