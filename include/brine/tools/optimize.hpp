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
#include <brine/tools/text_sink.hpp>
#include <brine/wire/decoder.hpp>
#include <brine/wire/protocol.hpp>
#include <brine/wire/sinks.hpp>

namespace brine {
namespace detail {

/// First pass: which memo slots are asked for, and which protocol the result has. What it lets
/// pass, the second one does, too.
class UsedSlots {
public:
    void on_get(auto op, InputPlace at, std::uint64_t index) {
        if (!defined_.contains(index)) {
            at.fail(Errc::invalid_memo, "a GET of a memo slot that nothing was stored into");
        }
        slots_.insert(index);
        raise_to(opcode_info(op).proto);
    }
    void on_put(auto, InputPlace, std::uint64_t index) { defined_.insert(index); }
    void on_proto(auto, InputPlace, int protocol) { raise_to(protocol); }
    void on_other(auto op, InputPlace) {
        if (op == Opcode::memoize) {
            defined_.insert(defined_.size());
        }
    }

    [[nodiscard]] bool contains(std::uint64_t index) const { return slots_.contains(index); }
    [[nodiscard]] int protocol() const noexcept { return protocol_; }

private:
    void raise_to(int protocol) noexcept { protocol_ = std::max(protocol_, protocol); }

    std::unordered_set<std::uint64_t> defined_;
    std::unordered_set<std::uint64_t> slots_;
    int protocol_ = 0;
};

/// Puts opcodes into frames of pickle.py's sizes, from protocol 4 on.
template <class Sink>
class Framer {
public:
    Framer(Sink& sink, bool framed) : framed_(framed), sink_(sink) {}

    /// Outside of any frame.
    void write_bare(std::string_view bytes) {
        sink_.text() += bytes;
        sink_.pass_on();
    }

    void write(std::string_view opcode) {
        if (!framed_) {
            return write_bare(opcode);
        }
        const bool alone = opcode.size() > frame_size_target;
        if (alone || frame_.size() >= frame_size_target) {
            commit();
        }
        if (alone) {
            return write_bare(opcode);
        }
        frame_ += opcode;
    }

    void finish() {
        commit();
        sink_.flush();
    }

private:
    void commit() {
        if (frame_.size() >= frame_size_min) {
            char header[frame_header_size];
            header[0] = static_cast<char>(Opcode::frame);
            store_le<std::uint64_t>(header + 1, frame_.size());
            write_bare({header, sizeof header});
        }
        write_bare(frame_);
        frame_.clear();
    }

    bool framed_;
    Sink& sink_;
    std::string frame_;
};

/// Second pass: copies opcodes, renumbers the memo.
template <class Sink>
class Optimizer {
public:
    Optimizer(std::string_view pickle, const UsedSlots& used, Sink& sink)
        : pickle_(pickle), used_(used), framer_(sink, used.protocol() >= 4) {}

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
        get(slots_.at(index));
    }

    void on_other(auto op, InputPlace at) {
        take(at);
        if (op == Opcode::memoize) {
            put(defined_.size());
        } else {
            copy_ = Copy::framed;
        }
    }

    void finish(std::uint64_t size) {
        take(size);
        framer_.finish();
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
    Framer<Sink> framer_;
    std::unordered_set<std::uint64_t> defined_;             // what MEMOIZE counts
    std::unordered_map<std::uint64_t, std::size_t> slots_;  // from old to new
    std::size_t next_slot_ = 0;
    std::size_t start_ = 0;
    Copy copy_ = Copy::no;
};

}  // namespace detail

/// Writes to `out`, a string (to which it is added) or any other sink: the same opcodes, but PUTs
/// that no GET asks for are dropped, memo slots are numbered anew, and protocol 4 and later are
/// framed anew; byte for byte what pickletools.optimize(pickle) gives. What follows STOP is
/// dropped.
/// @throws UnpicklingError, and `out` is as it was then. PicklingError of Errc::sink_failed, and
/// what the sink throws. A container is as it was after any error.
template <byte_sink Sink>
void optimize_into(Sink& out, std::string_view pickle, const DecodeLimits& limits = {}) {
    detail::UsedSlots used;
    MemoryInput first(pickle);
    decode(first, used, limits);
    detail::TextSink<Sink> text(out);
    try {
        detail::Optimizer<detail::TextSink<Sink>> optimizer(pickle, used, text);
        MemoryInput second(pickle);
        optimizer.finish(decode(second, optimizer, limits));
    } catch (...) {
        text.take_back();
        throw;
    }
}

/// The same as a string of its own.
/// @throws UnpicklingError
[[nodiscard]] inline std::string optimize(std::string_view pickle,
                                          const DecodeLimits& limits = {}) {
    std::string out;
    optimize_into(out, pickle, limits);
    return out;
}

}  // namespace brine
