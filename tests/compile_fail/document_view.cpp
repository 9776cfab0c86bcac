// expect: deleted
#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include <string>
#include <string_view>
#include <vector>

#ifdef BRINE_FAIL
// The views would outlive the document.
auto use(std::string_view pickle) {
    return brine::loads(pickle).as<std::vector<std::string_view>>();
}
#else
auto use(std::string_view pickle) { return brine::loads(pickle).as<std::vector<std::string>>(); }
#endif
