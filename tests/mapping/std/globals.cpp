#include <brine/mapping/std/globals.hpp>

#include <brine/brine.hpp>

#include <map>
#include <vector>

#include "mapping/python_bytes.hpp"

TEST_CASE("globals: a global is a class or function by name") {
    // pathlib.PurePath
    check_as_python(brine::global("pathlib", "PurePath"),
        {"800263706174686c69620a50757265506174680a71002e",
        "",
        "80049518000000000000008c07706174686c6962948c0850757265506174689493942e"});
    const brine::Global once = brine::global("pathlib", "PurePath");
    // [pathlib.PurePath, pathlib.PurePath]
    check_as_python(std::vector{once, once},
        {"80025d71002863706174686c69620a50757265506174680a71016801652e",
        "",
        "8004951e000000000000005d94288c07706174686c6962948c0850757265506174689493946803652e"});
    // {pathlib.PurePath: 1}
    check_as_python(std::map<brine::Global, int>{{once, 1}},
        {"80027d710063706174686c69620a50757265506174680a71014b01732e",
        "",
        "8004951d000000000000007d948c07706174686c6962948c0850757265506174689493944b01732e"});
}
