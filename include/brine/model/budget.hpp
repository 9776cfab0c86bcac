#pragma once
// Budget: how much memory a load may take, in proportion to what it has read.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

#include <brine/model/failure.hpp>

namespace brine::detail {

/// Counts bytes. The bound is fixed, or follows a count of bytes read that grows.
class Budget {
public:
    static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

    void start(std::uint64_t bound) noexcept {
        used_ = 0;
        bound_ = bound;
    }

    void charge(std::uint64_t bytes) {
        if (bytes > bound_ - std::min(used_, bound_)) [[unlikely]] {
            throw_failure(Errc::limit_exceeded, "more memory than the limits allow");
        }
        used_ += bytes;
    }
    void give_back(std::uint64_t bytes) noexcept { used_ -= std::min(bytes, used_); }

    void raise(std::uint64_t bound) noexcept { bound_ = std::max(bound_, bound); }
    [[nodiscard]] std::uint64_t used() const noexcept { return used_; }
    [[nodiscard]] std::uint64_t left() const noexcept { return bound_ - std::min(used_, bound_); }

private:
    std::uint64_t used_ = 0;
    std::uint64_t bound_ = unlimited;
};

}  // namespace brine::detail
