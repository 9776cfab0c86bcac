#include <brine/mapping/array.hpp>

#include <brine/brine.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "mapping/python_bytes.hpp"

namespace {

struct Record {
    int array;
};

/// What array.array holds is in the order of the machine, and the format says which that is.
void check_machine_bytes(const auto& object, const PythonBytes& little_endian) {
    if constexpr (std::endian::native == std::endian::little) {
        return check_as_python(object, little_endian);
    }
    constexpr std::pair<std::string_view, std::string_view> big[] = {
        {"4b08430801000000feffffff", "4b09430800000001fffffffe"},
        {"4b08430401000000", "4b09430400000001"},
        {"4b104310000000000000e03f000000000000f0bf", "4b1143103fe0000000000000bff0000000000000"},
        {"4b0a4300", "4b0b4300"}};
    std::array<std::string, 4> texts;
    PythonBytes big_endian;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        texts[i] = little_endian[i];
        for (const auto& [before, after] : big) {
            for (std::size_t at = 0; (at = texts[i].find(before, at)) != std::string::npos;) {
                texts[i].replace(at, before.size(), after);
            }
        }
        big_endian[i] = texts[i];
    }
    check_as_python(object, big_endian);
}

}  // namespace

template <>
struct brine::codec<Record> : brine::record<&Record::array> {};

TEST_CASE("array: numbers are an array.array, byte for byte") {
    const std::vector<std::int32_t> ints{1, -2};
    // array.array('i', [1, -2])
    check_machine_bytes(
        brine::as_array(ints),
        {"80026361727261790a61727261790a710058010000006971015d7102284b014afeffffff658671035271042e",
         "80036361727261790a5f61727261795f7265636f6e7374727563746f720a7100286361727261790a617272617"
         "90a710158010000006971024b08430801000000feffffff71037471045271052e",
         "8004954a000000000000008c056172726179948c145f61727261795f7265636f6e7374727563746f729493942"
         "88c056172726179948c0561727261799493948c0169944b08430801000000feffffff94749452942e"});
    // array.array('d', [0.5, -1])
    check_machine_bytes(
        brine::as_array(std::array<double, 2>{0.5, -1}),
        {"80026361727261790a61727261790a710058010000006471015d710228473fe000000000000047bff00000000"
         "00000658671035271042e",
         "80036361727261790a5f61727261795f7265636f6e7374727563746f720a7100286361727261790a617272617"
         "90a710158010000006471024b104310000000000000e03f000000000000f0bf71037471045271052e",
         "80049552000000000000008c056172726179948c145f61727261795f7265636f6e7374727563746f729493942"
         "88c056172726179948c0561727261799493948c0164944b104310000000000000e03f000000000000f0bf9474"
         "9452942e"});
    // array.array('Q')
    check_machine_bytes(
        brine::as_array(std::span<const std::uint64_t>{}),
        {"80026361727261790a61727261790a710058010000005171015d71028671035271042e",
         "80036361727261790a5f61727261795f7265636f6e7374727563746f720a7100286361727261790a617272617"
         "90a710158010000005171024b0a430071037471045271052e",
         "80049542000000000000008c056172726179948c145f61727261795f7265636f6e7374727563746f729493942"
         "88c056172726179948c0561727261799493948c0151944b0a430094749452942e"});
    // array.array('b', [-1])
    check_machine_bytes(
        brine::as_array(std::array<std::int8_t, 1>{-1}),
        {"80026361727261790a61727261790a710058010000006271015d71024affffffff618671035271042e",
         "80036361727261790a5f61727261795f7265636f6e7374727563746f720a7100286361727261790a617272617"
         "90a710158010000006271024b014301ff71037471045271052e",
         "80049543000000000000008c056172726179948c145f61727261795f7265636f6e7374727563746f729493942"
         "88c056172726179948c0561727261799493948c0162944b014301ff94749452942e"});
    // array.array('B', [200])
    check_machine_bytes(
        brine::as_array(std::array<std::uint8_t, 1>{200}),
        {"80026361727261790a61727261790a710058010000004271015d71024bc8618671035271042e",
         "80036361727261790a5f61727261795f7265636f6e7374727563746f720a7100286361727261790a617272617"
         "90a710158010000004271024b004301c871037471045271052e",
         "80049543000000000000008c056172726179948c145f61727261795f7265636f6e7374727563746f729493942"
         "88c056172726179948c0561727261799493948c0142944b004301c894749452942e"});
    // [array.array('i', [1, -2]), array.array('i', [1, -2])]
    check_machine_bytes(
        std::vector{brine::as_array(ints), brine::as_array(ints)},
        {"80025d7100286361727261790a61727261790a710158010000006971025d7103284b014afeffffff658671045"
         "27105680168025d7106284b014afeffffff65867107527108652e",
         "80035d7100286361727261790a5f61727261795f7265636f6e7374727563746f720a7101286361727261790a6"
         "1727261790a710258010000006971034b08430801000000feffffff7104747105527106680128680268034b08"
         "430801000000feffffff7107747108527109652e",
         "80049566000000000000005d94288c056172726179948c145f61727261795f7265636f6e7374727563746f729"
         "49394288c056172726179948c0561727261799493948c0169944b08430801000000feffffff94749452946803"
         "28680668074b08430801000000feffffff9474945294652e"});
}

TEST_CASE("array: a key equal to the class's and module's name is no reference to them") {
    // (array.array('i', [1]), {'array': 2})
    check_machine_bytes(
        std::tuple(brine::as_array(std::vector{1}), Record{2}),
        {"80026361727261790a61727261790a710058010000006971015d71024b01618671035271047d7105580500000"
         "0617272617971064b02738671072e",
         "80036361727261790a5f61727261795f7265636f6e7374727563746f720a7100286361727261790a617272617"
         "90a710158010000006971024b0843040100000071037471045271057d71065805000000617272617971074b02"
         "738671082e",
         "8004954f000000000000008c056172726179948c145f61727261795f7265636f6e7374727563746f729493942"
         "88c056172726179948c0561727261799493948c0169944b0843040100000094749452947d9468004b02738694"
         "2e"});
}

TEST_CASE("array: each type has CPython's typecode and machine format") {
    const auto same = [](auto value, const char* typecode, const char* format) {
        const std::array items{value};
        const std::string pickle = brine::dumps(brine::as_array(items), {.protocol = 3});
        const std::string text = std::string("X\x01\0\0\0", 5) + typecode;
        const std::size_t behind = pickle.find(text) + text.size() + 2;  // BINPUT
        const bool other = std::endian::native == std::endian::big && sizeof(value) > 1;
        return pickle.substr(behind, 2) ==
               std::string("K") + static_cast<char>(*format + (other ? 1 : 0));
    };
    CHECK(same(std::int8_t{1}, "b", "\x01"));
    CHECK(same(std::uint16_t{1}, "H", "\x02"));
    CHECK(same(std::int16_t{1}, "h", "\x04"));
    CHECK(same(std::uint32_t{1}, "I", "\x06"));
    CHECK(same(std::int32_t{1}, "i", "\x08"));
    CHECK(same(std::uint64_t{1}, "Q", "\x0a"));
    CHECK(same(std::int64_t{1}, "q", "\x0c"));
    CHECK(same(1.0F, "f", "\x0e"));
    CHECK(same(1.0, "d", "\x10"));
    CHECK(same(1L, sizeof(long) == 8 ? "q" : "i", sizeof(long) == 8 ? "\x0c" : "\x08"));
    CHECK(same(1ULL, "Q", "\x0a"));
}

TEST_CASE("array: large arrays go out in one piece, outside of any frame") {
    const std::vector<double> numbers(100000, 1.5);
    const std::string pickle = brine::dumps(brine::as_array(numbers));
    CHECK(pickle.size() < 800000 + 150);
    CHECK(brine::dumps(brine::as_array(numbers), {.protocol = 2}).size() > 900000);
}

TEST_CASE("array: an array can't be hashed") {
    STATIC_REQUIRE(!brine::hashable<decltype(brine::as_array(std::vector<int>()))>);
}
