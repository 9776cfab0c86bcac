// expect: brine: a raw pointer does not say what it points to
#include <brine/brine.hpp>

#include <functional>

int number = 1;

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(&number); }
#else
std::string use() { return brine::dumps(std::ref(number)); }
#endif
