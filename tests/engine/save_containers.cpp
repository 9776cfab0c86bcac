#include <brine/engine/save_containers.hpp>

#include <forward_list>
#include <map>
#include <memory>
#include <ranges>
#include <set>
#include <sstream>
#include <string>
#include <unordered_set>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

namespace {

// What lies between the n-th batches: the opcodes of a pickle of the ints 0 to 255 at protocol 4.
std::string batches(const std::string& bytes) {
    std::string found;
    for (std::size_t i = 11; i + 1 < bytes.size(); ++i) {
        if (bytes[i] == 'K') {
            ++i;
        } else if (bytes[i] != '\x94') {
            found += bytes[i];
        }
    }
    return found;
}

std::string list_of(std::size_t size) {
    return batches(
        brine::dumps(std::vector<int>(size), {.protocol = 4, .memo = brine::memo::python}));
}

template <class Make>
struct ByCodec {
    Make make;
};
template <class Make>
ByCodec(Make) -> ByCodec<Make>;

struct Number {
    int value = 0;
    auto operator<=>(const Number&) const = default;
};

}  // namespace

template <class Make>
struct brine::codec<ByCodec<Make>> {
    static void save(auto& pickler, const ByCodec<Make>& object) { object.make(pickler); }
};
template <>
struct brine::codec<Number> {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = 2;
    static char* put(char* p, const Number&) { return brine::encode::integer(p, 7); }
};

// pickle.dumps([0] * n, 4)
TEST_CASE("save_containers: a list of one is an APPEND, more are batches of 1000") {
    CHECK(list_of(1) == "]a");
    CHECK(list_of(2) == "](e");
    CHECK(list_of(999) == "](e");
    CHECK(list_of(1000) == "](e");
    CHECK(list_of(1001) == "](e(e");
    CHECK(list_of(2000) == "](e(e");
    const std::vector<std::vector<int>> nested{std::vector<int>(1001)};
    CHECK(batches(brine::dumps(nested, {.protocol = 4})) == "]](e(ea");
}

TEST_CASE("save_containers: the path of an error counts from the first batch on") {
    std::vector<std::string> items(1500, "x");
    items[1234] = "\xff";
    for (const auto policy : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        CHECK(error_of(items, {.memo = policy}).path() == "[1234]");
    }
}

// pickle.dumps(dict, 4), where a dict of 1000 ends in an empty batch
TEST_CASE("save_containers: a dict's batches, and the empty one that CPython adds") {
    const auto dict_of = [](std::size_t size, brine::memo policy) {
        const auto items = std::views::iota(std::size_t{0}, size) |
                           std::views::transform([](std::size_t) { return std::pair(1, 1); });
        const ByCodec made{[&](auto& pickler) { pickler.save_dict(items); }};
        return batches(brine::dumps(made, {.protocol = 4, .memo = policy}));
    };
    using enum brine::memo;
    CHECK(dict_of(1, python) == "}s");
    CHECK(dict_of(2, python) == "}(u");
    CHECK(dict_of(999, python) == "}(u");
    CHECK(dict_of(1000, python) == "}(u(u");
    CHECK(dict_of(1001, python) == "}(u(u");
    CHECK(dict_of(2000, python) == "}(u(u(u");
    CHECK(dict_of(1000, standard) == "}(u");
    CHECK(dict_of(2000, standard) == "}(u(u");
}

TEST_CASE("save_containers: a set's batches") {
    const auto set_of = [](std::size_t size, brine::memo policy) {
        const std::vector<Number> items(size);
        const ByCodec made{[&](auto& pickler) { pickler.save_set(items); }};
        return batches(brine::dumps(made, {.protocol = 4, .memo = policy}));
    };
    using enum brine::memo;
    CHECK(set_of(1, python) == "\x8f(\x90");
    CHECK(set_of(1000, python) == "\x8f(\x90(\x90");
    CHECK(set_of(1001, python) == "\x8f(\x90(\x90");
    CHECK(set_of(1000, standard) == "\x8f(\x90");
}

// pickle.dumps({1}, 2), pickle.dumps(frozenset(), 2), pickle.dumps(frozenset({1}), 4)
TEST_CASE("save_containers: sets below protocol 4 are calls") {
    CHECK(
        as_python(std::set{1}, 2) ==
        "80 02 63 5f 5f 62 75 69 6c 74 69 6e 5f 5f 0a 73 65 74 0a 71 00 5d 71 01 4b 01 61 85 71 02 "
        "52 71 03 2e");
    const ByCodec empty{[](auto& pickler) { pickler.save_frozenset(std::set<int>()); }};
    CHECK(
        as_python(empty, 2) ==
        "80 02 63 5f 5f 62 75 69 6c 74 69 6e 5f 5f 0a 66 72 6f 7a 65 6e 73 65 74 0a 71 00 5d 71 01 "
        "85 71 02 52 71 03 2e");
    const ByCodec one{[](auto& pickler) { pickler.save_frozenset(std::set{1}); }};
    CHECK(as_python(one, 4) == "80 04 95 06 00 00 00 00 00 00 00 28 4b 01 91 94 2e");
    CHECK(as_python(empty, 4) == "80 04 95 04 00 00 00 00 00 00 00 28 91 94 2e");
}

TEST_CASE("save_containers: a set's items may be made on the way") {
    const std::vector<int> numbers{1, 2};
    const auto texts = numbers | std::views::transform([](int n) {
                           return "a text that takes memory of its own " + std::to_string(n);
                       });
    for (const int protocol : {2, 4}) {
        const ByCodec made{[&](auto& pickler) { pickler.save_set(texts); }};
        const auto bytes = brine::dumps(made, {.protocol = protocol});
        CHECK(bytes.find("memory of its own 1") != std::string::npos);
        CHECK(bytes.find("memory of its own 2") != std::string::npos);
    }
}

// pickle.dumps({((1,), frozenset({2})): 0}, 4)
TEST_CASE("save_containers: in a key a list is a tuple and a set a frozenset, at any depth") {
    const std::map<std::pair<std::vector<int>, std::set<int>>, int> dict{{{{1}, {2}}, 0}};
    CHECK(as_python(dict, 4) ==
          "80 04 95 11 00 00 00 00 00 00 00 7d 94 4b 01 85 94 28 4b 02 91 94 86 94 4b 00 73 2e");
}

TEST_CASE("save_containers: ranges that can be walked but once, or have no size") {
    std::istringstream words("aa bb cc");
    const ByCodec once{
        [&](auto& pickler) { pickler.save_list(std::ranges::istream_view<std::string>(words)); }};
    CHECK(as_standard(once, 2) == as_standard(std::vector<std::string>{"aa", "bb", "cc"}, 2));
    const std::forward_list<int> forward{1, 2, 3};
    CHECK(as_standard(forward, 2) == as_standard(std::vector{1, 2, 3}, 2));
    std::istringstream none("");
    const ByCodec empty{
        [&](auto& pickler) { pickler.save_list(std::ranges::istream_view<std::string>(none)); }};
    CHECK(as_standard(empty, 2) == "80 02 5d 2e");
    std::istringstream numbers("1 2 3 4");
    const ByCodec tuple{
        [&](auto& pickler) { pickler.save_tuple_of(std::ranges::istream_view<int>(numbers)); }};
    CHECK(as_standard(tuple, 2) == "80 02 28 4b 01 4b 02 4b 03 4b 04 74 2e");
}
