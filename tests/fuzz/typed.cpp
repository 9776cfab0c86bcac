// Pickles of a type that has fields of many kinds, whole and after changes by the mutator, loaded
// as that type: straight from the bytes, and by way of a Document, with the same result. A stream,
// whose buffer has no more memory than was asked for, gets the same value, also with a hook that
// looks at everything and declines.

#include "fuzz.hpp"
#include "mutator.hpp"

#include <array>
#include <chrono>
#include <complex>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
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
struct Twelve {
    double a = 0, b = 0, c = 0, d = 0, e = 0, f = 0;
    std::uint64_t g = 0, h = 0, i = 0, j = 0, k = 0, l = 0;
};
struct Everything {
    std::vector<Twelve> wide;
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
struct brine::codec<Twelve>
    : brine::record<&Twelve::a, &Twelve::b, &Twelve::c, &Twelve::d, &Twelve::e, &Twelve::f,
                    &Twelve::g, &Twelve::h, &Twelve::i, &Twelve::j, &Twelve::k, &Twelve::l> {};
template <>
struct brine::codec<Everything>
    : brine::dataclass<"m", "Everything", &Everything::wide, &Everything::inners,
                       &Everything::values, &Everything::lists, &Everything::any,
                       &Everything::shared, &Everything::set, &Everything::tuple,
                       &Everything::named, &Everything::grid, &Everything::number,
                       &Everything::time, &Everything::colour> {};

namespace {

struct Declines {
    template <class T>
    brine::not_handled_t reducer_override(const T&) const {
        return brine::not_handled;
    }
};

/// Behind so many bytes, so that what is written comes to the end of the buffer anywhere.
template <class... Hooks>
void check_stream(const Everything& value, std::size_t behind, const brine::DumpOptions& options,
                  const Hooks&... hooks) {
    std::ostringstream stream;
    const std::string bytes(behind, 'x');
    brine::dump(std::tuple(brine::as_bytes(bytes), std::cref(value)), stream, options, hooks...);
    const std::string pickle = stream.str();
    const brine::Document document = brine::loads(pickle);
    const auto again = document.root()[1].as<Everything>();
    const auto found = brine::testing::difference(value, again);
    fuzz::require(!found, "a stream got another value", [&] { return found->path + found->what; });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    brine::testing::fuzz_loads<Everything>(data, size);
    std::string_view input = fuzz::text_of(data, size);
    const int protocol = 2 + fuzz::take_byte(input) % 4;
    const brine::memo memo = fuzz::memo_of(fuzz::take_byte(input));
    const unsigned seed = fuzz::take_byte(input);
    const auto value =
        brine::testing::arbitrary<Everything>(std::as_bytes(std::span(input.data(), input.size())));
    brine::testing::check_round_trip(value, {.protocols = {protocol}, .memos = {memo}});

    const brine::DumpOptions options{.protocol = protocol, .memo = memo};
    const std::size_t behind = 6500 + seed * 7 + size % 7;  // of 8 KiB that there are at first
    seed % 2 == 0 ? check_stream(value, behind, options)
                  : check_stream(value, behind, options, Declines{});

    fuzz::Mutator mutate(seed);
    std::string pickle = brine::dumps(value, options);
    for (int i = 0; i < 4; ++i) {
        pickle = mutate(pickle);
        brine::testing::fuzz_loads<Everything>(reinterpret_cast<const std::uint8_t*>(pickle.data()),
                                               pickle.size());
    }
    return 0;
}
