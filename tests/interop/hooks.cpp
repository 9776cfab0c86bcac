// Writes pickles that hooks, reductions, persistent ids, registries and the memo had a part in;
// hooks.py loads them in each Python and checks what they have become.
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include <brine/brine.hpp>

namespace {

struct Stone {
    int weight = 0;
};
struct Bomb {};

struct Node {
    std::string name;
    std::weak_ptr<Node> parent;
    std::vector<std::shared_ptr<Node>> children;
};

struct Shape {
    virtual ~Shape() = default;
};
struct Circle : Shape {
    int radius = 5;
};

const brine::Global call = brine::global("hooks_types", "call");

// Stones are looked up by the reader, unless they are light; then they are called for.
struct StoneHook {
    std::optional<std::tuple<std::string, int>> persistent_id(const Stone& stone) const {
        if (stone.weight < 10) {
            return std::nullopt;
        }
        return std::tuple<std::string, int>("stone", stone.weight);
    }
    auto reducer_override(const Stone& stone) const {
        return brine::reduce(call, "light", stone.weight);
    }
};

// Every double becomes a Fraction.
struct FractionHook {
    auto reducer_override(double value) const {
        return brine::reduce(brine::global("fractions", "Fraction"), static_cast<int>(value * 4),
                             4);
    }
};

// f(n) = n < 2 ? 1 : n * f(n - 1), as an object that refers to itself by its state.
struct Recursive {
    std::weak_ptr<Recursive> self;
};

}  // namespace

template <>
struct brine::codec<Stone> : brine::record<&Stone::weight> {};
template <>
struct brine::codec<Bomb> {
    static void save(auto&, const Bomb&) { throw std::logic_error("bomb"); }
};
template <>
struct brine::codec<Node>
    : brine::dataclass<"hooks_types", "Node", &Node::name, &Node::parent, &Node::children> {};
template <>
struct brine::codec<Circle> : brine::call<"hooks_types", "Circle", &Circle::radius> {};
template <>
struct brine::codec<Recursive> {
    static auto reduce(const Recursive& object) {
        const std::map<std::string, std::weak_ptr<Recursive>> cells{{"again", object.self}};
        return brine::newobj(brine::global("hooks_types", "Function"))
            .state(cells)
            .state_setter(brine::global("hooks_types", "set_state"));
    }
};

namespace {

void write_all(const std::string& folder, const brine::DumpOptions& options,
               const std::string& suffix) {
    const auto write = [&](const std::string& name, const std::string& bytes) {
        std::ofstream out(folder + '/' + name + '.' + suffix, std::ios::binary);
        out << bytes;
        out.close();
        if (!out) {
            throw std::runtime_error("cannot write " + name);
        }
    };

    write("stones", brine::dumps(std::vector<Stone>{{1}, {10}, {20}, {10}}, options, StoneHook{}));

    const std::map<std::string, double> prices{{"a", 0.25}, {"b", 1.5}};
    write("fractions",
          brine::dumps(std::tuple(prices, 2.0, std::vector{0.5, 0.75}), options, FractionHook{}));

    const auto root = std::make_shared<Node>();
    root->name = "root";
    for (const char* name : {"left", "right"}) {
        root->children.push_back(std::make_shared<Node>());
        root->children.back()->name = name;
        root->children.back()->parent = root;
    }
    write("tree", brine::dumps(root, options));

    const auto function = std::make_shared<Recursive>();
    function->self = function;
    write("recursive", brine::dumps(function, options));

    const auto bag = brine::newobj_ex(brine::global("hooks_types", "Keyed"), std::tuple(1),
                                      brine::keyword("key", 2), brine::keyword("other", "x"));
    brine::DynamicHooks dynamic;
    dynamic.add_reducer<Stone>([&](const Stone&) { return bag; });
    write("keywords", brine::dumps(Stone(), options, dynamic));

    dynamic = brine::DynamicHooks();
    dynamic.add_reducer<Stone>([](const Stone&) {
        return brine::DynamicReduction(brine::global("collections", "OrderedDict"))
            .dict_item("a", 1)
            .dict_item(std::vector{1, 2}, std::vector{3});
    });
    write("ordered", brine::dumps(Stone(), options, dynamic));

    brine::Registry registry;
    registry.add<Circle>();
    brine::DumpOptions with_registry = options;
    with_registry.registry = &registry;
    const std::shared_ptr<Shape> circle = std::make_shared<Circle>();
    write("shapes", brine::dumps(std::vector{circle, circle}, with_registry));

    // Several pickles of one memo, one of which failed; an Unpickler loads them one after another.
    std::string stream;
    brine::Pickler pickler(stream, options);
    const auto text = std::make_shared<std::string>("shared");
    pickler.dump(std::tuple(text, *root));
    try {
        pickler.dump(std::tuple(std::make_shared<std::string>("lost"), Node(), Bomb()));
    } catch (const std::logic_error&) {
        pickler.dump(std::tuple(text, std::make_shared<std::string>("later"), *root));
    }
    pickler.dump(std::vector<std::string>{std::string(70000, 'x'), "end"});
    pickler.dump(text);
    write("stream", stream);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " FOLDER\n";
        return 2;
    }
    for (int protocol = 2; protocol <= 5; ++protocol) {
        const std::string number = std::to_string(protocol);
        write_all(argv[1], {.protocol = protocol}, "standard" + number);
        write_all(argv[1], {.protocol = protocol, .memo = brine::memo::python}, "python" + number);
        write_all(argv[1], {.protocol = protocol, .memo = brine::memo::strings},
                  "strings" + number);
    }
    return 0;
}
