// expect: brine: this type has no codec
#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include <string_view>
#include <vector>

struct Known {};
struct Unknown {};

template <>
struct brine::codec<Known> : brine::dataclass<"module", "Known"> {};

#ifdef BRINE_FAIL
auto use(std::string_view pickle) { return brine::loads<std::vector<Unknown>>(pickle); }
#else
auto use(std::string_view pickle) { return brine::loads<std::vector<Known>>(pickle); }
#endif
