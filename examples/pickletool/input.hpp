#pragma once
// Input: a file or standard input, as a source that brine reads from.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>

#include "descriptor.hpp"
#include "progress.hpp"

namespace pickletool {

/// A brine::byte_reader with a buffer: old pickles are read a few bytes at a time.
class Input {
public:
    /// "-" is standard input.
    /// @throws Failure, as all of its functions do.
    explicit Input(const std::string& path);

    std::size_t read(std::span<std::byte> bytes);
    /// What is left, or as much of it as shows that it is more than `most` bytes.
    [[nodiscard]] std::string read_all(
        std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

    [[nodiscard]] Progress& progress() noexcept { return *progress_; }

private:
    static constexpr std::size_t buffer_size = 64 * 1024;

    std::size_t read_file(std::span<std::byte> bytes);

    std::string path_;
    Descriptor file_;
    int descriptor_;
    std::unique_ptr<Progress> progress_;
    std::unique_ptr<std::byte[]> buffer_ = std::make_unique_for_overwrite<std::byte[]>(buffer_size);
    std::span<const std::byte> buffered_;
};

}  // namespace pickletool
