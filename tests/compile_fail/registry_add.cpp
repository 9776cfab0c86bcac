// expect: brine: registry.add<T>() needs a codec<T>
#include <brine/brine.hpp>

struct Unknown {};
brine::Registry registry;

#ifdef BRINE_FAIL
void use() { registry.add<Unknown>(); }
#else
void use() { registry.add<int>(); }
#endif
