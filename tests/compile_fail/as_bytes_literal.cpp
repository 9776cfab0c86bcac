// expect: brine: a char array may be a literal
#include <brine/brine.hpp>

#include <string_view>

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(brine::as_bytes("text")); }
#else
std::string use() { return brine::dumps(brine::as_bytes(std::string_view("text"))); }
#endif
