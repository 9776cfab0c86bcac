// expect: brine: the names of fields are UTF-8
#include <brine/brine.hpp>

struct Point {
    int x = 0;
};

#ifdef BRINE_FAIL
using description = brine::record<brine::field<"\xff", &Point::x>>;
#else
using description = brine::record<brine::field<"\xc3\xbf", &Point::x>>;
#endif

template <>
struct brine::codec<Point> : description {};

std::string use() { return brine::dumps(Point{}); }
