// expect: brine: two fields of a description have the same name
#include <brine/brine.hpp>

struct Point {
    int x = 0;
    int y = 0;
};

#ifdef BRINE_FAIL
using description = brine::record<&Point::x, brine::field<"x", &Point::y>>;
#else
using description = brine::record<&Point::x, &Point::y>;
#endif

template <>
struct brine::codec<Point> : description {};

std::string use() { return brine::dumps(Point{}); }
