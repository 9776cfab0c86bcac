// expect: brine: Python can't hash this type
#include <brine/brine.hpp>

#include <ranges>
#include <vector>

const std::vector<std::vector<double>> rows;
const auto arrays =
    rows | std::views::transform([](const auto& row) { return brine::as_array(row); });
const auto tuples =
    rows | std::views::transform([](const auto& row) { return brine::as_tuple(row); });

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(brine::as_set(arrays)); }
#else
std::string use() { return brine::dumps(brine::as_set(tuples)); }
#endif
