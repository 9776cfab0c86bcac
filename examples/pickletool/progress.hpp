#pragma once
// How far a large file has been read, on a terminal.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include <unistd.h>

#include <fmt/format.h>

#include "terminal.hpp"

namespace pickletool {

class Progress {
public:
    /// Of so many bytes; 0 where that is not known. Small files are read in no time.
    explicit Progress(std::uint64_t total)
        : total_(total), wanted_(total >= least && is_terminal(STDERR_FILENO)) {}
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    ~Progress() { clear(); }

    void advance(std::size_t bytes) {
        done_ += bytes;
        const auto percent =
            static_cast<int>(std::min<std::uint64_t>(100, done_ / std::max(total_ / 100, one)));
        if (wanted_ && percent != percent_) {
            percent_ = percent;
            draw();
        }
    }

    /// Takes the bar away, before anything else is written.
    void clear() {
        if (drawn_) {
            fmt::print(stderr, "\r{:{}}\r", "", width + 7);
            std::fflush(stderr);
            drawn_ = false;
        }
    }

private:
    static constexpr std::uint64_t one = 1;
    static constexpr std::uint64_t least = std::uint64_t{8} << 20U;
    static constexpr std::size_t width = 50;

    void draw() {
        const std::string bar(width * static_cast<std::size_t>(percent_) / 100, '#');
        fmt::print(stderr, "\r[{:<{}}] {:>3}%", bar, width, percent_);
        std::fflush(stderr);
        drawn_ = true;
    }

    std::uint64_t total_;
    std::uint64_t done_ = 0;
    int percent_ = -1;
    bool wanted_;
    bool drawn_ = false;
};

}  // namespace pickletool
