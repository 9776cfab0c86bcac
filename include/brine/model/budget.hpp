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

    /// Tells the bound as it is by now.
    using Bound = std::uint64_t (*)(const void* context);

    void start(Bound bound, const void* context) noexcept {
        used_ = 0;
        ask_ = bound;
        context_ = context;
        bound_ = bound == nullptr ? unlimited : bound(context);
    }
    void stop() noexcept { start(nullptr, nullptr); }

    void charge(std::uint64_t bytes) {
        if (!allows(bytes)) [[unlikely]] {
            throw_failure(Errc::limit_exceeded, "more memory than the limits allow");
        }
        used_ += bytes;
    }

    /// Asks for the bound only where what it was does not do.
    [[nodiscard]] bool allows(std::uint64_t bytes) noexcept {
        return bytes <= bound_ - std::min(used_, bound_) || bytes <= left();
    }

    [[nodiscard]] std::uint64_t left() noexcept {
        if (ask_ != nullptr) {
            bound_ = ask_(context_);
        }
        return bound_ - std::min(used_, bound_);
    }

private:
    std::uint64_t used_ = 0;
    std::uint64_t bound_ = unlimited;
    Bound ask_ = nullptr;
    const void* context_ = nullptr;
};

/// Counts steps. Looks at its bound now and then only, but holds to it.
class StepBudget {
public:
    void start(Budget::Bound bound, const void* context) noexcept {
        budget_.start(bound, context);
        used_ = granted_ = 0;
    }
    void stop() noexcept { start(nullptr, nullptr); }

    void charge(std::uint64_t steps) {
        used_ += steps;
        if (used_ > granted_) [[unlikely]] {
            ask();
        }
    }

private:
    static constexpr std::uint64_t at_once = 4096;

    [[gnu::noinline]] void ask() {
        const std::uint64_t needed = used_ - granted_;
        const std::uint64_t left = budget_.left();
        if (needed > left) {
            throw_failure(Errc::limit_exceeded, "more work on keys than the limits allow");
        }
        const std::uint64_t more = std::min(left, needed + at_once);
        budget_.charge(more);
        granted_ += more;
    }

    Budget budget_;
    std::uint64_t used_ = 0;
    std::uint64_t granted_ = 0;
};

}  // namespace brine::detail
