// One registry, one chain of hooks and one graph of C++ objects, in the hands of many threads.
#include <chrono>
#include <complex>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>
#include <brine/tools/repr.hpp>

#include "threads/at_once.hpp"

namespace {

enum class Color { red = 1, green };

struct Shape {
    virtual ~Shape() = default;
    int id = 1;
};
struct Circle : Shape {
    double radius = 0.5;
};
struct Square : Shape {
    Color color = Color::green;
};
/// Not added itself.
struct Polygon : Shape {};

struct Node {
    std::string name;
    std::vector<std::shared_ptr<Node>> children;
    std::weak_ptr<Node> parent;
    std::map<std::vector<int>, std::set<std::string>> tags;
    std::optional<std::chrono::sys_seconds> changed;
    std::variant<int, std::string> either;
};

int twice(int x) { return 2 * x; }

using Shapes = std::vector<std::shared_ptr<Shape>>;

/// Asked by many threads at once, so const.
struct Names {
    std::optional<std::string> persistent_id(const Circle& circle) const {
        return circle.id == 7 ? std::optional(names.at(0)) : std::nullopt;
    }
    std::optional<brine::Global> reducer_override(int x) const {
        return x == 42 ? std::optional(brine::global("m", "answer")) : std::nullopt;
    }
    std::optional<brine::Global> find_class(std::string_view module, std::string_view name) const {
        return module == "m" && name == "answer" ? std::optional(brine::global("n", names.at(1)))
                                                 : std::nullopt;
    }
    std::vector<std::string> names{"the circle", "other"};
};

}  // namespace

template <>
struct brine::codec<Color> : brine::enumeration<"m", "Color"> {};
template <>
struct brine::codec<Shape> : brine::dataclass<"m", "Shape", &Shape::id> {};
template <>
struct brine::codec<Circle> : brine::dataclass<"m", "Circle", brine::base<Shape>, &Circle::radius> {
};
template <>
struct brine::codec<Square> : brine::dataclass<"m", "Square", brine::base<Shape>, &Square::color> {
};
template <>
struct brine::codec<Node>
    : brine::dataclass<"m", "Node", &Node::name, &Node::children, &Node::parent, &Node::tags,
                       &Node::changed, &Node::either> {};

TEST_CASE("threads: one const Registry serves many") {
    const brine::Registry registry = [] {
        brine::Registry made;
        made.add<Circle>().add<Square>().add_function(&twice, "m", "twice");
        made.add_type<Color>("m", "Color").add_extension("m", "Circle", 7);
        made.add_reducer<Polygon>([](const Polygon& polygon) {
            return brine::reduce(brine::global("m", "P"), polygon.id);
        });
        return made;
    }();
    const Shapes shapes{std::make_shared<Circle>(), std::make_shared<Square>(),
                        std::make_shared<Polygon>(), nullptr};
    const Shapes loadable{shapes[0], shapes[1], shapes[0], nullptr};
    const std::string pickle = brine::dumps(loadable, {.registry = &registry});
    const brine::LoadOptions options{.convert = {.registry = &registry}};
    const brine::Document document = brine::loads(pickle, options);
    struct Unknown : Shape {};
    check_at_once({
        {"dumps", [&] { return brine::dumps(shapes, {.registry = &registry}); }},
        {"a Pickler of its own",
         [&] {
             std::string bytes;
             brine::Pickler pickler(bytes, {.protocol = 2, .registry = &registry});
             pickler.dump(shapes);
             pickler.dump(std::tuple(&twice, std::type_index(typeid(Color)), shapes[0]));
             return bytes;
         }},
        {"a type that is not there",
         [&] {
             return brine::dumps(Shapes{std::make_shared<Unknown>()}, {.registry = &registry});
         }},
        {"loads",
         [&] {
             return brine::dumps(brine::loads<Shapes>(pickle, options), {.registry = &registry});
         }},
        {"an Unpickler of its own, and a Loader",
         [&] {
             brine::Unpickler unpickler(pickle, options);
             const brine::Document mine = unpickler.load();
             brine::Loader loader({.registry = &registry});
             return std::to_string(loader.load<Shapes>(mine.root()).size());
         }},
        {"a Loader on one Document",
         [&] {
             brine::Loader loader({.registry = &registry});
             return brine::dumps(loader.load<Shapes>(document.root()), {.registry = &registry});
         }},
        {"a function by name",
         [&] {
             const std::string named = brine::dumps(&twice, {.registry = &registry});
             return std::to_string(brine::loads<int (*)(int)>(named, options)(21));
         }},
        {"what it knows",
         [&] {
             return registry.find_function(&twice)->name + registry.find_type(typeid(Color))->name +
                    registry.find_extension(7)->name +
                    std::to_string(registry.extension_code("m", "Circle"));
         }},
    });
}

TEST_CASE("threads: const hooks serve many") {
    const Names names;
    const brine::DynamicHooks dynamic = [] {
        brine::DynamicHooks made;
        made.add_reducer<std::string>([](const std::string& text) -> std::optional<brine::Global> {
            return text == "pi" ? std::optional(brine::global("math", "pi")) : std::nullopt;
        });
        return made;
    }();
    const auto colors = brine::dispatch<Color>(
        [](Color color) { return brine::global("m", color == Color::red ? "r" : "g"); });
    const brine::AllowList allowed{brine::global("n", "other")};
    Circle named;
    named.id = 7;
    const std::tuple<int, std::string, Color, Circle> object{42, "pi", Color::red, named};
    const std::string pickle = brine::dumps(object, {}, names);
    check_at_once({
        {"dumps", [&] { return brine::dumps(object, {}, names, dynamic, colors); }},
        {"a Pickler of its own",
         [&] {
             std::string bytes;
             brine::Pickler<std::string, const Names&, const brine::DynamicHooks&> pickler(
                 bytes, {}, names, dynamic);
             pickler.dump(object);
             return bytes;
         }},
        {"loads", [&] { return brine::repr(brine::loads(pickle, {}, names)); }},
        {"loads of what is not allowed",
         [&] { return brine::repr(brine::loads(pickle, {}, allowed)); }},
    });
}

TEST_CASE("threads: one graph of C++ objects may be written by many, and one pickle of it read") {
    const auto root = std::make_shared<Node>();
    root->name = "root";
    for (int i = 0; i < 50; ++i) {
        const auto child = std::make_shared<Node>();
        child->name = "child " + std::to_string(i);
        child->parent = root;
        child->children = {root};
        child->tags[{i, i + 1}] = {"a", "b"};
        child->changed = std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000 + i));
        child->either = "text";
        root->children.push_back(child);
    }
    const std::string pickle = brine::dumps(root);
    std::vector<Job> jobs{
        {"loads<T>",
         [&] {
             const auto loaded = brine::loads<std::shared_ptr<Node>>(pickle);
             std::string written = brine::dumps(loaded);
             for (const auto& child : loaded->children) {
                 child->children.clear();
             }
             return written;
         }},
        {"what is no T",
         [&] {
             return brine::loads<std::vector<std::complex<float>>>(pickle).empty() ? "empty"
                                                                                   : "not";
         }},
        {"an error with a path",
         [&] {
             const std::map<std::string, std::vector<std::string>> wrong{{"key", {"", "\xff"}}};
             return brine::dumps(wrong);
         }},
    };
    for (const brine::memo memo :
         {brine::memo::standard, brine::memo::strings, brine::memo::python}) {
        jobs.push_back({"dumps", [&root, memo] { return brine::dumps(root, {.memo = memo}); }});
        jobs.push_back({"dumps_into", [&root, memo] {
                            std::vector<std::byte> bytes;
                            brine::dumps_into(bytes, root->children, {.protocol = 3, .memo = memo});
                            return std::to_string(bytes.size());
                        }});
    }
    check_at_once(jobs);
    root->children.clear();
}
