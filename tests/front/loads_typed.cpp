#include <brine/loads_typed.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

struct Order {
    int id = 0;
    std::vector<std::string> items;
    bool operator==(const Order&) const = default;
};

struct Named {
    std::string_view name;
};

}  // namespace

template <>
struct brine::codec<Order> : brine::dataclass<"shop", "Order", &Order::id, &Order::items> {};
template <>
struct brine::codec<Named> : brine::record<&Named::name> {};

TEST_CASE("loads_typed: without a type a Document comes out, with one an object of it") {
    const std::string pickle = brine::dumps(std::vector{1, 2});
    static_assert(std::is_same_v<decltype(brine::loads(pickle)), brine::Document>);
    static_assert(
        std::is_same_v<decltype(brine::loads<std::vector<int>>(pickle)), std::vector<int>>);
    CHECK(brine::loads<std::vector<int>>(pickle) == std::vector{1, 2});
    CHECK(brine::loads<std::vector<int>>(std::as_bytes(std::span(pickle))) == std::vector{1, 2});
    CHECK(brine::loads<std::vector<int>>("(I1\nI2\nl."sv) == std::vector{1, 2});
}

TEST_CASE("loads_typed: what dumps writes comes back at each protocol and policy") {
    const std::vector<Order> orders{{1, {"a", "b"}}, {2, {}}, {3, {"a"}}};
    for (int protocol = 2; protocol <= 5; ++protocol) {
        for (const auto memo : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
            CHECK(brine::loads<std::vector<Order>>(
                      brine::dumps(orders, {.protocol = protocol, .memo = memo})) == orders);
        }
    }
}

TEST_CASE("loads_typed: loads_into gives what loads gives, in the memory that is there") {
    Order order{7, {std::string(100, 'x'), "old", "older"}};
    const char* const memory = order.items[0].data();
    brine::loads_into(brine::dumps(Order{1, {"a"}}), order);
    CHECK(order == Order{1, {"a"}});
    CHECK(order.items[0].data() == memory);
}

TEST_CASE("loads_typed: pickles follow one another in a stream") {
    std::stringstream stream(brine::dumps(1) + brine::dumps("two"s) + brine::dumps(Order{3, {}}));
    CHECK(brine::load<int>(stream) == 1);
    CHECK(brine::load<std::string>(stream) == "two");
    CHECK(brine::load<Order>(stream) == Order{3, {}});
}

TEST_CASE("loads_typed: try_loads has the errors of both steps") {
    CHECK(*brine::try_loads<int>(brine::dumps(1)) == 1);
    const auto cut = brine::try_loads<int>("\x80\x04");
    REQUIRE(!cut);
    CHECK(dynamic_cast<const brine::UnpicklingError*>(&cut.error()) != nullptr);
    const auto other = brine::try_loads<int>(brine::dumps("one"s));
    REQUIRE(!other);
    CHECK(other.error().what() == "cannot convert: expected an int, found a str"s);
}

TEST_CASE("loads_typed: options of the conversion are part of the options") {
    const std::string pickle = brine::dumps(std::map<std::string, int>{{"name", 1}, {"more", 2}});
    CHECK_THROWS_AS(brine::loads<Named>(pickle), brine::ConversionError);
    const std::string named =
        brine::dumps(std::map<std::string, std::string>{{"name", "n"}, {"more", "m"}});
    CHECK_THROWS_WITH(brine::loads<Named>(named, {.borrow = true}),
                      Catch::Matchers::StartsWith("cannot convert: 'more' is no field of "));
    CHECK(brine::loads<Named>(
              named, {.borrow = true, .convert = {.unknown_fields = brine::unknown_fields::ignore}})
              .name == "n");
}

TEST_CASE("loads_typed: views refer to the pickle, and only with borrow") {
    const std::string pickle = brine::dumps("some text"s);
    CHECK_THROWS_WITH(brine::loads<std::string_view>(pickle),
                      Catch::Matchers::ContainsSubstring("a view of this str would not last"));
    const auto view = brine::loads<std::string_view>(pickle, {.borrow = true});
    CHECK(view == "some text");
    CHECK(view.data() >= pickle.data());
    CHECK(view.data() < pickle.data() + pickle.size());
    // Of escapes the text has to be made.
    CHECK_THROWS_AS(brine::loads<std::string_view>("V\\u00e9x\n."sv, {.borrow = true}),
                    brine::ConversionError);
    CHECK(brine::loads<std::string_view>("V\n."sv, {.borrow = true}).empty());
    std::stringstream stream(pickle);
    CHECK_THROWS_AS(brine::load<std::string_view>(stream, {.borrow = true}),
                    brine::ConversionError);
}

TEST_CASE("loads_typed: a buffer out of band is viewed where it is") {
    const std::vector<unsigned char> memory{1, 2, 3};
    const auto written =
        brine::dumps_with_buffers(brine::buffer(std::span(memory)), {.protocol = 5});
    const auto view =
        brine::loads<std::span<const std::byte>>(written.bytes, {.buffers = written.buffers});
    CHECK(static_cast<const void*>(view.data()) == memory.data());
    CHECK(view.size() == 3);
}

TEST_CASE("loads_typed: a buffer out of band may be large, as it counts as what goes in") {
    const std::vector<std::byte> large(20U
                                       << 20U);  // more than the 16 MiB that any pickle may give
    const auto [bytes, buffers] = brine::dumps_with_buffers(brine::buffer(std::span(large)));
    const brine::LoadOptions options{.buffers = buffers};
    CHECK(brine::loads<std::vector<std::byte>>(bytes, options).size() == large.size());
    std::vector<std::byte> again;
    brine::loads_into(bytes, again, options);
    CHECK(again.size() == large.size());
    std::istringstream stream(bytes);
    CHECK(brine::load<std::vector<std::byte>>(stream, options).size() == large.size());
    const brine::LoadOptions limited{.buffers = buffers, .convert = {.max_bytes = 1000}};
    CHECK(brine::try_loads<std::vector<std::byte>>(bytes, limited).error().code() ==
          brine::Errc::limit_exceeded);
}

TEST_CASE("loads_typed: durations are loaded exactly or not at all") {
    using namespace std::chrono;
    const std::string odd = brine::dumps(milliseconds(1500));
    CHECK(brine::loads<milliseconds>(odd) == milliseconds(1500));
    CHECK(brine::loads<duration<double>>(odd).count() == 1.5);
    CHECK_THROWS_AS(brine::loads<seconds>(odd), brine::ConversionError);
    using Frames = duration<int, std::ratio<1, 30>>;
    for (int count = -100; count <= 100; ++count) {
        CHECK(brine::loads<Frames>(brine::dumps(Frames(count))) == Frames(count));
    }
    const std::string most = brine::dumps(seconds(86400LL * 999999999));
    CHECK(brine::loads<seconds>(most) == seconds(86400LL * 999999999));
    CHECK_THROWS_AS(brine::loads<microseconds>(most), brine::ConversionError);
    const auto low = duration_cast<microseconds>(nanoseconds::min());
    CHECK(brine::loads<nanoseconds>(brine::dumps(low)) == low);
    CHECK_THROWS_AS(brine::loads<nanoseconds>(brine::dumps(low - microseconds(1))),
                    brine::ConversionError);
    const auto high = duration_cast<microseconds>(nanoseconds::max());
    CHECK(brine::loads<nanoseconds>(brine::dumps(high)) == high);
    CHECK_THROWS_AS(brine::loads<nanoseconds>(brine::dumps(high + microseconds(1))),
                    brine::ConversionError);
    using Short = duration<std::int16_t, std::milli>;
    CHECK_THROWS_AS(brine::loads<Short>(brine::dumps(milliseconds(40000))), brine::ConversionError);
    CHECK(brine::loads<weeks>(brine::dumps(days(-14))) == weeks(-2));
    CHECK_THROWS_AS(brine::loads<weeks>(brine::dumps(days(-13))), brine::ConversionError);
}

TEST_CASE("loads_typed: points in time need the time zone that their type has, and no other") {
    using namespace std::chrono;
    const auto aware = brine::dumps(sys_time<microseconds>(1s));
    const auto naive = brine::dumps(local_time<microseconds>(1s));
    CHECK(brine::loads<sys_time<seconds>>(aware).time_since_epoch() == 1s);
    CHECK(brine::loads<local_time<seconds>>(naive).time_since_epoch() == 1s);
    CHECK_THROWS_WITH(brine::loads<local_time<seconds>>(aware),
                      Catch::Matchers::ContainsSubstring("without a time zone"));
    CHECK_THROWS_WITH(brine::loads<sys_time<seconds>>(naive),
                      Catch::Matchers::ContainsSubstring("with a time zone"));
    CHECK_THROWS_AS(brine::loads<year_month_day>(naive), brine::ConversionError);
    CHECK_THROWS_AS(brine::loads<sys_days>(aware), brine::ConversionError);
}

TEST_CASE("loads_typed: malformed states of dates and times are errors") {
    using namespace std::chrono;
    const auto with_state = [](std::string name, std::string state) {
        return "cdatetime\n" + name + "\n(C" + static_cast<char>(state.size()) + state + "tR.";
    };
    CHECK(brine::loads<year_month_day>(with_state("date", "\x07\xe8\x02\x1d"s)) == 2024y / 2 / 29);
    for (const std::string& bad : {"\x07\xe7\x02\x1d"s, "\x07\xe8\x0d\x01"s, "\x00\x00\x01\x01"s,
                                   "\x27\x10\x01\x01"s, "\x07\xe8\x02"s}) {
        CHECK_THROWS_AS(brine::loads<year_month_day>(with_state("date", bad)),
                        brine::ConversionError);
    }
    using Time = hh_mm_ss<microseconds>;
    CHECK(brine::loads<Time>(with_state("time", "\x97\x3b\x3b\x0f\x42\x3f"s)).to_duration() ==
          24h - 1us);
    for (const std::string& bad :
         {"\x18\0\0\0\0\0"s, "\0\x3c\0\0\0\0"s, "\0\0\x3c\0\0\0"s, "\0\0\0\x0f\x42\x40"s}) {
        CHECK_THROWS_AS(brine::loads<Time>(with_state("time", bad)), brine::ConversionError);
    }
}
