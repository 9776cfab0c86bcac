#pragma once
// std::bitset: Python's int, whose lowest bit is bit 0.

#include <bitset>
#include <cstddef>
#include <string>

#include <brine/base/errors.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
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
                    bytes[i / 8] =
                        static_cast<char>(static_cast<unsigned char>(bytes[i / 8]) | 1U << i % 8);
                }
            }
            codec<Int>::save(pickler, Int::from_twos_complement(bytes));
        }
    }

    static constexpr Fit fit(Kind kind) noexcept { return codec<Int>::fit(kind); }
    static void load(auto& loader, const auto& in, std::bitset<N>& out) {
        const Int number = loader.get_int(in);
        if (number.sign() < 0 || number.bit_length() > N) {
            loader.fail(Errc::out_of_range, "expected an int from 0 to 2**" + std::to_string(N) +
                                                " - 1, found " + loader.found(in));
        }
        const std::string bytes = number.to_twos_complement();
        out.reset();
        for (std::size_t i = 0; i < N && i / 8 < bytes.size(); ++i) {
            out[i] = (static_cast<unsigned char>(bytes[i / 8]) & 1U << i % 8) != 0;
        }
    }
};

}  // namespace brine
