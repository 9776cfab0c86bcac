// expect: brine: registry.add<T>() is for loading, too
#include <brine/dumps.hpp>
#ifndef BRINE_FAIL
#include <brine/loads_typed.hpp>
#endif

#include <brine/mapping/declared.hpp>
#include <brine/mapping/std/numbers.hpp>

struct Known {
    int number = 0;
};
template <>
struct brine::codec<Known> : brine::dataclass<"module", "Known", &Known::number> {};

void use(brine::Registry& registry) { registry.add<Known>(); }
