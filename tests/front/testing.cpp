#include <brine/testing.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <valarray>
#include <variant>
#include <vector>

#include "catch.hpp"

using brine::testing::Bytes;
using brine::testing::check_round_trip;
using brine::testing::difference;
using brine::testing::RoundTripError;
using brine::testing::RoundTripOptions;

namespace {

struct Item {
    std::string name;
    double price = 0;
    int count = 0;
    bool operator==(const Item&) const = default;
};
struct Order {
    std::vector<Item> items;
    std::map<std::string, Item> by_name;
};

/// Its codec forgets a field.
struct Forgotten {
    int kept = 0;
    int lost = 0;
    bool operator==(const Forgotten&) const = default;
};
/// Its codec counts one too few on the way back.
struct Counter {
    int count = 0;
    bool operator==(const Counter&) const = default;
};
struct Counters {
    std::map<std::string, std::vector<Counter>> of;
};
/// Another number by way of a Document than straight from the bytes.
struct TwoFaced {
    int x = 0;
    bool operator==(const TwoFaced&) const = default;
};
/// Keeps what it held when it is loaded once more.
struct Piling {
    std::vector<int> items;
    bool operator==(const Piling&) const = default;
};
/// Can be loaded by way of a Document alone.
struct OneEyed {
    int x = 0;
    bool operator==(const OneEyed&) const = default;
};
/// Can be written, and not read at a protocol below 4.
struct Modern {
    int x = 0;
    bool operator==(const Modern&) const = default;
};

struct Node {
    std::string name;
    std::shared_ptr<Node> left;
    std::shared_ptr<Node> right;
    std::weak_ptr<Node> up;
};
struct Pair {
    std::shared_ptr<Item> first;
    std::shared_ptr<Item> second;
};

/// Adds to what it held, and so is right where that was the same.
struct Gathering {
    std::set<int> items;
    bool operator==(const Gathering&) const = default;
};
struct Texts {
    char16_t two[3] = {};
    char32_t four[4] = {};
    wchar_t wide[5] = {};
    char rows[2][3] = {};
};

struct Animal {
    Animal() = default;
    Animal(const Animal&) = default;
    Animal& operator=(const Animal&) = default;
    virtual ~Animal() = default;
    std::string name;
};
struct Dog : Animal {};
struct Bird : Animal {
    Counter eggs;
};

/// Writes each Item anew, so that what shares one no longer does.
struct BreaksSharing {
    static auto reducer_override(const std::shared_ptr<Item>& item) {
        using Copied = decltype(brine::newobj(brine::global("m", "Item"))
                                    .state(std::map<std::string, brine::Boxed>()));
        std::optional<Copied> copy;
        if (item != nullptr) {
            copy = brine::newobj(brine::global("m", "Item"))
                       .state(std::map<std::string, brine::Boxed>{
                           {"name", item->name}, {"price", item->price}, {"count", item->count}});
        }
        return copy;
    }
};

/// Names one Item by a persistent id, and knows it again.
struct Catalogue {
    std::optional<std::string> persistent_id(const Item& item) {
        return item.name == "known" ? std::optional<std::string>("known") : std::nullopt;
    }
};

std::vector<std::byte> bytes_of(std::initializer_list<int> values) {
    std::vector<std::byte> bytes;
    for (const int value : values) {
        bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

/// The report on a value that does not come back.
template <class T, class... Hooks>
RoundTripError failure(const T& value, const RoundTripOptions& options = {}, Hooks&&... hooks) {
    try {
        check_round_trip(value, options, hooks...);
    } catch (const RoundTripError& error) {
        return error;
    }
    FAIL("the round trip passed");
    throw std::logic_error("not reached");
}

template <class T>
std::string path_of(const T& a, const T& b) {
    const auto found = difference(a, b);
    return found ? found->path + ": " + found->what : "same";
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace

template <>
struct brine::codec<Item> : brine::dataclass<"m", "Item", &Item::name, &Item::price, &Item::count> {
};
template <>
struct brine::codec<Order> : brine::dataclass<"m", "Order", &Order::items, &Order::by_name> {};
template <>
struct brine::codec<Forgotten> : brine::dataclass<"m", "Forgotten", &Forgotten::kept> {};
template <>
struct brine::codec<Counter> {
    static void save(auto& pickler, const Counter& x) { pickler.save_int(x.count); }
    static void load(auto& loader, const auto& in, Counter& out) {
        out.count = loader.template get_integer<int>(in) - 1;
    }
};
template <>
struct brine::codec<Counters> : brine::record<&Counters::of> {};
template <>
struct brine::codec<TwoFaced> {
    static void save(auto& pickler, const TwoFaced& x) { pickler.save_int(x.x); }
    template <class In>
    static void load(auto& loader, const In& in, TwoFaced& out) {
        out.x = loader.template get_integer<int>(in) + (std::same_as<In, brine::Value> ? 1 : 0);
    }
};
template <>
struct brine::codec<Piling> {
    static void save(auto& pickler, const Piling& x) { pickler.save(x.items); }
    static void load(auto& loader, const auto& in, Piling& out) {
        std::vector<int> items;
        loader.load(in, items);
        out.items.insert(out.items.end(), items.begin(), items.end());
    }
};
template <>
struct brine::codec<Gathering> {
    static void save(auto& pickler, const Gathering& x) { pickler.save(x.items); }
    static void load(auto& loader, const auto& in, Gathering& out) {
        std::set<int> items;
        loader.load(in, items);
        out.items.merge(items);
    }
};
template <>
struct brine::codec<Texts>
    : brine::dataclass<"m", "Texts", &Texts::two, &Texts::four, &Texts::wide, &Texts::rows> {};
template <>
struct brine::codec<OneEyed> {
    static void save(auto& pickler, const OneEyed& x) { pickler.save_int(x.x); }
    template <class In>
    static void load(auto& loader, const In& in, OneEyed& out) {
        if (!std::same_as<In, brine::Value>) {
            throw brine::ConversionError(brine::Errc::type_mismatch, "not this way");
        }
        out.x = loader.template get_integer<int>(in);
    }
};
template <>
struct brine::codec<Modern> {
    static void save(auto& pickler, const Modern& x) {
        if (pickler.core().protocol() < 4) {
            brine::throw_pickling(brine::Errc::unpicklable, "too modern");
        }
        pickler.save_int(x.x);
    }
    static void load(auto& loader, const auto& in, Modern& out) {
        out.x = loader.template get_integer<int>(in);
    }
};
template <>
struct brine::codec<Node>
    : brine::dataclass<"m", "Node", &Node::name, &Node::left, &Node::right, &Node::up> {};
template <>
struct brine::codec<Pair> : brine::record<&Pair::first, &Pair::second> {};
template <>
struct brine::codec<Animal> : brine::dataclass<"m", "Animal", &Animal::name> {};
template <>
struct brine::codec<Dog> : brine::dataclass<"m", "Dog", brine::base<Animal>> {};
template <>
struct brine::codec<Bird> : brine::dataclass<"m", "Bird", brine::base<Animal>, &Bird::eggs> {};

TEST_CASE("testing: without bytes everything is the simplest") {
    CHECK(brine::testing::arbitrary<int>({}) == 0);
    CHECK(brine::testing::arbitrary<std::string>({}).empty());
    CHECK(brine::testing::arbitrary<std::vector<std::string>>({}).empty());
    CHECK(brine::testing::arbitrary<std::shared_ptr<Node>>({}) == nullptr);
    CHECK(brine::testing::arbitrary<std::variant<int, std::string>>({}).index() == 0);
    CHECK_FALSE(brine::testing::arbitrary<std::optional<int>>({}).has_value());
}

TEST_CASE("testing: the edges are met") {
    std::set<std::int32_t> integers;
    std::set<std::size_t> sizes;
    std::set<std::size_t> lengths;
    bool nan = false;
    bool negative_zero = false;
    bool repeated = false;
    bool shared = false;
    std::mt19937 engine(1);
    std::vector<std::byte> data(12);
    for (int i = 0; i < 20000; ++i) {
        for (std::byte& byte : data) {
            byte = static_cast<std::byte>(engine() & 0xFFU);
        }
        integers.insert(brine::testing::arbitrary<std::int32_t>(data));
        sizes.insert(brine::testing::arbitrary<std::vector<bool>>(data).size());
        lengths.insert(brine::testing::arbitrary<std::string>(data).size());
        const double real = brine::testing::arbitrary<double>(data);
        nan = nan || std::isnan(real);
        negative_zero = negative_zero || (real == 0 && std::signbit(real));
        const auto texts = brine::testing::arbitrary<std::vector<std::string>>(data);
        repeated = repeated || (texts.size() > 1 && !texts[0].empty() && texts[0] == texts[1]);
        const auto pointers = brine::testing::arbitrary<std::vector<std::shared_ptr<int>>>(data);
        shared = shared || (pointers.size() > 1 && pointers[0] && pointers[0] == pointers[1]);
    }
    for (const std::int32_t edge :
         {0, 1, -1, 127, 128, 255, 256, 65535, 65536, INT32_MAX, INT32_MIN}) {
        CHECK(integers.contains(edge));
    }
    for (const std::size_t size : {0U, 1U, 2U, 3U, 4U, 999U, 1000U, 1001U}) {
        CHECK(sizes.contains(size));
    }
    for (const std::size_t length : {0U, 1U, 255U, 256U, 65535U, 65536U}) {
        CHECK(lengths.contains(length));
    }
    CHECK(nan);
    CHECK(negative_zero);
    CHECK(repeated);
    CHECK(shared);
}

TEST_CASE("testing: text is valid UTF-8") {
    for (int seed = 0; seed < 3000; ++seed) {
        const std::vector<std::byte> data =
            bytes_of({seed % 256, 255 - seed / 256, seed % 251, seed % 241, seed % 17, 0xE7, 0x90});
        const auto text = brine::testing::arbitrary<std::string>(data);
        REQUIRE(brine::valid_utf8(text));
        Bytes bytes(data);
        const std::string cut = bytes.text(5);
        REQUIRE(cut.size() <= 5);
        REQUIRE(brine::valid_utf8(cut));
    }
}

TEST_CASE("testing: there are characters of every 2**12, but for surrogates") {
    std::set<std::size_t> blocks;
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::vector<std::byte> data = bytes_of({first, second, 0x7F});
            const auto c = brine::testing::arbitrary<char32_t>(data);
            REQUIRE((c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF)));
            blocks.insert(c >> 12);
        }
    }
    CHECK(blocks.size() == 0x101);
    CHECK(*blocks.rbegin() == 0x10F);
}

TEST_CASE("testing: a type that holds itself ends with the bytes, or at a hundred levels") {
    const std::vector<std::byte> data(10000, std::byte{1});
    std::size_t levels = 0;
    const Node root = brine::testing::arbitrary<Node>(data);
    for (const Node* node = &root; node != nullptr; node = node->left.get()) {
        ++levels;
    }
    CHECK(levels > 50);
    CHECK(levels < 200);
    check_round_trip(root);
}

TEST_CASE("testing: keys are never NaN") {
    for (int first = 0; first < 256; ++first) {
        const std::vector<std::byte> data = bytes_of({1, first, first, 1, first, 2, first, 3});
        for (const double key : brine::testing::arbitrary<std::set<double>>(data)) {
            REQUIRE_FALSE(std::isnan(key));
        }
    }
}

TEST_CASE("testing: a difference has the path to it") {
    const Order order{{{"a", 1, 2}, {"b", 3, 4}}, {{"x", {"c", 5, 6}}}};
    Order other = order;
    CHECK(path_of(order, other) == "same");
    other.items[1].price = 3.5;
    CHECK(path_of(order, other) == "items[1].price: 3 became 3.5");
    other = order;
    other.by_name["x"].count = -6;
    CHECK(path_of(order, other) == "by_name['x'].count: 6 became -6");
    other = order;
    other.items.pop_back();
    CHECK(path_of(order, other) == "items: 2 items became 1");
    other = order;
    other.by_name["y"];
    CHECK(path_of(order, other) == "by_name: 1 items became 2");
    other.by_name.erase("x");
    CHECK(path_of(order, other) == "by_name['x']: the key is not there");
    CHECK(path_of(std::set<int>{1, 2}, std::set<int>{1, 3}) == ": the element 2 is not there");
    CHECK(path_of(std::tuple(1, std::vector{true, false}),
                  std::tuple(1, std::vector{true, true})) == "[1][1]: false became true");
    CHECK(path_of(std::variant<int, bool>(1), std::variant<int, bool>(true)) ==
          ": alternative 0 became alternative 1");
    CHECK(path_of(std::optional<int>(1), std::optional<int>()) == ": is gone");
    CHECK(path_of(std::unordered_map<int, std::list<int>>{{7, {1}}},
                  std::unordered_map<int, std::list<int>>{{7, {2}}}) == "[7][0]: 1 became 2");
    CHECK(path_of(std::runtime_error("a"), std::runtime_error("b")) == ": 'a' became 'b'");
}

TEST_CASE("testing: NaN is NaN, and zeros have a sign") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(path_of(std::vector{nan}, std::vector{nan}) == "same");
    CHECK(path_of(Item{"x", nan, 1}, Item{"x", nan, 1}) == "same");
    CHECK(path_of(std::vector{0.0}, std::vector{-0.0}) == "[0]: 0 became -0");
    CHECK(path_of(nan, 1.0) == ": nan became 1");
}

TEST_CASE("testing: NaN keys are counted, and their values compared") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    using Set = std::set<double>;
    CHECK(path_of(Set{nan}, Set{nan}) == "same");
    CHECK(path_of(Set{nan}, Set{5.0}) == ": 1 NaN keys became 0");
    CHECK(path_of(std::unordered_set<double>{nan, nan}, std::unordered_set<double>{nan, 1.0}) ==
          ": 2 NaN keys became 1");
    const auto map = [](std::initializer_list<int> values) {
        std::unordered_map<double, int> made;
        for (const int value : values) {
            made.emplace(std::numeric_limits<double>::quiet_NaN(), value);
        }
        return made;
    };
    CHECK(path_of(map({1, 2, 3}), map({3, 1, 2})) == "same");
    CHECK(path_of(map({1}), map({2})) == "[nan]: 1 became 2");
    CHECK(path_of(map({1, 1}), map({1, 2})) == "[nan]: 1 became 2");
    CHECK(path_of(map({1, 1}), map({1})) == ": 2 NaN keys became 1");
    check_round_trip(map({1, 2, 3}));
}

TEST_CASE("testing: sharing is compared, with cycles") {
    const auto item = std::make_shared<Item>();
    const Pair shared{item, item};
    const Pair apart{std::make_shared<Item>(), std::make_shared<Item>()};
    CHECK(path_of(shared, Pair(shared)) == "same");
    CHECK(path_of(shared, apart) == "second: the object is no longer shared with an earlier place");
    CHECK(path_of(apart, shared) == "second: the object is now shared with an earlier place");

    const auto ring = [](std::string_view name) {
        auto first = std::make_shared<Node>(Node{"first", nullptr, nullptr, {}});
        first->left = std::make_shared<Node>(Node{std::string(name), first, nullptr, {}});
        return first;
    };
    const auto a = ring("x");
    const auto b = ring("x");
    const auto c = ring("y");
    CHECK(path_of(a, b) == "same");
    CHECK(path_of(a, c) == "left.name: 'x' became 'y'");
    for (const auto& first : {a, b, c}) {
        first->left.reset();
    }

    const auto child = std::make_shared<Node>(Node{"child", nullptr, nullptr, a});
    a->left = a->right = child;
    check_round_trip(a);
    child->up = child;
    CHECK(path_of(a, b) == "left: is gone");
}

TEST_CASE("testing: objects behind pointers have their class compared") {
    const std::shared_ptr<Animal> animal = std::make_shared<Animal>();
    const std::shared_ptr<Animal> dog = std::make_shared<Dog>();
    CHECK(path_of(animal, dog) == ": the object's class is another one");
}

TEST_CASE("testing: a field of a class behind a pointer to its base is found lost") {
    brine::Registry registry;
    registry.add<Bird>().add<Dog>();
    const RoundTripOptions options{.dump = {.registry = &registry},
                                   .load = {.convert = {.registry = &registry}}};
    using Animals = std::vector<std::shared_ptr<Animal>>;
    check_round_trip(Animals{std::make_shared<Dog>(), std::make_shared<Animal>()}, options);
    const auto bird = std::make_shared<Bird>();
    bird->eggs.count = 5;
    const RoundTripError error = failure(Animals{bird}, options);
    CHECK(contains(error.what(), "in:       loads, protocol 2"));
    CHECK(contains(error.what(), "dumps as another pickle"));
}

TEST_CASE("testing: arbitrary text in an array ends with its first NUL") {
    std::mt19937 engine(3);
    std::set<std::size_t> lengths;
    for (int i = 0; i < 2000; ++i) {
        std::vector<std::byte> data(40);
        for (std::byte& byte : data) {
            byte = static_cast<std::byte>(engine() & 0xFFU);
        }
        const auto texts = brine::testing::arbitrary<Texts>(data);
        const auto check = [&](const auto& text) {
            const auto* const end = std::find(std::begin(text), std::end(text), 0);
            REQUIRE(std::all_of(end, std::end(text), [](auto c) { return c == 0; }));
            lengths.insert(static_cast<std::size_t>(end - std::begin(text)));
        };
        check(texts.two);
        check(texts.four);
        check(texts.wide);
        check(texts.rows[0]);
        check(texts.rows[1]);
        if (i < 50) {
            check_round_trip(texts, {.protocols = {4}});
        }
    }
    CHECK(lengths == std::set<std::size_t>{0, 1, 2, 3, 4, 5});
}

TEST_CASE("testing: a valarray is made as a vector is") {
    const std::vector<std::byte> data = bytes_of({3, 1, 2, 3, 9});
    const auto made = brine::testing::arbitrary<std::valarray<int>>(data);
    CHECK(std::vector(std::begin(made), std::end(made)) ==
          brine::testing::arbitrary<std::vector<int>>(data));
    CHECK(made.size() == 3);
    check_round_trip(made);
}

TEST_CASE("testing: a codec that forgets a field is found") {
    check_round_trip(Forgotten{1, 0});
    const RoundTripError error = failure(std::vector<Forgotten>{{1, 0}, {1, 2}});
    CHECK(error.path() == "[1]");
    CHECK(contains(error.what(), "a field is not named"));
}

TEST_CASE("testing: a codec that counts wrongly is found, with the way to it") {
    const RoundTripError error = failure(Counters{{{"x", {}}, {"y", {{5}}}}});
    CHECK(error.path() == "of['y'][0]");
    CHECK(error.protocol() == 2);
    CHECK(error.memo() == brine::memo::standard);
    CHECK(contains(error.what(), "in:       loads, protocol 2, memo::standard"));
    CHECK(contains(error.what(), "BININT1    5"));
}

TEST_CASE("testing: a hook that breaks sharing is found") {
    const auto item = std::make_shared<Item>(Item{"a", 1, 2});
    check_round_trip(Pair{item, item});
    const RoundTripError error = failure(Pair{item, item}, {}, BreaksSharing{});
    CHECK(error.path() == "second");
    CHECK(contains(error.what(), "no longer shared"));
}

TEST_CASE("testing: a hook that has no way back is found") {
    check_round_trip(std::vector<Item>{{"a", 1, 2}}, {}, Catalogue{});
    const RoundTripError error =
        failure(std::vector<Item>{{"a", 1, 2}, {"known", 1, 2}}, {}, Catalogue{});
    CHECK(error.path() == "[1]");
    CHECK(contains(error.what(), "BINPERSID"));
}

TEST_CASE("testing: a codec that has two ways to load is found") {
    const std::vector<TwoFaced> value{{1}};
    const RoundTripError error = failure(value);
    CHECK(error.path() == "[0]");
    CHECK(contains(error.what(), "loads by way of a Document"));
    const std::string pickle = brine::dumps(value);
    const auto* const data = reinterpret_cast<const std::uint8_t*>(pickle.data());
    CHECK_THROWS_AS(brine::testing::fuzz_loads<std::vector<TwoFaced>>(data, pickle.size()),
                    RoundTripError);
    CHECK(brine::testing::fuzz_loads<std::vector<TwoFaced>>(data, pickle.size() - 1) == 0);
}

TEST_CASE("testing: a codec that adds to what was there is found") {
    check_round_trip(Piling());
    CHECK(contains(failure(Piling{{1, 2}}).what(), "in:       loads_into, protocol 2"));
}

TEST_CASE("testing: a codec that keeps what another value left is found") {
    const RoundTripError error = failure(Gathering{{1, 2}});
    CHECK(contains(error.what(), "in:       loads_into over another value, protocol 2"));
    check_round_trip(Gathering());
}

TEST_CASE("testing: a pickle that only a Document takes is found") {
    const std::string pickle = brine::dumps(OneEyed{1});
    const auto* const data = reinterpret_cast<const std::uint8_t*>(pickle.data());
    CHECK_THROWS_AS(brine::testing::fuzz_loads<OneEyed>(data, pickle.size()), RoundTripError);
}

TEST_CASE("testing: what can't be written is found, unless it may refuse") {
    const RoundTripError error = failure(std::vector<Modern>(2));
    CHECK(error.path() == "[0]");
    CHECK(contains(error.what(), "too modern"));
    check_round_trip(std::vector<Modern>(2), {.protocols = {4, 5}});
    check_round_trip(std::vector<Modern>(2), {.protocols = {4, 5, 4}, .may_refuse = true});
    CHECK(failure(std::vector<Modern>(2), {.protocols = {5, 3}}).protocol() == 3);
    CHECK_THROWS_AS(check_round_trip(Counter{1}, {.may_refuse = true}), RoundTripError);
}

TEST_CASE("testing: the fuzzers' bodies return 0, or throw what they found") {
    const std::uint8_t input[] = {2, 7, 9, 3, 200, 1};
    CHECK(brine::testing::fuzz_round_trip<Order>(input, sizeof input) == 0);
    CHECK(brine::testing::fuzz_round_trip<Order>(nullptr, 0) == 0);
    CHECK(brine::testing::fuzz_round_trip<Pair>(input, sizeof input, {.protocols = {4}},
                                                Catalogue{}) == 0);
    CHECK_THROWS_AS(brine::testing::fuzz_round_trip<std::vector<std::vector<Forgotten>>>(
                        input, 0, {.protocols = {9}}),
                    RoundTripError);
    const std::string pickle = brine::dumps(Item{"a", 1, 2});
    const auto* const data = reinterpret_cast<const std::uint8_t*>(pickle.data());
    CHECK(brine::testing::fuzz_loads<Item>(data, pickle.size()) == 0);
    CHECK(brine::testing::fuzz_loads<Item>(data, pickle.size() - 1) == 0);
    CHECK(brine::testing::fuzz_loads<Order>(data, pickle.size()) == 0);
}
