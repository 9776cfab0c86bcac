#include <brine/engine/hooks.hpp>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

using brine::has_persistent_id_for;
using brine::has_reducer_override_for;
using brine::not_handled;
using brine::not_handled_t;
using brine::Pickler;

namespace {

struct Animal {
    int legs = 4;
};
struct Dog : Animal {};
struct Stone {};

// Turns into a double and a std::string of its own accord.
struct Celsius {
    double degrees = 1;
    operator double() const { return degrees; }          // NOLINT
    operator std::string() const { return "1 degree"; }  // NOLINT
};

struct Log {
    std::vector<std::string> lines;
};

struct OnDouble {
    std::optional<int> persistent_id(double) { return 1; }
};
struct OnConstDouble {
    std::optional<int> persistent_id(const double&) const { return 1; }
};
struct OnInt {
    not_handled_t reducer_override(int) { return not_handled; }
};
struct OnString {
    std::optional<int> persistent_id(const std::string&) { return 1; }
};
struct OnStringByValue {
    std::optional<int> persistent_id(std::string) { return 1; }
};
struct OnView {
    std::optional<int> persistent_id(std::string_view) { return 1; }
};
struct OnAnimal {
    std::optional<int> persistent_id(const Animal&) { return 1; }
};
struct OnVectors {
    template <class T>
    not_handled_t reducer_override(const std::vector<T>&) {
        return not_handled;
    }
};
struct OnIntegral {
    template <std::integral T>
    auto reducer_override(T) {
        return not_handled;
    }
};
struct OnAll {
    // The body asks more of T than it says: it must not be tried with anything but real objects.
    template <class T>
    auto reducer_override(const T& object) {
        static_assert(brine::has_codec<T>);
        (void)object;
        return not_handled;
    }
};
struct OnTwo {
    not_handled_t reducer_override(const Dog&) { return not_handled; }
    not_handled_t reducer_override(const std::string&) { return not_handled; }
    std::optional<int> persistent_id(bool) { return 1; }
};

template <class Hook, class T>
constexpr bool named = Pickler<std::string, Hook>::template names<T>;

}  // namespace

template <>
struct brine::codec<Animal> : brine::record<&Animal::legs> {};
template <>
struct brine::codec<Dog> : brine::record<&Animal::legs> {};
template <>
struct brine::codec<Stone> {
    static void save(auto& pickler, const Stone&) { pickler.save_none(); }
};
template <>
struct brine::codec<Celsius> {
    static void save(auto& pickler, const Celsius& object) { pickler.save_float(object.degrees); }
};

TEST_CASE("hooks: a hook names its own type, and no type that converts to it") {
    STATIC_REQUIRE(named<OnDouble, double>);
    STATIC_REQUIRE_FALSE(named<OnDouble, float>);
    STATIC_REQUIRE_FALSE(named<OnDouble, int>);
    STATIC_REQUIRE_FALSE(named<OnDouble, bool>);
    STATIC_REQUIRE_FALSE(named<OnDouble, long double>);
    STATIC_REQUIRE_FALSE(named<OnDouble, Celsius>);
    STATIC_REQUIRE(named<OnConstDouble, double>);
    STATIC_REQUIRE_FALSE(named<OnConstDouble, int>);
    STATIC_REQUIRE_FALSE(named<OnConstDouble, Celsius>);
    STATIC_REQUIRE(named<OnInt, int>);
    STATIC_REQUIRE_FALSE(named<OnInt, bool>);
    STATIC_REQUIRE_FALSE(named<OnInt, long>);
    STATIC_REQUIRE_FALSE(named<OnInt, unsigned>);
    STATIC_REQUIRE_FALSE(named<OnInt, char>);
}

TEST_CASE("hooks: a hook on std::string is asked for std::string alone") {
    STATIC_REQUIRE(named<OnString, std::string>);
    STATIC_REQUIRE_FALSE(named<OnString, std::string_view>);
    STATIC_REQUIRE_FALSE(named<OnString, const char*>);
    STATIC_REQUIRE_FALSE(named<OnString, char[4]>);
    STATIC_REQUIRE_FALSE(named<OnString, Celsius>);
    STATIC_REQUIRE(named<OnStringByValue, std::string>);
    STATIC_REQUIRE_FALSE(named<OnStringByValue, std::string_view>);
    STATIC_REQUIRE_FALSE(named<OnStringByValue, char[4]>);
    STATIC_REQUIRE_FALSE(named<OnStringByValue, Celsius>);
    STATIC_REQUIRE(named<OnView, std::string_view>);
    STATIC_REQUIRE_FALSE(named<OnView, std::string>);
    STATIC_REQUIRE_FALSE(named<OnView, const char*>);
    STATIC_REQUIRE_FALSE(named<OnView, char[4]>);
}

TEST_CASE("hooks: a hook on a base class names the classes derived from it") {
    STATIC_REQUIRE(named<OnAnimal, Animal>);
    STATIC_REQUIRE(named<OnAnimal, Dog>);
    STATIC_REQUIRE_FALSE(named<OnAnimal, Stone>);
    STATIC_REQUIRE_FALSE(named<OnTwo, Animal>);
    CHECK(as_standard(std::tuple(Animal(), Dog(), Stone()), 2, OnAnimal{}) ==
          "80 02 4b 01 51 4b 01 51 4e 87 2e");
}

TEST_CASE("hooks: templates and overloads name what they can take") {
    STATIC_REQUIRE(named<OnVectors, std::vector<int>>);
    STATIC_REQUIRE(named<OnVectors, std::vector<std::vector<int>>>);
    STATIC_REQUIRE_FALSE(named<OnVectors, std::string>);
    STATIC_REQUIRE_FALSE(named<OnVectors, int>);
    STATIC_REQUIRE(named<OnIntegral, int>);
    STATIC_REQUIRE(named<OnIntegral, bool>);
    STATIC_REQUIRE_FALSE(named<OnIntegral, double>);
    STATIC_REQUIRE(named<OnAll, int>);
    STATIC_REQUIRE(named<OnAll, Dog>);
    STATIC_REQUIRE(named<OnTwo, Dog>);
    STATIC_REQUIRE(named<OnTwo, std::string>);
    STATIC_REQUIRE(named<OnTwo, bool>);
    STATIC_REQUIRE_FALSE(named<OnTwo, int>);
    STATIC_REQUIRE(has_reducer_override_for<OnTwo, Dog>);
    STATIC_REQUIRE_FALSE(has_persistent_id_for<OnTwo, Dog>);
}

TEST_CASE("hooks: what no hook names has the bytes that it has without hooks") {
    const std::tuple data(std::vector{1, 2, 3}, std::map<std::string, int>{{"a", 1}}, Dog(), true,
                          std::optional<int>(), "text");
    for (const auto policy : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        const brine::DumpOptions options{.memo = policy};
        const std::string plain = brine::dumps(data, options);
        CHECK(brine::dumps(data, options, OnDouble{}, OnView{}) == plain);
        CHECK(brine::dumps(data, options, OnAll{}) == plain);
        CHECK(brine::dumps(data, options, OnVectors{}, OnIntegral{}) == plain);
    }
}

namespace {

// Writes down what it is asked, and declines.
struct Logging {
    Log& log;
    std::string_view name;

    std::optional<int> persistent_id(const Stone&) {
        log.lines.push_back(std::string(name) + ".persistent_id");
        return std::nullopt;
    }
    not_handled_t reducer_override(const Stone&) {
        log.lines.push_back(std::string(name) + ".reducer_override");
        return not_handled;
    }
};

struct Spied {
    Log* log;
};

}  // namespace

template <>
struct brine::codec<Spied> {
    static void save(auto& pickler, const Spied& object) {
        object.log->lines.emplace_back("codec");
        pickler.save_list(std::vector<int>());
    }
};

namespace {
struct SpiedHook {
    std::string_view name;
    not_handled_t persistent_id(const Spied& object) const {
        object.log->lines.push_back(std::string(name) + ".persistent_id");
        return not_handled;
    }
    not_handled_t reducer_override(const Spied& object) const {
        object.log->lines.push_back(std::string(name) + ".reducer_override");
        return not_handled;
    }
};
}  // namespace

TEST_CASE("hooks: persistent_id, memo, reducer_override, dispatch, codec: in this order") {
    Log log;
    const auto object = std::make_shared<Spied>(Spied{&log});
    const auto entry = brine::dispatch<Spied>([](const Spied& spied) {
        spied.log->lines.emplace_back("dispatch");
        return not_handled;
    });
    const auto bytes =
        as_standard(std::vector{object, object}, 2, SpiedHook{"first"}, entry, SpiedHook{"second"});
    CHECK(bytes == "80 02 5d 28 5d 71 00 68 00 65 2e");
    const std::vector<std::string> expected{
        "first.persistent_id",    "second.persistent_id",  // the memo is asked here: not known
        "first.reducer_override", "second.reducer_override", "dispatch", "codec",
        "first.persistent_id",    "second.persistent_id",  // and here: known
    };
    CHECK(log.lines == expected);
}

TEST_CASE("hooks: the first hook that does not decline is the last to be asked") {
    Log log;
    struct Answering {
        Log& log;
        auto reducer_override(const Stone&) {
            log.lines.emplace_back("answered");
            return brine::global("m", "stone");
        }
    };
    CHECK(as_standard(Stone(), 2, Logging{log, "a"}, Answering{log}, Logging{log, "b"}) ==
          "80 02 63 6d 0a 73 74 6f 6e 65 0a 71 00 2e");
    const std::vector<std::string> expected{"a.persistent_id", "b.persistent_id",
                                            "a.reducer_override", "answered"};
    CHECK(log.lines == expected);
}

namespace {

// Writes 9 in place of every T.
template <class T>
struct Nine {
    std::optional<int> persistent_id(const T&) const { return 9; }
};

struct Record {
    int number = 1;
    std::string text = "ab";
};

}  // namespace

template <>
struct brine::codec<Record> : brine::record<&Record::number, &Record::text> {};

TEST_CASE("hooks: a hook comes before every built-in type, wherever it stands") {
    const auto count = [](const std::string& bytes) {
        std::size_t found = 0;
        for (auto at = bytes.find("4b 09 51"); at != std::string::npos;
             at = bytes.find("4b 09 51", at + 1)) {
            ++found;
        }
        return found;
    };
    CHECK(count(as_standard(1, 2, Nine<int>{})) == 1);
    CHECK(count(as_standard(true, 2, Nine<bool>{})) == 1);
    CHECK(count(as_standard(1.0, 2, Nine<double>{})) == 1);
    CHECK(count(as_standard(std::string("x"), 2, Nine<std::string>{})) == 1);
    CHECK(count(as_standard(nullptr, 2, Nine<std::nullptr_t>{})) == 1);
    CHECK(count(as_standard(std::vector{1.0, 2.0, 3.0}, 2, Nine<double>{})) == 3);
    CHECK(count(as_standard(std::vector<bool>(3), 2, Nine<bool>{})) == 3);
    CHECK(count(as_standard(std::vector<std::string>(3), 2, Nine<std::string>{})) == 3);
    CHECK(count(as_standard(std::vector<int>(1500), 4, Nine<int>{})) == 1500);
    CHECK(count(as_standard(std::vector<Record>(3), 4, Nine<Record>{})) == 3);
    CHECK(count(as_standard(std::vector<Record>(3), 4, Nine<int>{})) == 3);
    CHECK(count(as_standard(std::vector<Record>(3), 4, Nine<std::string>{})) == 3);
    CHECK(count(as_standard(std::optional(1), 2, Nine<int>{})) == 1);
    CHECK(count(as_standard(std::vector<std::optional<int>>(3, 1), 2, Nine<int>{})) == 3);
    CHECK(count(as_standard(std::optional<int>(), 2, Nine<std::optional<int>>{})) == 1);
    CHECK(count(as_standard(std::tuple(1, 2), 2, Nine<int>{})) == 2);
    CHECK(count(as_standard(std::variant<int, bool>(1), 2, Nine<int>{})) == 1);
    CHECK(count(as_standard(std::make_shared<int>(1), 2, Nine<int>{})) == 1);
    CHECK(count(as_standard(std::make_unique<int>(1), 2, Nine<int>{})) == 1);
    CHECK(count(as_standard(std::set{1, 2}, 2, Nine<int>{})) == 2);
    CHECK(count(as_standard(std::set{1, 2}, 4, Nine<int>{})) == 2);
    const std::map<std::string, int> dict{{"a", 1}, {"b", 2}};
    CHECK(count(as_standard(dict, 2, Nine<std::string>{})) == 2);
    CHECK(count(as_standard(dict, 2, Nine<int>{})) == 2);
    CHECK(count(as_standard(std::map<int, int>{{1, 2}}, 2, Nine<int>{})) == 2);
    CHECK(count(as_standard(brine::global("m", "f"), 2, Nine<brine::Global>{})) == 1);
    std::map<std::string, double> large;
    for (int i = 0; i < 100; ++i) {
        large[std::to_string(i)] = i;
    }
    CHECK(count(as_standard(large, 4, Nine<double>{})) == 100);
    CHECK(count(as_standard(large, 4, Nine<std::string>{})) == 100);
    CHECK(count(as_python(std::vector<Record>(3), 4, Nine<int>{})) == 3);
}

TEST_CASE("hooks: fields' names and classes' names are not objects that a hook is asked for") {
    CHECK(as_standard(Record(), 2, Nine<std::string>{}).find("6e 75 6d 62 65 72") !=
          std::string::npos);
}

TEST_CASE("hooks: a hook may be an lvalue, an rvalue, const or move-only") {
    struct Counting {
        int asked = 0;
        not_handled_t reducer_override(const int&) {
            ++asked;
            return not_handled;
        }
    };
    Counting counting;
    (void)brine::dumps(std::vector{1, 2, 3}, {}, counting);
    CHECK(counting.asked == 3);

    const Nine<int> constant;
    CHECK(as_standard(1, 2, constant) == "80 02 4b 09 51 2e");

    struct MoveOnly {
        std::unique_ptr<int> id = std::make_unique<int>(9);
        std::optional<int> persistent_id(int) { return *id; }
    };
    CHECK(as_standard(1, 2, MoveOnly{}) == "80 02 4b 09 51 2e");
    std::string bytes;
    Pickler pickler(bytes, {.protocol = 2}, MoveOnly{}, counting);
    pickler.dump(1);
    CHECK(hex(bytes) == "80 02 4b 09 51 2e");
}

TEST_CASE("hooks: a reducer may answer with a variant, an optional or a Global") {
    struct Choosing {
        std::variant<not_handled_t, brine::Global,
                     brine::Reduction<brine::Global, std::tuple<std::string>>,
                     brine::DynamicReduction>
        reducer_override(const int& number) {
            switch (number) {
                case 1:
                    return brine::global("m", "f");
                case 2:
                    return brine::reduce(brine::global("m", "f"), std::string("xy"));
                case 3:
                    return brine::DynamicReduction(brine::global("m", "f")).arg(1.0);
                default:
                    return not_handled;
            }
        }
    };
    CHECK(as_standard(0, 2, Choosing{}) == "80 02 4b 00 2e");
    CHECK(as_standard(1, 2, Choosing{}) == "80 02 63 6d 0a 66 0a 71 00 2e");
    CHECK(as_standard(2, 2, Choosing{}) ==
          "80 02 63 6d 0a 66 0a 71 00 58 02 00 00 00 78 79 85 52 2e");
    CHECK(as_standard(3, 2, Choosing{}) ==
          "80 02 63 6d 0a 66 0a 71 00 47 3f f0 00 00 00 00 00 00 85 52 2e");
}

TEST_CASE("hooks: a persistent id may be a variant that can decline") {
    struct Choosing {
        std::variant<not_handled_t, int, std::string> persistent_id(bool which) {
            if (which) {
                return "id";
            }
            return not_handled;
        }
    };
    CHECK(as_standard(true, 2, Choosing{}) == "80 02 58 02 00 00 00 69 64 51 2e");
    CHECK(as_standard(false, 2, Choosing{}) == "80 02 89 2e");
}

// persistent_id of [o, o] answering 1, 'ab', ('ab', 1): one object each time
TEST_CASE("hooks: a persistent id is saved with the memo, and not asked for its own id") {
    struct ByNumber {
        std::optional<int> persistent_id(const Stone&) { return 1; }
    };
    CHECK(as_python(std::vector<Stone>(2), 2, ByNumber{}) ==
          "80 02 5d 71 00 28 4b 01 51 4b 01 51 65 2e");
    CHECK(as_python(std::vector<Stone>(2), 5, ByNumber{}) ==
          "80 05 95 0b 00 00 00 00 00 00 00 5d 94 28 4b 01 51 4b 01 51 65 2e");

    using Shared = std::shared_ptr<std::string>;
    struct ByText {
        Shared id = std::make_shared<std::string>("ab");
        Shared persistent_id(const Stone&) { return id; }
        std::optional<int> persistent_id(const std::string&) { return std::nullopt; }
    };
    CHECK(as_python(std::vector<Stone>(2), 2, ByText{}) ==
          "80 02 5d 71 00 28 58 02 00 00 00 61 62 71 01 51 68 01 51 65 2e");

    using Tuple = std::tuple<std::string, int>;
    struct ByTuple {
        std::shared_ptr<Tuple> id = std::make_shared<Tuple>("ab", 1);
        auto persistent_id(const Stone&) { return id; }
    };
    CHECK(as_python(std::vector<Stone>(2), 5, ByTuple{}) ==
          "80 05 95 12 00 00 00 00 00 00 00 5d 94 28 8c 02 61 62 94 4b 01 86 94 51 68 02 51 65 2e");
}

TEST_CASE("hooks: an id's items are asked for their ids") {
    struct Nested {
        std::optional<std::tuple<int, int>> persistent_id(const Stone&) { return std::tuple(1, 2); }
        std::optional<int> persistent_id(const int& number) {
            return number == 2 ? std::optional(7) : std::nullopt;
        }
    };
    CHECK(as_standard(Stone(), 2, Nested{}) == "80 02 4b 01 4b 07 51 86 51 2e");
}

TEST_CASE("hooks: a reducer that is asked for its own answer's parts ends at the depth limit") {
    struct Endless {
        auto reducer_override(const int& number) {
            return brine::reduce(brine::global("m", "f"), number + 1);
        }
    };
    CHECK(error_of(1, {}, Endless{}).code() == brine::Errc::too_deep);
    struct EndlessId {
        std::optional<std::tuple<int>> persistent_id(const int& number) {
            return std::tuple(number);
        }
    };
    CHECK(error_of(1, {}, EndlessId{}).code() == brine::Errc::too_deep);
    const auto entry = brine::dispatch<int>(
        [](const int& number) { return brine::reduce(brine::global("m", "f"), number); });
    CHECK(error_of(1, {}, entry).code() == brine::Errc::too_deep);
}

TEST_CASE("hooks: dispatch<T> is asked for exactly T, after all reducer_overrides") {
    const auto entry = brine::dispatch<Animal>(
        [](const Animal&) { return brine::reduce(brine::global("m", "f")); });
    CHECK(as_standard(Animal(), 2, entry) == "80 02 63 6d 0a 66 0a 71 00 29 52 2e");
    CHECK(as_standard(Dog(), 2, entry) == as_standard(Dog(), 2));
    struct Override {
        brine::Global reducer_override(const Animal&) { return brine::global("m", "g"); }
    };
    CHECK(as_standard(Animal(), 2, entry, Override{}) == "80 02 63 6d 0a 67 0a 71 00 2e");
}

namespace {
struct Shape {
    int sides = 0;
    virtual ~Shape() = default;
};
struct Square : Shape {
    int length = 2;
};
}  // namespace

template <>
struct brine::codec<Shape> : brine::record<&Shape::sides> {};
template <>
struct brine::codec<Square> : brine::record<brine::base<Shape>, &Square::length> {};

TEST_CASE("hooks: dispatch<T> is not asked for an object of a class derived from T") {
    const auto entry = brine::dispatch<Shape>(
        [](const Shape& shape) { return brine::reduce(brine::global("m", "f"), shape.sides); });
    const std::shared_ptr<Shape> square = std::make_shared<Square>();
    CHECK(error_of(square, {}, entry).code() == brine::Errc::unregistered_type);
    brine::Registry registry;
    registry.add<Square>();
    for (const int protocol : {2, 5}) {
        const brine::DumpOptions options{.protocol = protocol, .registry = &registry};
        CHECK(brine::dumps(square, options, entry) == brine::dumps(square, options));
        CHECK(hex(brine::dumps(std::make_shared<Shape>(), options, entry)).find("52") !=
              std::string::npos);
    }
}

TEST_CASE("hooks: what becomes None is no persistent id, as in Python") {
    struct NoId {
        std::variant<brine::Boxed, std::shared_ptr<int>> answer;
        std::optional<std::variant<brine::Boxed, std::shared_ptr<int>>> persistent_id(int) const {
            return answer;
        }
    };
    for (const NoId& hook :
         {NoId{brine::Boxed()}, NoId{brine::Boxed(nullptr)}, NoId{std::shared_ptr<int>()}}) {
        CHECK(as_standard(7, 2, hook) == "80 02 4b 07 2e");
    }
    CHECK(as_standard(7, 2, NoId{brine::Boxed("ab")}) == "80 02 58 02 00 00 00 61 62 51 2e");
}

namespace {

struct Named {
    int number = 1;
    virtual ~Named() = default;
};
struct InAList : Named {
    std::vector<int> list{1, 2};
};
struct AsDict : Named {};

}  // namespace

template <>
struct brine::codec<Named> : brine::call<"m", "N", &Named::number> {
    static constexpr bool hashable = true;
};
template <>
struct brine::codec<InAList> {
    static constexpr bool hashable = true;
    static constexpr bool key_form = true;
    static void save(auto& pickler, const InAList& object) { pickler.save_list(object.list); }
    static void save_hashable(auto& pickler, const InAList& object) {
        pickler.template save_tuple_of<brine::Place::key>(object.list);
    }
};
template <>
struct brine::codec<AsDict> : brine::record<&Named::number> {};

TEST_CASE("hooks: what only a registry knows is hashable in a key, or an error") {
    brine::Registry registry;
    registry.add<InAList>().add<AsDict>();
    using Keys = std::set<std::shared_ptr<Named>>;
    for (const int protocol : {2, 4}) {
        const brine::DumpOptions options{.protocol = protocol, .registry = &registry};
        const std::string pickle = brine::dumps(Keys{std::make_shared<InAList>()}, options);
        CHECK(brine::loads<std::set<std::tuple<int, int>>>(pickle) ==
              std::set<std::tuple<int, int>>{{1, 2}});
        CHECK(error_of(Keys{std::make_shared<AsDict>()}, options).code() ==
              brine::Errc::unhashable);
    }
}

namespace {
struct TypeNames {
    std::vector<std::string> seen;
    template <class T>
    not_handled_t persistent_id(const T&) {
        seen.emplace_back(brine::type_name<T>());
        return not_handled;
    }
};
}  // namespace

TEST_CASE("hooks: of a set below protocol 4, too, the set and its elements are shown") {
    const auto shown = [](int protocol) {
        TypeNames hook;
        static_cast<void>(brine::dumps(std::set{1, 2}, {.protocol = protocol}, hook));
        return hook.seen;
    };
    CHECK(shown(4).size() == 3);
    CHECK(shown(2) == shown(4));
}

TEST_CASE("hooks: a shared object's answer is written once") {
    struct Answering {
        int asked = 0;
        auto reducer_override(const Animal&) {
            ++asked;
            return brine::reduce(brine::global("m", "f"));
        }
    };
    Answering hook;
    const auto animal = std::make_shared<Animal>();
    CHECK(as_standard(std::tuple(animal, animal), 2, hook) ==
          "80 02 63 6d 0a 66 0a 71 00 29 52 71 01 68 01 86 2e");
    CHECK(hook.asked == 1);
}

TEST_CASE("hooks: shared objects that become globals are not taken for each other") {
    struct Naming {
        brine::Global reducer_override(const Animal& animal) {
            return brine::global("m", "f" + std::to_string(animal.legs));
        }
    };
    std::string bytes;
    Pickler pickler(bytes, {.protocol = 2}, Naming{});
    for (int i = 0; i < 10; ++i) {
        pickler.dump(std::make_shared<Animal>(Animal{i}));
        CHECK(bytes.find("cm\nf" + std::to_string(i)) != std::string::npos);
    }
}

TEST_CASE("hooks: what a hook throws comes out as it is") {
    struct Throwing {
        not_handled_t reducer_override(int) { throw std::logic_error("hook"); }
    };
    CHECK_THROWS_WITH(brine::dumps(std::vector{1}, {}, Throwing{}), "hook");
    CHECK_THROWS_AS(brine::try_dumps(1, {}, Throwing{}), std::logic_error);
}
