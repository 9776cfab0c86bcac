// expect: brine: a reducer answers with brine::reduce(...)
#include <brine/brine.hpp>

struct Hook {
#ifdef BRINE_FAIL
    int reducer_override(const double&) { return 1; }
#else
    brine::Global reducer_override(const double&) { return brine::global("math", "pi"); }
#endif
};

std::string use() { return brine::dumps(1.0, {}, Hook{}); }
