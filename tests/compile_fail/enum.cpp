// expect: brine: this enum has no codec
#include <brine/brine.hpp>

enum class Colour { red };

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(Colour::red); }
#else
template <>
struct brine::codec<Colour> : brine::enumeration<"colours", "Colour"> {};

std::string use() { return brine::dumps(Colour::red); }
#endif
