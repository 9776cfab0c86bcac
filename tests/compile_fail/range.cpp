// expect: brine: this range can't be walked through a const reference
#include <brine/brine.hpp>

#include <ranges>
#include <utility>
#include <vector>

auto moved_view() {
    return std::vector<int>{1} | std::views::filter([](int x) { return x > 0; });
}

#ifdef BRINE_FAIL
std::string use() { return brine::dumps(moved_view()); }
#else
std::string use() { return brine::dumps(brine::as_list(moved_view())); }
#endif
