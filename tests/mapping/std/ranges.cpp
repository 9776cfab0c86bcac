#include <brine/mapping/std/ranges.hpp>

#include <brine/brine.hpp>

#include <array>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "mapping/python_bytes.hpp"

namespace {

const std::vector<int> numbers{1, 2, 3};

}  // namespace

TEST_CASE("ranges: sequences are lists") {
    // [1, 2, 3]
    check_as_python(numbers,
        {"80025d7100284b014b024b03652e",
        "",
        "8004950b000000000000005d94284b014b024b03652e"});
    // []
    check_as_python(std::vector<int>{},
        {"80025d71002e",
        "",
        "80045d942e"});
    const std::string expected = hex_pickle(numbers, 4);
    CHECK(hex_pickle(std::deque<int>{1, 2, 3}, 4) == expected);
    CHECK(hex_pickle(std::list<int>{1, 2, 3}, 4) == expected);
    CHECK(hex_pickle(std::forward_list<int>{1, 2, 3}, 4) == expected);
    CHECK(hex_pickle(std::array<int, 3>{1, 2, 3}, 4) == expected);
    CHECK(hex_pickle(std::span(numbers), 4) == expected);
    const int array[] = {1, 2, 3};
    CHECK(hex_pickle(array, 4) == expected);
}

TEST_CASE("ranges: arrays of arrays are lists of lists") {
    const int array[2][2] = {{1, 2}, {3, 4}};
    // [[1, 2], [3, 4]]
    check_as_python(array,
        {"80025d7100285d7101284b014b02655d7102284b034b0465652e",
        "",
        "80049515000000000000005d94285d94284b014b02655d94284b034b0465652e"});
    // [[1], [2]]
    check_as_python(std::array<std::array<int, 1>, 2>{{{1}, {2}}},
        {"80025d7100285d71014b01615d71024b0261652e",
        "",
        "8004950f000000000000005d94285d944b01615d944b0261652e"});
}

TEST_CASE("ranges: vector<bool> holds bools") {
    // [True, False, True]
    check_as_python(std::vector<bool>{true, false, true},
        {"80025d710028888988652e",
        "",
        "80049508000000000000005d9428888988652e"});
    // {1: [True]}
    check_as_python(std::map<int, std::vector<bool>>{{1, {true}}},
        {"80027d71004b015d71018861732e",
        "",
        "8004950a000000000000007d944b015d948861732e"});
    // {(True,)}
    check_as_python(std::set<std::vector<bool>>{{true}},
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d710188857102618571035271042e",
        "8003636275696c74696e730a7365740a71005d710188857102618571035271042e",
        "80049508000000000000008f9428888594902e"});
}

TEST_CASE("ranges: views are lists, also those that walking changes") {
    const std::string expected = hex_pickle(numbers, 4);
    CHECK(hex_pickle(std::views::iota(1, 4), 4) == expected);
    CHECK(hex_pickle(numbers | std::views::filter([](int x) { return x > 0; }), 4) == expected);
    CHECK(hex_pickle(numbers | std::views::transform([](int x) { return x; }), 4) == expected);
    CHECK(hex_pickle(numbers | std::views::take(3), 4) == expected);
    std::istringstream text("1 2 3");
    CHECK(hex_pickle(std::views::istream<int>(text), 4) == expected);
    const std::vector<std::string> words{"one", "two"};
    CHECK(hex_pickle(words | std::views::transform([](const auto& w) { return w + "!"; }), 4) ==
          hex_pickle(std::vector<std::string>{"one!", "two!"}, 4));
}

TEST_CASE("ranges: sets are sets") {
    // {1, 2}
    check_as_python(std::set<int>{1, 2},
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d7101284b014b02658571025271032e",
        "8003636275696c74696e730a7365740a71005d7101284b014b02658571025271032e",
        "80049509000000000000008f94284b014b02902e"});
    // {1}
    check_as_python(std::unordered_set<int>{1},
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d71014b01618571025271032e",
        "8003636275696c74696e730a7365740a71005d71014b01618571025271032e",
        "80049507000000000000008f94284b01902e"});
    // set()
    check_as_python(std::set<std::string>{},
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d71018571025271032e",
        "8003636275696c74696e730a7365740a71005d71018571025271032e",
        "80048f942e"});
}

TEST_CASE("ranges: maps are dicts") {
    // {'a': 1, 'b': 2}
    check_as_python(std::map<std::string, int>{{"a", 1}, {"b", 2}},
        {"80027d71002858010000006171014b0158010000006271024b02752e",
        "",
        "80049511000000000000007d94288c0161944b018c0162944b02752e"});
    // {1: 'one'}
    check_as_python(std::unordered_map<int, std::string>{{1, "one"}},
        {"80027d71004b0158030000006f6e657101732e",
        "",
        "8004950c000000000000007d944b018c036f6e6594732e"});
    // {}
    check_as_python(std::map<int, int>{},
        {"80027d71002e",
        "",
        "80047d942e"});
}

TEST_CASE("ranges: multisets and multimaps are lists, which lose nothing") {
    // [1, 1, 2]
    check_as_python(std::multiset<int>{2, 1, 1},
        {"80025d7100284b014b014b02652e",
        "",
        "8004950b000000000000005d94284b014b014b02652e"});
    // [(1, 2), (1, 3)]
    check_as_python(std::multimap<int, int>{{1, 2}, {1, 3}},
        {"80025d7100284b014b028671014b014b03867102652e",
        "",
        "80049511000000000000005d94284b014b0286944b014b038694652e"});
}

TEST_CASE("ranges: as keys lists are tuples and sets are frozensets, at any depth") {
    // {(frozenset({1}),): 2}
    check_as_python(std::map<std::vector<std::set<int>>, int>{{{{1}}, 2}},
        {"80027d7100635f5f6275696c74696e5f5f0a66726f7a656e7365740a71015d71024b016185710352710485710"
        "54b02732e",
        "80037d7100636275696c74696e730a66726f7a656e7365740a71015d71024b01618571035271048571054b027"
        "32e",
        "8004950d000000000000007d94284b01919485944b02732e"});
    // {(1, 2)}
    check_as_python(std::set<std::array<int, 2>>{{1, 2}},
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d71014b014b02867102618571035271042e",
        "8003636275696c74696e730a7365740a71005d71014b014b02867102618571035271042e",
        "8004950b000000000000008f94284b014b028694902e"});
    // {(1, (2,)): 3}
    check_as_python(std::map<std::pair<int, std::vector<int>>, int>{{{1, {2}}, 3}},
        {"80027d71004b014b028571018671024b03732e",
        "",
        "8004950e000000000000007d944b014b02859486944b03732e"});
    STATIC_REQUIRE(brine::hashable<std::vector<std::set<int>>>);
    STATIC_REQUIRE(!brine::hashable<std::vector<std::map<int, int>>>);
    STATIC_REQUIRE(!brine::hashable<std::list<std::vector<std::map<int, int>>>>);
}
