// expect: brine: a brine::Value refers to its document
#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

struct Part {
#ifdef BRINE_FAIL
    std::optional<brine::Value> any;
#else
    std::optional<brine::Document> any;
#endif
    std::vector<std::shared_ptr<Part>> parts;  // goes round in a circle
};

template <>
struct brine::codec<Part> : brine::record<&Part::any, &Part::parts> {};

auto use(std::string_view pickle) { return brine::loads<std::map<int, Part>>(pickle); }
