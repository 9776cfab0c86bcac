#include <brine/mapping/load_wrapped.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <valarray>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"

namespace {

struct Blob {
    std::string data;
    std::vector<std::pair<std::string, int>> entries;
    bool operator==(const Blob&) const = default;
};

}  // namespace

/// bytes for the data, a dict for the entries.
template <>
struct brine::codec<Blob> {
    static void save(auto& pickler, const Blob& blob) {
        pickler.save_tuple(brine::as_bytes(blob.data), brine::as_dict(blob.entries));
    }
    static void load(auto& loader, const auto& in, Blob& out) {
        auto data = brine::as_bytes(out.data);
        auto entries = brine::as_dict(out.entries);
        loader.load_items(in, data, entries);
    }
};

namespace {

using namespace std::string_view_literals;

/// Loads what `wrap` writes of the container into another one, through the same wrapper.
template <class T, class Wrap>
void check(const T& container, Wrap wrap, T other = {}) {
    for (int protocol = 2; protocol <= 5; ++protocol) {
        auto target = wrap(other);
        brine::loads_into(brine::dumps(wrap(container), {.protocol = protocol}), target);
        CHECK(other == container);
    }
}

TEST_CASE("load_wrapped: what a wrapper writes is loaded into what it wraps") {
    const auto list = [](auto& x) { return brine::as_list(x); };
    const auto tuple = [](auto& x) { return brine::as_tuple(x); };
    const auto set = [](auto& x) { return brine::as_set(x); };
    const auto frozenset = [](auto& x) { return brine::as_frozenset(x); };
    const auto dict = [](auto& x) { return brine::as_dict(x); };
    check(std::vector{1, 2, 3}, list, {7, 7, 7, 7});
    check(std::set{1, 2, 3}, list, {9});
    check(std::map<int, std::string>{{1, "a"}}, list);
    check(std::string("abc"), list);
    check(std::deque<std::string>{"a", "b"}, tuple);
    check(std::array{1, 2}, tuple);
    check(std::multiset{1, 1, 2}, tuple, {5});
    check(std::vector{1, 2, 3}, set, {4});
    check(std::set<std::string>{"a"}, frozenset);
    check(std::multiset{3, 4}, frozenset);
    check(std::vector<std::pair<int, std::string>>{{1, "a"}, {0, "b"}}, dict, {{5, "c"}});
    check(std::vector<std::tuple<int, int>>{{1, 2}}, dict);
    check(std::map<int, int>{{1, 2}}, dict);
    check(std::multimap<int, int>{{1, 2}}, dict);
}

TEST_CASE("load_wrapped: bytes into text, containers of bytes and arrays of the same size") {
    const auto bytes = [](auto& x) { return brine::as_bytes(x); };
    const auto bytearray = [](auto& x) { return brine::as_bytearray(x); };
    check(std::string("a\xff\0b", 4), bytes, std::string("old"));
    check(std::vector<std::byte>{std::byte{5}}, bytes);
    check(std::vector<std::int8_t>{-1, 5}, bytearray);
    check(std::array<char, 3>{'a', 'b', 'c'}, bytes);
    std::array<char, 2> small{};
    auto target = brine::as_bytes(small);
    CHECK_THROWS_AS(brine::loads_into(brine::dumps(brine::as_bytes("abc"sv)), target),
                    brine::ConversionError);
}

TEST_CASE("load_wrapped: a wrapper that owns is loaded by value, a view of bytes borrows") {
    using Numbers = decltype(brine::as_tuple(std::vector<int>()));
    const auto numbers = brine::loads<Numbers>(brine::dumps(std::tuple(1, 2)));
    CHECK(numbers.items().base() == std::vector{1, 2});
    const std::string pickle = brine::dumps(brine::as_bytes("abc"sv));
    using View = decltype(brine::as_bytes(""sv));
    CHECK(brine::loads<View>(pickle, {.borrow = true}).items() == "abc");
    CHECK_THROWS_AS(brine::loads<View>(pickle), brine::ConversionError);
    const brine::Document document = brine::loads(pickle);
    CHECK(document.as<View>().items() == "abc");
}

TEST_CASE("load_wrapped: a codec of one's own uses them") {
    const Blob blob{"\xff\xfe", {{"b", 1}, {"a", 2}}};
    CHECK(brine::loads<Blob>(brine::dumps(blob)) == blob);
    CHECK(brine::loads<std::vector<Blob>>(brine::dumps(std::vector{blob, blob})) ==
          std::vector{blob, blob});
    const auto wrong = brine::try_loads<Blob>("(V\n(dt."sv);
    REQUIRE(!wrong);
    CHECK(std::string(wrong.error().what()) == "cannot convert [0]: expected bytes, found a str");
}

TEST_CASE("load_wrapped: an array.array into vectors, arrays of its size and valarrays") {
    const auto array = [](auto& x) { return brine::as_array(x); };
    check(std::vector{1.5, -2.0}, array, {9.0});
    check(std::array<std::int16_t, 2>{-1, 300}, array);
    const std::string pickle = brine::dumps(brine::as_array(std::vector{1, 2, 3}));
    CHECK(brine::loads<std::array<long, 3>>(pickle) == std::array{1L, 2L, 3L});
    CHECK_THROWS_AS((brine::loads<std::array<long, 2>>(pickle)), brine::ConversionError);
    const auto both = [](const std::string& from) {
        const auto loaded = brine::loads<std::valarray<int>>(from);
        return std::vector(std::begin(loaded), std::end(loaded));
    };
    CHECK(both(pickle) == std::vector{1, 2, 3});
    CHECK(both(brine::dumps(std::valarray<int>{4, 5})) == std::vector{4, 5});
}

TEST_CASE("load_wrapped: an item of an array.array that is too large for a float is an error") {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (int protocol = 2; protocol <= 5; ++protocol) {
        const auto load = [&](double item) {
            const std::vector<double> items{item};
            return brine::try_loads<std::vector<float>>(
                brine::dumps(brine::as_array(items), {.protocol = protocol}));
        };
        for (const double item : {1e300, -3.5e38}) {
            const auto loaded = load(item);
            REQUIRE(!loaded);
            CHECK(
                std::string(loaded.error().what()).find("the float is too large for a C++ float") !=
                std::string::npos);
        }
        CHECK(*load(-infinity) == std::vector{-std::numeric_limits<float>::infinity()});
        CHECK(*load(0.1) == std::vector{0.1F});
        CHECK(std::isnan(load(std::nan(""))->front()));
    }
}

TEST_CASE("load_wrapped: a reference_wrapper is loaded into what it refers to") {
    int number = 0;
    std::string text;
    std::tuple refs(std::ref(number), std::ref(text));
    brine::loads_into(brine::dumps(std::tuple(5, "five")), refs);
    CHECK(number == 5);
    CHECK(text == "five");
}

}  // namespace
