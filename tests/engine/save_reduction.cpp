#include <brine/engine/save_reduction.hpp>

#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

namespace {

// An object whose reduction is what a test says. All bytes below are those that Python's
// pickle.dumps gives an object whose __reduce_ex__ answers the same.
template <class Make>
struct Reduced {
    Make make;
};
template <class Make>
Reduced(Make) -> Reduced<Make>;

// Something else than a weak_ptr.
struct HasLock {
    int x = 1;
    void lock() const {}
};
// Which leaves a variant without a value.
struct Throws {
    Throws() = default;
    Throws(const Throws&) { throw 1; }
    Throws& operator=(const Throws&) = default;
};

const brine::Global f = brine::global("m", "f");
const std::map<std::string, int> state{{"aa", 1}};
using Pairs = std::vector<std::pair<int, int>>;

}  // namespace

template <>
struct brine::codec<HasLock> : brine::record<&HasLock::x> {};
template <>
struct brine::codec<Throws> {
    static void save(auto& pickler, const Throws&) { pickler.save_none(); }
};
template <class Make>
struct brine::codec<Reduced<Make>> {
    static auto reduce(const Reduced<Make>& object) { return object.make(); }
};

TEST_CASE("save_reduction: REDUCE with its arguments as a tuple") {
    const Reduced plain{[] { return brine::reduce(f, 1, "xy"); }};
    CHECK(as_python(plain, 2) ==
          "80 02 63 6d 0a 66 0a 71 00 4b 01 58 02 00 00 00 78 79 71 01 86 71 02 52 71 03 2e");
    CHECK(
        as_python(plain, 4) ==
        "80 04 95 16 00 00 00 00 00 00 00 8c 01 6d 94 8c 01 66 94 93 94 4b 01 8c 02 78 79 94 86 94 "
        "52 94 2e");
    CHECK(as_python(Reduced{[] { return brine::reduce(f); }}, 2) ==
          "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 2e");
}

TEST_CASE("save_reduction: NEWOBJ") {
    CHECK(as_python(Reduced{[] { return brine::newobj(brine::global("m", "C")); }}, 3) ==
          "80 03 63 6d 0a 43 0a 71 00 29 81 71 01 2e");
    CHECK(
        as_python(Reduced{[] { return brine::newobj(brine::global("m", "N"), 1, 2, 3, 4); }}, 4) ==
        "80 04 95 18 00 00 00 00 00 00 00 8c 01 6d 94 8c 01 4e 94 93 94 28 4b 01 4b 02 4b 03 4b 04 "
        "74 94 81 94 2e");
}

TEST_CASE("save_reduction: NEWOBJ_EX with keywords, and functools.partial below protocol 4") {
    const Reduced one{[] {
        return brine::newobj_ex(brine::global("m", "K"), std::tuple(1), brine::keyword("key", 2));
    }};
    CHECK(
        as_python(one, 2) ==
        "80 02 63 66 75 6e 63 74 6f 6f 6c 73 0a 70 61 72 74 69 61 6c 0a 71 00 63 5f 5f 62 75 69 6c "
        "74 69 6e 5f 5f 0a 67 65 74 61 74 74 72 0a 71 01 63 6d 0a 4b 0a 71 02 58 07 00 00 00 5f 5f "
        "6e 65 77 5f 5f 71 03 86 71 04 52 71 05 85 71 06 52 71 07 28 68 05 68 02 4b 01 86 71 08 7d "
        "71 09 58 03 00 00 00 6b 65 79 71 0a 4b 02 73 4e 74 71 0b 62 29 52 71 0c 2e");
    CHECK(
        as_python(one, 3) ==
        "80 03 63 66 75 6e 63 74 6f 6f 6c 73 0a 70 61 72 74 69 61 6c 0a 71 00 63 62 75 69 6c 74 69 "
        "6e 73 0a 67 65 74 61 74 74 72 0a 71 01 63 6d 0a 4b 0a 71 02 58 07 00 00 00 5f 5f 6e 65 77 "
        "5f 5f 71 03 86 71 04 52 71 05 85 71 06 52 71 07 28 68 05 68 02 4b 01 86 71 08 7d 71 09 58 "
        "03 00 00 00 6b 65 79 71 0a 4b 02 73 4e 74 71 0b 62 29 52 71 0c 2e");
    CHECK(
        as_python(one, 4) ==
        "80 04 95 1c 00 00 00 00 00 00 00 8c 01 6d 94 8c 01 4b 94 93 94 4b 01 85 94 7d 94 8c 03 6b "
        "65 79 94 4b 02 73 92 94 2e");

    const Reduced two{[] {
        return brine::newobj_ex(brine::global("m", "K"), std::tuple(), brine::keyword("key", 2),
                                brine::keyword("other", 3));
    }};
    CHECK(
        as_python(two, 4) ==
        "80 04 95 24 00 00 00 00 00 00 00 8c 01 6d 94 8c 01 4b 94 93 94 29 7d 94 28 8c 03 6b 65 79 "
        "94 4b 02 8c 05 6f 74 68 65 72 94 4b 03 75 92 94 2e");
}

TEST_CASE("save_reduction: the object is memoized before its state") {
    const Reduced with_state{[] { return brine::reduce(f).state(state); }};
    CHECK(as_python(with_state, 2) ==
          "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 7d 71 02 58 02 00 00 00 61 61 71 03 4b 01 73 62 "
          "2e");
    CHECK(as_standard(with_state, 2) ==
          "80 02 63 6d 0a 66 0a 71 00 29 52 7d 58 02 00 00 00 61 61 71 01 4b 01 73 62 2e");
}

TEST_CASE("save_reduction: a lone item takes APPEND or SETITEM, more take a batch") {
    const auto list = [](std::vector<int> items) {
        return as_python(Reduced{[=] { return brine::reduce(f).list_items(items); }}, 2).substr(39);
    };
    CHECK(list({}) == "2e");
    CHECK(list({7}) == "4b 07 61 2e");
    CHECK(list({7, 8}) == "28 4b 07 4b 08 65 2e");
    const auto dict = [](Pairs items) {
        return as_python(Reduced{[=] { return brine::reduce(f).dict_items(items); }}, 2).substr(39);
    };
    CHECK(dict({}) == "2e");
    CHECK(dict({{7, 8}}) == "4b 07 4b 08 73 2e");
    CHECK(dict({{7, 8}, {9, 10}}) == "28 4b 07 4b 08 4b 09 4b 0a 75 2e");
}

TEST_CASE("save_reduction: items come in batches of 1000, and a lone last one is no batch") {
    const auto end_of = [](std::size_t size) {
        const std::vector<int> items(size, 7);
        const auto bytes =
            as_python(Reduced{[&] { return brine::reduce(f).list_items(items); }}, 2);
        return bytes.substr(bytes.size() - 23);
    };
    CHECK(end_of(1000) == "4b 07 4b 07 4b 07 65 2e");
    CHECK(end_of(1001) == "07 4b 07 65 4b 07 61 2e");
    CHECK(end_of(2000) == "4b 07 4b 07 4b 07 65 2e");
    const auto end_of_pairs = [](std::size_t size) {
        const Pairs items(size, {7, 8});
        const auto bytes =
            as_python(Reduced{[&] { return brine::reduce(f).dict_items(items); }}, 2);
        return bytes.substr(bytes.size() - 23);
    };
    CHECK(end_of_pairs(1000) == "4b 08 4b 07 4b 08 75 2e");
    CHECK(end_of_pairs(1001) == "08 75 4b 07 4b 08 73 2e");
}

TEST_CASE(
    "save_reduction: keywords come in batches of 1000, with the empty one that CPython adds") {
    const auto end_of = [](int size) {
        const auto bytes =
            as_python(Reduced{[&] {
                          brine::DynamicReduction made(f, brine::Construct::newobj_ex);
                          for (int i = 0; i < size; ++i) {
                              made.keyword("k" + std::to_string(1000 + i), 1);
                          }
                          return made.parts();
                      }},
                      4);
        return bytes.substr(bytes.size() - 47);
    };
    CHECK(end_of(1000) == "8c 05 6b 31 39 39 39 94 4b 01 75 28 75 92 94 2e");
    CHECK(end_of(1001) == "75 28 8c 05 6b 32 30 30 30 94 4b 01 75 92 94 2e");
}

TEST_CASE("save_reduction: list items, dict items and state come in this order") {
    const Reduced all{[] {
        return brine::reduce(f).state(state).list_items(std::vector{7}).dict_items(Pairs{{8, 9}});
    }};
    CHECK(
        as_python(all, 2) ==
        "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 4b 07 61 4b 08 4b 09 73 7d 71 02 58 02 00 00 00 61 "
        "61 71 03 4b 01 73 62 2e");
}

TEST_CASE(
    "save_reduction: a state setter is called with object and state, and its result dropped") {
    const Reduced by_global{
        [] { return brine::reduce(f).state(state).state_setter(brine::global("m", "setter")); }};
    CHECK(
        as_python(by_global, 2) ==
        "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 63 6d 0a 73 65 74 74 65 72 0a 71 02 68 01 7d 71 03 "
        "58 02 00 00 00 61 61 71 04 4b 01 73 86 52 30 2e");
    CHECK(
        as_python(by_global, 4) ==
        "80 04 95 2a 00 00 00 00 00 00 00 8c 01 6d 94 8c 01 66 94 93 94 29 52 94 68 00 8c 06 73 65 "
        "74 74 65 72 94 93 94 68 03 7d 94 8c 02 61 61 94 4b 01 73 86 52 30 2e");
    // Under memo::standard too the object takes the slot that the setter's call needs.
    CHECK(
        as_standard(by_global, 2) ==
        "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 63 6d 0a 73 65 74 74 65 72 0a 71 02 68 01 7d 58 02 "
        "00 00 00 61 61 71 03 4b 01 73 86 52 30 2e");
}

TEST_CASE("save_reduction: a state setter may be any object that Python can call") {
    const Reduced setter{[] { return brine::reduce(brine::global("m", "make"), 7); }};
    const Reduced by_object{[=] { return brine::reduce(f).state(state).state_setter(setter); }};
    CHECK(
        as_python(by_object, 2) ==
        "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 63 6d 0a 6d 61 6b 65 0a 71 02 4b 07 85 71 03 52 71 "
        "04 68 01 7d 71 05 58 02 00 00 00 61 61 71 06 4b 01 73 86 52 30 2e");
}

TEST_CASE("save_reduction: the order in which the parts are added is of no account") {
    const Reduced one{[] { return brine::reduce(f).state(1).list_items(std::vector{7}); }};
    const Reduced other{[] { return brine::reduce(f).list_items(std::vector{7}).state(1); }};
    CHECK(as_python(one, 5) == as_python(other, 5));
}

namespace {

// Refers to itself by its arguments: f([object]).
struct Knot {
    std::vector<std::shared_ptr<Knot>> inside;
};

// Refers to itself by its state: {'me': object}.
struct Mirror {
    std::map<std::string, std::weak_ptr<Mirror>> attributes;
};

}  // namespace

template <>
struct brine::codec<Knot> {
    static auto reduce(const Knot& knot) { return brine::reduce(f, knot.inside); }
};

template <>
struct brine::codec<Mirror> {
    static auto reduce(const Mirror& mirror) {
        return brine::reduce(f).state(std::cref(mirror.attributes));
    }
};

TEST_CASE("save_reduction: an object that is met in its own state is a GET") {
    const auto mirror = std::make_shared<Mirror>();
    mirror->attributes["me"] = mirror;
    CHECK(as_python(mirror, 2) ==
          "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 7d 71 02 58 02 00 00 00 6d 65 71 03 68 01 73 62 "
          "2e");
    CHECK(
        as_python(mirror, 4) ==
        "80 04 95 19 00 00 00 00 00 00 00 8c 01 6d 94 8c 01 66 94 93 94 29 52 94 7d 94 8c 02 6d 65 "
        "94 68 03 73 62 2e");
}

namespace {

// f([object]) where the list is one object, as in Python: l = [o]; o.__reduce__ gives (f, (l,)).
struct Ring {
    std::shared_ptr<std::vector<std::weak_ptr<Ring>>> list =
        std::make_shared<std::vector<std::weak_ptr<Ring>>>();
    bool with_state = false;
};

}  // namespace

template <>
struct brine::codec<Ring> {
    static void save(auto& pickler, const Ring& ring) {
        if (ring.with_state) {
            pickler.save_reduce(brine::reduce(f, ring.list).state(state));
        } else {
            pickler.save_reduce(brine::reduce(f, ring.list));
        }
    }
};

TEST_CASE(
    "save_reduction: an object that is met in its own arguments is POP, GET and nothing more") {
    const auto ring = std::make_shared<Ring>();
    ring->list->push_back(ring);
    CHECK(
        as_python(ring, 2) ==
        "80 02 63 6d 0a 66 0a 71 00 5d 71 01 68 00 68 01 85 71 02 52 71 03 61 85 71 04 52 30 68 03 "
        "2e");
    ring->with_state = true;
    CHECK(
        as_python(ring, 4) ==
        "80 04 95 27 00 00 00 00 00 00 00 8c 01 6d 94 8c 01 66 94 93 94 5d 94 68 02 68 03 85 94 52 "
        "94 7d 94 8c 02 61 61 94 4b 01 73 62 61 85 94 52 30 68 05 2e");
}

TEST_CASE("save_reduction: arguments that lead back without a shared list end at the depth limit") {
    const auto knot = std::make_shared<Knot>();
    knot->inside.push_back(knot);
    CHECK(error_of(knot).code() == brine::Errc::too_deep);
    knot->inside.clear();
}

TEST_CASE("save_reduction: an error says in which part of the reduction it happened") {
    const std::string bad = "\xff";
    CHECK(error_of(Reduced{[=] { return brine::reduce(f, 1, bad); }}).path() == "(args)[1]");
    CHECK(error_of(Reduced{[=] { return brine::reduce(f).state(bad); }}).path() == "(state)");
    const auto nested = std::make_tuple(1, Reduced{[=] { return brine::reduce(f).state(bad); }});
    CHECK(error_of(nested).path() == "[1] (state)");
    CHECK(error_of(nested).what() ==
          std::string("cannot pickle [1] (state): ") + error_of(nested).reason());
    const Reduced keywords{
        [=] { return brine::newobj_ex(f, std::tuple(), brine::keyword("key", bad)); }};
    CHECK(error_of(keywords).path() == "['key']");
}

TEST_CASE("save_reduction: a state that becomes None is none, as in Python") {
    const std::string without = as_standard(Reduced{[] { return brine::reduce(f); }}, 2);
    const auto with = [](const auto& none) {
        return as_standard(Reduced{[=] { return brine::reduce(f).state(none); }}, 2);
    };
    CHECK(with(nullptr) == without);
    CHECK(with(std::optional<int>()) == without);
    CHECK(with(std::shared_ptr<int>()) == without);
    CHECK(with(std::weak_ptr<int>()) == without);
    CHECK(with(std::variant<std::monostate, int>()) == without);
    CHECK(with(std::make_shared<std::optional<int>>()) == without);
    CHECK(with(brine::Boxed()) == without);
    CHECK(with(brine::Boxed(std::shared_ptr<int>())) == without);
    const char* const no_text = nullptr;
    CHECK(with(std::variant<const char*>(no_text)) == without);
    CHECK(with(std::exception_ptr()) == without);
    CHECK(with(std::error_code()) == without);
    const brine::Document no_object;
    CHECK(with(std::cref(no_object)) == without);
    CHECK(with(HasLock()) != without);
    CHECK(with(std::variant<std::monostate, int>(7)) != without);
    CHECK(with(brine::Boxed(7)) != without);
    const auto dynamic = [](brine::Boxed part) {
        brine::DynamicReduction r(f);
        r.state(std::move(part)).state_setter(brine::global("m", "s"));
        return as_standard(r, 2);
    };
    CHECK(dynamic(nullptr) == dynamic({}));
    CHECK(dynamic(7) != dynamic({}));
}

TEST_CASE("save_reduction: a state that is a variant without a value is an error of pickling") {
    std::variant<int, Throws> state_part;
    CHECK_THROWS_AS(state_part.emplace<Throws>(Throws()), int);
    REQUIRE(state_part.valueless_by_exception());
    const Reduced reduced{[&] { return brine::reduce(f).state(std::cref(state_part)); }};
    CHECK(error_of(reduced).code() == brine::Errc::unpicklable);
    struct NoValue {
        const std::variant<int, Throws>& answer;
        const std::variant<int, Throws>& persistent_id(const bool&) const { return answer; }
    };
    CHECK(error_of(true, {}, NoValue{state_part}).code() == brine::Errc::invalid_hook);
}

TEST_CASE("save_reduction: a keyword that is not UTF-8 is an error") {
    const Reduced keyword{[] {
        return brine::newobj_ex(brine::global("m", "K"), std::tuple(), brine::keyword("\xff", 1));
    }};
    for (const int protocol : {2, 4}) {
        CHECK(error_of(keyword, {.protocol = protocol}).code() == brine::Errc::invalid_text);
        brine::DynamicReduction r(f, brine::Construct::newobj_ex);
        r.keyword("\xc3", 1);
        CHECK(error_of(r, {.protocol = protocol}).code() == brine::Errc::invalid_text);
    }
}

namespace {
enum class Wide : std::uint64_t { one = 1, far = 0x1'0000'0001 };
}  // namespace

template <>
struct brine::codec<Wide> : brine::enumeration<"m", "W"> {};

// On machines of 32 bits as well.
TEST_CASE("save_reduction: enumerators that differ in their high bits alone stay apart") {
    const brine::Document document =
        brine::loads(brine::dumps(std::vector{Wide::one, Wide::far, Wide::far, Wide::one}));
    CHECK(document.root()[0] != document.root()[1]);
    CHECK(document.root()[1] == document.root()[2]);
    CHECK(document.root()[0] == document.root()[3]);
}
