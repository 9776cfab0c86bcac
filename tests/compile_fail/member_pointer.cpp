// expect: brine: a pointer to a member means nothing to Python
#include <brine/brine.hpp>

struct Point {
    int x;
};

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(&Point::x); }
#else
std::string use() { return brine::dumps(1); }
#endif
