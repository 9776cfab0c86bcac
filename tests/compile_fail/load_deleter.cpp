// expect: brine: a unique_ptr with a deleter of its own can't be loaded
#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include <memory>
#include <string_view>

struct Deleter {
    void operator()(int* number) const { delete number; }
};

#ifdef BRINE_FAIL
auto use(std::string_view pickle) { return brine::loads<std::unique_ptr<int, Deleter>>(pickle); }
#else
auto use(std::string_view pickle) { return brine::loads<std::unique_ptr<int>>(pickle); }
#endif
