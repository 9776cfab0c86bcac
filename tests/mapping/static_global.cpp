#include <brine/mapping/static_global.hpp>

#include <brine/brine.hpp>

#include <string>
#include <tuple>

#include "mapping/python_bytes.hpp"

namespace {

struct Half {};

}  // namespace

template <>
struct brine::codec<Half> {
    static auto reduce(const Half&) {
        return brine::reduce(brine::global<"builtins", "complex">(), 0.5, 0.0);
    }
};

TEST_CASE("static_global: one and the same as the global of that name") {
    constexpr auto fixed = brine::global<"pathlib", "PurePath">();
    const brine::Global named = brine::global("pathlib", "PurePath");
    // (pathlib.PurePath, pathlib.PurePath)
    check_as_python(std::tuple(fixed, fixed),
        {"800263706174686c69620a50757265506174680a710068008671012e",
        "",
        "8004951c000000000000008c07706174686c6962948c085075726550617468949394680286942e"});
    // (pathlib.PurePath, pathlib.PurePath, pathlib.PurePath)
    check_as_python(std::tuple(named, fixed, fixed),
        {"800263706174686c69620a50757265506174680a7100680068008771012e",
        "",
        "8004951e000000000000008c07706174686c6962948c0850757265506174689493946802680287942e"});
    // (pathlib.PurePath, pathlib.PurePath)
    check_as_python(std::tuple(fixed, named),
        {"800263706174686c69620a50757265506174680a710068008671012e",
        "",
        "8004951c000000000000008c07706174686c6962948c085075726550617468949394680286942e"});
    const auto fetched = std::tuple(fixed, named, fixed);
    const std::string pickle = brine::dumps(fetched);
    CHECK(pickle.find("pathlib") == pickle.rfind("pathlib"));
}

TEST_CASE("static_global: an extension code stands for it") {
    brine::Registry registry;
    registry.add_extension("pathlib", "PurePath", 7);
    CHECK(brine::dumps(brine::global<"pathlib", "PurePath">(),
                       {.protocol = 2, .registry = &registry}) == "\x80\x02\x82\x07.");
}

TEST_CASE("static_global: a reduction's callable") {
    // (complex(0.5), complex(0.5))
    check_as_python(std::tuple(Half{}, Half{}),
        {"8002635f5f6275696c74696e5f5f0a636f6d706c65780a7100473fe0000000000000470000000000000000867"
        "1015271026800473fe00000000000004700000000000000008671035271048671052e",
        "8003636275696c74696e730a636f6d706c65780a7100473fe0000000000000470000000000000000867101527"
        "1026800473fe00000000000004700000000000000008671035271048671052e",
        "80049548000000000000008c086275696c74696e73948c07636f6d706c6578949394473fe0000000000000470"
        "000000000000000869452946802473fe00000000000004700000000000000008694529486942e"});
}
