// Random values of every type that can be written: loads<T>(dumps(x)) == x at each protocol and under
// each memo policy, and through a Document that was written again.
#include <array>
#include <bitset>
#include <chrono>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <forward_list>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <new>
#include <optional>
#include <random>
#include <ratio>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <tuple>
#include <typeindex>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include "catch.hpp"

namespace {

struct Inner {
    int number = 0;
    std::optional<std::string> text;
    bool operator==(const Inner&) const = default;
};
struct Outer {
    std::vector<Inner> inners;
    std::map<std::string, double> values;
    std::variant<std::monostate, std::int64_t, std::string> any;
    bool operator==(const Outer&) const = default;
};
struct Called {
    std::uint16_t x = 0;
    std::pair<bool, std::string> y;
    bool operator==(const Called&) const = default;
};
struct Tuple {
    double x = 0;
    std::vector<std::int8_t> y;
    bool operator==(const Tuple&) const = default;
};
struct Slotted {
    std::u16string x;
    std::set<std::int32_t> y;
    bool operator==(const Slotted&) const = default;
};
struct Row {
    brine::Int x;
    std::vector<std::byte> y;
    bool operator==(const Row&) const = default;
};
enum class Colour : std::uint8_t { red, green, blue };

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}

    template <class T>
    T pick(T low, T high) {
        return static_cast<T>(
            std::uniform_int_distribution<std::int64_t>(static_cast<std::int64_t>(low),
                                                        static_cast<std::int64_t>(high))(engine_));
    }
    std::size_t size() { return pick<std::size_t>(0, 4); }

    void fill(bool& x) { x = pick(0, 1) == 1; }
    template <brine::detail::number T>
    void fill(T& x) {
        // All bit lengths alike.
        brine::unsigned_integer<T> bits{};
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bits = static_cast<brine::unsigned_integer<T>>(bits * 0x100U + (engine_() & 0xFFU));
        }
        const auto less = pick<unsigned>(0, 8 * sizeof(T) - 1);
        x = static_cast<T>(bits >> less);
    }
    template <std::floating_point T>
    void fill(T& x) {
        const T special[] = {0, -T{0}, T{0.1F}, std::numeric_limits<T>::infinity(),
                             std::numeric_limits<T>::denorm_min(), std::numeric_limits<T>::max()};
        x = pick(0, 1) == 0 ? special[pick<std::size_t>(0, 5)]
                            : static_cast<T>(static_cast<float>(pick(-1000000, 1000000)) / 7);
    }
    void fill(brine::Int& x) {
        std::string bytes(pick<std::size_t>(0, 300), '\0');
        for (char& c : bytes) {
            c = static_cast<char>(pick(-128, 127));
        }
        x = brine::Int::from_twos_complement(bytes);
    }
    template <class Char, class Traits, class Allocator>
    void fill(std::basic_string<Char, Traits, Allocator>& x) {
        static const std::u32string all = U"ab\\\n\u00e9\u20ac\U0001F600'\"\r\x1a";
        std::string utf8;
        for (std::size_t i = pick<std::size_t>(0, 12); i > 0; --i) {
            brine::append_code_point(utf8, all[pick<std::size_t>(0, all.size() - 1)]);
        }
        if (pick(0, 20) == 0) {
            utf8 += std::string(pick<std::size_t>(200, 1000), 'x');
        }
        if constexpr (sizeof(Char) == 1) {
            x.assign(utf8.begin(), utf8.end());
        } else {
            std::basic_string<Char> wide;
            static_cast<void>(brine::append_from_utf8(wide, utf8));
            x.assign(wide.begin(), wide.end());
        }
    }
    void fill(std::byte& x) { x = static_cast<std::byte>(pick(0, 255)); }
    void fill(Colour& x) { x = static_cast<Colour>(pick(0, 2)); }
    void fill(std::monostate&) {}
    void fill(brine::Global& x) {
        x = pick(0, 1) == 0 ? brine::global("m", "Class") : brine::global("m.n", "Outer.Inner");
    }
    template <std::size_t N>
    void fill(std::bitset<N>& x) {
        for (std::size_t i = 0; i < N; ++i) {
            x[i] = pick(0, 1) == 1;
        }
    }
    template <class T>
    void fill(std::complex<T>& x) {
        x = {make<T>(), make<T>()};
    }
    template <class Rep, class Period>
    void fill(std::chrono::duration<Rep, Period>& x) {
        using Duration = std::chrono::duration<Rep, Period>;
        if constexpr (std::ratio_less_v<Period, std::micro>) {  // written in microseconds
            x = std::chrono::microseconds(pick(-1000000, 1000000));
        } else {
            x = Duration(static_cast<Rep>(pick(-1000000, 1000000)));
        }
    }
    template <class Clock, class Duration>
    void fill(std::chrono::time_point<Clock, Duration>& x) {
        auto since = make<Duration>();
        if constexpr (std::ratio_greater_v<typename Duration::period, std::ratio<3600>>) {
            since %= 700000;  // not before the year 1
        }
        x = std::chrono::time_point<Clock, Duration>(since);
    }
    void fill(std::chrono::year_month_day& x) {
        x = std::chrono::sys_days(std::chrono::days(pick(-719162, 2932896)));
    }
    void fill(std::filesystem::path& x) { x = pick(0, 1) == 0 ? "/usr/\xff/b" : "a/../b c"; }
    template <class T>
    void fill(std::optional<T>& x) {
        x.reset();
        if (pick(0, 1) == 0) {
            fill(x.emplace());
        }
    }
    template <class A, class B>
    void fill(std::pair<A, B>& x) {
        fill(x.first);
        fill(x.second);
    }
    template <class... T>
    void fill(std::tuple<T...>& x) {
        std::apply([&](auto&... item) { (fill(item), ...); }, x);
    }
    template <class... T>
    void fill(std::variant<T...>& x) {
        const auto which = pick<std::size_t>(0, sizeof...(T) - 1);
        std::size_t index = 0;
        ((index++ == which ? fill(x.template emplace<T>()) : void()), ...);
    }
    template <class T, std::size_t N>
    void fill(std::array<T, N>& x) {
        for (T& item : x) {
            fill(item);
        }
    }
    template <class T>
        requires brine::detail::list_like<T> || brine::byte_range<T>
    void fill(T& x) {
        using Item = typename brine::detail::loose<std::ranges::range_value_t<T>>::type;
        x.clear();
        for (std::size_t i = size(); i > 0; --i) {
            if constexpr (requires { x.push_front(make<Item>()); }) {
                x.push_front(make<Item>());
            } else {
                x.insert(x.end(), make<Item>());
            }
        }
    }
    template <brine::detail::set_like T>
    void fill(T& x) {
        x.clear();
        for (std::size_t i = size(); i > 0; --i) {
            x.insert(make<typename T::key_type>());
        }
    }
    template <brine::detail::map_like T>
    void fill(T& x) {
        x.clear();
        for (std::size_t i = size(); i > 0; --i) {
            fill(x[make<typename T::key_type>()]);
        }
    }
    template <brine::described T>
    void fill(T& x) {
        brine::codec<T>::description::for_each(
            [&]<class Field, std::size_t>() { fill(Field::of(x)); });
    }

    template <class T>
    T make() {
        T x{};
        fill(x);
        return x;
    }

private:
    std::mt19937 engine_;
};

constexpr brine::memo policies[] = {brine::memo::standard, brine::memo::python,
                                    brine::memo::strings};

template <class T>
void check_type() {
    Random random(sizeof(T));
    INFO(brine::type_name<T>());
    T again{};
    for (int i = 0; i < 40; ++i) {
        const T value = random.make<T>();
        for (int protocol = 2; protocol <= 5; ++protocol) {
            for (const brine::memo memo : policies) {
                const std::string pickle =
                    brine::dumps(value, {.protocol = protocol, .memo = memo});
                INFO("protocol " << protocol << ", policy " << static_cast<int>(memo));
                REQUIRE(brine::loads<T>(pickle) == value);
                brine::loads_into(pickle, again);
                REQUIRE(again == value);
            }
        }
        const brine::Document document =
            brine::loads(brine::dumps(value, {.memo = policies[i % 3]}));
        for (int protocol = 0; protocol <= 5; ++protocol) {
            INFO("by a document, protocol " << protocol);
            const brine::DumpOptions options{.protocol = protocol, .memo = policies[i / 3 % 3]};
            REQUIRE(brine::loads<T>(brine::dumps(document, options)) == value);
        }
    }
}

template <class... T>
void check_types() {
    (check_type<T>(), ...);
}

}  // namespace

template <>
struct brine::codec<Inner> : brine::dataclass<"m", "Inner", &Inner::number, &Inner::text> {};
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
struct brine::codec<Row> : brine::record<&Row::x, &Row::y> {};
template <>
struct brine::codec<Colour> : brine::enumeration<"m", "Colour"> {};

TEST_CASE("load_round_trips: numbers") {
    check_types<bool, std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
                std::uint32_t, long, unsigned long, long long, unsigned long long, float, double,
                brine::Int, std::complex<float>, std::complex<double>, std::bitset<7>,
                std::bitset<64>, std::bitset<1000>>();
#ifdef __SIZEOF_INT128__
    check_types<brine::int128, brine::uint128>();
#endif
}

TEST_CASE("load_round_trips: text and bytes") {
    check_types<std::string, std::pmr::string, std::u8string, std::u16string, std::u32string,
                std::wstring, std::vector<std::byte>, std::vector<unsigned char>,
                std::pmr::vector<std::byte>, std::array<std::byte, 5>, std::filesystem::path,
                brine::Global>();
}

TEST_CASE("load_round_trips: sequences") {
    check_types<std::vector<int>, std::deque<std::string>, std::list<double>,
                std::forward_list<std::string>, std::vector<bool>, std::array<std::string, 3>,
                std::pmr::vector<std::pmr::string>, std::multiset<int>, std::multimap<int, int>,
                std::vector<std::vector<std::vector<std::string>>>>();
}

TEST_CASE("load_round_trips: sets and maps") {
    check_types<std::set<std::string>, std::unordered_set<int>, std::set<std::vector<int>>,
                std::set<std::set<int>>, std::map<std::string, int>,
                std::unordered_map<int, std::string>, std::pmr::map<int, std::pmr::string>,
                std::map<std::pair<int, std::string>, std::map<int, std::set<bool>>>,
                std::map<std::optional<std::string>, std::vector<std::byte>>>();
}

TEST_CASE("load_round_trips: tuples, optionals, variants") {
    check_types<std::pair<int, std::string>, std::tuple<int, std::string, double, bool>,
                std::optional<int>, std::vector<std::optional<std::string>>, std::monostate,
                std::variant<std::monostate, bool, std::int64_t, double, std::string,
                             std::vector<int>, std::map<std::string, int>>,
                std::variant<Inner, Called, Tuple, Row, std::string>>();
}

TEST_CASE("load_round_trips: times") {
    using namespace std::chrono;
    check_types<nanoseconds, microseconds, milliseconds, seconds, minutes, hours, days, weeks,
                duration<std::int64_t, std::ratio<1, 30>>, duration<std::int64_t, std::ratio<7, 3>>,
                duration<double>, duration<double, std::micro>, sys_time<microseconds>,
                sys_time<nanoseconds>, sys_days, local_time<milliseconds>, local_seconds,
                year_month_day>();
}

TEST_CASE("load_round_trips: described types") {
    check_types<Inner, Outer, Called, Tuple, Slotted, Row, Colour, std::vector<Outer>,
                std::map<std::string, Called>, std::vector<Colour>>();
}

TEST_CASE("load_round_trips: exceptions") {
    const auto what = [](const std::exception_ptr& pointer) -> std::string {
        try {
            std::rethrow_exception(pointer);
        } catch (const std::exception& error) {
            return std::string(typeid(error).name()) + error.what();
        }
    };
    for (int protocol = 2; protocol <= 5; ++protocol) {
        const auto again = [&](const auto& value) {
            using T = std::remove_cvref_t<decltype(value)>;
            return brine::loads<T>(brine::dumps(value, {.protocol = protocol}));
        };
        CHECK(again(std::runtime_error("bad \xff")).what() == std::string("bad \xff"));
        CHECK(again(std::out_of_range("far")).what() == std::string("far"));
        CHECK(again(std::overflow_error("big")).what() == std::string("big"));
        CHECK(again(std::length_error("long")).what() == std::string("long"));
        CHECK(again(std::logic_error("wrong")).what() == std::string("wrong"));
        static_cast<void>(again(std::bad_alloc()));
        for (const std::exception_ptr& pointer :
             {std::make_exception_ptr(std::out_of_range("far")),
              std::make_exception_ptr(std::invalid_argument("bad")),
              std::make_exception_ptr(std::runtime_error("other"))}) {
            CHECK(what(again(pointer)) == what(pointer));
        }
        CHECK(again(std::exception_ptr()) == nullptr);
        CHECK(again(std::error_code()) == std::error_code());
        CHECK(again(std::error_code(2, std::generic_category())) ==
              std::error_code(2, std::generic_category()));
        CHECK_THROWS_AS(brine::loads<std::out_of_range>(
                            brine::dumps(std::runtime_error("x"), {.protocol = protocol})),
                        brine::ConversionError);
    }
}

TEST_CASE("load_round_trips: arrays of numbers, of any item type that holds them") {
    const std::vector<std::int16_t> numbers{-32768, -1, 0, 1, 32767};
    for (int protocol = 2; protocol <= 5; ++protocol) {
        const std::string pickle =
            brine::dumps(brine::as_array(numbers), {.protocol = protocol});
        CHECK(brine::loads<std::vector<std::int16_t>>(pickle) == numbers);
        CHECK(brine::loads<std::vector<double>>(pickle) ==
              std::vector<double>(numbers.begin(), numbers.end()));
        CHECK_THROWS_AS(brine::loads<std::vector<std::int8_t>>(pickle), brine::ConversionError);
        CHECK_THROWS_AS(brine::loads<std::vector<std::uint64_t>>(pickle), brine::ConversionError);
        const std::vector<float> reals{0.5F, -3e9F};
        CHECK(brine::loads<std::vector<float>>(
                  brine::dumps(brine::as_array(reals), {.protocol = protocol})) == reals);
        if (protocol > 2) {
            CHECK_THROWS_AS(brine::loads<std::vector<int>>(
                                brine::dumps(brine::as_array(reals), {.protocol = protocol})),
                            brine::ConversionError);
        }
    }
}
