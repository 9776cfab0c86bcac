// expect: brine: this type can be written and not loaded
#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include <span>
#include <string_view>
#include <vector>

#ifdef BRINE_FAIL
auto use(std::string_view pickle) { return brine::loads<std::span<const int>>(pickle); }
#else
auto use(std::string_view pickle) { return brine::loads<std::vector<int>>(pickle); }
#endif
