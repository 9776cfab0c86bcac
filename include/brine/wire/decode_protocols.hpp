#pragma once
// ProtocolsMet: the highest protocol among the opcodes that a decoder has met.

#include <algorithm>
#include <array>
#include <cstddef>

#include <brine/wire/opcodes.hpp>
#include <brine/wire/place.hpp>
#include <brine/wire/protocol.hpp>

namespace brine::detail {

class ProtocolsMet {
public:
    /// Once for each protocol would do, but a store costs less than a look.
    template <Opcode C>
    [[gnu::always_inline]] void note() noexcept {
        constexpr auto protocol = static_cast<std::size_t>(opcode_info(C).proto);
        if constexpr (protocol > 0) {
            met_[protocol] = true;
        }
    }
    /// A row of ints. From protocol 2 on PROTO has told already that LONG1 may be there.
    [[gnu::always_inline]] void note_ints(const char* p, const char* end) noexcept {
        note<Opcode::binint>();
        while (!met_[2] && p != end) {
            const IntShape& shape = int_shapes[load_le<std::uint8_t>(p)];
            met_[2] = *p == static_cast<char>(Opcode::long1);
            p += shape.header + (shape.size | (load_le<std::uint8_t>(p + 1) & shape.size_mask));
        }
    }
    [[nodiscard]] int highest() const noexcept {
        const auto last = std::find(met_.rbegin(), met_.rend(), true);
        return static_cast<int>(met_.rend() - last) - 1;
    }

private:
    std::array<bool, highest_protocol + 1> met_{true};
};

}  // namespace brine::detail
