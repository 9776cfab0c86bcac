#pragma once
// A pickle of the same value without the PUTs that no GET asks for. Python: pickletools.optimize.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <brine/base/endian.hpp>
#include <brine/base/errors.hpp>
#include <brine/wire/decoder.hpp>
#include <brine/wire/protocol.hpp>

namespace brine {
namespace detail {

/// First pass: which memo slots are asked for, and which protocol the result has.
class UsedSlots {
public:
    void on_get(auto op, InputPlace, std::uint64_t index) {
        slots_.insert(index);
        raise_to(opcode_info(op).proto);
    }
    void on_proto(auto, InputPlace, int protocol) { raise_to(protocol); }
    void on_other(auto, InputPlace) {}

    [[nodiscard]] bool contains(std::uint64_t index) const { return slots_.contains(index); }
    [[nodiscard]] int protocol() const noexcept { return protocol_; }

private:
    void raise_to(int protocol) noexcept { protocol_ = std::max(protocol_, protocol); }

    std::unordered_set<std::uint64_t> slots_;
    int protocol_ = 0;
};

/// Puts opcodes into frames of pickle.py's sizes, from protocol 4 on.
class Framer {
public:
    explicit Framer(bool framed) : framed_(framed) {}

    /// Outside of any frame.
    void write_bare(std::string_view bytes) { out_ += bytes; }

    void write(std::string_view opcode) {
        if (!framed_) {
            out_ += opcode;
            return;
        }
        const bool alone = opcode.size() > frame_size_target;
        if (alone || frame_.size() >= frame_size_target) {
            commit();
        }
        (alone ? out_ : frame_) += opcode;
    }

    [[nodiscard]] std::string finish() {
        commit();
        return std::move(out_);
    }

private:
    void commit() {
        if (frame_.size() >= frame_size_min) {
            char header[frame_header_size];
            header[0] = static_cast<char>(Opcode::frame);
            store_le<std::uint64_t>(header + 1, frame_.size());
            out_.append(header, sizeof header);
        }
        out_ += frame_;
        frame_.clear();
    }

    bool framed_;
    std::string out_;
    std::string frame_;
};

/// Second pass: copies opcodes, renumbers the memo.
class Optimizer {
public:
    Optimizer(std::string_view pickle, const UsedSlots& used)
        : pickle_(pickle), used_(used), framer_(used.protocol() >= 4) {}

    void on_frame(auto, InputPlace at, std::uint64_t) { take(at); }

    void on_proto(auto, InputPlace at, int) {
        take(at);
        copy_ = Copy::bare;
        if (at.offset() != 0) {
            copy_ = Copy::framed;
        }
    }

    void on_put(auto, InputPlace at, std::uint64_t index) {
        take(at);
        put(index);
    }

    void on_get(auto, InputPlace at, std::uint64_t index) {
        take(at);
        const auto slot = slots_.find(index);
        if (slot == slots_.end()) {
            at.fail(Errc::invalid_memo, "a GET of a memo slot that nothing was stored into");
        }
        get(slot->second);
    }

    void on_other(auto op, InputPlace at) {
        take(at);
        if (op == Opcode::memoize) {
            put(defined_.size());
        } else {
            copy_ = Copy::framed;
        }
    }

    [[nodiscard]] std::string finish(std::uint64_t size) {
        take(size);
        return framer_.finish();
    }

private:
    enum class Copy { no, bare, framed };

    /// What became of the opcode before this one is only known here, where it ends.
    void take(InputPlace at) { take(at.offset()); }

    void take(std::uint64_t end) {
        const std::string_view opcode =
            pickle_.substr(start_, static_cast<std::size_t>(end) - start_);
        if (copy_ == Copy::framed) {
            framer_.write(opcode);
        } else if (copy_ == Copy::bare) {
            framer_.write_bare(opcode);
        }
        start_ = static_cast<std::size_t>(end);
        copy_ = Copy::no;
    }

    void put(std::uint64_t index) {
        defined_.insert(index);
        if (!used_.contains(index)) {
            return;
        }
        const std::size_t slot = next_slot_++;
        slots_[index] = slot;
        if (used_.protocol() >= 4) {
            framer_.write({"\x94", 1});
        } else {
            write_memo(slot, Opcode::put, Opcode::binput, Opcode::long_binput);
        }
    }

    void get(std::size_t slot) {
        write_memo(slot, Opcode::get, Opcode::binget, Opcode::long_binget);
    }

    void write_memo(std::size_t slot, Opcode text, Opcode small, Opcode large) {
        std::string opcode;
        if (used_.protocol() < 1) {
            opcode = static_cast<char>(text) + std::to_string(slot) + '\n';
        } else if (slot < 256) {
            opcode = {static_cast<char>(small), static_cast<char>(slot & 0xFFU)};
        } else {
            opcode.assign(5, static_cast<char>(large));
            store_le<std::uint32_t>(opcode.data() + 1, static_cast<std::uint32_t>(slot));
        }
        framer_.write(opcode);
    }

    std::string_view pickle_;
    const UsedSlots& used_;
    Framer framer_;
    std::unordered_set<std::uint64_t> defined_;             // what MEMOIZE counts
    std::unordered_map<std::uint64_t, std::size_t> slots_;  // from old to new
    std::size_t next_slot_ = 0;
    std::size_t start_ = 0;
    Copy copy_ = Copy::no;
};

}  // namespace detail

/// The same opcodes, but PUTs that no GET asks for are dropped, memo slots are numbered anew, and
/// protocol 4 and later are framed anew; byte for byte what pickletools.optimize(pickle) gives.
/// What follows STOP is dropped.
/// @throws UnpicklingError
[[nodiscard]] inline std::string optimize(std::string_view pickle) {
    detail::UsedSlots used;
    MemoryInput first(pickle);
    decode(first, used);
    detail::Optimizer optimizer(pickle, used);
    MemoryInput second(pickle);
    return optimizer.finish(decode(second, optimizer));
}

}  // namespace brine
