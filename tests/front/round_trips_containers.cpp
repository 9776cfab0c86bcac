// Random sequences, sets and maps: loads<T>(dumps(x)) == x.
#include <array>
#include <cstddef>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <memory_resource>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "front/random_round_trips.hpp"

using random_round_trips::check_all;

TEST_CASE("round_trips: sequences") {
    check_all<std::vector<int>, std::vector<double>, std::vector<bool>, std::deque<std::string>,
              std::list<double>, std::forward_list<std::string>, std::array<std::string, 3>,
              std::vector<std::vector<std::vector<std::string>>>>();
}

TEST_CASE("round_trips: sequences with an allocator") {
    check_all<std::pmr::vector<std::pmr::string>, std::pmr::map<int, std::pmr::string>>();
}

TEST_CASE("round_trips: multisets and multimaps") {
    check_all<std::multiset<int>, std::multimap<int, double>>();
}

TEST_CASE("round_trips: sets") {
    check_all<std::set<std::string>, std::set<double>, std::unordered_set<int>,
              std::set<std::vector<int>>, std::set<std::set<int>>>();
}

TEST_CASE("round_trips: maps") {
    check_all<std::map<std::string, int>, std::unordered_map<int, std::string>,
              std::map<std::pair<int, std::string>, std::map<int, std::set<bool>>>,
              std::map<std::optional<std::string>, std::vector<std::byte>>>();
}
