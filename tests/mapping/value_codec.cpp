#include <brine/mapping/value_codec.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <brine/brine.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"

namespace {

struct Row {
    int id = 0;
    brine::Value extra;
};
struct Kept {
    int id = 0;
    brine::Document extra;
};

}  // namespace

template <>
struct brine::codec<Row> : brine::record<&Row::id, &Row::extra> {};
template <>
struct brine::codec<Kept> : brine::record<&Kept::id, &Kept::extra> {};

namespace {

using namespace std::string_view_literals;

constexpr auto rows = "(lp0\n(dVid\nI1\nsVextra\n(I1\nVx\ntsa(dVid\nI2\nsVextra\ng0\nsa."sv;

TEST_CASE("value_codec: Values in a C++ type refer to the living document") {
    const brine::Document d = brine::loads(rows);
    const auto values = d.as<std::vector<brine::Value>>();
    REQUIRE(values.size() == 2);
    CHECK(values[1].is(d[1]));
    const auto typed = d.as<std::vector<Row>>();
    CHECK(typed[0].id == 1);
    CHECK(brine::repr(typed[0].extra) == "(1, 'x')");
    CHECK(typed[1].extra.is(d.root()));
    const auto maybe = d[0].as<std::map<std::string, std::optional<brine::Value>>>();
    CHECK(*maybe.at("id") == 1);
}

TEST_CASE("value_codec: a Document in a C++ type is a copy that lasts") {
    const auto parts = brine::loads<std::vector<std::map<std::string, brine::Document>>>(rows);
    CHECK(brine::repr(parts.at(0).at("extra")) == "(1, 'x')");
    // What is copied keeps its cycle: the list within itself.
    const brine::Document& all = parts.at(1).at("extra");
    CHECK(all[1]["extra"].is(all.root()));

    auto kept = brine::loads<std::vector<Kept>>(rows);
    CHECK(kept[0].id == 1);
    CHECK(kept[0].extra[1] == "x");
    brine::loads_into("(dVid\nI7\nsVextra\nNs."sv, kept[0]);
    CHECK(kept[0].id == 7);
    CHECK(kept[0].extra.root().is_none());
    CHECK(brine::loads<std::map<std::string, brine::Document>>(brine::dumps(kept[0]))
              .at("id")
              .root() == 7);

    const auto any =
        brine::loads<std::vector<std::variant<int, brine::Document>>>("(lI1\naVx\na."sv);
    CHECK(std::get<int>(any.at(0)) == 1);
    CHECK(std::get<brine::Document>(any.at(1)).root() == "x");
}

TEST_CASE("value_codec: a Document does not borrow, as the pickle may end before it") {
    std::string pickle = brine::dumps(std::vector<std::string>{std::string(100, 'x')});
    const auto kept = brine::loads<std::vector<brine::Document>>(pickle, {.borrow = true});
    pickle.assign(pickle.size(), '\0');
    CHECK(kept.at(0).root() == std::string(100, 'x'));
}

TEST_CASE("value_codec: a Document stands for one object of several pointers") {
    const auto shared =
        brine::loads<std::vector<std::shared_ptr<brine::Document>>>("(l(lp0\nag0\na."sv);
    REQUIRE(shared.size() == 2);
    CHECK(shared[0] == shared[1]);
}

TEST_CASE("value_codec: copies of one object in many places are bounded") {
    // 1000 times the same list of 1000 ints.
    std::string pickle = "(l(lp0\n";
    for (int i = 0; i < 1000; ++i) {
        pickle += "I70000\na";
    }
    pickle += "a";
    for (int i = 0; i < 1000; ++i) {
        pickle += "g0\na";
    }
    pickle += ".";
    using Documents = std::vector<brine::Document>;
    CHECK(brine::loads<Documents>(pickle, {.convert = {.max_objects = 2'000'000}}).size() == 1001);
    const auto over = brine::try_loads<Documents>(pickle, {.convert = {.max_objects = 500'000}});
    REQUIRE(!over);
    CHECK(over.error().code() == brine::Errc::limit_exceeded);
    brine::Document document;
    CHECK_THROWS_AS(brine::loads<std::vector<Kept>>("(l(dVid\nI7\nsVextra\nNsa."sv,
                                                    {.convert = {.max_objects = 10}}),
                    brine::ConversionError);
}

}  // namespace
