// expect: brine: a smart pointer to an array does not know its size
#include <brine/brine.hpp>

#include <memory>
#include <span>

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(std::make_unique<int[]>(3)); }
#else
std::string use() { return brine::dumps(std::span<const int>()); }
#endif
