// expect: brine: this type has no codec
#include <brine/brine.hpp>

struct Known {};
struct Unknown {};

template <>
struct brine::codec<Known> : brine::dataclass<"module", "Known"> {};

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(Unknown{}); }
#else
std::string use() { return brine::dumps(Known{}); }
#endif
