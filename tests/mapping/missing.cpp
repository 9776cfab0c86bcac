#include <brine/mapping/missing.hpp>

#include <brine/brine.hpp>

#include <optional>
#include <vector>

#include "mapping/python_bytes.hpp"

namespace {

enum class Colour { red, green };

struct NameColours {
    std::optional<brine::Global> reducer_override(const Colour& colour) {
        if (colour == Colour::red) {
            return brine::global("colours", "red");
        }
        return std::nullopt;
    }
};

}  // namespace

TEST_CASE("missing: a type that a hook or a dispatch entry names needs no codec") {
    const auto red = brine::global("colours", "red");
    CHECK(brine::dumps(Colour::red, {}, NameColours{}) == brine::dumps(red));
    CHECK(brine::dumps(std::vector{Colour::red}, {}, NameColours{}) ==
          brine::dumps(std::vector{red}));
    const auto entry =
        brine::dispatch<Colour>([](Colour) { return brine::global("colours", "red"); });
    CHECK(brine::dumps(Colour::green, {}, entry) == brine::dumps(red));
}

TEST_CASE("missing: where every hook declines such an object, it is an error") {
    const auto result = brine::try_dumps(Colour::green, {}, NameColours{});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code() == brine::Errc::unregistered_type);
    CHECK(std::string(result.error().what()).find("no hook took this") != std::string::npos);
}
