// expect: brine: std::any does not say what it may hold
#include <brine/brine.hpp>

#include <any>
#include <variant>

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(std::any(1)); }
#else
std::string use() { return brine::dumps(std::variant<int, double>(1)); }
#endif
