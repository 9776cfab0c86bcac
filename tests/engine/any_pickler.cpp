#include <brine/engine/any_pickler.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

using brine::DynamicHooks;
using brine::Registry;

namespace {

struct Shape {
    virtual ~Shape() = default;
    int id = 1;
};
struct Other {
    virtual ~Other() = default;
    int padding = 0;
};
struct Circle : Shape {
    int radius = 5;
};
// Its Shape is not at its own address.
struct Square : Other, Shape {
    int side = 6;
};
struct Unknown : Shape {};

struct Plain {
    int number = 3;
};

}  // namespace

template <>
struct brine::codec<Shape> : brine::record<&Shape::id> {};
template <>
struct brine::codec<Circle> : brine::record<&Circle::radius> {};
template <>
struct brine::codec<Square> : brine::record<&Square::side> {};
template <>
struct brine::codec<Plain> : brine::record<&Plain::number> {};

namespace {

Registry shapes() {
    Registry registry;
    registry.add<Circle>().add<Square>();
    return registry;
}

template <class T, class... Hooks>
std::string with(const Registry& registry, const T& object, Hooks&&... hooks) {
    return hex(brine::dumps(object, {.protocol = 2, .registry = &registry},
                            std::forward<Hooks>(hooks)...));
}

const std::string circle = "7d 58 06 00 00 00 72 61 64 69 75 73 71 00 4b 05 73";

}  // namespace

TEST_CASE("registry: an object is written by its dynamic type, however it is held") {
    const Registry registry = shapes();
    const std::string expected = "80 02 " + circle + " 2e";
    CHECK(with(registry, std::unique_ptr<Shape>(new Circle)) == expected);
    const Circle object;
    CHECK(with(registry, static_cast<const Shape&>(object)) == expected);
    CHECK(with(registry, std::cref(static_cast<const Shape&>(object))) == expected);
    CHECK(with(registry, std::shared_ptr<Shape>(std::make_shared<Circle>())) ==
          "80 02 7d 71 00 58 06 00 00 00 72 61 64 69 75 73 71 01 4b 05 73 2e");
    std::vector<std::unique_ptr<Shape>> many;
    many.push_back(std::make_unique<Shape>());
    many.push_back(std::make_unique<Circle>());
    many.push_back(std::make_unique<Square>());
    many.push_back(nullptr);
    CHECK(
        with(registry, many) ==
        "80 02 5d 28 7d 58 02 00 00 00 69 64 71 00 4b 01 73 7d 58 06 00 00 00 72 61 64 69 75 73 71 "
        "01 4b 05 73 7d 58 04 00 00 00 73 69 64 65 71 02 4b 06 73 4e 65 2e");
}

TEST_CASE("registry: pointers to the parts of one object are one object") {
    const Registry registry = shapes();
    const auto square = std::make_shared<Square>();
    const std::shared_ptr<Shape> shape = square;
    REQUIRE(static_cast<void*>(shape.get()) != static_cast<void*>(square.get()));
    const std::string once = "7d 71 00 58 04 00 00 00 73 69 64 65 71 01 4b 06 73";
    CHECK(with(registry, std::tuple(square, shape)) == "80 02 " + once + " 68 00 86 2e");
    CHECK(with(registry, std::tuple(shape, square, shape)) ==
          "80 02 " + once + " 68 00 68 00 87 2e");
}

TEST_CASE("registry: a dynamic type that is not registered is an error, never a sliced object") {
    const Registry registry = shapes();
    const std::vector<std::shared_ptr<Shape>> many{std::make_shared<Circle>(),
                                                   std::make_shared<Unknown>()};
    const auto error = error_of(many, {.registry = &registry});
    CHECK(error.code() == brine::Errc::unregistered_type);
    CHECK(error.path() == "[1]");
    CHECK_THAT(error.what(), Catch::Matchers::ContainsSubstring("Unknown is not registered"));
    CHECK(error_of(std::unique_ptr<Shape>(new Circle)).code() == brine::Errc::unregistered_type);
}

namespace {
// Would be taken for text, for a number and for a list.
struct Named {
    virtual ~Named() = default;
    std::string name = "ab";
};
struct Nickname : Named {};
struct Number {
    virtual ~Number() = default;
};
struct Fraction : Number {};
struct Row : std::vector<int> {
    virtual ~Row() = default;
};
struct LongRow : Row {};
}  // namespace

template <>
struct brine::codec<Named> {
    static std::string_view view(const Named& object) { return object.name; }
};
template <>
struct brine::codec<Number> {
    static constexpr std::size_t max_size = 1;
    static char* put(char* p, const Number&) { return brine::encode::boolean(p, true); }
};

TEST_CASE("registry: text, numbers and lists with virtual functions are not sliced either") {
    const auto code = [](const auto& object) { return error_of(object).code(); };
    const auto many = [](auto pointer) {
        std::vector<decltype(pointer)> items(1);  // null, because a lone item takes another way
        items.push_back(std::move(pointer));
        return items;
    };
    CHECK(code(std::unique_ptr<Named>(new Nickname)) == brine::Errc::unregistered_type);
    CHECK(code(many(std::unique_ptr<Named>(new Nickname))) == brine::Errc::unregistered_type);
    CHECK(code(many(std::unique_ptr<Number>(new Fraction))) == brine::Errc::unregistered_type);
    CHECK(code(many(std::unique_ptr<Row>(new LongRow))) == brine::Errc::unregistered_type);
    CHECK(as_standard(Named(), 2) == "80 02 58 02 00 00 00 61 62 2e");
    CHECK(as_standard(std::vector<Number>(2), 2) == "80 02 5d 28 88 88 65 2e");
}

TEST_CASE("registry: add_reducer() matches derived classes, the last entry counts") {
    Registry registry;
    registry.add_reducer<Shape>(
        [](const Shape&) { return brine::reduce(brine::global("m", "f")); });
    const std::unique_ptr<Shape> unknown = std::make_unique<Unknown>();
    CHECK(with(registry, unknown) == "80 02 63 6d 0a 66 0a 71 00 29 52 2e");
    registry.add_reducer<Circle, Shape>(
        [](const Circle& object) { return brine::reduce(brine::global("m", "c"), object.radius); });
    CHECK(with(registry, unknown) == "80 02 63 6d 0a 66 0a 71 00 29 52 2e");
    CHECK(with(registry, std::unique_ptr<Shape>(new Circle)) ==
          "80 02 63 6d 0a 63 0a 71 00 4b 05 85 52 2e");
    registry.add_reducer<Shape>([](const Shape&) { return brine::global("m", "g"); });
    CHECK(with(registry, unknown) == "80 02 63 6d 0a 67 0a 71 00 2e");
    registry.add_reducer<Shape>(
        [](const Shape&) -> std::optional<brine::Global> { return std::nullopt; });
    CHECK(with(registry, unknown) == "80 02 63 6d 0a 67 0a 71 00 2e");
    registry.add<Circle>();
    CHECK(with(registry, std::unique_ptr<Shape>(new Circle)) == "80 02 " + circle + " 2e");
}

namespace {

// Each of these can be written and not loaded.
struct WithView : Shape {
    std::span<const int> numbers;
};
struct WithConst : Shape {
    const int number = 4;
};
struct WithBoxed : Shape {
    std::vector<std::optional<brine::Boxed>> items;
};
struct WithReferences : Shape {
    std::map<int, std::reference_wrapper<int>> numbers;
};
struct WithDeleter : Shape {
    std::unique_ptr<int, void (*)(int*)> number{nullptr, [](int*) {}};
};
/// This can be loaded, though it goes round in a circle.
struct Loadable : Shape {
    std::vector<std::shared_ptr<Loadable>> others;
    std::shared_ptr<Shape> shape;
};

}  // namespace

template <>
struct brine::codec<WithView> : brine::dataclass<"m", "WithView", &WithView::numbers> {};
template <>
struct brine::codec<WithConst> : brine::dataclass<"m", "WithConst", &WithConst::number> {};
template <>
struct brine::codec<WithBoxed> : brine::dataclass<"m", "WithBoxed", &WithBoxed::items> {};
template <>
struct brine::codec<WithReferences>
    : brine::dataclass<"m", "WithReferences", &WithReferences::numbers> {};
template <>
struct brine::codec<WithDeleter> : brine::dataclass<"m", "WithDeleter", &WithDeleter::number> {};
template <>
struct brine::codec<Loadable>
    : brine::dataclass<"m", "Loadable", &Loadable::others, &Loadable::shape> {};

TEST_CASE("registry: add() takes types that can be written and not loaded") {
    Registry registry;
    registry.add<WithView>().add<WithConst>().add<WithBoxed>();
    registry.add<WithReferences>().add<WithDeleter>().add<Loadable>();
    const std::unique_ptr<Shape> object = std::make_unique<WithConst>();
    const std::string pickle = brine::dumps(object, {.registry = &registry});
    const brine::Document document = brine::loads(pickle);
    CHECK(document.root().state()->get("number", 0) == 4);
    // It is taken for a Shape then.
    CHECK(brine::try_loads<std::unique_ptr<Shape>>(pickle, {.convert = {.registry = &registry}})
              .error()
              .code() == brine::Errc::type_mismatch);
    for (const char* const name :
         {"WithView", "WithConst", "WithBoxed", "WithReferences", "WithDeleter"}) {
        CHECK(registry.find_class("m", name) == nullptr);
    }
    CHECK(registry.find_class("m", "Loadable") != nullptr);
}

TEST_CASE("registry: a reducer's answer for a shared object is written once") {
    Registry registry;
    registry.add_reducer<Shape>(
        [](const Shape&) { return brine::reduce(brine::global("m", "f")); });
    const std::shared_ptr<Shape> shape = std::make_shared<Unknown>();
    CHECK(with(registry, std::tuple(shape, shape)) ==
          "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 68 01 86 2e");
}

TEST_CASE("registry: two registries do not see each other") {
    const Registry full = shapes();
    const Registry empty;
    const std::unique_ptr<Shape> object = std::make_unique<Circle>();
    CHECK_NOTHROW(brine::dumps(object, {.registry = &full}));
    CHECK(error_of(object, {.registry = &empty}).code() == brine::Errc::unregistered_type);
}

TEST_CASE("any_pickler: static hooks see an object by its dynamic type") {
    struct OnCircle {
        auto reducer_override(const Circle& object) {
            return brine::reduce(brine::global("m", "c"), object.radius);
        }
    };
    struct Static {
        static std::optional<int> persistent_id(const Circle&) { return 9; }
    };
    const Registry registry = shapes();
    const std::unique_ptr<Shape> object = std::make_unique<Circle>();
    CHECK(with(registry, object, OnCircle{}) == "80 02 63 6d 0a 63 0a 71 00 4b 05 85 52 2e");
    CHECK(with(registry, object, Static{}) == "80 02 4b 09 51 2e");
    const auto entry = brine::dispatch<Circle>(
        [](const Circle&) { return brine::reduce(brine::global("m", "d")); });
    CHECK(with(registry, object, entry) == "80 02 63 6d 0a 64 0a 71 00 29 52 2e");
}

namespace {

/// One reducer for several types, of which one is a template.
struct Overloaded {
    auto reducer_override(const Circle& object) {
        return brine::reduce(brine::global("m", "c"), object.radius);
    }
    auto reducer_override(const Square& object) {
        return brine::reduce(brine::global("m", "s"), object.side);
    }
    static std::optional<int> persistent_id(const auto& object) requires requires { object.number; }
    { return object.number; }
};
struct Declared : Overloaded {
    using erased_types = brine::hook_types<Circle, Square, Plain>;
};

}  // namespace

TEST_CASE("any_pickler: a hook that is overloaded is asked about the erased types that it names") {
    const Registry registry = shapes();
    const std::unique_ptr<Shape> erased_circle = std::make_unique<Circle>();
    const std::unique_ptr<Shape> erased_square = std::make_unique<Square>();
    const std::string reduced_circle = "80 02 63 6d 0a 63 0a 71 00 4b 05 85 52 2e";
    const std::string reduced_square = "80 02 63 6d 0a 73 0a 71 00 4b 06 85 52 2e";
    // Where the type is known to the compiler, nothing has to be named.
    CHECK(with(registry, Circle(), Overloaded()) == reduced_circle);
    CHECK(with(registry, Square(), Overloaded()) == reduced_square);
    CHECK(with(registry, Plain(), Overloaded()) == "80 02 4b 03 51 2e");
    // Else it can't be found out, and the hook is passed over.
    CHECK(with(registry, erased_circle, Overloaded()) == "80 02 " + circle + " 2e");
    CHECK(with(registry, erased_circle, Declared()) == reduced_circle);
    CHECK(with(registry, erased_square, Declared()) == reduced_square);
    CHECK(with(registry, brine::Boxed(Plain()), Declared()) == "80 02 4b 03 51 2e");
    CHECK(with(registry, brine::Boxed(Circle()), Declared()) == reduced_circle);
    CHECK(with(registry, brine::Boxed(1), Declared()) == "80 02 4b 01 2e");
}

TEST_CASE("any_pickler: DynamicHooks are asked in the order in which they were added") {
    std::vector<std::string> log;
    DynamicHooks hooks;
    hooks.add_reducer<Plain>([&](const Plain&) {
        log.emplace_back("first");
        return brine::not_handled;
    });
    hooks.add_reducer<Plain>([&](const Plain&) {
        log.emplace_back("second");
        return brine::reduce(brine::global("m", "f"));
    });
    hooks.add_reducer<Plain>([&](const Plain&) {
        log.emplace_back("third");
        return brine::global("m", "never");
    });
    hooks.add_persistent_id<int>(
        [](const int& number) { return number == 7 ? std::optional(1) : std::nullopt; });
    const auto plain = std::make_shared<Plain>();
    CHECK(as_standard(std::tuple(plain, plain, 6, 7), 2, hooks) ==
          "80 02 28 63 6d 0a 66 0a 71 00 29 52 71 01 68 01 4b 06 4b 01 51 74 2e");
    CHECK(log == std::vector<std::string>{"first", "second"});
}

TEST_CASE("any_pickler: DynamicHooks come before built-in types in every place") {
    DynamicHooks hooks;
    hooks.add_persistent_id<double>([](const double&) { return std::optional(9); });
    hooks.add_persistent_id<std::string>([](const std::string&) { return std::optional(8); });
    const std::map<std::string, double> dict{{"a", 1.0}, {"b", 2.0}};
    CHECK(as_standard(dict, 2, hooks) == "80 02 7d 28 4b 08 51 4b 09 51 4b 08 51 4b 09 51 75 2e");
    CHECK(as_standard(std::vector{1.0, 2.0}, 2, hooks) == "80 02 5d 28 4b 09 51 4b 09 51 65 2e");
    CHECK(as_standard(brine::reduce(brine::global("m", "f"), 1.0).args, 2, hooks) ==
          "80 02 4b 09 51 85 2e");
}

TEST_CASE("any_pickler: DynamicHooks without entries change no byte") {
    const DynamicHooks hooks;
    const auto text = std::make_shared<std::string>("ab");
    const std::map<std::string, int> dict{{"key", 1}};
    const std::tuple data(std::vector{1, 2, 3}, std::vector{dict, dict}, Plain(), text, text,
                          std::vector<std::string>{"x", "yy"}, std::optional<int>());
    for (int protocol = 2; protocol <= 5; ++protocol) {
        CHECK(as_python(data, protocol, hooks) == as_python(data, protocol));
        CHECK(as_standard(data, protocol, hooks) == as_standard(data, protocol));
    }
}

TEST_CASE("any_pickler: endless answers of DynamicHooks end at the depth limit") {
    DynamicHooks hooks;
    hooks.add_reducer<int>(
        [](const int& number) { return brine::reduce(brine::global("m", "f"), number); });
    CHECK(error_of(1, {}, hooks).code() == brine::Errc::too_deep);
}
