// expect: brine: as_dict takes a range of pairs
#include <brine/brine.hpp>

#include <utility>
#include <vector>

const std::vector<int> ints{1};
const std::vector<std::pair<int, int>> pairs{{1, 2}};

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(brine::as_dict(ints)); }
#else
std::string use() { return brine::dumps(brine::as_dict(pairs)); }
#endif
