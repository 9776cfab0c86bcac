// expect: brine: this clock does not tell the date
#include <brine/brine.hpp>

#include <chrono>

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(std::chrono::steady_clock::now()); }
#else
std::string use() { return brine::dumps(std::chrono::system_clock::now()); }
#endif
