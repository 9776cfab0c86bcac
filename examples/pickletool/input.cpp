#include "input.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <brine/wire/sources.hpp>

#include "failure.hpp"

namespace pickletool {
namespace {

/// Of a file; 0 for a pipe, whose size nobody knows.
std::uint64_t size_of(int descriptor) {
    struct stat status {};
    const bool regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
    return regular ? static_cast<std::uint64_t>(status.st_size) : 0;
}

}  // namespace

Input::Input(const std::string& path)
    : path_(path == "-" ? "standard input" : path), descriptor_(STDIN_FILENO) {
    if (path != "-") {
        file_ = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (!file_.is_open()) {
            throw Failure(path_, errno);
        }
        descriptor_ = file_.number();
    }
    progress_ = std::make_unique<Progress>(size_of(descriptor_));
}

std::size_t Input::read(std::span<std::byte> bytes) {
    if (buffered_.empty() && bytes.size() >= buffer_size) {
        return read_file(bytes);
    }
    if (buffered_.empty()) {
        buffered_ = {buffer_.get(), read_file({buffer_.get(), buffer_size})};
    }
    const std::size_t count = std::min(bytes.size(), buffered_.size());
    std::copy_n(buffered_.begin(), count, bytes.begin());
    buffered_ = buffered_.subspan(count);
    return count;
}

std::string Input::read_all(std::uint64_t most) {
    std::string all;
    while (true) {
        const std::size_t have = all.size();
        all.resize(have + std::max(have, buffer_size));
        const std::size_t count = read(std::as_writable_bytes(std::span(all)).subspan(have));
        all.resize(have + count);
        if (count == 0 || all.size() > most) {
            return all;
        }
    }
}

std::size_t Input::read_file(std::span<std::byte> bytes) {
    try {
        const std::size_t count = brine::fd_source(descriptor_).read(bytes);
        progress_->advance(count);
        return count;
    } catch (const std::system_error& error) {
        throw Failure(path_, error.code().value());
    }
}

}  // namespace pickletool
