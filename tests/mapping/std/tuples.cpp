#include <brine/mapping/std/tuples.hpp>

#include <brine/brine.hpp>

#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "mapping/python_bytes.hpp"

namespace {

struct ThrowsWhenMoved {
    ThrowsWhenMoved() = default;
    ThrowsWhenMoved(ThrowsWhenMoved&&) { throw std::runtime_error("moved"); }
    ThrowsWhenMoved& operator=(ThrowsWhenMoved&&) = default;
};

}  // namespace

template <>
struct brine::codec<ThrowsWhenMoved> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const ThrowsWhenMoved&) { pickler.save_none(); }
};

TEST_CASE("tuples: pair and tuple") {
    // (1, 'a')
    check_as_python(std::pair(1, std::string("a")),
        {"80024b0158010000006171008671012e",
        "",
        "80049509000000000000004b018c01619486942e"});
    // ()
    check_as_python(std::tuple(), {"8002292e"});
    // (1, 2, 3, 4)
    check_as_python(std::tuple(1, 2, 3, 4),
        {"8002284b014b024b034b047471002e",
        "",
        "8004950c00000000000000284b014b024b034b0474942e"});
    int number = 5;
    // (5,)
    check_as_python(std::tie(number),
        {"80024b058571002e",
        "",
        "80049505000000000000004b0585942e"});
}

TEST_CASE("tuples: what is nothing is None") {
    // None
    check_as_python(std::optional<int>(), {"80024e2e"});
    // 7
    check_as_python(std::optional<int>(7), {"80024b072e"});
    // None
    check_as_python(std::optional<std::optional<bool>>(std::optional<bool>()), {"80024e2e"});
    // [1, None]
    check_as_python(std::vector<std::optional<int>>{1, std::nullopt},
        {"80025d7100284b014e652e",
        "",
        "80049508000000000000005d94284b014e652e"});
    // None
    check_as_python(nullptr, {"80024e2e"});
    // None
    check_as_python(std::nullopt, {"80024e2e"});
    // None
    check_as_python(std::monostate(), {"80024e2e"});
}

TEST_CASE("tuples: a variant is what it holds") {
    using Variant = std::variant<std::monostate, int, std::string, std::vector<int>>;
    // [1, 'a', None, [1]]
    check_as_python(std::vector<Variant>{1, "a", Variant(), std::vector{1}},
        {"80025d7100284b0158010000006171014e5d71024b0161652e",
        "",
        "80049511000000000000005d94284b018c0161944e5d944b0161652e"});
    // {(1,)}
    check_as_python(std::set<Variant>{std::vector{1}},
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d71014b01857102618571035271042e",
        "8003636275696c74696e730a7365740a71005d71014b01857102618571035271042e",
        "80049509000000000000008f94284b018594902e"});
}

TEST_CASE("tuples: a variant without a value is an error") {
    std::variant<int, ThrowsWhenMoved> variant;
    CHECK_THROWS_AS(variant = ThrowsWhenMoved(), std::runtime_error);
    REQUIRE(variant.valueless_by_exception());
    CHECK(error_of(variant) == brine::Errc::unpicklable);
    CHECK(error_of(brine::as_set(std::views::single(std::ref(variant)))) ==
          brine::Errc::unpicklable);
}
