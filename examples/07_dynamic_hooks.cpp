// Hooks that are put together at run time, as for plugins: each adds reducers for types of its own,
// and may decide while it runs how an object is written.

#include <brine/brine.hpp>

#include <fstream>
#include <string>
#include <vector>

struct Price {
    long cents;
};
struct Weight {
    long grams;
};
struct Item {
    std::string name;
    Price price;
    Weight weight;
};

// Without a plugin, each of them is a record.
template <>
struct brine::codec<Price> : brine::record<&Price::cents> {};
template <>
struct brine::codec<Weight> : brine::record<&Weight::grams> {};
template <>
struct brine::codec<Item> : brine::record<&Item::name, &Item::price, &Item::weight> {};

/// A plugin: prices become decimal.Decimal("12.50").
void add_decimals(brine::DynamicHooks& hooks) {
    hooks.add_reducer<Price>([](const Price& price) {
        const std::string cents = std::to_string(100 + price.cents % 100).substr(1);
        return brine::reduce(brine::global("decimal", "Decimal"),
                             std::to_string(price.cents / 100) + "." + cents);
    });
}

/// Another one: weights become fractions of a kilogram, with a denominator only where it is needed.
/// The parts of a DynamicReduction are put together while the program runs.
void add_fractions(brine::DynamicHooks& hooks) {
    hooks.add_reducer<Weight>([](const Weight& weight) {
        brine::DynamicReduction kilograms(brine::global("fractions", "Fraction"));
        if (weight.grams % 1000 == 0) {
            kilograms.arg(weight.grams / 1000);
        } else {
            kilograms.arg(weight.grams).arg(1000);
        }
        return kilograms;
    });
}

int main(int, char** argv) {
    brine::DynamicHooks hooks;
    add_decimals(hooks);
    add_fractions(hooks);

    const std::vector<Item> items = {{"cucumbers", {1250}, {5000}}, {"dill", {99}, {25}}};
    std::ofstream file(argv[1], std::ios::binary);
    brine::dump(items, file, {}, hooks);
}
