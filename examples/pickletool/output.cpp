#include "output.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <brine/wire/sinks.hpp>

#include "failure.hpp"

namespace pickletool {
namespace {

constexpr mode_t new_file = 0666;  // less what the umask takes away
constexpr mode_t permissions = 0777;

std::string behind_links(const std::string& path) {
    std::error_code error;
    const std::filesystem::path target = std::filesystem::canonical(path, error);
    return error ? path : target.string();
}

}  // namespace

Output::Output(const std::string& path)
    : path_(path == "-" ? "standard output" : path), descriptor_(STDOUT_FILENO) {
    if (path == "-") {
        return;
    }
    struct stat status {};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (exists && !S_ISREG(status.st_mode)) {
        file_ = Descriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    } else {
        create_beside(behind_links(path));
    }
    if (!file_.is_open()) {
        throw Failure(path_, errno);
    }
    descriptor_ = file_.number();
    if (exists && !temporary_.empty()) {
        static_cast<void>(::fchmod(descriptor_, status.st_mode & permissions));
    }
}

Output::~Output() {
    if (!temporary_.empty()) {
        static_cast<void>(::unlink(temporary_.c_str()));
    }
}

void Output::create_beside(const std::string& target) {
    target_ = target;
    for (int number = 0; !file_.is_open(); ++number) {
        const std::string name = fmt::format("{}.{}-{}.tmp", target, ::getpid(), number);
        file_ = Descriptor(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, new_file));
        if (file_.is_open()) {
            temporary_ = name;
        } else if (errno != EEXIST) {
            return;
        }
    }
}

std::size_t Output::write(std::span<const std::byte> bytes) {
    try {
        return brine::fd_sink(descriptor_).write(bytes);
    } catch (const std::system_error& error) {
        throw Failure(path_, error.code().value());
    }
}

void Output::commit() {
    const bool on_disk = temporary_.empty() || ::fsync(descriptor_) == 0;
    if (!on_disk || !file_.close()) {
        throw Failure(path_, errno);
    }
    if (!temporary_.empty()) {
        if (std::rename(temporary_.c_str(), target_.c_str()) != 0) {
            throw Failure(path_, errno);
        }
        temporary_.clear();
    }
}

}  // namespace pickletool
