// expect: brine: as_array takes contiguous integers of up to 64 bits, floats or doubles
#include <brine/brine.hpp>

#include <deque>
#include <vector>

const std::deque<int> deque{1};
const std::vector<int> vector{1};

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(brine::as_array(deque)); }
#else
std::string use() { return brine::dumps(brine::as_array(vector)); }
#endif
