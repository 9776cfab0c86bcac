// Graphs of objects: what is shared in C++ is shared in Python, cycles are closed, and an object
// that is held by a pointer to its base class arrives as what it really is.

#include <brine/brine.hpp>

#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct Folder;

/// A base class. Its class in Python stands in the script that is run, whose name is "__main__".
struct Entry {
    std::string name;
    std::weak_ptr<Folder> parent;  // None at the root; a weak_ptr is as good as a shared_ptr here

    explicit Entry(std::string n) : name(std::move(n)) {}
    virtual ~Entry() = default;
};
template <>
struct brine::codec<Entry> : brine::dataclass<"__main__", "Entry", &Entry::name, &Entry::parent> {};

struct Folder : Entry {
    std::vector<std::shared_ptr<Entry>> children;  // files, folders and links

    using Entry::Entry;
};
template <>
struct brine::codec<Folder>
    : brine::dataclass<"__main__", "Folder", brine::base<Entry>, &Folder::children> {};

struct File : Entry {
    std::shared_ptr<std::string> content;

    using Entry::Entry;
};
template <>
struct brine::codec<File>
    : brine::dataclass<"__main__", "File", brine::base<Entry>, &File::content> {};

struct Link : Entry {
    std::shared_ptr<Entry> target;

    using Entry::Entry;
};
template <>
struct brine::codec<Link>
    : brine::dataclass<"__main__", "Link", brine::base<Entry>, &Link::target> {};

template <class T>
std::shared_ptr<T> add(const std::shared_ptr<Folder>& folder, const char* name) {
    auto entry = std::make_shared<T>(name);
    entry->parent = folder;
    folder->children.push_back(entry);
    return entry;
}

int main(int, char** argv) {
    const auto root = std::make_shared<Folder>("root");
    const auto docs = add<Folder>(root, "docs");
    const auto readme = add<File>(docs, "README");
    const auto copy = add<File>(root, "README.bak");
    readme->content = std::make_shared<std::string>("Pickles keep well in brine.");
    copy->content = readme->content;
    add<Link>(docs, "up")->target = root;

    // The classes that may stand behind a pointer to Entry. One that is not named here is an error;
    // an object is never cut down to its base class.
    brine::Registry registry;
    registry.add<Folder>().add<File>().add<Link>();

    std::ofstream file(argv[1], std::ios::binary);
    brine::dump(root, file, {.registry = &registry});

    docs->children.back() = nullptr;  // the link and the root held each other
}
