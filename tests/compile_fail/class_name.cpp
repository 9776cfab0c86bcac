// expect: brine: Python finds no class by an empty name, or one that is not UTF-8
#include <brine/brine.hpp>

struct Point {
    int x = 0;
};

#ifdef BRINE_FAIL
using description = brine::dataclass<"", "Point", &Point::x>;
#else
using description = brine::dataclass<"geo", "Point", &Point::x>;
#endif

template <>
struct brine::codec<Point> : description {};

std::string use() { return brine::dumps(Point{}); }
