// expect: brine: as_array takes contiguous integers of up to 64 bits, floats or doubles
#include <brine/brine.hpp>

#include <vector>

const std::vector<long double> items{1};
const std::vector<float> floats{1};

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(brine::as_array(items)); }
#else
std::string use() { return brine::dumps(brine::as_array(floats)); }
#endif
