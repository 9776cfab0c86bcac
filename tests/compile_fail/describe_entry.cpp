// expect: brine: describe fields by &T::member
#include <brine/brine.hpp>

struct Point {
    int x = 0;
    int length() const { return x; }
};

#ifdef BRINE_FAIL
using description = brine::record<&Point::length>;
#else
using description = brine::record<&Point::x>;
#endif

template <>
struct brine::codec<Point> : description {};

std::string use() { return brine::dumps(Point{}); }
