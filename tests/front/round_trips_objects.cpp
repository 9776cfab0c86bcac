// Random tuples, variants, pointers and described types: loads<T>(dumps(x)) == x.
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "front/random_round_trips.hpp"

using random_round_trips::check;
using random_round_trips::check_all;

namespace {

struct Inner {
    int number = 0;
    std::optional<std::string> text;
    double real = 0;
    bool operator==(const Inner&) const = default;
};
struct Outer {
    std::vector<Inner> inners;
    std::map<std::string, double> values;
    std::variant<std::monostate, std::int64_t, std::string> any;
};
struct Called {
    std::uint16_t x = 0;
    std::pair<bool, std::string> y;
};
struct Tuple {
    double x = 0;
    std::vector<std::int8_t> y;
};
struct Slotted {
    std::u16string x;
    std::set<std::int32_t> y;
};
struct Row {
    brine::Int x;
    std::vector<std::byte> y;
    char name[6] = "";
    int grid[2][2] = {{0, 0}, {0, 0}};
};
struct Derived : Inner {
    bool more = false;
};
struct Tree {
    std::string name;
    std::vector<Tree> branches;
    std::unique_ptr<Tree> trunk;
};
struct Person {
    std::string name;
    std::shared_ptr<Person> friend_;
    std::vector<std::shared_ptr<Person>> others;
    std::weak_ptr<Person> parent;
};

/// Its fields depend on each other.
class Interval {
public:
    Interval(int first, int size) : first_(first), last_(first + size) {}
    [[nodiscard]] int first() const { return first_; }
    [[nodiscard]] int size() const { return last_ - first_; }
    bool operator==(const Interval&) const = default;

private:
    int first_;
    int last_;
};

}  // namespace

template <>
struct brine::codec<Inner>
    : brine::dataclass<"m", "Inner", &Inner::number, &Inner::text, &Inner::real> {};
template <>
struct brine::codec<Outer>
    : brine::dataclass<"m", "Outer", &Outer::inners, &Outer::values, &Outer::any> {};
template <>
struct brine::codec<Called> : brine::call<"m", "Called", &Called::x, &Called::y> {};
template <>
struct brine::codec<Tuple> : brine::namedtuple<"m", "Tuple", &Tuple::x, &Tuple::y> {};
template <>
struct brine::codec<Slotted> : brine::slotted<"m", "Slotted", &Slotted::x, &Slotted::y> {};
template <>
struct brine::codec<Row> : brine::record<&Row::x, &Row::y, &Row::name, &Row::grid> {};
template <>
struct brine::codec<Derived>
    : brine::dataclass<"m", "Derived", brine::base<Inner>, &Derived::more> {};
template <>
struct brine::codec<Tree>
    : brine::dataclass<"m", "Tree", &Tree::name, &Tree::branches, &Tree::trunk> {};
template <>
struct brine::codec<Person>
    : brine::dataclass<"m", "Person", &Person::name, brine::field<"friend", &Person::friend_>,
                       &Person::others, &Person::parent> {};
template <>
struct brine::codec<Interval> {
    static auto reduce(const Interval& x) {
        return brine::reduce(brine::global("m", "Interval"), x.first(), x.size());
    }
    static Interval load(auto& loader, const auto& in) {
        int first = 0;
        int size = 0;
        loader.load_args(loader.parts_of(in, "m", "Interval"), first, size);
        return Interval(first, size);
    }
    static Interval arbitrary(auto& bytes) {
        const auto first = bytes.template integer<std::int16_t>();
        return Interval(first, bytes.byte());
    }
};

TEST_CASE("round_trips: tuples and optionals") {
    check_all<std::pair<int, std::string>, std::tuple<int, std::string, double, bool>, std::tuple<>,
              std::optional<int>, std::vector<std::optional<std::string>>>();
}

TEST_CASE("round_trips: variants") {
    check_all<std::variant<std::monostate, bool, std::int64_t, double, std::string,
                           std::vector<int>, std::map<std::string, int>>,
              std::variant<Inner, Called, Tuple, Row, std::string>>();
}

TEST_CASE("round_trips: pointers that are values") {
    check_all<std::unique_ptr<std::string>, std::vector<std::unique_ptr<Inner>>, Tree>();
}

TEST_CASE("round_trips: pointers that share") {
    check_all<std::vector<std::shared_ptr<Inner>>, std::vector<std::shared_ptr<std::string>>,
              std::vector<std::shared_ptr<const std::vector<int>>>, Person>();
}

TEST_CASE("round_trips: described types") {
    check_all<Inner, Outer, Called, Tuple, Slotted, Row, Derived>();
}

TEST_CASE("round_trips: described types in containers") {
    check_all<std::vector<Tuple>, std::map<std::string, Called>>();
}

TEST_CASE("round_trips: types that say themselves how they are made") {
    check_all<Interval, std::vector<Interval>, std::optional<Interval>>();
}
