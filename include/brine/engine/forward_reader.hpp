#pragma once
// ForwardReader: the bytes of a pickle in memory, read once from start to end by what knows which
// object to expect. It takes the opcodes that picklers really write, in the order in which they
// write them, and gives up on everything else: the pickle is then loaded through a Document.
//
// What it takes it has to take as the stack machine does. As the notation is postfix, a pickle that
// is read to its STOP as a sequence of whole objects can be read in no other way.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <brine/base/endian.hpp>
#include <brine/base/utf8.hpp>
#include <brine/engine/forward_memo.hpp>
#include <brine/wire/opcodes.hpp>
#include <brine/wire/place.hpp>
#include <brine/wire/protocol.hpp>
#include <brine/wire/short_text.hpp>

namespace brine::detail {

/// Thrown by what gives up.
struct Surprise {};

class ForwardReader {
public:
    using Shape = ForwardMemo::Shape;
    using Put = ForwardMemo::Put;
    using Remembered = ForwardMemo::Remembered;

    struct Text {
        std::string_view utf8;  // with surrogates
        bool is_ascii;
    };

    /// Of a pickle that is no longer than ForwardMemo::longest_pickle.
    explicit ForwardReader(std::string_view pickle) noexcept
        : first_(pickle.data()),
          p_(first_),
          end_(first_ + pickle.size()),
          limit_(end_),
          looks_(4 * pickle.size()),
          memo_(first_) {}

    [[noreturn, gnu::cold, gnu::noinline]] void give_up() {
        lost_ = true;
        throw Surprise();
    }

    /// PROTO, with which protocols 2 to 5 start.
    void start() {
        if (end_ - p_ < 2 || *p_ != static_cast<char>(Opcode::proto)) [[unlikely]] {
            give_up();
        }
        protocol_ = load_le<std::uint8_t>(p_ + 1);
        if (protocol_ > highest_protocol) [[unlikely]] {
            give_up();
        }
        p_ += 2;
    }
    void finish() {
        if (peek() != Opcode::stop || lost_) [[unlikely]] {
            give_up();
        }
    }

    [[nodiscard]] int protocol() const noexcept { return protocol_; }
    [[nodiscard]] const char* position() const noexcept { return p_; }
    /// Bytes that have not been read.
    [[nodiscard]] std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - p_); }

    // Opcodes.

    /// The next one, which may be behind a FRAME.
    [[nodiscard]] Opcode peek() {
        if (p_ == limit_ || *p_ == static_cast<char>(Opcode::frame)) [[unlikely]] {
            cross();
        }
        return static_cast<Opcode>(*p_);
    }
    /// Over the opcode that has been seen, which has no argument.
    void skip() noexcept { ++p_; }
    [[nodiscard]] bool take(Opcode op) {
        if (peek() != op) {
            return false;
        }
        ++p_;
        return true;
    }
    void expect(Opcode op) {
        if (!take(op)) [[unlikely]] {
            give_up();
        }
    }

    // Leaves.

    /// False, and nothing is taken, where no int of up to 64 bits is next.
    [[nodiscard]] bool take_int(std::int64_t& x) {
        if (limit_ - p_ >= least_for_int) [[likely]] {
            if (const char* const behind = read_short_int(p_, x); behind != nullptr) [[likely]] {
                p_ = behind;
                return true;
            }
        }
        return take_int_slowly(x);
    }
    /// The two's complement, little end first, of LONG1 or LONG4.
    [[nodiscard]] std::string_view big_int() {
        switch (peek()) {
            case Opcode::long1:
                return payload<std::uint8_t>();
            case Opcode::long4:
                return payload<std::int32_t>();
            default:
                give_up();
        }
    }
    [[nodiscard]] bool take_float(double& x) {
        if (peek() != Opcode::binfloat) [[unlikely]] {
            return false;
        }
        need(1 + sizeof x);
        x = load_be<double>(p_ + 1);
        p_ += 1 + sizeof x;
        return true;
    }
    /// Somewhere in the pickle.
    [[nodiscard]] Text text() {
        const Opcode op = peek();
        if (op == Opcode::binget || op == Opcode::long_binget) {
            return remembered_text();
        }
        const char* const at = p_;
        const std::string_view text = text_of(op);
        const bool is_ascii = is_ascii_text(text, end_);
        if (!is_ascii && !valid_wtf8(text)) [[unlikely]] {
            give_up();
        }
        remember(put(), at, Shape::value, is_ascii);
        return {text, is_ascii};
    }
    /// False, and nothing is taken, where not just this text of less than 256 bytes is next, or it
    /// can't be told quickly.
    template <std::size_t Size>
    [[nodiscard]] bool take_key(const char* text) {
        constexpr std::size_t longest = 5 + Size;
        const char* const at = p_;
        if (limit_ - at < static_cast<std::ptrdiff_t>(longest)) [[unlikely]] {
            return false;
        }
        if (*at == static_cast<char>(Opcode::binget)) {
            const std::size_t index = load_le<std::uint8_t>(at + 1);
            if (index >= memo_.size()) [[unlikely]] {
                return false;
            }
            const Remembered known = memo_[index];
            if (known.shape != Shape::value || header_of_text<Size>(known.first, text) == 0) {
                return false;
            }
            p_ += 2;
            return true;
        }
        const std::size_t header = header_of_text<Size>(at, text);
        if (header == 0) {
            return false;
        }
        p_ += header + Size;
        remember(put(), at, Shape::value);
        return true;
    }
    /// Of bytes or a bytearray.
    [[nodiscard]] std::string_view bytes() {
        const Opcode op = peek();
        if (op == Opcode::binget || op == Opcode::long_binget) {
            std::string_view found;
            replay(recall(), [&] { found = bytes(); });
            return found;
        }
        const char* const at = p_;
        const std::string_view found = bytes_of(op);
        remember(put(), at, Shape::value);
        return found;
    }
    /// A GLOBAL, or a STACK_GLOBAL with its names.
    void name(std::string_view& module, std::string_view& name);

    // The memo.

    [[nodiscard]] bool is_get() {
        const Opcode op = peek();
        return op == Opcode::binget || op == Opcode::long_binget;
    }
    /// What the BINGET, which is taken, refers to. Gives up on what is not finished.
    [[nodiscard]] Remembered recall();
    /// The same, which is not taken.
    [[nodiscard]] Remembered recalled() {
        const char* const here = p_;
        const Remembered found = recall();
        p_ = here;
        return found;
    }
    [[nodiscard]] bool recalls(Shape shape) { return recalled().shape == shape; }
    /// The place in the memo for what has just been made or begun; takes MEMOIZE or BINPUT.
    [[nodiscard]] Put put() {
        const char* const at = p_;
        if (at != limit_ && *at == static_cast<char>(Opcode::memoize)) [[likely]] {
            ++p_;
            return {next_slot(), at};
        }
        return put_otherwise();
    }
    /// What started at `first` is finished.
    void remember(const Put& put, const char* first, Shape shape, bool is_ascii = false) noexcept {
        last_ = put;
        if (put.slot != Put::no_slot) {
            memo_.finish(put, first, shape, is_ascii);
        }
    }

    /// Reads that object once more, by body(), and goes on from here.
    template <class Body>
    void replay(const Remembered& object, Body body) {
        const Replay replay(*this, object.first);
        body();
        // Another object may start with the same byte.
        if (last_.at != object.put) [[unlikely]] {
            give_up();
        }
    }
    [[nodiscard]] bool in_replay() const noexcept { return replays_ != 0; }

    // Looking ahead.

    /// Whether an object follows that `op`, APPEND or SETITEM, puts alone into the container that
    /// has been begun. If not, the container is finished.
    [[nodiscard]] bool feeds_one(Opcode op);
    /// The same where the object can only be one opcode.
    [[nodiscard]] bool feeds_one_leaf(Opcode op);

private:
    /// Of a fixed size; taken with its opcode.
    template <class Number>
    [[nodiscard]] Number argument() {
        constexpr std::size_t size = 1 + sizeof(Number);
        need(size);
        p_ += size;
        return load_le<Number>(p_ - sizeof(Number));
    }

    class Replay {
    public:
        Replay(ForwardReader& reader, const char* at) noexcept
            : reader_(reader), p_(reader.p_), limit_(reader.limit_) {
            reader_.p_ = at;
            reader_.limit_ = reader_.end_;
            ++reader_.replays_;
        }
        Replay(const Replay&) = delete;
        Replay& operator=(const Replay&) = delete;
        ~Replay() {
            reader_.p_ = p_;
            reader_.limit_ = limit_;
            reader_.last_ = {};
            --reader_.replays_;
        }

    private:
        ForwardReader& reader_;
        const char* p_;
        const char* limit_;
    };

    void need(std::size_t n) {
        if (static_cast<std::size_t>(limit_ - p_) < n) [[unlikely]] {
            give_up();
        }
    }

    /// Out of a frame that ends here, into one that begins here.
    [[gnu::noinline]] void cross() {
        constexpr std::ptrdiff_t header = 9;
        while (true) {
            if (p_ == limit_) {
                leave_frame();
            }
            if (p_ == end_) {
                give_up();
            }
            if (*p_ != static_cast<char>(Opcode::frame)) {
                return;
            }
            if ((in_frame_ && !in_replay()) || end_ - p_ < header) {
                give_up();
            }
            const auto size = load_le<std::uint64_t>(p_ + 1);
            p_ += header;
            if (size > static_cast<std::uint64_t>(end_ - p_)) {
                give_up();
            }
            if (!in_replay()) {
                limit_ = p_ + size;
                in_frame_ = true;
            }
        }
    }
    void leave_frame() noexcept {
        limit_ = end_;
        in_frame_ = false;
    }

    /// How many bytes SHORT_BINUNICODE or BINUNICODE takes before that text; 0 where another one,
    /// or something else, is at `p`. All of the text is there, or what fits any of that size.
    template <std::size_t Size>
    [[nodiscard]] static std::size_t header_of_text(const char* p, const char* text) noexcept {
        std::size_t header = 2;
        if (*p == static_cast<char>(Opcode::short_binunicode)) [[likely]] {
            if (load_le<std::uint8_t>(p + 1) != Size) {
                return 0;
            }
        } else {
            header = 5;
            if (*p != static_cast<char>(Opcode::binunicode) ||
                load_le<std::uint32_t>(p + 1) != Size) {
                return 0;
            }
        }
        return std::memcmp(p + header, text, Size) == 0 ? header : 0;
    }

    /// The argument of an opcode that starts with its length.
    template <class Length>
    [[nodiscard]] std::string_view payload() {
        constexpr std::size_t header = 1 + sizeof(Length);
        need(header);
        const auto n = static_cast<std::uint64_t>(load_le<Length>(p_ + 1));
        if (n > static_cast<std::size_t>(limit_ - p_) - header) [[unlikely]] {
            if (limit_ - p_ != static_cast<std::ptrdiff_t>(header)) {
                give_up();
            }
            leave_frame();  // a payload may lie behind the frame of its header
            if (n > static_cast<std::size_t>(end_ - p_) - header) {
                give_up();
            }
        }
        const std::string_view bytes(p_ + header, static_cast<std::size_t>(n));
        p_ += header + bytes.size();
        return bytes;
    }

    [[nodiscard]] std::string_view text_of(Opcode op) {
        switch (op) {
            case Opcode::short_binunicode:
                return payload<std::uint8_t>();
            case Opcode::binunicode:
                return payload<std::uint32_t>();
            case Opcode::binunicode8:
                return payload<std::uint64_t>();
            default:
                give_up();
        }
    }
    [[nodiscard]] std::string_view bytes_of(Opcode op) {
        switch (op) {
            case Opcode::short_binbytes:
                return payload<std::uint8_t>();
            case Opcode::binbytes:
                return payload<std::uint32_t>();
            case Opcode::binbytes8:
            case Opcode::bytearray8:
                return payload<std::uint64_t>();
            default:
                give_up();
        }
    }
    /// It has been checked before.
    [[nodiscard]] Text remembered_text() {
        const Remembered known = recall();
        const char* const p = known.first;
        if (known.shape == Shape::value && *p == static_cast<char>(Opcode::short_binunicode))
            [[likely]] {
            return {{p + 2, load_le<std::uint8_t>(p + 1)}, known.is_ascii};
        }
        Text found{};
        replay(known, [&] { found = text(); });
        return found;
    }

    [[nodiscard, gnu::cold]] bool take_int_slowly(std::int64_t& x);

    [[nodiscard]] std::size_t next_slot() {
        if (in_replay()) {
            return Put::no_slot;
        }
        if (has_gap_) [[unlikely]] {
            give_up();
        }
        return memo_.add();
    }
    [[nodiscard]] Put put_otherwise();
    [[nodiscard]] std::size_t slot_of_index();

    const char* first_;
    const char* p_;
    const char* end_;
    const char* limit_;      // of the frame, or the end
    bool in_frame_ = false;  // which may end where the pickle does
    std::size_t looks_;      // how many opcodes may still be looked ahead at
    std::size_t replays_ = 0;
    Put last_;
    int protocol_ = 0;
    bool lost_ = false;
    bool has_gap_ = false;
    ForwardMemo memo_;
    std::vector<std::size_t> marks_;  // for feeds_one()
};

}  // namespace brine::detail

#include <brine/engine/forward_reader_impl.hpp>
