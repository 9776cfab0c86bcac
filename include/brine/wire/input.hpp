#pragma once
// What a decoder reads from: memory as it is, or a stream through a window that holds no more of it
// than the pickle needs.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>

#include <brine/base/errors.hpp>
#include <brine/wire/decode_errors.hpp>
#include <brine/wire/sources.hpp>

namespace brine {

/// Knows where in its pickle a byte of the input stands.
class InputWindow {
public:
    /// Counted from the pickle's first byte.
    [[nodiscard]] std::uint64_t offset(const char* p) const noexcept {
        return offset_ + static_cast<std::uint64_t>(p - first_);
    }
    /// So many bytes before this one are in hand.
    [[nodiscard]] std::size_t before(const char* p) const noexcept {
        return static_cast<std::size_t>(p - first_);
    }

protected:
    InputWindow() = default;

    const char* first_ = nullptr;
    std::uint64_t offset_ = 0;
};

/// The bytes of one or several pickles, which must outlive it. Each decode() takes one pickle.
class MemoryInput : public InputWindow {
public:
    /// Views that handlers get point into the caller's memory.
    static constexpr bool in_memory = true;

    explicit MemoryInput(std::string_view bytes) noexcept
        : cursor_(bytes.data()), end_(bytes.data() + bytes.size()) {}
    explicit MemoryInput(std::span<const std::byte> bytes) noexcept
        : MemoryInput(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())) {
    }

    /// What has not been decoded.
    [[nodiscard]] std::string_view rest() const noexcept {
        return {cursor_, static_cast<std::size_t>(end_ - cursor_)};
    }

    // For the decoder.

    const char* begin() noexcept { return first_ = cursor_; }
    [[nodiscard]] const char* end() const noexcept { return end_; }
    /// Null where `from` is followed by fewer than `need` bytes.
    [[nodiscard]] const char* more(const char* from, std::size_t need) const noexcept {
        return static_cast<std::size_t>(end_ - from) < need ? nullptr : from;
    }
    void finish(const char* p) noexcept { cursor_ = p; }

private:
    const char* cursor_;
    const char* end_;
};

/// How much a StreamInput may take from its stream.
enum class read_ahead : bool {
    none,     ///< nothing past STOP, unless a frame says that more is to come
    allowed,  ///< as much as the stream has at once; what follows STOP stays in the StreamInput
};

/// Takes pickles off a stream, one after another. Memory grows with the bytes that have come, never
/// by what the pickle declares.
template <byte_stream Source>
class StreamInput : public InputWindow {
public:
    static constexpr bool in_memory = false;

    explicit StreamInput(Source& source, read_ahead ahead = read_ahead::none)
        : source_(source), ahead_(ahead) {}
    StreamInput(const StreamInput&) = delete;
    StreamInput& operator=(const StreamInput&) = delete;

    /// What has been taken from the stream but not decoded.
    [[nodiscard]] std::string_view rest() const noexcept {
        return {cursor_, static_cast<std::size_t>(end_ - cursor_)};
    }

    // For the decoder.

    const char* begin() noexcept {
        first_ = cursor_;
        offset_ = 0;
        return cursor_;
    }
    [[nodiscard]] const char* end() const noexcept { return end_; }

    /// Reads on until `from` is followed by `need` bytes; `from` and what follows it may move. Null
    /// where the stream ends before.
    [[nodiscard]] const char* more(const char* from, std::size_t need) {
        auto have = static_cast<std::size_t>(end_ - from);
        std::size_t wanted = 0;
        while (have < need) {
            if (have >= wanted) {
                wanted = std::min(need, std::max(chunk, 2 * have));
            }
            from =
                make_room(from, ahead_ == read_ahead::allowed ? std::max(wanted, chunk) : wanted);
            const std::size_t room = ahead_ == read_ahead::allowed
                                         ? static_cast<std::size_t>(buffer_.get() + size_ - end_)
                                         : wanted - have;
            const std::size_t got = read(const_cast<char*>(end_), wanted - have, room);
            if (got == 0) {
                return nullptr;
            }
            end_ += got;
            have += got;
        }
        return from;
    }
    void finish(const char* p) noexcept { cursor_ = p; }

private:
    static constexpr std::size_t chunk = 64 * 1024;

    // Room for `size` bytes from `from` on, whose bytes are kept; what stands before it is dropped.
    const char* make_room(const char* from, std::size_t size) {
        if (buffer_ != nullptr && static_cast<std::size_t>(buffer_.get() + size_ - from) >= size) {
            return from;
        }
        const auto have = static_cast<std::size_t>(end_ - from);
        const std::uint64_t where = offset(from);
        if (size > size_) {
            const std::size_t bigger =
                std::max({size, 2 * size_, std::clamp<std::size_t>(4 * size, 256, chunk)});
            auto buffer = std::make_unique_for_overwrite<char[]>(bigger);
            copy(buffer.get(), from, have);
            buffer_ = std::move(buffer);
            size_ = bigger;
        } else {
            copy(buffer_.get(), from, have);
        }
        offset_ = where;
        first_ = cursor_ = buffer_.get();
        end_ = first_ + have;
        return first_;
    }

    static void copy(char* to, const char* from, std::size_t n) noexcept {
        if (n != 0) {
            std::memmove(to, from, n);
        }
    }

    /// Does not wait for more than `least` bytes.
    std::size_t read(char* to, std::size_t least, std::size_t n) {
        std::size_t got = 0;
        if constexpr (byte_istream<Source>) {
            if (source_.eof()) {
                return 0;
            }
            if (!source_.good()) {
                fail();
            }
            got = get(to, least);
            if (got < least) {
                source_.setstate(std::ios_base::eofbit);
            } else if (const std::streamsize there = n > got ? source_.rdbuf()->in_avail() : 0;
                       there > 0) {
                got += get(to + got, std::min(n - got, static_cast<std::size_t>(there)));
            }
        } else {
            got = static_cast<std::size_t>(
                source_.read(std::span(reinterpret_cast<std::byte*>(to), n)));
        }
        if (got > n) {
            fail();
        }
        return got;
    }

    std::size_t get(char* to, std::size_t n) requires byte_istream<Source> {
        return static_cast<std::size_t>(
            source_.rdbuf()->sgetn(to, static_cast<std::streamsize>(n)));
    }

    [[noreturn]] void fail() const {
        throw_unpickling(Errc::source_failed, "the source failed", offset(end_));
    }

    Source& source_;
    read_ahead ahead_;
    std::unique_ptr<char[]> buffer_;
    std::size_t size_ = 0;
    const char* cursor_ = nullptr;
    const char* end_ = nullptr;
};

namespace detail {

template <class Source>
struct input_of {
    using type = MemoryInput;
};
template <byte_stream Source>
struct input_of<Source> {
    using type = StreamInput<Source>;
};

}  // namespace detail

/// MemoryInput for text and for spans of bytes, StreamInput<Source> for streams.
template <class Source>
using input_for = typename detail::input_of<std::remove_cvref_t<Source>>::type;

namespace detail {

template <class Source>
[[nodiscard]] input_for<Source> make_input(Source& source, read_ahead ahead) {
    if constexpr (byte_stream<Source>) {
        return input_for<Source>(source, ahead);
    } else {
        return input_for<Source>(source);
    }
}

}  // namespace detail

}  // namespace brine
