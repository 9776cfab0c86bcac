// Compiled with -fno-rtti: all but what README.md names.
#include <brine/brine.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <brine/tools/dis.hpp>
#include <brine/tools/globals.hpp>
#include <brine/tools/optimize.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"

#ifdef __cpp_rtti
#error "this is to be compiled without RTTI"
#endif

namespace {

enum class Colour { red = 1, green };

struct Point {
    double x = 0;
    double y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

struct Drawing {
    std::map<std::string, std::vector<Point>> lines;
    std::optional<Colour> colour;
    std::variant<std::int64_t, std::string> name;
    std::shared_ptr<Point> origin;
    std::shared_ptr<Point> centre;
};

struct Handle final {
    Handle() = default;
    virtual ~Handle() = default;
    int number = 0;
};

int half(int x) { return x / 2; }

}  // namespace

template <>
struct brine::codec<Colour> : brine::enumeration<"model", "Colour"> {};
template <>
struct brine::codec<Point> : brine::dataclass<"model", "Point", &Point::x, &Point::y> {};
template <>
struct brine::codec<Drawing>
    : brine::dataclass<"model", "Drawing", &Drawing::lines, &Drawing::colour, &Drawing::name,
                       &Drawing::origin, &Drawing::centre> {};
template <>
struct brine::codec<Handle> : brine::dataclass<"model", "Handle", &Handle::number> {};

TEST_CASE("no_rtti: typed objects come back, and what is shared stays shared") {
    Drawing drawing{{{"a", {{1, 2}, {3, 4}}}}, Colour::green, "name", nullptr, nullptr};
    drawing.origin = drawing.centre = std::make_shared<Point>(Point{5, 6});
    for (const auto memo : {brine::memo::standard, brine::memo::strings, brine::memo::python}) {
        const auto back = brine::loads<Drawing>(brine::dumps(drawing, {.memo = memo}));
        CHECK(back.lines == drawing.lines);
        CHECK(back.colour == drawing.colour);
        CHECK(back.name == drawing.name);
        REQUIRE(back.origin != nullptr);
        CHECK(*back.origin == *drawing.origin);
        CHECK(back.origin == back.centre);
    }
}

TEST_CASE("no_rtti: any pickle is a Document") {
    const std::string pickle = brine::dumps(std::vector<Point>{{1, 2}});
    const brine::Document document = brine::loads(pickle);
    CHECK(brine::loads<std::vector<Point>>(brine::dumps(document)) == std::vector<Point>{{1, 2}});
    CHECK(brine::repr(document.root()).find("Point") != std::string::npos);
    CHECK(brine::dis(pickle).find("STOP") != std::string::npos);
    CHECK(brine::globals(pickle).size() == 1);
    CHECK(brine::loads(brine::optimize(pickle)) == document);
}

TEST_CASE("no_rtti: an object of a final class is known") {
    const auto handle = std::make_shared<Handle>();
    handle->number = 7;
    const auto back = brine::loads<std::vector<std::shared_ptr<Handle>>>(
        brine::dumps(std::vector{handle, handle}));
    REQUIRE(back.size() == 2);
    CHECK(back[0] == back[1]);
    CHECK(back[0]->number == 7);
}

TEST_CASE("no_rtti: hooks, those that are found by their type at run time too") {
    brine::DynamicHooks hooks;
    hooks.add_reducer<Point>([](const Point& point) {
        return brine::reduce(brine::global("builtins", "complex"), point.x, point.y);
    });
    hooks.add_persistent_id<Handle>(
        [](const Handle& handle) { return std::optional(handle.number); });
    const std::string pickle =
        brine::dumps(std::pair(Point{1, 2}, std::make_shared<Handle>()), {}, hooks);
    CHECK(brine::dis(pickle).find("complex") != std::string::npos);
    CHECK(brine::dis(pickle).find("BINPERSID") != std::string::npos);
    const auto boxed = brine::dumps(brine::Boxed(Point{1, 2}), {}, hooks);
    CHECK(brine::dis(boxed).find("complex") != std::string::npos);
}

TEST_CASE("no_rtti: a registry names functions and types") {
    brine::Registry registry;
    registry.add_function(&half, "model", "half").add_type<Point>("model", "Point");
    const brine::DumpOptions dump{.registry = &registry};
    const brine::LoadOptions load{.convert = {.registry = &registry}};
    const std::string function = brine::dumps(&half, dump);
    CHECK(brine::loads<int (*)(int)>(function, load) == &half);
    CHECK_THROWS_AS(brine::loads<int (*)(long)>(function, load), brine::ConversionError);
    const brine::TypeIndex type = brine::type_info_of<Point>();
    CHECK(brine::loads<brine::TypeIndex>(brine::dumps(type, dump), load) == type);
    CHECK(type != brine::type_info_of<Handle>());
    CHECK_THROWS_AS(brine::dumps(brine::TypeIndex(brine::type_info_of<Point>())),
                    brine::PicklingError);
}
