// What is installed on this machine: every file below /usr and, where there is dpkg, every package.
// One pickle holds it all; 01_inventory.py loads it as its own dataclasses and prints a summary.

#include <brine/brine.hpp>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using Time = std::chrono::sys_time<std::chrono::microseconds>;

// ---- plain C++ structs -----------------------------------------------------------------------

enum class FileKind { regular = 1, directory, symlink, other };
enum class Priority { required = 1, important, standard, optional, extra, unknown };

struct Owner {
    std::string name;
    std::uint32_t uid;
};

struct File {
    fs::path path;
    FileKind kind;
    std::int64_t size;  // bytes
    Time modified;
    std::shared_ptr<Owner> owner;    // thousands of files, one owner: written once
    std::optional<fs::path> target;  // of a symlink
};

struct Maintainer {
    std::string name;
};

struct Package {
    std::string name;
    std::string version;
    Priority priority = Priority::unknown;
    std::int64_t size = 0;          // bytes
    std::optional<Time> installed;  // unknown for some
    std::shared_ptr<Maintainer> maintainer;
};

struct Inventory {
    std::string host;
    Time taken;
    std::chrono::seconds uptime;
    std::vector<Package> packages;
    std::vector<File> files;
};

// ---- what they are in Python: the classes of inventory_model.py --------------------------------

template <>
struct brine::codec<FileKind> : brine::enumeration<"inventory_model", "FileKind"> {};
template <>
struct brine::codec<Priority> : brine::enumeration<"inventory_model", "Priority"> {};
template <>
struct brine::codec<Owner>
    : brine::dataclass<"inventory_model", "Owner", &Owner::name, &Owner::uid> {};
template <>
struct brine::codec<File>
    : brine::dataclass<"inventory_model", "File", &File::path, &File::kind, &File::size,
                       &File::modified, &File::owner, &File::target> {};
template <>
struct brine::codec<Maintainer>
    : brine::dataclass<"inventory_model", "Maintainer", &Maintainer::name> {};
template <>
struct brine::codec<Package>
    : brine::dataclass<"inventory_model", "Package", &Package::name, &Package::version,
                       &Package::priority, &Package::size, &Package::installed,
                       &Package::maintainer> {};
template <>
struct brine::codec<Inventory>
    : brine::dataclass<"inventory_model", "Inventory", &Inventory::host, &Inventory::taken,
                       &Inventory::uptime, &Inventory::packages, &Inventory::files> {};

// ---- where the data come from ------------------------------------------------------------------

Time time_of(const struct stat& info) {
    const auto since_epoch =
        std::chrono::seconds(info.st_mtim.tv_sec) + std::chrono::nanoseconds(info.st_mtim.tv_nsec);
    return Time(std::chrono::floor<std::chrono::microseconds>(since_epoch));
}

FileKind kind_of(mode_t mode) {
    if (S_ISREG(mode)) {
        return FileKind::regular;
    }
    if (S_ISDIR(mode)) {
        return FileKind::directory;
    }
    if (S_ISLNK(mode)) {
        return FileKind::symlink;
    }
    return FileKind::other;
}

std::shared_ptr<Owner> owner_of(uid_t uid) {
    static std::map<uid_t, std::shared_ptr<Owner>> known;
    std::shared_ptr<Owner>& owner = known[uid];
    if (!owner) {
        const passwd* entry = getpwuid(uid);
        owner = std::make_shared<Owner>();
        owner->name = entry != nullptr ? entry->pw_name : "unknown";
        owner->uid = uid;
    }
    return owner;
}

std::vector<File> files_below(const fs::path& root) {
    std::vector<File> files;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(root, fs::directory_options::skip_permission_denied,
                                                error);
         entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        struct stat info {};
        if (lstat(entry->path().c_str(), &info) != 0) {
            continue;  // it has just gone
        }
        File file{entry->path(), kind_of(info.st_mode), info.st_size,
                  time_of(info), owner_of(info.st_uid), std::nullopt};
        if (file.kind == FileKind::symlink) {
            file.target = fs::read_symlink(file.path, error);
        }
        files.push_back(std::move(file));
    }
    return files;
}

/// The part of a "Key: value" line behind the key; nothing where the line has another key.
std::optional<std::string> value_of(const std::string& line, const std::string& key) {
    return line.starts_with(key + ": ") ? std::optional(line.substr(key.size() + 2)) : std::nullopt;
}

Priority priority_of(const std::string& name) {
    static const std::map<std::string, Priority> priorities = {{"required", Priority::required},
                                                               {"important", Priority::important},
                                                               {"standard", Priority::standard},
                                                               {"optional", Priority::optional},
                                                               {"extra", Priority::extra}};
    const auto found = priorities.find(name);
    return found != priorities.end() ? found->second : Priority::unknown;
}

std::optional<Time> installed_at(const Package& package, const std::string& architecture) {
    const std::string list = "/var/lib/dpkg/info/" + package.name;
    struct stat info {};
    if (stat((list + ".list").c_str(), &info) == 0 ||
        stat((list + ":" + architecture + ".list").c_str(), &info) == 0) {
        return time_of(info);
    }
    return std::nullopt;
}

std::vector<Package> packages_of_dpkg() {
    std::vector<Package> packages;
    std::map<std::string, std::shared_ptr<Maintainer>> maintainers;
    std::ifstream status("/var/lib/dpkg/status");
    Package package;
    std::string architecture;
    for (std::string line; std::getline(status, line);) {
        if (auto name = value_of(line, "Package")) {
            package.name = *name;
        } else if (auto version = value_of(line, "Version")) {
            package.version = *version;
        } else if (auto priority = value_of(line, "Priority")) {
            package.priority = priority_of(*priority);
        } else if (auto kib = value_of(line, "Installed-Size")) {
            package.size = std::stoll(*kib) * 1024;
        } else if (auto arch = value_of(line, "Architecture")) {
            architecture = *arch;
        } else if (auto maintainer = value_of(line, "Maintainer")) {
            std::shared_ptr<Maintainer>& known = maintainers[*maintainer];
            if (!known) {
                known = std::make_shared<Maintainer>(Maintainer{*maintainer});
            }
            package.maintainer = known;
        } else if (line.empty()) {  // ends a package
            package.installed = installed_at(package, architecture);
            packages.push_back(std::move(package));
            package = {};
        }
    }
    return packages;
}

std::chrono::seconds uptime() {
    double seconds = 0;
    std::ifstream("/proc/uptime") >> seconds;
    return std::chrono::seconds(static_cast<std::int64_t>(seconds));
}

// ---- and this is all that there is to pickling -------------------------------------------------

int main(int argc, char** argv) {
    char host[256] = {};
    gethostname(host, sizeof host - 1);
    const Inventory inventory{
        host, std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()),
        uptime(), packages_of_dpkg(), files_below("/usr")};

    std::ofstream file(argc > 1 ? argv[1] : "inventory.pickle", std::ios::binary);
    brine::dump(inventory, file);

    std::cout << inventory.packages.size() << " packages and " << inventory.files.size()
              << " files in a pickle of " << file.tellp() << " bytes\n";
}
