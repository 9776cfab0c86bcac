// Random values of many types, dumped and loaded at each protocol and under each memo policy.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include <brine/testing.hpp>

#include "catch.hpp"

namespace random_round_trips {

/// As many bytes as `engine` says, at most 200; short ones are as likely as long ones.
inline std::vector<std::byte> random_bytes(std::mt19937& engine) {
    std::vector<std::byte> bytes(engine() % 2 == 0 ? engine() % 16 : engine() % 200);
    for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(engine() & 0xFFU);
    }
    return bytes;
}

/// Of 300 values, each protocol meets each memo policy with a part of them that takes turns.
template <class T>
void check() {
    constexpr int values = 300;
    constexpr int tried_in_all_ways = 12;
    constexpr brine::memo memos[] = {brine::memo::standard, brine::memo::python,
                                     brine::memo::strings};
    std::mt19937 engine(sizeof(T));
    for (int i = 0; i < values; ++i) {
        const std::vector<std::byte> bytes = random_bytes(engine);
        std::string report;
        brine::testing::RoundTripOptions options;
        if (i >= tried_in_all_ways) {
            options.protocols = {2 + i % 4};
            options.memos = {memos[i % 3]};
        }
        try {
            brine::testing::check_round_trip(brine::testing::arbitrary<T>(bytes), options);
        } catch (const brine::testing::RoundTripError& error) {
            report = error.what();
        }
        INFO(brine::type_name<T>() << ", value " << i);
        REQUIRE(report == "");
    }
}

template <class... T>
void check_all() {
    (check<T>(), ...);
}

}  // namespace random_round_trips
