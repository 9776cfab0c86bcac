// flags: -fno-rtti
// expect: brine: exceptions, and classes by their base classes, need RTTI
#include <stdexcept>

#include <brine/brine.hpp>

#ifdef BRINE_FAIL
std::string use(const std::runtime_error& error) { return brine::dumps(error); }
#else
std::string use(const std::runtime_error& error) { return brine::dumps(error.what()); }
#endif
