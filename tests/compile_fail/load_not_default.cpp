// expect: brine: a described type is loaded into T{}
#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include <string_view>

struct Known {
    int x;
};
struct Unknown {
    explicit Unknown(int value) : x(value) {}
    int x;
};

template <>
struct brine::codec<Known> : brine::dataclass<"module", "Known", &Known::x> {};
template <>
struct brine::codec<Unknown> : brine::dataclass<"module", "Unknown", &Unknown::x> {};

#ifdef BRINE_FAIL
auto use(std::string_view pickle) { return brine::loads<Unknown>(pickle); }
#else
auto use(std::string_view pickle) { return brine::loads<Known>(pickle); }
#endif
