// C++ objects inside one another on a stack of 128 KiB: writing and reading them recurses, no
// deeper than max_depth says.
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"
#include "engine/small_stack.hpp"

namespace deep {

struct Tree {
    std::vector<Tree> inside;
};
struct Keys {
    std::map<std::string, Keys> inside;
};
struct Choice {
    std::variant<int, std::vector<Choice>> inside;
};
struct Owner {
    std::unique_ptr<Owner> inside;
};
struct Node {
    virtual ~Node() = default;
    std::shared_ptr<Node> inside;
};
struct Branch : Node {};

void put(Tree& around, Tree inside) { around.inside.push_back(std::move(inside)); }
void put(Keys& around, Keys inside) { around.inside.emplace("key", std::move(inside)); }
void put(Choice& around, Choice inside) {
    std::vector<Choice> one;
    one.push_back(std::move(inside));
    around.inside = std::move(one);
}
void put(Owner& around, Owner inside) {
    around.inside = std::make_unique<Owner>(std::move(inside));
}
void put(Branch& around, Branch inside) {
    around.inside = std::make_shared<Branch>(std::move(inside));
}

template <class T>
T nested(int levels) {
    T all;
    for (int i = 1; i < levels; ++i) {
        T around;
        put(around, std::move(all));
        all = std::move(around);
    }
    return all;
}

}  // namespace deep

template <>
struct brine::codec<deep::Tree> : brine::dataclass<"m", "Tree", &deep::Tree::inside> {};
template <>
struct brine::codec<deep::Keys> : brine::record<&deep::Keys::inside> {};
template <>
struct brine::codec<deep::Choice> : brine::dataclass<"m", "Choice", &deep::Choice::inside> {};
template <>
struct brine::codec<deep::Owner> : brine::dataclass<"m", "Owner", &deep::Owner::inside> {};
template <>
struct brine::codec<deep::Node> : brine::dataclass<"m", "Node", &deep::Node::inside> {};
template <>
struct brine::codec<deep::Branch> : brine::dataclass<"m", "Branch", &deep::Node::inside> {};

namespace {

using brine::Errc;

// As many as DumpOptions and ConvertOptions say that 128 KiB bear; of the larger frames that
// sanitizers make, fewer.
#if defined(__has_feature)
constexpr bool sanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
constexpr std::size_t levels_written = sanitized ? 20 : 100;
constexpr std::size_t levels_read = sanitized ? 20 : 50;

bool too_deep(const brine::PickleError& error) { return error.code() == Errc::too_deep; }

/// The options of writing and reading; the second road of reading is that by way of a Document.
struct Options {
    Options(std::size_t written, std::size_t read) {
        registry.add<deep::Branch>();
        dump = {.max_depth = written, .registry = &registry};
        load.convert = {.max_depth = read, .registry = &registry};
        by_document = load;
        --by_document.limits.stack_items;
    }
    brine::Registry registry;
    brine::DumpOptions dump;
    brine::LoadOptions load;
    brine::LoadOptions by_document;
};

template <class T>
void check_depth() {
    const T shallow = deep::nested<T>(5);
    const T much_deeper = deep::nested<T>(600);
    Options options(levels_written, levels_read);
    CAPTURE(brine::type_name<T>());
    const Options unlimited(100'000, 100'000);
    const std::string small = brine::dumps(shallow, unlimited.dump);
    const std::string large = brine::dumps(much_deeper, unlimited.dump);
    CHECK(on_small_stack([&]() -> std::string {
              std::string wrong;
              for (const auto policy :
                   {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
                  options.dump.memo = policy;
                  if (!brine::try_dumps(shallow, options.dump)) {
                      wrong += "five levels are not written; ";
                  }
                  const auto written = brine::try_dumps(much_deeper, options.dump);
                  if (written || !too_deep(written.error())) {
                      wrong += "it is written; ";
                  }
              }
              for (const auto& road : {options.load, options.by_document}) {
                  if (!brine::try_loads<T>(small, road)) {
                      wrong += "five levels are not read; ";
                  }
                  const auto read = brine::try_loads<T>(large, road);
                  if (read || !too_deep(read.error())) {
                      wrong += "it is read; ";
                  }
              }
              return wrong;
          }) == "");
    // The default is for the stack of a main thread, and of most others.
    const Options usual(brine::DumpOptions{}.max_depth, brine::ConvertOptions{}.max_depth);
    for (const auto& road : {usual.load, usual.by_document}) {
        CHECK(too_deep(brine::try_loads<T>(large, road).error()));
    }
    CHECK(too_deep(brine::try_dumps(much_deeper, usual.dump).error()));
}

TEST_CASE("hostile: C++ objects are written and read no deeper than max_depth says") {
    check_depth<deep::Tree>();
    check_depth<deep::Keys>();
    check_depth<deep::Choice>();
    check_depth<deep::Owner>();
    check_depth<deep::Branch>();
}

}  // namespace
