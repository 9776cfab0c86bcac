#include <brine/engine/loader_fields.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include "catch.hpp"

using namespace std::string_literals;

namespace {

struct Point {
    int x = 1;
    int y = 2;
    std::optional<std::string> label;
    bool operator==(const Point&) const = default;
};
struct Lenient {
    int x = 1;
    int y = 2;
    bool operator==(const Lenient&) const = default;
};
struct Three {
    Point point;
    int z = 3;
};
struct Pair {
    int x = 0;
    int y = 0;
    bool operator==(const Pair&) const = default;
};
struct Row {
    int x = 0;
    int y = 0;
    bool operator==(const Row&) const = default;
};
struct Base {
    int x = 0;
};
struct Derived : Base {
    int y = 0;
};
/// Made by the user's own code.
class Account {
public:
    explicit Account(std::string owner) : owner_(std::move(owner)) {}
    [[nodiscard]] const std::string& owner() const { return owner_; }

private:
    std::string owner_;
};

brine::Value dict(brine::Document& document,
                  std::vector<std::pair<std::string, brine::Value>> entries) {
    const brine::Value made = document.dict();
    for (const auto& [name, value] : entries) {
        made.set(name, value);
    }
    return made;
}

/// An instance as NEWOBJ and BUILD make it.
brine::Value instance(brine::Document& document, const std::string& name,
                      const brine::Value& state) {
    const brine::Value made = document.object(brine::Made::newobj, document.global("m", name),
                                              document.tuple(std::vector<brine::Value>()));
    made.set_state(state);
    return made;
}

brine::Value called(brine::Document& document, const std::string& name,
                    std::vector<brine::Value> args, brine::Made how = brine::Made::reduce) {
    return document.object(how, document.global("m", name), document.tuple(args));
}

template <class T>
T loaded(const brine::Value& value, const brine::ConvertOptions& options = {}) {
    brine::Loader loader(options);
    return loader.load<T>(value);
}

template <class T>
brine::ConversionError error_of(const brine::Value& value,
                                const brine::ConvertOptions& options = {}) {
    try {
        static_cast<void>(loaded<T>(value, options));
    } catch (const brine::ConversionError& error) {
        return error;
    }
    FAIL("no error");
    throw;  // not reached
}

}  // namespace

template <>
struct brine::codec<Point> : brine::dataclass<"m", "Point", &Point::x, &Point::y, &Point::label> {};
template <>
struct brine::codec<Lenient> : brine::dataclass<"m", "Point", &Lenient::x, &Lenient::y> {
    static constexpr auto unknown_fields = brine::unknown_fields::ignore;
    static constexpr auto missing_fields = brine::missing_fields::keep;
};
template <>
struct brine::codec<Three>
    : brine::dataclass<"m", "Three", brine::field<"the point", &Three::point>, &Three::z> {};
template <>
struct brine::codec<Pair> : brine::namedtuple<"m", "Pair", &Pair::x, &Pair::y> {};
template <>
struct brine::codec<Row> : brine::record<&Row::x, &Row::y> {};
template <>
struct brine::codec<Base> : brine::dataclass<"m", "Base", &Base::x> {};
template <>
struct brine::codec<Derived> : brine::dataclass<"m", "Derived", brine::base<Base>, &Derived::y> {};
template <>
struct brine::codec<Account> {
    static Account load(const brine::Value& value) {
        if (!value.is_object() || !value.callable().is_global("m", "Account")) {
            value.throw_not_a("an m.Account");
        }
        return Account(value.args()[0].as<std::string>());
    }
};

TEST_CASE("loader_fields: fields are known by name, in any order") {
    brine::Document document;
    const brine::Value state =
        dict(document,
             {{"label", document.make("l")}, {"y", document.make(5)}, {"x", document.make(4)}});
    CHECK(loaded<Point>(instance(document, "Point", state)) == Point{4, 5, "l"});
    const brine::Value half =
        dict(document,
             {{"x", document.make(4)}, {"label", document.make("l")}, {"y", document.make(5)}});
    CHECK(loaded<Point>(instance(document, "Point", half)) == Point{4, 5, "l"});
}

TEST_CASE("loader_fields: the class has to be the very one") {
    brine::Document document;
    const brine::Value state = dict(document, {{"x", document.make(4)}, {"y", document.make(5)}});
    CHECK(error_of<Point>(instance(document, "Points", state)).reason() ==
          "expected a m.Point, found an object of m.Points");
    CHECK(error_of<Point>(state).reason() == "expected a m.Point, found a dict of 2");
    CHECK(error_of<Point>(document.global("m", "Point")).reason() ==
          "expected a m.Point, found the name m.Point");
}

TEST_CASE("loader_fields: a field that is not there is an error, unless it is optional") {
    brine::Document document;
    const brine::Value all = instance(
        document, "Point", dict(document, {{"x", document.make(4)}, {"y", document.make(5)}}));
    CHECK(loaded<Point>(all) == Point{4, 5, std::nullopt});
    const brine::Value some =
        instance(document, "Point", dict(document, {{"x", document.make(4)}}));
    CHECK(error_of<Point>(some).code() == brine::Errc::missing_field);
    CHECK(error_of<Point>(some).reason().starts_with("no 'y', which is a field of "));
    CHECK(loaded<Point>(some, {.missing_fields = brine::missing_fields::keep}) == Point{4, 2, {}});
}

TEST_CASE("loader_fields: what is kept is the default and not what was there before") {
    brine::Document document;
    const brine::Value some =
        instance(document, "Point", dict(document, {{"x", document.make(4)}}));
    Point out{7, 8, "old"};
    brine::Loader loader({.missing_fields = brine::missing_fields::keep});
    loader.load(some, out);
    CHECK(out == Point{4, 2, std::nullopt});
}

TEST_CASE("loader_fields: an unknown field is an error, or ignored") {
    brine::Document document;
    const brine::Value more =
        instance(document, "Point",
                 dict(document,
                      {{"x", document.make(4)}, {"y", document.make(5)}, {"z", document.make(6)}}));
    CHECK(error_of<Point>(more).code() == brine::Errc::unknown_field);
    CHECK(error_of<Point>(more).reason().starts_with("'z' is no field of "));
    CHECK(loaded<Point>(more, {.unknown_fields = brine::unknown_fields::ignore}) ==
          Point{4, 5, std::nullopt});
}

TEST_CASE("loader_fields: a codec may have its own policies") {
    brine::Document document;
    const brine::Value other = instance(
        document, "Point", dict(document, {{"z", document.make(6)}, {"y", document.make(5)}}));
    CHECK(loaded<Lenient>(other) == Lenient{1, 5});
}

TEST_CASE("loader_fields: errors name the field, as an attribute or as a key") {
    brine::Document document;
    const brine::Value point = instance(
        document, "Point", dict(document, {{"x", document.make("a")}, {"y", document.make(5)}}));
    const brine::Value three = instance(
        document, "Three", dict(document, {{"z", document.make(1)}, {"the point", point}}));
    CHECK(error_of<Three>(three).what() ==
          "cannot convert the point.x: expected an int, found a str"s);
    const brine::Value entry = dict(document, {{"x", document.make(1)}, {"y", document.make("a")}});
    CHECK(error_of<Row>(entry).what() == "cannot convert ['y']: expected an int, found a str"s);
}

TEST_CASE("loader_fields: fields come from arguments, keyword arguments and any form of state") {
    brine::Document document;
    const brine::Value one = document.make(1);
    const brine::Value two = document.make(2);
    const brine::Value cls = document.global("m", "Pair");
    const brine::Value none = document.none();
    const auto both = dict(document, {{"x", one}, {"y", two}});
    const auto only_x = dict(document, {{"x", one}});
    const auto only_y = dict(document, {{"y", two}});
    const Pair pair{1, 2};
    CHECK(loaded<Pair>(called(document, "Pair", {one, two})) == pair);
    CHECK(loaded<Pair>(called(document, "Pair", {one, two}, brine::Made::newobj)) == pair);
    CHECK(loaded<Pair>(
              document.object(brine::Made::newobj_ex, cls, document.tuple({one}), only_y)) == pair);
    CHECK(loaded<Pair>(instance(document, "Pair", document.tuple({none, both}))) == pair);
    CHECK(loaded<Pair>(instance(document, "Pair", document.tuple({only_x, only_y}))) == pair);
    CHECK(loaded<Pair>(instance(document, "Pair", document.list({one, two}))) == pair);
    const auto copyreg = [&](const char* name, std::vector<brine::Value> args) {
        return document.object(brine::Made::reduce, document.global("copyreg", name),
                               document.tuple(args));
    };
    CHECK(loaded<Pair>(copyreg("__newobj__", {cls, one, two})) == pair);
    CHECK(loaded<Pair>(copyreg("__newobj_ex__", {cls, document.tuple({one}), only_y})) == pair);
    CHECK(loaded<Pair>(copyreg("_reconstructor", {cls, document.global("builtins", "tuple"),
                                                  document.tuple({one, two})})) == pair);
    const brine::Value bare =
        copyreg("_reconstructor", {cls, document.global("builtins", "object"), none});
    bare.set_state(both);
    CHECK(loaded<Pair>(bare) == pair);
    const brine::Value part = called(document, "Pair", {one});
    part.set_state(only_y);
    CHECK(loaded<Pair>(part) == pair);
}

TEST_CASE("loader_fields: what is no form of a described class is an error") {
    brine::Document document;
    const brine::Value one = document.make(1);
    CHECK(error_of<Pair>(called(document, "Pair", {one, one, one})).code() ==
          brine::Errc::unknown_field);
    CHECK(error_of<Pair>(called(document, "Pair", {one})).code() == brine::Errc::missing_field);
    CHECK(error_of<Pair>(instance(document, "Pair", one)).reason() ==
          "expected a dict of attributes as the state of a m.Pair, found 1");
    CHECK(error_of<Pair>(instance(document, "Pair", document.list({one}))).reason() ==
          "expected a list of 2 fields, found a list of 1");
    const brine::Value with_items = called(document, "Pair", {one, one});
    with_items.append(1);
    CHECK(error_of<Pair>(with_items).code() == brine::Errc::unknown_field);
    CHECK(loaded<Pair>(with_items, {.unknown_fields = brine::unknown_fields::ignore}) ==
          Pair{1, 1});
    const brine::Value list_based = document.object(
        brine::Made::reduce, document.global("copyreg", "_reconstructor"),
        document.tuple({document.global("m", "Pair"), document.global("builtins", "list"),
                        document.list({one, one})}));
    CHECK(error_of<Pair>(list_based).code() == brine::Errc::type_mismatch);
}

TEST_CASE("loader_fields: fields of a base class are loaded in their place") {
    brine::Document document;
    const Derived made = loaded<Derived>(instance(
        document, "Derived", dict(document, {{"x", document.make(4)}, {"y", document.make(5)}})));
    CHECK(made.x == 4);
    CHECK(made.y == 5);
}

TEST_CASE("loader_fields: a class of a class is known below protocol 4 too") {
    brine::Document document;
    const brine::Value nested =
        document.object(brine::Made::reduce, document.global("builtins", "getattr"),
                        document.tuple({document.global("m", "Outer"), document.make("Inner")}));
    CHECK(loaded<brine::Global>(nested) == brine::global("m", "Outer.Inner"));
    brine::Loader loader;
    CHECK(loader.is_class(nested, "m", "Outer.Inner"));
    CHECK(!loader.is_class(nested, "m", "Outer.Other"));
    CHECK(!loader.is_class(nested, "m", "OuterXInner"));
    CHECK(!loader.is_class(nested, "m", "Inner"));
    CHECK(!loader.is_class(nested, "n", "Outer.Inner"));
}

TEST_CASE("loader_fields: a class is known by its extension code") {
    brine::Document document;
    brine::Registry registry;
    registry.add_extension("m", "Pair", 240);
    const brine::Value made = document.object(brine::Made::newobj, document.extension(240),
                                              document.tuple({document.make(1), document.make(2)}));
    CHECK(loaded<Pair>(made, {.registry = &registry}) == Pair{1, 2});
    CHECK_THROWS_AS(loaded<Pair>(made), brine::ConversionError);
}

TEST_CASE("loader_fields: what is not quite the form of an object is none") {
    brine::Document document;
    const brine::Value one = document.make(1);
    const brine::Value none = document.none();
    const brine::Value empty = document.tuple(std::vector<brine::Value>());
    const brine::Value cls = document.global("m", "Pair");
    const auto both = document.tuple({one, one});
    const auto made = [&](brine::Made how, const brine::Value& callable,
                          std::vector<brine::Value> args) {
        return document.object(how, callable, document.tuple(args));
    };
    const auto reduced = [&](const char* module, const char* name, std::vector<brine::Value> args) {
        return made(brine::Made::reduce, document.global(module, name), args);
    };
    const auto partial = [&](const char* name, const brine::Value& state) {
        const brine::Value callable = reduced("functools", name, {one});
        callable.set_state(state);
        return made(brine::Made::reduce, callable, {});
    };
    const auto fields = dict(document, {{"x", one}, {"y", one}});
    const auto y = dict(document, {{"y", one}});
    const auto made_by = [&](const brine::Value& function) {
        return partial("partial", document.tuple({function, document.tuple({cls, one}), y, none}));
    };
    const auto attribute = [&](const brine::Value& of, const char* name) {
        return reduced("builtins", "getattr", {of, document.make(name)});
    };
    // The forms as Python writes them.
    const auto new_ = attribute(document.global("builtins", "object"), "__new__");
    CHECK(loaded<Pair>(made_by(new_)) == Pair{1, 1});
    CHECK(loaded<Pair>(made_by(attribute(cls, "__new__"))) == Pair{1, 1});
    CHECK(loaded<Pair>(made_by(document.global("m", "Pair.__new__"))) == Pair{1, 1});
    const brine::Value wrong[] = {
        reduced("copyreg", "__newobj__", {}),
        reduced("copyreg", "__newobj_ex__", {cls, both}),
        reduced("copyreg", "__newobj_ex__", {cls, one, fields}),
        reduced("copyreg", "_reconstructor", {cls, one}),
        reduced("copyreg", "_reconstructor", {cls, document.global("builtins", "object"), one}),
        reduced("copyreg", "_reconstructor", {cls, document.global("builtins", "tuple"), one}),
        reduced("copyreg", "other", {cls, one, one}),
        partial("partialmethod", document.tuple({new_, document.tuple({cls}), fields, none})),
        partial("partial", one),
        partial("partial", document.tuple({new_, document.tuple({cls}), fields})),
        partial("partial", document.tuple({new_, empty, fields, none})),
        partial("partial", document.tuple({new_, document.list({cls}), fields, none})),
        partial("partial", document.tuple({new_, document.tuple({cls}), none, none})),
        made_by(document.global("os", "system")),
        made_by(document.global("m", "my__new__")),
        made_by(attribute(cls, "__init__")),
        made_by(one),
        made(brine::Made::reduce, reduced("functools", "partial", {one}), {}),  // without a state
        made(brine::Made::newobj, reduced("builtins", "getattr", {cls, document.make("x")}), {}),
    };
    for (std::size_t i = 0; i < std::size(wrong); ++i) {
        INFO(i);
        CHECK(error_of<Pair>(wrong[i]).code() == brine::Errc::type_mismatch);
    }
    brine::Loader loader;
    const brine::Value inner = document.make("Inner");
    const brine::Value outer = document.global("m", "Outer");
    for (const brine::Value& callable :
         {made(brine::Made::newobj, document.global("builtins", "getattr"), {outer, inner}),
          made(brine::Made::reduce, reduced("m", "f", {}), {outer, inner}),
          reduced("builtins", "getattr", {outer}), reduced("builtins", "setattr", {outer, inner}),
          reduced("operator", "getattr", {outer, inner}),
          reduced("builtins", "getattr", {outer, one}),
          reduced("builtins", "getattr", {one, inner})}) {
        CHECK_FALSE(loader.is_class(callable, "m", "Outer.Inner"));
        CHECK_THROWS_AS(loaded<brine::Global>(callable), brine::ConversionError);
    }
    brine::Registry registry;
    registry.add_extension("m", "Outer.Inner", 240);
    CHECK(loaded<brine::Global>(document.extension(240), {.registry = &registry}) ==
          brine::global("m", "Outer.Inner"));
    CHECK_THROWS_AS(loaded<Pair>(made(brine::Made::newobj, document.extension(240), {one, one}),
                                 {.registry = &registry}),
                    brine::ConversionError);
}

TEST_CASE("loader_fields: a codec of the user's own makes what has no default constructor") {
    brine::Document document;
    const brine::Value made = called(document, "Account", {document.make("Ann")});
    CHECK(loaded<std::vector<Account>>(document.list({made, made}))[1].owner() == "Ann");
    CHECK(made.as<Account>().owner() == "Ann");
    const brine::ConversionError error =
        error_of<std::vector<Account>>(document.list({document.make(1)}));
    CHECK(error.path() == "[0]");
}

TEST_CASE("loader_fields: Value::as takes every type with a codec") {
    brine::Document document;
    const brine::Value pairs =
        document.list({called(document, "Pair", {document.make(1), document.make(2)})});
    CHECK(pairs.as<std::vector<Pair>>() == std::vector<Pair>{{1, 2}});
    CHECK(!pairs.try_as<Pair>());
    document.set_root(pairs);
    CHECK(document.as<std::vector<Pair>>().size() == 1);
}
