// The rest, in small pieces: own types, what becomes what, options, sinks, errors. README.md shows
// them. Writes several pickles behind one another; 08_tour.py reads them in the same order.

#include <brine/brine.hpp>

#include <unistd.h>

#include <array>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

// ---- types of your own, declared ---------------------------------------------------------------

class Account {
    std::string owner_;
    std::int64_t cents_ = 0;
    friend struct brine::codec<Account>;  // lets the codec name private members

public:
    Account(std::string owner, std::int64_t cents) : owner_(std::move(owner)), cents_(cents) {}
};

// A dataclass or any plain class: its attributes are set, __init__ does not run.
template <>
struct brine::codec<Account>
    : brine::dataclass<"bank", "Account", brine::field<"owner", &Account::owner_>,
                       brine::field<"cents", &Account::cents_>> {};

struct Rate {
    std::string currency;
    double factor;
};
// Rate(currency, factor) is called: for classes that check or convert in __init__, and for frozen
// dataclasses with slots. The quickest for Python to load.
template <>
struct brine::codec<Rate> : brine::call<"bank", "Rate", &Rate::currency, &Rate::factor> {};

struct Range {
    int low, high;
};
// collections.namedtuple and typing.NamedTuple.
template <>
struct brine::codec<Range> : brine::namedtuple<"bank", "Range", &Range::low, &Range::high> {};

struct Cell {
    int row, column;
};
// A class with __slots__; dataclass(slots=True) too, unless it is frozen.
template <>
struct brine::codec<Cell> : brine::slotted<"bank", "Cell", &Cell::row, &Cell::column> {};

struct Note {
    std::string author, text;
};
// A dict {"author": ..., "text": ...}: needs no class in Python.
template <>
struct brine::codec<Note> : brine::record<&Note::author, &Note::text> {};

enum class Color { red = 1, green = 2 };
// An enum.Enum, by value: Color(1).
template <>
struct brine::codec<Color> : brine::enumeration<"bank", "Color"> {};

struct SavingsAccount : Account {
    double interest = 0;

    using Account::Account;
};
// The fields of a described base class, then its own.
template <>
struct brine::codec<SavingsAccount>
    : brine::dataclass<"bank", "SavingsAccount", brine::base<Account>, &SavingsAccount::interest> {
};

// ---- types of your own, in code ----------------------------------------------------------------

struct Fraction {
    std::int64_t numerator, denominator;
};
// reduce() answers what __reduce__ would in Python: what to call, with which arguments.
template <>
struct brine::codec<Fraction> {
    static constexpr bool hashable = true;  // may be a dict key in Python

    static auto reduce(const Fraction& fraction) {
        return brine::reduce(brine::global("fractions", "Fraction"), fraction.numerator,
                             fraction.denominator);
    }
};

struct Celsius {
    double degrees;
};
// save() writes one object with the pickler's save functions.
template <>
struct brine::codec<Celsius> {
    static void save(auto& pickler, const Celsius& celsius) { pickler.save_float(celsius.degrees); }
};

struct Counter {
    std::map<std::string, int> counts;
};
// The parts of a reduction come in Python's order: arguments, list items, dict items, state.
template <>
struct brine::codec<Counter> {
    static auto reduce(const Counter& counter) {
        return brine::newobj(brine::global("collections", "Counter"))
            .dict_items(std::views::all(counter.counts));  // by reference
    }
};

void own_types(std::ostream& file) {
    SavingsAccount savings("ann", 5000);
    savings.interest = 0.5;
    brine::dump(std::tuple(Account("bob", 100), savings, Rate{"EUR", 1.5}, Range{1, 9}, Cell{2, 3},
                           Note{"ann", "hi"}, Color::green, Fraction{1, 3}, Celsius{21.5},
                           Counter{{{"a", 2}, {"b", 1}}}),
                file);
}

// ---- what becomes what -------------------------------------------------------------------------

int square(int x) { return x * x; }

void values(std::ostream& file) {
    using namespace std::chrono;
    using namespace std::string_literals;
    const std::vector<int> numbers = {1, 2, 3};
    const std::array<std::byte, 2> raw = {std::byte{1}, std::byte{2}};

    // Boxed holds a value of any type.
    const std::map<std::string, std::vector<brine::Boxed>> table = {
        {"NoneType", {nullptr, std::monostate(), std::optional<int>(), std::shared_ptr<int>()}},
        {"bool", {true}},
        {"int", {1, 2U, 3L, std::uint64_t{1} << 63, brine::Int(7), std::bitset<4>(9)}},
        {"float", {1.5F, 2.5}},
        {"complex", {std::complex<double>(1, 2)}},
        {"str", {"text"s, std::string_view("text"), "text", u8"text"s, u"text"s, 'c'}},
        {"bytes", {raw, std::span(raw), std::vector<unsigned char>{1, 2}, brine::as_bytes("raw"s)}},
        {"bytearray", {brine::as_bytearray("raw"s)}},
        {"list", {numbers, std::span(numbers), std::array{1, 2}, std::vector<bool>{true}}},
        {"tuple", {std::pair(1, "one"s), std::tuple(1, 2.5, "x"s), brine::as_tuple(numbers)}},
        {"dict", {std::map<int, int>{{1, 2}}, std::unordered_map<std::string, int>{{"a", 1}}}},
        {"set", {std::set<int>{1, 2}, brine::as_set(numbers)}},
        {"frozenset", {brine::as_frozenset(numbers)}},
        {"array", {brine::as_array(numbers)}},
        {"datetime", {system_clock::now(), local_days(2024y / May / 1)}},
        {"date", {2024y / May / 1}},
        {"timedelta", {90s, 12ms}},
        {"time", {hh_mm_ss(1h + 30min)}},
        {"PurePosixPath", {std::filesystem::path("/etc/passwd")}},
        {"IndexError", {std::out_of_range("no such row")}},
        {"FileNotFoundError", {std::make_error_code(std::errc::no_such_file_or_directory)}},
        {"builtin_function_or_method", {brine::global("builtins", "len")}},
    };
    brine::dump(table, file);
}

// A dict key or a set element must be hashable in Python: there, sequences become tuples and sets
// frozensets. What can't be hashed does not compile.
void keys(std::ostream& file) {
    brine::dump(std::map<std::vector<int>, std::string>{{{1, 2}, "a list is no key"}}, file);
}

// ---- options -----------------------------------------------------------------------------------

void options(std::ostream& file) {
    const std::vector<std::string> words = {"brine", "brine", "caf\xe9"};

    brine::dump(words, file,
                {.protocol = 2,                           // Python 2 can read it
                 .memo = brine::memo::strings,            // equal strings are written once
                 .text = brine::text::surrogateescape});  // what is no UTF-8 is no error
}

// ---- sinks -------------------------------------------------------------------------------------

/// A sink of your own: anything with this function, which returns how many bytes it took.
struct Checksum {
    std::uint32_t sum = 0;

    std::size_t write(std::span<const std::byte> bytes) {
        for (const std::byte b : bytes) {
            sum = sum * 31 + std::to_integer<std::uint32_t>(b);
        }
        return bytes.size();
    }
};

void sinks(std::ostream& file) {
    const std::vector<int> numbers = {1, 2, 3};

    const std::string pickle = brine::dumps(numbers);  // a new string

    std::string buffer;
    for (int i = 0; i < 3; ++i) {
        brine::dumps_into(buffer, numbers);  // a reused one: its memory stays
    }

    std::vector<std::byte> bytes;
    brine::dump(numbers, bytes);  // is appended to

    Checksum checksum;
    brine::dump(numbers, checksum);

    int ends[2] = {};
    const bool has_pipe = ::pipe(ends) == 0;
    brine::fd_sink pipe(ends[1]);  // any file descriptor
    brine::dump(numbers, pipe);

    const bool same_size = bytes.size() == pickle.size();
    brine::dump(std::tuple(pickle == buffer, same_size, checksum.sum != 0, has_pipe), file);
}

// A Pickler writes pickle after pickle and remembers what it wrote. Python reads them with one
// pickle.Unpickler, and gets the same object twice.
void many_pickles(std::ostream& file) {
    const auto shared = std::make_shared<std::vector<int>>(3, 7);

    brine::Pickler pickler(file);
    pickler.dump(shared);
    pickler.dump(shared);  // a few bytes: the same list again
    pickler.clear_memo();
    pickler.dump(shared);  // stands alone, for a new Unpickler
}

// ---- errors ------------------------------------------------------------------------------------

struct Order {
    std::string customer;
    std::map<std::string, std::string> fields;
};
template <>
struct brine::codec<Order> : brine::dataclass<"shop", "Order", &Order::customer, &Order::fields> {};

void errors(std::ostream& file) {
    const std::vector<Order> orders = {{"ann", {}}, {"bob", {{"note", "caf\xe9"}}}};  // Latin-1

    std::string where;
    try {
        const std::string pickle = brine::dumps(orders);
    } catch (const brine::PicklingError& error) {
        where = error.path();  // "[1].fields['note']"
        std::cout << error.what() << '\n';
    }

    const brine::Result<std::string> pickle = brine::try_dumps(orders);
    const bool invalid = !pickle && pickle.error().code() == brine::Errc::invalid_text;

    brine::dump(std::tuple(where, invalid), file);
}

// ---- names that only run time knows ------------------------------------------------------------

void registries(std::ostream& file) {
    brine::Registry registry;
    registry.add_function(&square, "numpy", "square");      // what stands for a C++ function
    registry.add_type<Fraction>("fractions", "Fraction");   // and for a type
    registry.add_extension("fractions", "Fraction", 1234);  // copyreg.add_extension, as in Python

    const std::pair<std::type_index, Fraction> object = {typeid(Fraction), {1, 3}};
    brine::dump(object, file, {.registry = &registry});

    const std::string function = brine::dumps(&square, {.registry = &registry});
    brine::dump(brine::as_bytes(function), file);  // so that numpy need not be there to read this
}

int main(int, char** argv) {
    std::ofstream file(argv[1], std::ios::binary);
    own_types(file);
    values(file);
    keys(file);
    options(file);
    sinks(file);
    many_pickles(file);
    errors(file);
    registries(file);
}
