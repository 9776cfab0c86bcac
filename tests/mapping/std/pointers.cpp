#include <brine/mapping/std/pointers.hpp>

#include <brine/brine.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "mapping/python_bytes.hpp"

TEST_CASE("pointers: a shared object is written once") {
    const auto list = std::make_shared<std::vector<int>>(std::vector<int>{1, 2});
    const std::string pickle = hex_pickle(std::vector{list, list}, 2);
    // x = [1, 2]; [x, x]
    CHECK(pickle == "80025d7100285d7101284b014b0265680165" "2e");
    CHECK(hex_pickle(std::make_tuple(list, std::weak_ptr(list)), 2) ==
          "80025d7100284b014b02656800867101" "2e");
}

TEST_CASE("pointers: null and expired pointers are None") {
    // None
    check_as_python(std::shared_ptr<int>(), {"80024e2e"});
    // None
    check_as_python(std::unique_ptr<int>(), {"80024e2e"});
    const std::weak_ptr<int> expired = std::make_shared<int>(1);
    // None
    check_as_python(expired, {"80024e2e"});
}

TEST_CASE("pointers: unique_ptr and reference_wrapper are what they refer to") {
    // 7
    check_as_python(std::make_unique<int>(7), {"80024b072e"});
    const std::vector<int> list{1};
    // [[1], [1]]
    check_as_python(std::vector{std::cref(list), std::cref(list)},
        {"80025d7100285d71014b01615d71024b0161652e",
        "",
        "8004950f000000000000005d94285d944b01615d944b0161652e"});
    std::map<std::unique_ptr<std::vector<int>>, int> keyed;
    keyed.emplace(std::make_unique<std::vector<int>>(1, 5), 6);
    // {(5,): 6}
    check_as_python(keyed,
        {"80027d71004b058571014b06732e",
        "",
        "8004950a000000000000007d944b0585944b06732e"});
}

TEST_CASE("pointers: arrays and void have no codec") {
    STATIC_REQUIRE(!brine::has_codec<std::unique_ptr<int[]>>);
    STATIC_REQUIRE(!brine::has_codec<std::shared_ptr<int[]>>);
    STATIC_REQUIRE(!brine::has_codec<std::shared_ptr<void>>);
    STATIC_REQUIRE(!brine::has_codec<int*>);
}
