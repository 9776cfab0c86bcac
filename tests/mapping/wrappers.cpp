#include <brine/mapping/wrappers.hpp>

#include <brine/brine.hpp>

#include <array>
#include <list>
#include <map>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mapping/python_bytes.hpp"

namespace {

const std::vector<int> numbers{1, 2, 3, 4};

/// A view that can be moved but not copied, and walked once.
auto words(std::istringstream& text) {
    return std::vector<std::string>{"a", "bb"} |
           std::views::filter([&text](const std::string&) { return text.good(); });
}

struct Byte {
    unsigned char value;
};

}  // namespace

TEST_CASE("wrappers: as_list and as_tuple take any range") {
    // [1, 2]
    check_as_python(brine::as_list(std::set<int>{1, 2}),
        {"80025d7100284b014b02652e",
        "",
        "80049509000000000000005d94284b014b02652e"});
    // (1, 2, 3, 4)
    check_as_python(brine::as_tuple(numbers),
        {"8002284b014b024b034b047471002e",
        "",
        "8004950c00000000000000284b014b024b034b0474942e"});
    // (1, 2, 3)
    check_as_python(brine::as_tuple(std::array<int, 3>{1, 2, 3}),
        {"80024b014b024b038771002e",
        "",
        "80049509000000000000004b014b024b0387942e"});
    // ()
    check_as_python(brine::as_tuple(std::vector<int>{}), {"8002292e"});
    // (0, 1)
    check_as_python(brine::as_tuple(std::views::iota(0, 2)),
        {"80024b004b018671002e",
        "",
        "80049507000000000000004b004b0186942e"});
    const int array[] = {1, 2};
    // (1, 2)
    check_as_python(brine::as_tuple(array),
        {"80024b014b028671002e",
        "",
        "80049507000000000000004b014b0286942e"});
}

TEST_CASE("wrappers: an lvalue is kept by reference, an rvalue is owned") {
    std::vector<int> items{1};
    const brine::as_list kept(items);
    const brine::as_list owned(std::vector<int>{7});
    items.push_back(2);
    // [1, 2]
    check_as_python(kept,
        {"80025d7100284b014b02652e",
        "",
        "80049509000000000000005d94284b014b02652e"});
    // [7]
    check_as_python(owned,
        {"80025d71004b07612e",
        "",
        "80049506000000000000005d944b07612e"});
    // [7]
    check_as_python(owned,
        {"80025d71004b07612e",
        "",
        "80049506000000000000005d944b07612e"});
}

TEST_CASE("wrappers: views that can only be moved or walked once are written") {
    std::istringstream good;
    CHECK(hex_pickle(brine::as_list(words(good)), 2) ==
          hex_pickle(std::vector<std::string>{"a", "bb"}, 2));
    CHECK(hex_pickle(brine::as_set(words(good)), 2) ==
          hex_pickle(std::set<std::string>{"a", "bb"}, 2));
    for (const brine::memo memo : {brine::memo::standard, brine::memo::python}) {
        std::istringstream text("1 2 3 4");
        CHECK(brine::dumps(brine::as_tuple(std::views::istream<int>(text)), {.memo = memo}) ==
              brine::dumps(brine::as_tuple(numbers), {.memo = memo}));
        std::istringstream again("1 2 3 4");
        auto stream = std::views::istream<int>(again);
        CHECK(brine::dumps(brine::as_list(stream), {.memo = memo}) ==
              brine::dumps(numbers, {.memo = memo}));
    }
}

TEST_CASE("wrappers: as_set and as_frozenset") {
    // {1}
    check_as_python(brine::as_set(std::vector<int>{1}),
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d71014b01618571025271032e",
        "8003636275696c74696e730a7365740a71005d71014b01618571025271032e",
        "80049507000000000000008f94284b01902e"});
    // frozenset({1})
    check_as_python(brine::as_frozenset(std::vector<int>{1}),
        {"8002635f5f6275696c74696e5f5f0a66726f7a656e7365740a71005d71014b01618571025271032e",
        "8003636275696c74696e730a66726f7a656e7365740a71005d71014b01618571025271032e",
        "8004950600000000000000284b0191942e"});
    // frozenset()
    check_as_python(brine::as_frozenset(std::vector<int>{}),
        {"8002635f5f6275696c74696e5f5f0a66726f7a656e7365740a71005d71018571025271032e",
        "8003636275696c74696e730a66726f7a656e7365740a71005d71018571025271032e",
        "80049504000000000000002891942e"});
}

TEST_CASE("wrappers: as_dict takes pairs in their order") {
    using Pairs = std::vector<std::pair<std::string, int>>;
    // {'b': 1, 'a': 2}
    check_as_python(brine::as_dict(Pairs{{"b", 1}, {"a", 2}}),
        {"80027d71002858010000006271014b0158010000006171024b02752e",
        "",
        "80049511000000000000007d94288c0162944b018c0161944b02752e"});
    // {}
    check_as_python(brine::as_dict(Pairs{}),
        {"80027d71002e",
        "",
        "80047d942e"});
    // {1: 2}
    check_as_python(brine::as_dict(std::list<std::tuple<int, int>>{{1, 2}}),
        {"80027d71004b014b02732e",
        "",
        "80049508000000000000007d944b014b02732e"});
}

TEST_CASE("wrappers: as_bytes and as_bytearray take text and one-byte items") {
    // b'ab\xff'
    check_as_python(brine::as_bytes(std::string("ab\xff")),
        {"8002635f636f646563730a656e636f64650a710058040000006162c3bf710158060000006c6174696e3171028"
        "671035271042e",
        "800343036162ff71002e",
        "800495070000000000000043036162ff942e"});
    // b'ab'
    check_as_python(brine::as_bytes(std::string_view("ab")),
        {"8002635f636f646563730a656e636f64650a710058020000006162710158060000006c6174696e31710286710"
        "35271042e",
        "80034302616271002e",
        "800495060000000000000043026162942e"});
    // b''
    check_as_python(brine::as_bytes(std::vector<char>{}),
        {"8002635f5f6275696c74696e5f5f0a62797465730a7100295271012e",
        "8003430071002e",
        "80049504000000000000004300942e"});
    // b'\xff'
    check_as_python(brine::as_bytes(std::array<signed char, 1>{-1}),
        {"8002635f636f646563730a656e636f64650a71005802000000c3bf710158060000006c6174696e31710286710"
        "35271042e",
        "80034301ff71002e",
        "80049505000000000000004301ff942e"});
    const std::vector<Byte> raw{{1}, {2}};
    // b'\x01\x02'
    check_as_python(brine::as_bytes(std::span(raw)),
        {"8002635f636f646563730a656e636f64650a710058020000000102710158060000006c6174696e31710286710"
        "35271042e",
        "80034302010271002e",
        "800495060000000000000043020102942e"});
    // bytearray(b'abc')
    check_as_python(brine::as_bytearray(std::string("abc")),
        {"8002635f5f6275696c74696e5f5f0a6279746561727261790a7100635f636f646563730a656e636f64650a710"
        "15803000000616263710258060000006c6174696e3171038671045271058571065271072e",
        "8003636275696c74696e730a6279746561727261790a7100430361626371018571025271032e",
        "80049524000000000000008c086275696c74696e73948c0962797465617272617994939443036162639485945"
        "2942e",
        "8005950e00000000000000960300000000000000616263942e"});
    // bytearray()
    check_as_python(brine::as_bytearray(std::vector<std::byte>{}),
        {"8002635f5f6275696c74696e5f5f0a6279746561727261790a7100295271012e",
        "8003636275696c74696e730a6279746561727261790a7100295271012e",
        "8004951d000000000000008c086275696c74696e73948c096279746561727261799493942952942e",
        "8005950b00000000000000960000000000000000942e"});
}

TEST_CASE("wrappers: tuples, frozensets and bytes can be keys, lists and sets become such") {
    using Ints = std::vector<int>;
    const std::vector<Ints> rows{{1, 2}};
    const auto keyed = [&](auto wrap) { return rows | std::views::transform(wrap); };
    // {(1, 2)}
    check_as_python(brine::as_set(keyed([](const Ints& row) { return brine::as_tuple(row); })),
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d71014b014b02867102618571035271042e",
        "8003636275696c74696e730a7365740a71005d71014b014b02867102618571035271042e",
        "8004950b000000000000008f94284b014b028694902e"});
    // {(1, 2)}
    check_as_python(brine::as_set(keyed([](const Ints& row) { return brine::as_list(row); })),
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d71014b014b02867102618571035271042e",
        "8003636275696c74696e730a7365740a71005d71014b014b02867102618571035271042e",
        "8004950b000000000000008f94284b014b028694902e"});
    // {frozenset({1, 2})}
    check_as_python(brine::as_set(keyed([](const Ints& row) { return brine::as_frozenset(row); })),
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d7101635f5f6275696c74696e5f5f0a66726f7a656e736"
        "5740a71025d7103284b014b0265857104527105618571065271072e",
        "8003636275696c74696e730a7365740a71005d7101636275696c74696e730a66726f7a656e7365740a71025d7"
        "103284b014b0265857104527105618571065271072e",
        "8004950c000000000000008f9428284b014b029194902e"});
    // {frozenset({1, 2})}
    check_as_python(brine::as_set(keyed([](const Ints& row) { return brine::as_set(row); })),
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d7101635f5f6275696c74696e5f5f0a66726f7a656e736"
        "5740a71025d7103284b014b0265857104527105618571065271072e",
        "8003636275696c74696e730a7365740a71005d7101636275696c74696e730a66726f7a656e7365740a71025d7"
        "103284b014b0265857104527105618571065271072e",
        "8004950c000000000000008f9428284b014b029194902e"});
    // {b'key'}
    check_as_python(
        brine::as_set(keyed([](const Ints&) { return brine::as_bytes(std::string("key")); })),
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d7101635f636f646563730a656e636f64650a710258030"
        "000006b6579710358060000006c6174696e317104867105527106618571075271082e",
        "8003636275696c74696e730a7365740a71005d710143036b65797102618571035271042e",
        "8004950b000000000000008f942843036b657994902e"});
    STATIC_REQUIRE(!brine::hashable<decltype(brine::as_bytearray(std::string()))>);
    STATIC_REQUIRE(!brine::hashable<decltype(brine::as_dict(std::map<int, int>()))>);
    STATIC_REQUIRE(!brine::hashable<decltype(brine::as_tuple(std::vector<std::map<int, int>>()))>);
}

TEST_CASE("wrappers: an error's path goes through a wrapper") {
    CHECK(message_of(brine::as_tuple(std::vector<std::string>{"a", "\xff"})).find(" [1]: ") !=
          std::string::npos);
    CHECK(message_of(brine::as_dict(std::vector<std::pair<int, std::string>>{{7, "\xff"}}))
              .find(" [7]: ") != std::string::npos);
}
