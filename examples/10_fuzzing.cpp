// A type of your own, with a hook of your own, under libFuzzer: sums of money as Python's
// decimal.Decimal. Built with cmake -DBRINE_BUILD_FUZZERS=ON, or by hand:
//
//     clang++ -std=c++20 -fsanitize=fuzzer,address,undefined -Iinclude 10_fuzzing.cpp -lfmt
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <brine/testing.hpp>

struct Money {
    std::int64_t cents = 0;
    bool operator==(const Money&) const = default;
};

struct Line {
    std::string article;
    std::uint16_t count = 0;
    Money price;
};

struct Invoice {
    std::string customer;
    std::vector<std::shared_ptr<Line>> lines;
    std::map<std::string, Money> paid;
    std::optional<std::string> note;
};

/// -0.05 of -5 cents.
static std::string text_of(Money money) {
    const bool negative = money.cents < 0;
    auto cents = static_cast<std::uint64_t>(money.cents);
    cents = negative ? ~cents + 1 : cents;
    std::string digits = std::to_string(cents);
    digits.insert(0, digits.size() < 3 ? 3 - digits.size() : 0, '0');
    digits.insert(digits.size() - 2, 1, '.');
#ifdef PLANT_A_BUG
    return (money.cents < -99 ? "-" : "") + digits;
#else
    return (negative ? "-" : "") + digits;
#endif
}

/// Writes Money as decimal.Decimal("12.50").
struct Decimals {
    static auto reducer_override(const Money& money) {
        return brine::reduce(brine::global("decimal", "Decimal"), text_of(money));
    }
};

template <>
struct brine::codec<Money> {
    static void save(auto& pickler, const Money& money) { pickler.save_int(money.cents); }
    /// Of a Decimal with two digits behind the point.
    static void load(auto& loader, const auto& in, Money& out) {
        std::string text;
        loader.load_args(loader.parts_of(in, "decimal", "Decimal"), text);
        std::erase(text, '.');
        const auto cents = brine::Int::parse(text);
        if (!cents) {
            loader.mismatch(in, "a Decimal");
        }
        out.cents = cents->to<std::int64_t>();
    }
    /// What the fuzzer makes of its bytes.
    static Money arbitrary(auto& bytes) { return {bytes.template integer<std::int64_t>()}; }
};
template <>
struct brine::codec<Line>
    : brine::dataclass<"shop", "Line", &Line::article, &Line::count, &Line::price> {};
template <>
struct brine::codec<Invoice> : brine::dataclass<"shop", "Invoice", &Invoice::customer,
                                                &Invoice::lines, &Invoice::paid, &Invoice::note> {};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    brine::testing::fuzz_loads<Invoice>(data, size);
    return brine::testing::fuzz_round_trip<Invoice>(data, size, {}, Decimals{});
}
