#include <brine/engine/loader_shared.hpp>

#include <cstddef>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <typeinfo>
#include <utility>
#include <variant>
#include <vector>

#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include "catch.hpp"

namespace {

struct Node {
    int id = 0;
    std::shared_ptr<Node> next;
    std::weak_ptr<Node> back;
};

struct Shape {
    virtual ~Shape() = default;
    int id = 0;
};
struct Circle : Shape {
    double radius = 0;
};
struct Tag {
    virtual ~Tag() = default;
    int tag = 5;
};
struct Square : Tag, Shape {
    double side = 0;
};
struct Round : virtual Shape {
    int roundness = 3;
};
/// Has no Shape.
struct Stone {
    virtual ~Stone() = default;
    int weight = 0;
};
struct Abstract {
    virtual ~Abstract() = default;
    [[nodiscard]] virtual int value() const = 0;
};
struct Concrete : Abstract {
    int x = 0;
    [[nodiscard]] int value() const override { return x; }
};
/// Made by its codec in one piece.
struct Whole {
    explicit Whole(std::shared_ptr<Node> node) : held(std::move(node)) {}
    std::shared_ptr<Node> held;
};

brine::Value instance(brine::Document& document, const std::string& name,
                      std::vector<std::pair<std::string, brine::Value>> fields) {
    const brine::Value state = document.dict();
    const brine::Value made = document.object(brine::Made::newobj, document.global("m", name),
                                              document.tuple(std::vector<brine::Value>()));
    for (const auto& [field, value] : fields) {
        state.set(field, value);
    }
    made.set_state(state);
    return made;
}

template <class T>
T loaded(const brine::Value& value, const brine::Registry* registry = nullptr) {
    brine::Loader loader({.registry = registry});
    return loader.load<T>(value);
}

template <class T>
brine::Errc code_of(const brine::Value& value, const brine::Registry* registry = nullptr) {
    try {
        static_cast<void>(loaded<T>(value, registry));
    } catch (const brine::ConversionError& error) {
        return error.code();
    }
    FAIL("no error");
    throw;  // not reached
}

}  // namespace

template <>
struct brine::codec<Node> : brine::dataclass<"m", "Node", &Node::id, &Node::next, &Node::back> {};
template <>
struct brine::codec<Shape> : brine::dataclass<"m", "Shape", &Shape::id> {};
template <>
struct brine::codec<Circle> : brine::dataclass<"m", "Circle", &Circle::id, &Circle::radius> {};
template <>
struct brine::codec<Square> : brine::dataclass<"m", "Square", &Square::id, &Square::side> {};
template <>
struct brine::codec<Round> : brine::dataclass<"m", "Round", &Round::roundness> {};
template <>
struct brine::codec<Stone> : brine::dataclass<"m", "Stone", &Stone::weight> {};
template <>
struct brine::codec<Concrete> : brine::dataclass<"m", "Concrete", &Concrete::x> {};
template <>
struct brine::codec<Whole> {
    static Whole load(auto& loader, const auto& in) {
        return Whole(loader.template load<std::shared_ptr<Node>>(loader.parts(in).arg(0)));
    }
};

namespace {

const brine::Registry& shapes() {
    static const brine::Registry registry = [] {
        brine::Registry all;
        all.add<Circle>().add<Square>().add<Round>().add<Stone>().add<Concrete>();
        return all;
    }();
    return registry;
}

}  // namespace

TEST_CASE("loader_shared: one object gives one pointer, two equal ones give two") {
    brine::Document document;
    const brine::Value one = document.list({document.make(1)});
    const brine::Value other = document.list({document.make(1)});
    using Pointer = std::shared_ptr<std::vector<int>>;
    const auto all =
        loaded<std::vector<Pointer>>(document.list({one, other, one, document.none()}));
    CHECK(all[0] == all[2]);
    CHECK(all[0] != all[1]);
    CHECK(*all[0] == *all[1]);
    CHECK(all[3] == nullptr);
    CHECK(all[0].use_count() == 2);
}

TEST_CASE("loader_shared: two conversions have nothing in common") {
    brine::Document document;
    const brine::Value one = document.list({document.make(1)});
    using Pointer = std::shared_ptr<std::vector<int>>;
    CHECK(loaded<Pointer>(one) != loaded<Pointer>(one));
}

TEST_CASE("loader_shared: cycles close, also through weak pointers") {
    brine::Document document;
    const brine::Value first = instance(document, "Node", {{"id", document.make(1)}});
    const brine::Value second = instance(
        document, "Node", {{"id", document.make(2)}, {"next", document.none()}, {"back", first}});
    const brine::Value state = *first.state();
    state.set("next", second);
    state.set("back", first);
    const auto node = loaded<std::shared_ptr<Node>>(first);
    CHECK(node->back.lock() == node);
    CHECK(node->next->back.lock() == node);
    CHECK(node->next->id == 2);
}

TEST_CASE("loader_shared: a weak pointer to what nothing owns has expired") {
    brine::Document document;
    const brine::Value one = document.list({document.make(1)});
    CHECK(loaded<std::weak_ptr<std::vector<int>>>(one).expired());
    CHECK(loaded<std::weak_ptr<std::vector<int>>>(document.none()).expired());
}

TEST_CASE("loader_shared: text has an identity where Python has one object, numbers have none") {
    brine::Document document;
    const brine::Value text = document.make("text");
    using Texts = std::vector<std::shared_ptr<std::string>>;
    const auto texts = loaded<Texts>(document.list({text, text, document.make("text")}));
    CHECK(texts[0] == texts[1]);
    CHECK(texts[0] != texts[2]);
    const auto empty = loaded<Texts>(document.list({document.make(""), document.make("")}));
    CHECK(empty[0] != empty[1]);
    using Numbers = std::vector<std::shared_ptr<int>>;
    const auto numbers = loaded<Numbers>(document.list({document.make(1), document.make(1)}));
    CHECK(numbers[0] != numbers[1]);
}

TEST_CASE("loader_shared: what has an identity is one object behind two pointers") {
    brine::Document document;
    const std::string memory = "memory";
    const std::string big = "1" + std::string(30, '0');
    const std::pair<brine::Value, bool> all[] = {
        {document.none(), false},
        {document.make(true), false},
        {document.make(0.5), false},
        {document.extension(1), false},
        {document.make(1), false},
        {document.make(brine::Int::from_string(big)), true},
        {document.make(""), false},
        {document.make("a"), true},
        {document.make(std::string(5000, 'x')), true},
        {document.bytes("a"), true},
        {document.bytearray("a"), true},
        {document.list(), true},
        {document.tuple({document.make(1)}), true},
        {document.dict(), true},
        {document.set(), true},
        {document.frozenset({document.make(1)}), true},
        {document.global("m", "f"), true},
        {document.persistent_id(document.make(1)), true},
        {document.buffer(std::as_bytes(std::span(memory))), true},
    };
    for (const auto& [value, shared] : all) {
        INFO(brine::kind_name(value.kind()));
        using Pointers = std::vector<std::shared_ptr<brine::Document>>;
        const auto pointers = loaded<Pointers>(document.list({value, value}));
        CHECK((pointers[0] != nullptr && pointers[0] == pointers[1]) == shared);
    }
    using Function = int (*)(const char*);
    brine::Registry registry;
    registry.add_function(&std::puts, "io", "puts");
    const brine::Value name = document.global("io", "puts");
    brine::Loader loader({.registry = &registry});
    const auto functions =
        loader.load<std::vector<std::shared_ptr<Function>>>(document.list({name, name}));
    CHECK(functions[0] == functions[1]);
    CHECK(*functions[0] == &std::puts);
}

TEST_CASE("loader_shared: one object as two types is an error") {
    brine::Document document;
    const brine::Value one = document.list({document.make(1)});
    using Two = std::pair<std::shared_ptr<std::vector<int>>, std::shared_ptr<std::vector<long>>>;
    CHECK(code_of<Two>(document.tuple({one, one})) == brine::Errc::type_mismatch);
    using Const =
        std::pair<std::shared_ptr<std::vector<int>>, std::shared_ptr<const std::vector<int>>>;
    const auto same = loaded<Const>(document.tuple({one, one}));
    CHECK(same.first == same.second);
}

TEST_CASE("loader_shared: an alternative that is given up leaves nothing behind") {
    brine::Document document;
    const brine::Value one = document.list({document.make(1)});
    using Numbers = std::shared_ptr<std::vector<int>>;
    using Mixed = std::variant<std::pair<Numbers, std::string>,
                               std::pair<std::shared_ptr<std::vector<long>>, int>>;
    const auto all = loaded<Mixed>(document.tuple({one, document.make(2)}));
    CHECK(all.index() == 1);
    CHECK(*std::get<1>(all).first == std::vector<long>{1});
}

TEST_CASE("loader_shared: a pointer to a base class gets the class that Python names") {
    brine::Document document;
    const brine::Value circle =
        instance(document, "Circle", {{"id", document.make(1)}, {"radius", document.make(2.5)}});
    const brine::Value square =
        instance(document, "Square", {{"id", document.make(7)}, {"side", document.make(1)}});
    const brine::Value shape = instance(document, "Shape", {{"id", document.make(3)}});
    const brine::Value round = instance(document, "Round", {{"roundness", document.make(9)}});
    const brine::Value items = document.list({circle, square, shape, round, square});
    const auto shared = loaded<std::vector<std::shared_ptr<Shape>>>(items, &shapes());
    CHECK(dynamic_cast<Circle&>(*shared[0]).radius == 2.5);
    CHECK(dynamic_cast<Square&>(*shared[1]).tag == 5);
    CHECK(shared[1]->id == 7);
    const Shape& plain = *shared[2];
    CHECK(typeid(plain) == typeid(Shape));
    CHECK(dynamic_cast<Round&>(*shared[3]).roundness == 9);
    CHECK(shared[4] == shared[1]);
    const auto unique = loaded<std::vector<std::unique_ptr<Shape>>>(items, &shapes());
    CHECK(unique[1]->id == 7);
    CHECK(dynamic_cast<Square&>(*unique[1]).side == 1);
    CHECK(unique[4] != unique[1]);
}

TEST_CASE("loader_shared: one object is known through each of its base classes") {
    brine::Document document;
    const brine::Value square =
        instance(document, "Square", {{"id", document.make(7)}, {"side", document.make(1)}});
    using All = std::tuple<std::shared_ptr<Shape>, std::shared_ptr<Square>, std::shared_ptr<Tag>>;
    const auto [shape, as_square, tag] =
        loaded<All>(document.tuple({square, square, square}), &shapes());
    CHECK(shape == as_square);
    CHECK(tag == as_square);
    CHECK(tag->tag == 5);
    // The derived class comes first.
    using Two = std::pair<std::shared_ptr<Square>, std::shared_ptr<Shape>>;
    const auto two = loaded<Two>(document.tuple({square, square}));
    CHECK(two.first == two.second);
    using Other = std::pair<std::shared_ptr<Square>, std::shared_ptr<Stone>>;
    CHECK(code_of<Other>(document.tuple({square, square}), &shapes()) ==
          brine::Errc::type_mismatch);
}

TEST_CASE("loader_shared: a class that is no derived one, or not registered, is an error") {
    brine::Document document;
    const brine::Value stone = instance(document, "Stone", {{"weight", document.make(1)}});
    CHECK(code_of<std::shared_ptr<Shape>>(stone, &shapes()) == brine::Errc::unregistered_type);
    CHECK(code_of<std::unique_ptr<Shape>>(stone, &shapes()) == brine::Errc::unregistered_type);
    const brine::Value circle =
        instance(document, "Circle", {{"id", document.make(1)}, {"radius", document.make(2.5)}});
    CHECK(code_of<std::shared_ptr<Shape>>(circle) == brine::Errc::type_mismatch);
    const brine::Value concrete = instance(document, "Concrete", {{"x", document.make(4)}});
    CHECK(loaded<std::shared_ptr<Abstract>>(concrete, &shapes())->value() == 4);
    CHECK(loaded<std::unique_ptr<Abstract>>(concrete, &shapes())->value() == 4);
    CHECK(code_of<std::shared_ptr<Abstract>>(concrete) == brine::Errc::unregistered_type);
    CHECK(code_of<std::unique_ptr<Abstract>>(concrete) == brine::Errc::unregistered_type);
}

TEST_CASE("loader_shared: what is made in one piece may be shared and may not hold itself") {
    brine::Document document;
    const brine::Value node =
        instance(document, "Node",
                 {{"id", document.make(1)}, {"next", document.none()}, {"back", document.none()}});
    const brine::Value whole =
        document.object(brine::Made::reduce, document.global("m", "Whole"), document.tuple({node}));
    using Two = std::pair<std::shared_ptr<Whole>, std::shared_ptr<Whole>>;
    const auto two = loaded<Two>(document.tuple({whole, whole}));
    CHECK(two.first == two.second);
    CHECK(loaded<std::unique_ptr<Whole>>(whole)->held->id == 1);
}

TEST_CASE("loader_shared: a unique_ptr reuses what it has") {
    brine::Document document;
    auto pointer = std::make_unique<std::vector<int>>(3);
    const auto* const before = pointer.get();
    brine::Loader loader;
    loader.load(document.list({document.make(1)}), pointer);
    CHECK(pointer.get() == before);
    CHECK(*pointer == std::vector{1});
    loader.load(document.none(), pointer);
    CHECK(pointer == nullptr);
}

TEST_CASE("loader_shared: a shared_ptr does not change what others hold") {
    brine::Document document;
    auto pointer = std::make_shared<std::vector<int>>(3);
    const auto other = pointer;
    brine::Loader loader;
    loader.load(document.list({document.make(1)}), pointer);
    CHECK(other->size() == 3);
    CHECK(pointer->size() == 1);
}
