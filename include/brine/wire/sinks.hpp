#pragma once
// Where pickles go: concepts for sinks, and one for file descriptors.

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <ranges>
#include <span>
#include <system_error>
#include <type_traits>

#if defined(_WIN32)
#include <io.h>
#else
#include <unistd.h>
#endif

#include <cerrno>

namespace brine {

/// A growing container of bytes: std::string, std::vector<std::byte>, std::vector<unsigned char>.
/// Pickles are appended to it, and written right into its memory.
template <class S>
concept byte_container = std::ranges::contiguous_range<S> &&
                             sizeof(std::ranges::range_value_t<S>) == 1 &&
                         std::is_trivially_copyable_v<std::ranges::range_value_t<S>>&& requires(
                             S& s, std::size_t n, const std::ranges::range_value_t<S>* p) {
    s.resize(n);
    s.reserve(n);
    s.insert(s.end(), p, p + n);
    { s.size() } -> std::convertible_to<std::size_t>;
    { s.capacity() } -> std::convertible_to<std::size_t>;
};

/// A std::ostream; it must be binary. It is not flushed: what a full disk refuses only then is seen
/// by whoever flushes or closes it.
template <class S>
concept byte_ostream = std::derived_from<S, std::ostream>;

/// A sink of the user's own. write() returns how many bytes it took; fewer than it was given is an
/// error, and so is an exception. Nothing is written after either.
template <class S>
concept byte_writer = requires(S& s, std::span<const std::byte> bytes) {
    { s.write(bytes) } -> std::convertible_to<std::size_t>;
};

template <class S>
concept byte_sink = byte_container<S> || byte_ostream<S> || byte_writer<S>;

/// Writes to a file descriptor, which it does not own. Waits for as long as the descriptor blocks,
/// and goes on after a signal.
/// @throws std::system_error with the errno of write(2).
class fd_sink {
public:
    explicit fd_sink(int descriptor) : descriptor_(descriptor) {}

    std::size_t write(std::span<const std::byte> bytes) {
        std::size_t written = 0;
        while (written < bytes.size()) {
            const auto n = write_some(bytes.subspan(written));
            if (n < 0 && errno == EINTR) {
                continue;
            }
            if (n < 0) {
                throw std::system_error(errno, std::generic_category(), "write");
            }
            if (n == 0) {
                break;
            }
            written += static_cast<std::size_t>(n);
        }
        return written;
    }

private:
#if defined(_WIN32)
    std::int64_t write_some(std::span<const std::byte> bytes) const {
        constexpr std::size_t most = 1U << 30;
        return ::_write(descriptor_, bytes.data(),
                        static_cast<unsigned>(bytes.size() < most ? bytes.size() : most));
    }
#else
    [[nodiscard]] std::int64_t write_some(std::span<const std::byte> bytes) const {
        return ::write(descriptor_, bytes.data(), bytes.size());
    }
#endif

    int descriptor_;
};

}  // namespace brine
