// expect: brine: as_bytes and as_bytearray take contiguous memory of one-byte items
#include <brine/brine.hpp>

#include <vector>

const std::vector<int> ints{1};
const std::vector<signed char> chars{1};

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(brine::as_bytes(ints)); }
#else
std::string use() { return brine::dumps(brine::as_bytes(chars)); }
#endif
