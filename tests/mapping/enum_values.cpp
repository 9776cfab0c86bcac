#include <brine/mapping/enum_values.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"

namespace {

enum class Tint { light_blue, red, none_, unnamed = 90 };

}  // namespace

template <>
struct brine::codec<Tint>
    : brine::enumeration<"paint", "Tint", brine::enumerator<"light blue", Tint::light_blue>,
                         brine::enumerator<"r\xc3\xb6t", Tint::red>,
                         brine::enumerator<"", Tint::none_>> {};

namespace {

using namespace std::string_view_literals;

TEST_CASE("enum_values: an enumerator with a text is its class, called with the text") {
    const brine::Document d = brine::loads(brine::dumps(Tint::light_blue));
    CHECK(d.root().callable().is_global("paint", "Tint"));
    CHECK(d.root().args().size() == 1);
    CHECK(d.root().args()[0] == "light blue");
}

TEST_CASE("enum_values: what is written comes back, and each enumerator is one object") {
    const std::vector tints{Tint::none_, Tint::red, Tint::light_blue, Tint::red};
    for (int protocol = 2; protocol <= 5; ++protocol) {
        for (const auto memo : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
            const auto pickle = brine::dumps(tints, {.protocol = protocol, .memo = memo});
            CHECK(brine::loads<std::vector<Tint>>(pickle) == tints);
            const brine::Document d = brine::loads(pickle);
            CHECK(d[1].is(d[3]));
        }
    }
}

TEST_CASE("enum_values: a member by its name is the enumerator of that name") {
    CHECK(brine::loads<Tint>("cbuiltins\ngetattr\n(cpaint\nTint\nVLIGHT_BLUE\ntR."sv) ==
          Tint::light_blue);
    CHECK(brine::loads<Tint>("cbuiltins\ngetattr\n(cpaint\nTint\nVNONE\ntR."sv) == Tint::none_);
}

TEST_CASE("enum_values: a text or an enumerator that the codec does not give is an error") {
    const auto loading = [](std::string_view pickle) {
        return std::string(brine::try_loads<Tint>(pickle).error().what());
    };
    CHECK(
        loading("cpaint\nTint\n(Vgr\x1b\ntR.").find("'gr\\x1b' is the value of no enumerator of") !=
        std::string::npos);
    CHECK(loading("cpaint\nTint\n(I0\ntR.").find("expected a str, found 0") != std::string::npos);
    CHECK(loading("cbuiltins\ngetattr\n(cpaint\nTint\nVUNNAMED\ntR.").find("no enumerator") !=
          std::string::npos);
    CHECK(loading("cpaint\nHue\n(Vred\ntR.").find("expected a paint.Tint") != std::string::npos);
    CHECK_THROWS_AS(brine::dumps(Tint::unnamed), brine::PicklingError);
}

}  // namespace
