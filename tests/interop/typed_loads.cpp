// Loads the pickles of typed_loads_model.py, lines "NAME PROTOCOL HEX", as C++ types, compares them
// with what they should be, and does the same with what it writes itself. Exits 1 and names each
// that is not as it should be.

#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include <array>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <iostream>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

struct Point {
    double x = 0;
    double y = 0;
    std::optional<std::string> label;
    bool operator==(const Point&) const = default;
};

template <int Which>
struct Xy {
    int x = 0;
    int y = 0;
    bool operator==(const Xy&) const = default;
};
using Frozen = Xy<0>;
using Slots = Xy<1>;
using FrozenSlots = Xy<2>;
using Slotted = Xy<3>;
using Mixed = Xy<4>;
using Called = Xy<5>;
using Uncalled = Xy<6>;
using Keywords = Xy<7>;
using Pair = Xy<8>;
using Record = Xy<9>;

struct Inner {
    int x = 0;
    bool operator==(const Inner&) const = default;
};

struct Tree {
    std::string name;
    std::weak_ptr<Tree> parent;
    std::vector<std::shared_ptr<Tree>> children;
};

struct Animal {
    virtual ~Animal() = default;
    std::string name;
};
struct Dog : Animal {
    std::vector<std::string> tricks;
};
struct Tagged {
    virtual ~Tagged() = default;
    int tag = 7;
};
struct Cat : Tagged, Animal {  // an Animal that does not lie at its start
    int lives = 0;
};

enum class Colour { red = 1, green, none };
enum class Level { low = -1, high = 100 };

}  // namespace

template <>
struct brine::codec<Point>
    : brine::dataclass<"typed_loads_model", "Point", &Point::x, &Point::y, &Point::label> {};
template <>
struct brine::codec<Frozen>
    : brine::dataclass<"typed_loads_model", "Frozen", &Frozen::x, &Frozen::y> {};
template <>
struct brine::codec<Slots> : brine::slotted<"typed_loads_model", "Slots", &Slots::x, &Slots::y> {};
template <>
struct brine::codec<FrozenSlots>
    : brine::call<"typed_loads_model", "FrozenSlots", &FrozenSlots::x, &FrozenSlots::y> {};
template <>
struct brine::codec<Slotted>
    : brine::slotted<"typed_loads_model", "Slotted", &Slotted::x, &Slotted::y> {};
template <>
struct brine::codec<Mixed> : brine::slotted<"typed_loads_model", "Mixed", &Mixed::x, &Mixed::y> {};
template <>
struct brine::codec<Called> : brine::call<"typed_loads_model", "Called", &Called::x, &Called::y> {};
template <>
struct brine::codec<Uncalled>
    : brine::call<"typed_loads_model", "Uncalled", &Uncalled::x, &Uncalled::y> {};
template <>
struct brine::codec<Keywords>
    : brine::dataclass<"typed_loads_model", "Keywords", &Keywords::x, &Keywords::y> {};
template <>
struct brine::codec<Pair> : brine::namedtuple<"typed_loads_model", "Pair", &Pair::x, &Pair::y> {};
template <>
struct brine::codec<Record> : brine::record<&Record::x, &Record::y> {};
template <>
struct brine::codec<Inner> : brine::dataclass<"typed_loads_model", "Outer.Inner", &Inner::x> {};
template <>
struct brine::codec<Tree>
    : brine::dataclass<"typed_loads_model", "Tree", &Tree::name, &Tree::parent, &Tree::children> {};
template <>
struct brine::codec<Dog> : brine::dataclass<"typed_loads_model", "Dog", &Dog::name, &Dog::tricks> {
};
template <>
struct brine::codec<Cat> : brine::dataclass<"typed_loads_model", "Cat", &Cat::name, &Cat::lives> {};
template <>
struct brine::codec<Colour> : brine::enumeration<"typed_loads_model", "Colour"> {};
template <>
struct brine::codec<Level> : brine::enumeration<"typed_loads_model", "Level"> {};

namespace {

void require(bool condition) {
    if (!condition) {
        throw std::logic_error("not as it should be");
    }
}

class Checks {
public:
    /// What a pickle of that name should be, as a T and any further types.
    template <class T>
    void add(const std::string& name, T expected) {
        checks_[name].push_back([expected = std::move(expected)](std::string_view pickle) {
            require(brine::loads<T>(pickle, options()) == expected);
            T into = expected;
            brine::loads_into(pickle, into, options());
            require(into == expected);
            write_and_load(expected, [&](const T& loaded) { require(loaded == expected); });
        });
    }
    template <class T>
    void add_if(const std::string& name, bool (*good)(const T&)) {
        checks_[name].push_back([good](std::string_view pickle) {
            const T loaded = brine::loads<T>(pickle, options());
            require(good(loaded));
            write_and_load(loaded, [&](const T& again) { require(good(again)); });
        });
    }

    void run(const std::string& name, std::string_view pickle) const {
        const auto found = checks_.find(name);
        if (found == checks_.end()) {
            throw std::logic_error("a value that nobody expects");
        }
        for (const auto& check : found->second) {
            check(pickle);
        }
    }

    static inline brine::Registry registry;

private:
    static brine::LoadOptions options() {
        brine::LoadOptions options;
        options.encoding = brine::encoding::latin1;  // Python 2's datetimes
        options.convert.registry = &registry;
        return options;
    }

    template <class T, class Check>
    static void write_and_load(const T& value, Check check) {
        for (int protocol = 2; protocol <= 5; ++protocol) {
            for (const brine::memo memo :
                 {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
                check(brine::loads<T>(
                    brine::dumps(value,
                                 {.protocol = protocol, .memo = memo, .registry = &registry}),
                    options()));
            }
        }
    }

    std::map<std::string, std::vector<std::function<void(std::string_view)>>> checks_;
};

void add_scalars(Checks& all) {
    all.add("none", std::monostate());
    all.add("none", std::optional<int>());
    all.add("none", std::string("not this")[0] == 'x' ? std::optional<std::string>("x")
                                                      : std::optional<std::string>());
    all.add("bool", std::vector<bool>{true, false});
    all.add("bool", std::deque<bool>{true, false});
    all.add("ints", std::vector<std::int64_t>{0, 1, -1, 255, 256, 65535, 65536, INT32_MIN,
                                              1LL << 31, INT64_MAX, INT64_MIN});
    all.add("u64", UINT64_MAX);
    all.add("u64", brine::Int(UINT64_MAX));
    all.add("u64", 0x1p64);
#ifdef __SIZEOF_INT128__
    all.add("int128", std::numeric_limits<brine::int128>::min());
#endif
    all.add("int128", -0x1p127);
    all.add_if<brine::Int>("big", [](const brine::Int& x) { return x.bit_length() == 793; });
    all.add("floats", std::vector<double>{0.0, -0.0, 0.1, 1e300, HUGE_VAL, 3});
    all.add("text", std::vector<std::string>{"", "a", "h\u00e9\U0001F600", "line\nline\\",
                                             "a text that is shared"});
    all.add("text", std::list<std::u16string>{u"", u"a", u"h\u00e9\U0001F600", u"line\nline\\",
                                              u"a text that is shared"});
    all.add("text", std::array<std::u8string, 5>{u8"", u8"a", u8"h\u00e9\U0001F600",
                                                 u8"line\nline\\", u8"a text that is shared"});
    all.add("long_text", std::string(100000, 'x'));
    all.add("long_text", std::pmr::string(100000, 'x'));
    std::vector<unsigned char> many;
    for (int i = 0; i < 200; ++i) {
        many.insert(many.end(), {0, 0xff});
    }
    all.add("bytes", std::vector<std::vector<unsigned char>>{{}, {'a'}, many});
    all.add("raw", std::vector<std::byte>{std::byte{1}, std::byte{0xff}});
    all.add("raw", std::array<unsigned char, 2>{1, 0xff});
    all.add("complex", std::complex<double>(1.5, -2));
    all.add("bitset", std::bitset<100>(1) | std::bitset<100>(1) << 99);
    all.add("class", brine::global("typed_loads_model", "Point"));
    all.add("inner_class", brine::global("typed_loads_model", "Outer.Inner"));
    all.add("colour", std::vector<Colour>{Colour::green, Colour::none, Colour::green});
    all.add("level", Level::high);
}

void add_containers(Checks& all) {
    all.add("list", std::vector<int>{1, 2, 3});
    all.add("list", std::list<std::int8_t>{1, 2, 3});
    all.add("list", std::deque<double>{1, 2, 3});
    all.add("list", std::array<int, 3>{1, 2, 3});
    all.add("list", std::pmr::vector<int>{1, 2, 3});
    all.add("nested", std::vector<std::vector<int>>{{1}, {}, {2, 3}});
    all.add("dict", std::map<std::string, std::vector<int>>{{"one", {1}}, {"none", {}}});
    all.add("dict", std::pmr::unordered_map<std::pmr::string, std::pmr::vector<int>>{{"one", {1}},
                                                                                     {"none", {}}});
    all.add("keys", std::map<std::vector<int>, std::string>{{{1, 2}, "pair"}});
    all.add("keys", std::map<std::pair<int, int>, std::string>{{{1, 2}, "pair"}});
    all.add("set", std::set<int>{1, 2, 3});
    all.add("set", std::unordered_set<long>{1, 2, 3});
    all.add("tuple", std::tuple<int, std::string, double>(1, "two", 3.5));
    all.add("optional", std::pair<std::optional<int>, std::optional<int>>(1, std::nullopt));
    using Variant = std::variant<std::monostate, double, int, std::string, std::vector<std::string>,
                                 std::vector<int>, std::map<std::string, int>>;
    all.add("variant", std::vector<Variant>{1, "a", std::monostate(), std::vector{1}, 2.5,
                                            std::map<std::string, int>{{"k", 1}}});
    all.add("array_d", std::vector<double>{0.5, -1e300});
    all.add("array_i", std::deque<std::int64_t>{INT32_MIN, INT32_MAX});
}

void add_times(Checks& all) {
    using std::chrono::local_days;
    using std::chrono::sys_days;
    const auto second = 23h + 59min + 59s + 999999us;
    all.add("timedelta", std::chrono::microseconds(-1s + 5us));
    all.add("timedelta", std::chrono::nanoseconds(-1s + 5us));
    all.add("timedelta", std::chrono::duration<double>(-0.999995));
    all.add("naive", std::chrono::local_time<std::chrono::microseconds>(local_days(2024y / 2 / 29) +
                                                                        second));
    all.add("aware",
            std::chrono::sys_time<std::chrono::microseconds>(sys_days(2024y / 2 / 29) + second));
    all.add("aware",
            std::chrono::sys_time<std::chrono::nanoseconds>(sys_days(2024y / 2 / 29) + second));
    all.add("date", 2024y / 2 / 29);
    all.add_if<std::chrono::hh_mm_ss<std::chrono::microseconds>>(
        "time", [](const std::chrono::hh_mm_ss<std::chrono::microseconds>& time) {
            return time.to_duration() == 23h + 59min + 58s + 1us;
        });
    all.add("path", std::filesystem::path("/usr/lib/x"));
    all.add("path_bytes", std::filesystem::path("a\xff/b"));
}

void add_errors(Checks& all) {
    all.add_if<std::invalid_argument>(
        "error", [](const std::invalid_argument& error) { return error.what() == "bad"s; });
    all.add_if<std::exception_ptr>("error", [](const std::exception_ptr& pointer) {
        try {
            std::rethrow_exception(pointer);
        } catch (const std::invalid_argument& error) {
            return error.what() == "bad"s;
        }
    });
    all.add_if<std::runtime_error>(
        "other_error", [](const std::runtime_error& error) { return error.what() == "bad"s; });
    all.add("os_error", std::error_code(2, std::generic_category()));
}

void add_classes(Checks& all) {
    all.add("record", Record{1, 2});
    all.add("point", Point{1.5, 2, std::nullopt});
    all.add("point_label", Point{1.5, 2, "label"});
    all.add("frozen", Frozen{1, 2});
    all.add("slots", Slots{1, 2});
    all.add("frozen_slots", FrozenSlots{1, 2});
    all.add("slotted", Slotted{1, 2});
    all.add("mixed", Mixed{1, 2});
    all.add("called", Called{1, 2});
    all.add("uncalled", Uncalled{1, 2});
    all.add("keywords", Keywords{1, 2});
    all.add("pair", Pair{1, 2});
    all.add("pairs", std::vector<Pair>{{1, 2}, {3, 4}});
    all.add("inner", Inner{1});
}

bool is_rex_and_tom(const Animal& dog, const Animal& cat) {
    const auto* rex = dynamic_cast<const Dog*>(&dog);
    const auto* tom = dynamic_cast<const Cat*>(&cat);
    return rex != nullptr && rex->name == "Rex" && rex->tricks == std::vector<std::string>{"sit"} &&
           tom != nullptr && tom->name == "Tom" && tom->lives == 9 && tom->tag == 7;
}

void add_graphs(Checks& all) {
    Checks::registry.add<Dog>().add<Cat>();
    all.add_if<std::vector<std::shared_ptr<Animal>>>(
        "dogs", [](const std::vector<std::shared_ptr<Animal>>& animals) {
            return animals.size() == 2 && is_rex_and_tom(*animals[0], *animals[1]);
        });
    all.add_if<std::array<std::unique_ptr<Animal>, 2>>(
        "dogs", [](const std::array<std::unique_ptr<Animal>, 2>& animals) {
            return is_rex_and_tom(*animals[0], *animals[1]);
        });
    using Root = std::shared_ptr<Tree>;
    all.add_if<Root>("tree", [](const Root& root) {
        return root->name == "root" && root->parent.lock() == nullptr &&
               root->children.size() == 2 && root->children[0]->parent.lock() == root &&
               root->children[1]->name == "b";
    });
    all.add_if<std::vector<Root>>("ring", [](const std::vector<Root>& ring) {
        return ring.size() == 2 && ring[0] == ring[1] && ring[0]->parent.lock() == ring[0];
    });
    using Lists = std::pair<std::shared_ptr<std::vector<int>>, std::shared_ptr<std::vector<int>>>;
    all.add_if<Lists>("shared_list", [](const Lists& lists) {
        return lists.first == lists.second && *lists.first == std::vector{1, 2};
    });
}

std::string from_hex(std::string_view hex) {
    const auto value = [](char c) {
        return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    };
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes +=
            static_cast<char>(static_cast<unsigned char>(value(hex[i]) << 4 | value(hex[i + 1])));
    }
    return bytes;
}

}  // namespace

int main() {
    Checks all;
    add_scalars(all);
    add_containers(all);
    add_times(all);
    add_errors(all);
    add_classes(all);
    add_graphs(all);
    std::size_t good = 0;
    std::size_t bad = 0;
    std::string name;
    std::string protocol;
    std::string hex;
    while (std::cin >> name >> protocol >> hex) {
        try {
            all.run(name, from_hex(hex));
            ++good;
        } catch (const std::exception& error) {
            std::cout << name << ", protocol " << protocol << ": " << error.what() << '\n';
            ++bad;
        }
    }
    std::cout << good << " pickles load as they should\n";
    return good != 0 && bad == 0 ? 0 : 1;
}
