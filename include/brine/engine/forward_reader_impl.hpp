#pragma once
// Bodies of ForwardReader.

#include <brine/engine/forward_reader.hpp>

namespace brine::detail {

inline bool ForwardReader::take_int_slowly(std::int64_t& x) {
    switch (peek()) {
        case Opcode::binint1:
            x = argument<std::uint8_t>();
            return true;
        case Opcode::binint2:
            x = argument<std::uint16_t>();
            return true;
        case Opcode::binint:
            x = argument<std::int32_t>();
            return true;
        case Opcode::long1: {
            need(2);
            const std::size_t size = load_le<std::uint8_t>(p_ + 1);
            if (size > sizeof x) {
                return false;
            }
            const std::string_view bytes = payload<std::uint8_t>();
            std::uint64_t word = 0;
            for (std::size_t i = size; i > 0; --i) {
                word = word << 8U | byte_at(bytes.data(), i - 1);
            }
            const auto unused = static_cast<unsigned>(64 - 8 * size);
            x = size == 0 ? 0 : static_cast<std::int64_t>(word << unused) >> unused;
            return true;
        }
        case Opcode::newtrue:
        case Opcode::newfalse:
            x = *p_ == static_cast<char>(Opcode::newtrue);
            ++p_;
            return true;
        default:
            return false;
    }
}

inline void ForwardReader::name(std::string_view& module, std::string_view& name) {
    if (peek() != Opcode::global) {
        module = text().utf8;
        name = text().utf8;
        return expect(Opcode::stack_global);
    }
    const std::string_view rest(p_ + 1, static_cast<std::size_t>(limit_ - p_) - 1);
    const std::size_t first = rest.find('\n');
    const std::size_t second = first == rest.npos ? first : rest.find('\n', first + 1);
    if (second == rest.npos) {
        give_up();
    }
    module = rest.substr(0, first);
    name = rest.substr(first + 1, second - first - 1);
    p_ += 1 + second + 1;
}

inline ForwardReader::Remembered ForwardReader::recall() {
    const std::size_t index = *p_ == static_cast<char>(Opcode::binget) ? argument<std::uint8_t>()
                                                                       : argument<std::uint32_t>();
    if (index >= memo_.size() || !memo_[index].is_finished) [[unlikely]] {
        give_up();
    }
    return memo_[index];
}

inline ForwardReader::Put ForwardReader::put_otherwise() {
    const Opcode op = peek();
    const char* const at = p_;
    if (op == Opcode::memoize) {
        ++p_;
        return {next_slot(), at};
    }
    return op == Opcode::binput || op == Opcode::long_binput ? Put{slot_of_index(), at} : Put();
}

inline std::size_t ForwardReader::slot_of_index() {
    const std::size_t index = *p_ == static_cast<char>(Opcode::binput) ? argument<std::uint8_t>()
                                                                       : argument<std::uint32_t>();
    if (in_replay()) {
        return Put::no_slot;
    }
    // The indexes that picklers give go up by one; Python 2's cPickle starts with 1.
    if (index != memo_.size()) {
        if (index != 1 || memo_.size() != 0) {
            give_up();
        }
        has_gap_ = true;
    }
    while (memo_.size() <= index) {
        memo_.add();
    }
    return index;
}

}  // namespace brine::detail

#include <brine/engine/forward_look.hpp>
