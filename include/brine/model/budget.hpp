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

}  // namespace brine::detail
