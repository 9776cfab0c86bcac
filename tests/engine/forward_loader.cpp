// Plain pickles are read without a Document; what comes out is what a Document would have given.
#include <brine/engine/forward_loader.hpp>

#include <algorithm>
#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"

namespace forward {

struct Point {
    double x = 0, y = 0;
};
struct Slotted {
    int a = 0;
    std::string b;
};
struct Called {
    std::string name;
    int a = 0, b = 0;
    std::vector<int> rest;
};
struct Named {
    int first = 0;
    std::pair<int, int> second;
};
struct Everything {
    std::map<std::string, int> counts;
    std::vector<std::string> tags;
    std::optional<int> maybe;
    std::tuple<int, int> pair;
    Point point;
    std::set<int> numbers;
    std::map<std::string, std::vector<Point>> paths;
    std::unique_ptr<Slotted> owned;
    std::shared_ptr<Called> shared;
    bool flag = false;
};
struct Tree {
    int value = 0;
    std::vector<Tree> children;
};
struct Partial {
    int given = 0;
    std::optional<int> maybe;
};
/// Its codec makes it in one piece.
struct Whole {
    int x = 0;
};

}  // namespace forward

template <>
struct brine::codec<forward::Point>
    : brine::dataclass<"shapes", "Point", &forward::Point::x, &forward::Point::y> {};
template <>
struct brine::codec<forward::Slotted>
    : brine::slotted<"shapes", "Slotted", &forward::Slotted::a, &forward::Slotted::b> {};
template <>
struct brine::codec<forward::Called>
    : brine::call<"shapes", "Called", &forward::Called::name, &forward::Called::a,
                  &forward::Called::b, &forward::Called::rest> {};
template <>
struct brine::codec<forward::Named>
    : brine::namedtuple<"shapes", "Named", &forward::Named::first, &forward::Named::second> {};
template <>
struct brine::codec<forward::Everything>
    : brine::record<&forward::Everything::counts, &forward::Everything::tags,
                    &forward::Everything::maybe, &forward::Everything::pair,
                    &forward::Everything::point, &forward::Everything::numbers,
                    &forward::Everything::paths, &forward::Everything::owned,
                    &forward::Everything::shared, &forward::Everything::flag> {};
template <>
struct brine::codec<forward::Tree>
    : brine::record<&forward::Tree::value, &forward::Tree::children> {};
template <>
struct brine::codec<forward::Partial>
    : brine::record<&forward::Partial::given, &forward::Partial::maybe> {};
template <>
struct brine::codec<forward::Whole> : brine::record<&forward::Whole::x> {
    static forward::Whole load(auto& loader, const auto& in) {
        return {loader.template get_integer<int>(in)};
    }
};

namespace {

using namespace forward;
using brine::detail::load_forward;

constexpr brine::memo memos[] = {brine::memo::standard, brine::memo::python, brine::memo::strings};

template <class T>
std::string text(const T& value) {
    return brine::dumps(value, {.protocol = 5, .memo = brine::memo::python});
}

/// The value by way of a Document, as text(); empty where there is none.
template <class T>
std::string by_document(const std::string& pickle) {
    try {
        const brine::Document document = brine::loads(pickle);
        brine::Loader loader({}, {pickle.size(), {}});
        return text(loader.load<T>(document.root()));
    } catch (const brine::PickleError&) {
        return {};
    }
}

template <class T>
bool is_read_forward(const std::string& pickle) {
    T out{};
    return load_forward(pickle, {}, out);
}

/// Read without a Document, whatever the protocol and the memo, and equal.
template <class T>
void check_plain(const T& value) {
    for (int protocol = 2; protocol <= 5; ++protocol) {
        for (const brine::memo memo : memos) {
            const std::string pickle = brine::dumps(value, {.protocol = protocol, .memo = memo});
            T out{};
            INFO("protocol " << protocol << ", memo " << static_cast<int>(memo));
            REQUIRE(load_forward(pickle, {}, out));
            CHECK(text(out) == text(value));
        }
    }
}

Everything everything() {
    Everything value;
    value.counts = {{"one", 1}};
    value.tags = {"a", "b", "a"};
    value.pair = {1, 2};
    value.point = {1.5, -2};
    value.numbers = {3, 1, 2};
    value.paths = {{"empty", {}}, {"two", {{1, 2}, {3, 4}}}};
    value.owned = std::make_unique<Slotted>(Slotted{7, "seven"});
    value.shared = std::make_shared<Called>(Called{"f", 1, 2, {3}});
    return value;
}

std::vector<Everything> many() {
    std::vector<Everything> values;
    values.push_back(everything());
    values.emplace_back();
    values.push_back(everything());
    return values;
}

/// Where the forward reader takes a damaged pickle, a Document takes it too, for the same value.
template <class T>
void check_damaged(const T& value) {
    std::size_t taken = 0;
    const auto check = [&](const std::string& damaged) {
        // Without the NUL of a string behind it, which a sanitizer would let be read.
        const auto bytes = std::make_unique<char[]>(damaged.size());
        std::copy(damaged.begin(), damaged.end(), bytes.get());
        T out{};
        if (load_forward({bytes.get(), damaged.size()}, {}, out)) {
            ++taken;
            CHECK(by_document<T>(damaged) == text(out));
        }
    };
    static constexpr char opcodes[] =
        "()]}NKM\x88\x89\x8c\x94h\x85\x86\x87taeus\x81Rb\x8f\x90\x91.";
    for (const int protocol : {2, 4}) {
        for (const brine::memo memo : memos) {
            const std::string pickle = brine::dumps(value, {.protocol = protocol, .memo = memo});
            for (std::size_t at = 2; at < pickle.size(); ++at) {
                check(pickle.substr(0, at));
                check(pickle.substr(0, at) + pickle.substr(at + 1));
                check(pickle.substr(0, at) + pickle[at] + pickle.substr(at));
                std::string changed = pickle;
                for (unsigned bit = 0; bit < 8; ++bit) {
                    changed[at] = static_cast<char>(pickle[at] ^ static_cast<char>(1U << bit));
                    check(changed);
                }
                for (const char opcode : std::string_view(opcodes)) {
                    changed[at] = opcode;
                    check(changed);
                    check(changed.substr(0, at + 1));
                    check(pickle.substr(0, at) + opcode + pickle.substr(at));
                }
            }
        }
    }
    CHECK(taken > 0);
}

std::string operator""_p(const char* bytes, std::size_t size) { return {bytes, size}; }

}  // namespace

TEST_CASE("forward_loader: numbers and text") {
    check_plain(std::vector<std::int64_t>{0, 1, -1, 255, 256, 65536, -70000, 1LL << 40, INT64_MIN,
                                          INT64_MAX});
    check_plain(std::vector<std::uint64_t>{0, UINT64_MAX});
    check_plain(std::vector<double>{0.5, -0.0});
    check_plain(std::vector<bool>{true, false});
    check_plain(std::string("one"));
    check_plain(std::vector<std::string>{"", "a", "\xC3\xA9", std::string(300, 'x'), "a"});
    check_plain(std::vector<brine::Int>{brine::Int(1),
                                        brine::Int::from_string("-" + std::string(40, '7'))});
}

TEST_CASE("forward_loader: containers, also empty ones and ones of one item") {
    using Row = std::vector<int>;
    check_plain(std::vector<Row>{{}, {1}, {}, {5}, {1, 2, 3}});
    check_plain(std::vector<std::vector<Row>>{{{}}, {{}, {}}, {}, {{5}}, {{1, 2, 3}, {}}});
    check_plain(std::vector<std::pair<int, int>>{{1, 2}});
    check_plain(std::vector<std::pair<std::pair<int, int>, int>>{{{1, 2}, 3}, {{1, 2}, 4}});
    check_plain(std::map<std::string, Row>{{"a", {1, 2}}});
    check_plain(std::map<std::string, Row>{{"a", {}}, {"b", {1}}});
    check_plain(std::map<std::string, std::map<std::string, int>>{{"a", {}}, {"b", {{"c", 1}}}});
    check_plain(std::pair<std::map<std::string, int>, std::string>{{}, "x"});
    check_plain(std::tuple<>());
    check_plain(std::tuple<int, std::string, double, Row>{1, "2", 3, {4}});
    check_plain(std::deque<std::optional<int>>{1, std::nullopt, 3});
    check_plain(std::set<std::string>{"b", "a"});
    check_plain(std::vector<std::variant<int, std::string, Row>>{1, "x", Row{1}});
}

TEST_CASE("forward_loader: what feeds a container inside does not feed the one around it") {
    // [[]], where APPEND takes the empty list itself
    using Nested = std::vector<std::vector<std::vector<int>>>;
    Nested nested;
    REQUIRE(load_forward("\x80\x04]\x94]\x94\x61."_p, {}, nested));
    CHECK(nested == Nested{{}});
    // ([], [1])
    using Lists = std::pair<std::vector<int>, std::vector<int>>;
    const std::string pickle = "\x80\x04]\x94]\x94K\x01\x61\x86\x94."_p;
    CHECK(brine::loads<Lists>(pickle) == Lists{{}, {1}});
    CHECK(is_read_forward<Lists>(pickle));
}

TEST_CASE("forward_loader: an optional that is not there is empty, whatever it was") {
    const std::string pickle = brine::dumps(std::map<std::string, int>{{"given", 1}});
    Partial out{.given = 5, .maybe = 6};
    REQUIRE(load_forward(pickle, {}, out));
    CHECK(out.given == 1);
    CHECK_FALSE(out.maybe.has_value());
}

TEST_CASE("forward_loader: batches of 1000") {
    for (const int size : {999, 1000, 1001, 2000, 2001}) {
        check_plain(std::vector<int>(static_cast<std::size_t>(size), 7));
        std::map<int, int> map;
        for (int i = 0; i < size; ++i) {
            map[i] = i;
        }
        check_plain(map);
        check_plain(std::vector<std::map<int, int>>{map, {}, map});
    }
}

TEST_CASE("forward_loader: room is made for what is likely to come, and not for much more") {
    std::vector<std::string> texts;
    for (int i = 0; i < 5000; ++i) {
        texts.push_back("text number " + std::to_string(i));
    }
    check_plain(texts);
    check_plain(std::unordered_map<int, int>{{1, 2}});

    // Most of the pickle is something else.
    texts.resize(600);
    const std::pair value(texts, std::string(1'000'000, 'x'));
    std::pair<std::vector<std::string>, std::string> out;
    REQUIRE(load_forward(brine::dumps(value), {}, out));
    CHECK(out == value);
    CHECK(out.first.capacity() <= 4 * texts.size());
}

TEST_CASE("forward_loader: described types") {
    check_plain(Point{1, 2});
    check_plain(std::vector<Point>{{1, 2}, {3, 4}});
    check_plain(std::vector<Slotted>{{1, "x"}, {2, "y"}});
    check_plain(std::vector<Called>{{"f", 1, 2, {}}, {"g", 3, 4, {5}}});
    check_plain(std::vector<Named>{{1, {2, 3}}, {4, {5, 6}}});
    check_plain(many());
    check_plain(Tree{1, {{2, {}}, {3, {{4, {}}}}, {5, {}}}});
}

TEST_CASE("forward_loader: what is shared as a value is read again") {
    using Row = std::vector<int>;
    // [x, x] for x = [1], and the same of a tuple, an instance and a text
    std::vector<Row> rows;
    REQUIRE(load_forward("\x80\x04](]\x94K\x01"_p + "ah\x00"_p + "e."_p, {}, rows));
    CHECK(rows == std::vector<Row>{{1}, {1}});
    std::vector<std::pair<int, int>> pairs;
    REQUIRE(load_forward("\x80\x04](K\x01K\x02\x86\x94h\x00"_p + "e."_p, {}, pairs));
    CHECK(pairs == std::vector<std::pair<int, int>>{{1, 2}, {1, 2}});
}

TEST_CASE("forward_loader: of two tuples that start alike, the right one is meant") {
    using Inner = std::pair<int, int>;
    using Outer = std::pair<Inner, int>;
    // ((1, 2), 3), then the inner one again where an outer one is wanted
    const std::string pickle = "\x80\x04](K\x01K\x02\x86\x94K\x03\x86\x94h\x00"_p + "e."_p;
    CHECK_FALSE(is_read_forward<std::vector<Outer>>(pickle));
    CHECK_THROWS_AS(brine::loads<std::vector<Outer>>(pickle), brine::ConversionError);
}

TEST_CASE("forward_loader: gives up where a Document has to be asked") {
    // Shared objects, cycles, what has no plain form, errors.
    const auto shared = std::make_shared<Point>(Point{1, 2});
    const std::string twice = brine::dumps(std::vector<std::shared_ptr<Point>>{shared, shared});
    CHECK_FALSE(is_read_forward<std::vector<std::shared_ptr<Point>>>(twice));
    const auto loaded = brine::loads<std::vector<std::shared_ptr<Point>>>(twice);
    CHECK(loaded[0] == loaded[1]);

    CHECK_FALSE(is_read_forward<std::chrono::sys_seconds>(
        brine::dumps(std::chrono::sys_seconds{std::chrono::seconds{5}})));
    CHECK_FALSE(is_read_forward<int>("\x80\x04K\x05"_p));
    CHECK_FALSE(is_read_forward<int>("K\x05."_p));
    CHECK_FALSE(is_read_forward<std::uint8_t>("\x80\x04M\x00\x01."_p));
    CHECK_FALSE(is_read_forward<std::string>("\x80\x04\x8c\x01\xFF."_p));
    CHECK_FALSE(is_read_forward<std::string>("\x80\x04\x8c\x03\xED\xA0\x80."_p));
    CHECK_FALSE(is_read_forward<std::vector<int>>("\x80\x04]\x94h\x00"_p + "a."_p));
}

TEST_CASE("forward_loader: opcodes that few writers use give what a Document does") {
    const auto same = []<class T>(const std::string& pickle, const T& value) {
        T out{};
        REQUIRE(load_forward(pickle, {}, out));
        CHECK(out == value);
        CHECK(brine::loads(pickle).as<T>() == value);
    };
    using Bytes = std::vector<std::byte>;
    const Bytes bytes{std::byte{'x'}};
    same("\x80\x02\x8b\x01\0\0\0\x05."_p, 5);
    same("\x80\x02\x8a\x09\xff\xff\xff\xff\xff\xff\xff\xff\0."_p, ~std::uint64_t{0});
    same("\x80\x02\x8b\x09\0\0\0\0\0\0\0\0\0\0\0\x01."_p,
         brine::Int::from_string("18446744073709551616"));
    same("\x80\x02M\xff\xff."_p, 65535);
    same("\x80\x02J\xff\xff\xff\xff."_p, -1);
    same("\x80\x03\x42\x01\0\0\0x."_p, bytes);
    same("\x80\x04\x8e\x01\0\0\0\0\0\0\0x."_p, bytes);
    same("\x80\x05\x96\x01\0\0\0\0\0\0\0x."_p, bytes);
    same("\x80\x04\x8d\x01\0\0\0\0\0\0\0x."_p, std::string("x"));
    CHECK(brine::loads<std::vector<std::string>>(
              "\x80\x02]r\0\0\0\0X\x01\0\0\0xr\x01\0\0\0aj\x01\0\0\0a."_p) ==
          std::vector<std::string>{"x", "x"});
    using Kinds = std::vector<std::variant<bool, int, double, std::string, std::vector<std::byte>,
                                           std::vector<int>, std::set<int>, std::map<int, int>>>;
    CHECK(brine::loads<Kinds>(
              "\x80\x05](\x88\x8b\x01\0\0\0\x05G\0\0\0\0\0\0\0\0"
              "\x8d\x01\0\0\0\0\0\0\0xB\x01\0\0\0x\x96\x01\0\0\0\0\0\0\0x]\x8f}e."_p) ==
          Kinds{true, 5, 0.0, "x", bytes, bytes, std::vector<int>(), std::set<int>(),
                std::map<int, int>()});
}

TEST_CASE("forward_loader: what it does not know is left to a Document, whose word is the last") {
    const auto left = []<class T>(const std::string& pickle, const T&) {
        CHECK_FALSE(is_read_forward<T>(pickle));
    };
    left("\x80\x06K\x05."_p, int());
    left(
        "\x80\x04"
        "5."_p,
        int());
    left("\x80\x04K\x01."_p, bool());
    left("\x80\x04\x8c\x01x."_p, bool());
    left("\x80\x04\x8c\x01x."_p, int());
    left("\x80\x04\x8c\x01x."_p, double());
    left("\x80\x04K\x01."_p, std::string());
    left("\x80\x04K\x01."_p, std::vector<std::byte>());
    left("\x80\x04\x8b\x09\0\0\0\0\0\0\0\0\0\0\0\x01."_p, std::uint64_t());
    left("\x80\x04K\x01."_p, std::monostate());
    left(
        "\x80\x04\x8c\x01m\x8c\x01"
        "f\x93."_p,
        brine::Global());
    left(
        "\x80\x04\x8c\x01m\x8c\x01"
        "f\x93)R."_p,
        std::complex<double>());
    left(
        "\x80\x04\x8c\x01m\x8c\x01"
        "f\x93)R."_p,
        std::filesystem::path());
    left("\x80\x05\x43\x01x."_p, brine::buffer());
    left("\x80\x04N."_p, std::variant<Slotted, Named>());
    left("\x80\x02]r\x07\0\0\0K\x01\x61."_p, std::vector<int>());
    left("\x80\x04\x8c\x01x."_p, std::variant<std::vector<int>, std::set<int>>());
    left("\x80\x04]\x94(K\x01h\0\x65."_p, std::vector<std::variant<int, std::string>>());
    // Views, and what text may hold.
    std::string_view view;
    CHECK_FALSE(load_forward("\x80\x04\x8c\x03\xed\xa0\x80."_p, {.borrow = true}, view));
    std::string out;
    brine::LoadOptions options;
    options.convert.text = brine::text::surrogatepass;
    CHECK_FALSE(load_forward("\x80\x04\x8c\x03\xe9xx."_p, options, out));
    CHECK(load_forward("\x80\x04\x8c\x03\xed\xa0\x80."_p, options, out));
    CHECK(out == "\xed\xa0\x80");
    const std::string kept = "\x80\x04\x8c\x02\xc3\xa9."_p;
    CHECK(load_forward(kept, {.borrow = true}, view));
    CHECK(view == "\u00e9");
    brine::buffer memory;
    CHECK_FALSE(load_forward("\x80\x05\x43\x01x."_p, {.borrow = true}, memory));
}

TEST_CASE("forward_loader: keys that are equal in Python are left to a Document") {
    // {1: 10, True: 20} is {1: 20}
    const std::string pickle = "\x80\x04}(K\x01K\x0A\x88K\x14u."_p;
    using Map = std::map<int, int>;
    CHECK_FALSE(is_read_forward<Map>(pickle));
    CHECK(brine::loads<Map>(pickle) == Map{{1, 20}});
    using Other = std::map<std::variant<bool, int>, int>;
    CHECK_FALSE(is_read_forward<Other>(pickle));
    CHECK(brine::loads<Other>(pickle) == Other{{std::variant<bool, int>(1), 20}});
}

TEST_CASE("forward_loader: frames are kept to") {
    using Row = std::vector<int>;
    const std::string list = "](K\x01K\x02"_p + "e."_p;
    const auto framed = [&](char size) {
        return "\x80\x04\x95"_p + size + std::string(7, '\0') + list;
    };
    CHECK(is_read_forward<Row>(framed(static_cast<char>(list.size()))));
    CHECK(is_read_forward<Row>(framed(2)));        // ends between opcodes
    CHECK_FALSE(is_read_forward<Row>(framed(3)));  // ends within one
    CHECK_FALSE(is_read_forward<Row>(framed(9)));  // longer than the pickle
    // One in another, that end together.
    const std::string inner =
        "\x95"_p + static_cast<char>(list.size()) + std::string(7, '\0') + list;
    CHECK_FALSE(is_read_forward<Row>("\x80\x04\x95"_p + static_cast<char>(inner.size()) +
                                     std::string(7, '\0') + inner));
}

TEST_CASE("forward_loader: a limit or a hook has a Document asked") {
    struct Refuse {
        std::optional<brine::Global> find_class(std::string_view, std::string_view) {
            throw std::runtime_error("asked");
        }
    };
    const std::string pickle = brine::dumps(Point{1, 2});
    CHECK_THROWS_WITH(brine::loads<Point>(pickle, {}, Refuse{}), "asked");
    brine::LoadLimits limits;
    limits.decode.input_bytes = 5;
    CHECK_THROWS_AS(brine::loads<Point>(pickle, {.limits = limits}), brine::UnpicklingError);
}

TEST_CASE("forward_loader: views refer to the pickle, where that is allowed") {
    const std::string pickle = brine::dumps(std::vector<std::string>{"one", "two", "one"});
    std::vector<std::string_view> views;
    CHECK_FALSE(load_forward(pickle, {}, views));
    REQUIRE(load_forward(pickle, {.borrow = true}, views));
    CHECK(views == std::vector<std::string_view>{"one", "two", "one"});
    CHECK(views[0].data() > pickle.data());
    CHECK(views[0].data() < pickle.data() + pickle.size());
}

TEST_CASE("forward_loader: recursion and sharing have their limits") {
    std::string deep = "\x80\x04"_p;
    for (int i = 0; i < 2000; ++i) {
        deep +=
            "}(\x8c\x08"
            "children]"_p;
    }
    CHECK_FALSE(is_read_forward<Tree>(deep));

    const auto nested = [](int levels) {
        Tree root;
        for (int i = 0; i < levels; ++i) {
            Tree parent;
            parent.children.emplace_back();
            parent.children.push_back(std::move(root));
            root = std::move(parent);
        }
        return brine::dumps(root, {.max_depth = 100000});
    };
    CHECK(is_read_forward<Tree>(nested(100)));
    CHECK_FALSE(is_read_forward<Tree>(nested(1100)));

    // One list in many places, which is copied to each.
    std::string copies = "\x80\x04]\x94(]\x94(K\x01K\x02"_p + "e"_p;
    for (int i = 0; i < 100; ++i) {
        copies += "h\x01"_p;
    }
    copies += "e."_p;
    brine::LoadOptions few;
    few.convert.max_objects = 100;
    brine::LoadOptions enough;
    enough.convert.max_objects = 500;
    std::vector<std::vector<int>> rows;
    CHECK_FALSE(load_forward(copies, few, rows));
    CHECK(load_forward(copies, enough, rows));

    // Each list holds the one before it twice.
    std::string bomb = "\x80\x04]\x94"_p;
    using Level = std::vector<std::vector<std::vector<int>>>;
    CHECK_FALSE(is_read_forward<Level>(bomb + "(h\x00h\x00"_p + "e."_p));
}

TEST_CASE("forward_loader: a limit of a conversion is one, whatever the road") {
    const std::string pickle = brine::dumps(std::vector<int>(1000));
    using Ints = std::vector<int>;
    const auto few = brine::try_loads<Ints>(pickle, {.convert = {.max_objects = 999}});
    REQUIRE_FALSE(few);
    CHECK(few.error().code() == brine::Errc::limit_exceeded);
    CHECK(brine::loads<Ints>(pickle, {.convert = {.max_objects = 1000}}).size() == 1000);
    Ints into;
    CHECK_THROWS_AS(brine::loads_into(pickle, into, {.convert = {.max_objects = 999}}),
                    brine::ConversionError);
    // The others are counted alike.
    const auto texts = brine::dumps(std::vector<std::string>(10, "abc"));
    for (const std::uint64_t most : {29U, 30U}) {
        brine::LoadOptions options{.convert = {.max_bytes = most}};
        std::vector<std::string> out;
        CHECK(load_forward(texts, options, out) == (most == 30));
        options.limits.marks = 1'000'000;  // so that there is a Document
        CHECK(brine::try_loads<std::vector<std::string>>(texts, options).has_value() ==
              (most == 30));
    }
    const auto nested = brine::dumps(std::vector<std::vector<Point>>{{{1, 2}}});
    for (const std::size_t most : {1U, 2U, 3U, 4U, 5U}) {
        CAPTURE(most);
        brine::LoadOptions options{.convert = {.max_depth = most}};
        std::vector<std::vector<Point>> out;
        const bool forward = load_forward(nested, options, out);
        options.limits.marks = 1'000'000;
        CHECK(brine::try_loads<std::vector<std::vector<Point>>>(nested, options).has_value() ==
              forward);
    }
}

TEST_CASE("forward_loader: no view of a bytearray, which a Document would not let last") {
    const std::string array = "\x96\x03\x00\x00\x00\x00\x00\x00\x00"_p + "abc";
    using View = std::span<const std::byte>;
    for (const std::string& pickle :
         {"\x80\x05"_p + array + ".", "\x80\x05"_p + array + "\x94"_p + "0h\x00."_p}) {
        View view;
        CHECK_FALSE(load_forward(pickle, {.borrow = true}, view));
        CHECK_FALSE(brine::try_loads<View>(pickle, {.borrow = true}));
    }
    std::vector<View> views;
    CHECK_FALSE(
        load_forward("\x80\x05]("_p + array + "\x94h\x00"_p + "e.", {.borrow = true}, views));
    View view;
    CHECK(
        load_forward("\x80\x05"
                     "C\x03"
                     "abc."_p,
                     {.borrow = true}, view));
}

TEST_CASE(
    "forward_loader: a codec that makes its object in one piece fits as it does by a Document") {
    using Either = std::variant<Whole, double>;
    const std::string pickle = "\x80\x04K\x05."_p;
    CHECK(brine::loads<Either>(pickle).index() == brine::loads(pickle).as<Either>().index());
}

TEST_CASE("forward_loader: a damaged pickle is what a Document says it is, numbers and text") {
    check_damaged(std::vector<int>{1, 300, -5});
    check_damaged(std::vector<std::string>{"a", "", "a", "\xC3\xA9"});
    check_damaged(std::vector<std::variant<int, std::string, double>>{1, "x", 2.5});
    check_damaged(std::map<int, std::string>{{1, "a"}, {2, "b"}});
}

TEST_CASE("forward_loader: a damaged pickle is what a Document says it is, containers") {
    check_damaged(std::vector<std::vector<std::vector<int>>>{{}, {{1}}, {{}, {2, 3}}});
    check_damaged(std::vector<std::pair<std::pair<int, int>, int>>{{{1, 2}, 3}, {{1, 2}, 4}});
    check_damaged(std::map<std::string, std::map<int, int>>{{"a", {}}, {"b", {{1, 2}}}});
    check_damaged(std::tuple<std::set<int>, std::optional<int>, std::string>{{1, 2}, 3, "x"});
    check_damaged(std::vector<std::tuple<int, int, int, int>>{{1, 2, 3, 4}, {1, 2, 3, 4}});
}

TEST_CASE("forward_loader: a damaged pickle is what a Document says it is, described types") {
    check_damaged(std::vector<Point>{{1, 2}, {3, 4}});
    check_damaged(std::vector<Slotted>{{1, "a"}, {2, "b"}});
    check_damaged(std::vector<Named>{{1, {2, 3}}, {4, {5, 6}}});
    check_damaged(std::vector<Called>{{"f", 1, 2, {}}, {"g", 3, 4, {5}}});
    check_damaged(Tree{1, {{2, {}}, {3, {{4, {}}}}}});
}
