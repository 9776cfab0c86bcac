// Pickles of a type that has fields of many kinds, whole and after changes by the mutator, loaded
// as that type: straight from the bytes, and by way of a Document, with the same result.

#include "fuzz.hpp"
#include "mutator.hpp"

#include <array>
#include <chrono>
#include <complex>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <brine/testing.hpp>

namespace {

enum class Colour : std::uint8_t { red, green, blue };

struct Inner {
    std::int32_t number = 0;
    std::optional<std::string> text;
    double real = 0;
};
struct Named {
    std::uint16_t x = 0;
    std::pair<bool, std::u16string> y;
};
struct Everything {
    std::vector<Inner> inners;
    std::map<std::string, double> values;
    std::unordered_map<std::int64_t, std::list<std::string>> lists;
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<int>, Inner>
        any;
    std::vector<std::shared_ptr<Inner>> shared;
    std::set<std::vector<std::int8_t>> set;
    std::tuple<brine::Int, std::vector<std::byte>, std::array<float, 2>> tuple;
    std::vector<Named> named;
    std::vector<std::vector<double>> grid;
    std::complex<double> number;
    std::chrono::sys_time<std::chrono::microseconds> time;
    Colour colour = Colour::red;
};

}  // namespace

template <>
struct brine::codec<Colour> : brine::enumeration<"m", "Colour"> {};
template <>
struct brine::codec<Inner>
    : brine::dataclass<"m", "Inner", &Inner::number, &Inner::text, &Inner::real> {};
template <>
struct brine::codec<Named> : brine::namedtuple<"m", "Named", &Named::x, &Named::y> {};
template <>
struct brine::codec<Everything>
    : brine::dataclass<"m", "Everything", &Everything::inners, &Everything::values,
                       &Everything::lists, &Everything::any, &Everything::shared, &Everything::set,
                       &Everything::tuple, &Everything::named, &Everything::grid,
                       &Everything::number, &Everything::time, &Everything::colour> {};

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    brine::testing::fuzz_loads<Everything>(data, size);
    std::string_view input = fuzz::text_of(data, size);
    const int protocol = 2 + fuzz::take_byte(input) % 4;
    const brine::memo memo = fuzz::memo_of(fuzz::take_byte(input));
    const unsigned seed = fuzz::take_byte(input);
    const auto value =
        brine::testing::arbitrary<Everything>(std::as_bytes(std::span(input.data(), input.size())));
    brine::testing::check_round_trip(value, {.protocols = {protocol}, .memos = {memo}});

    fuzz::Mutator mutate(seed);
    std::string pickle = brine::dumps(value, {.protocol = protocol, .memo = memo});
    for (int i = 0; i < 4; ++i) {
        pickle = mutate(pickle);
        brine::testing::fuzz_loads<Everything>(reinterpret_cast<const std::uint8_t*>(pickle.data()),
                                               pickle.size());
    }
    return 0;
}
