// Takes times of several ways of doing the same, in turns inside one process.
#pragma once
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "timing.hpp"

namespace bench {

struct Way {
    std::string name;
    std::function<std::size_t()> run;          // returns how many bytes it wrote or read
    std::function<void()> clean_up = nullptr;  // what should not count
};

inline int rounds() {
    const char* text = std::getenv("ROUNDS");
    return text == nullptr ? 7 : std::atoi(text);
}

/// ONLY=W1,W6 in the environment measures these alone; W4 stands for W4-shared, too.
inline bool is_wanted(std::string_view workload) {
    const char* only = std::getenv("ONLY");
    const std::string name = "," + std::string(workload.substr(0, workload.find('-'))) + ",";
    return only == nullptr || ("," + std::string(only) + ",").find(name) != std::string::npos;
}

/// Runs all ways in turn, `rounds` times after a first one that does not count; prints medians, as
/// tab-separated "RES direction workload way ns-per-element bytes".
inline void measure(const char* direction, const char* workload, std::size_t elements,
                    const std::vector<Way>& ways) {
    if (!is_wanted(workload)) {
        return;
    }
    std::vector<std::vector<double>> times(ways.size());
    std::vector<std::size_t> bytes(ways.size());
    for (int round = 0; round <= rounds(); ++round) {
        for (std::size_t i = 0; i < ways.size(); ++i) {
            const double start = wl::now();
            bytes[i] = ways[i].run();
            const double time = wl::now() - start;
            if (round > 0) {
                times[i].push_back(time);
            }
            if (ways[i].clean_up) {
                ways[i].clean_up();
            }
        }
    }
    for (std::size_t i = 0; i < ways.size(); ++i) {
        std::sort(times[i].begin(), times[i].end());
        std::printf("RES\t%s\t%s\t%s\t%.4f\t%zu\n", direction, workload, ways[i].name.c_str(),
                    times[i][times[i].size() / 2] / static_cast<double>(elements), bytes[i]);
    }
    std::fflush(stdout);
}

}  // namespace bench
