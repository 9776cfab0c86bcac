#pragma once
// Where pickles come from: memory, and concepts for streams, with one for file descriptors.

#include <cerrno>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <istream>
#include <span>
#include <system_error>

#if defined(_WIN32)
#include <io.h>
#else
#include <unistd.h>
#endif

namespace brine {

/// A std::istream; it must be binary.
template <class S>
concept byte_istream = std::derived_from<S, std::istream>;

/// A source of the user's own. read() fills the front of the span and returns how many bytes it
/// wrote: at least 1, or 0 at the end of the data. What it throws passes through brine unchanged.
template <class S>
concept byte_reader = requires(S& s, std::span<std::byte> bytes) {
    { s.read(bytes) } -> std::convertible_to<std::size_t>;
};

template <class S>
concept byte_stream = byte_istream<S> || byte_reader<S>;

/// Reads from a file descriptor, which it does not own. Waits for as long as the descriptor blocks,
/// and goes on after a signal.
/// @throws std::system_error with the errno of read(2).
class fd_source {
public:
    explicit fd_source(int descriptor) : descriptor_(descriptor) {}

    std::size_t read(std::span<std::byte> bytes) {
        while (true) {
            const auto n = read_some(bytes);
            if (n >= 0) {
                return static_cast<std::size_t>(n);
            }
            if (errno != EINTR) {
                throw std::system_error(errno, std::generic_category(), "read");
            }
        }
    }

private:
#if defined(_WIN32)
    std::int64_t read_some(std::span<std::byte> bytes) const {
        constexpr std::size_t most = 1U << 30;
        return ::_read(descriptor_, bytes.data(),
                       static_cast<unsigned>(bytes.size() < most ? bytes.size() : most));
    }
#else
    [[nodiscard]] std::int64_t read_some(std::span<std::byte> bytes) const {
        return ::read(descriptor_, bytes.data(), bytes.size());
    }
#endif

    int descriptor_;
};

}  // namespace brine
