// expect: brine: a range of char may be text or bytes
#include <brine/brine.hpp>

#include <vector>

const std::vector<char> chars{1};

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(chars); }
#else
std::string use() { return brine::dumps(brine::as_bytes(chars)); }
#endif
