// expect: brine: registry.add_reducer<T, Root>() needs a Root
#include <brine/brine.hpp>

struct Root {
    virtual ~Root() = default;
};
struct Other {};
struct T : Root {};
brine::Registry registry;
const auto reducer = [](const T&) { return brine::global("builtins", "int"); };

#ifdef BRINE_FAIL
void use() { registry.add_reducer<T, Other>(reducer); }
#else
void use() { registry.add_reducer<T, Root>(reducer); }
#endif
