// expect: brine: durations of this period can't be turned into microseconds exactly
#include <brine/brine.hpp>

#include <chrono>
#include <cstdint>
#include <ratio>

using Odd = std::chrono::duration<std::int64_t, std::ratio<1, 1000000007>>;

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(Odd{1}); }
#else
std::string use() { return brine::dumps(std::chrono::floor<std::chrono::microseconds>(Odd{1})); }
#endif
