#include <brine/mapping/std/chrono.hpp>

#include <brine/brine.hpp>

#include <chrono>
#include <filesystem>
#include <ratio>
#include <set>
#include <string>
#include <vector>

#include "mapping/python_bytes.hpp"

using namespace std::chrono_literals;
using std::chrono::hh_mm_ss;
using std::chrono::local_days;
using std::chrono::sys_days;
using std::chrono::system_clock;
using std::chrono::year_month_day;

TEST_CASE("chrono: points of the system clock are aware datetimes that share timezone.utc") {
    using Point = std::chrono::sys_time<std::chrono::microseconds>;
    const std::vector<Point> points{sys_days{2024y / 5 / 6} + 7h + 8min + 9s + 123456us,
                                    sys_days{1970y / 1 / 1}};
    // [datetime.datetime(2024, 5, 6, 7, 8, 9, 123456, utc), datetime.datetime(1970, 1, 1,
    //     tzinfo=utc)]
    check_as_python(
        points,
        {"80025d710028636461746574696d650a6461746574696d650a7101635f636f646563730a656e636f64650a710"
         "2580c00000007c3a8050607080901c3a240710358060000006c6174696e317104867105527106636461746574"
         "696d650a74696d657a6f6e650a7107636461746574696d650a74696d6564656c74610a71084b004b004b00877"
         "10952710a85710b52710c86710d52710e68016802580b00000007c2b20101000000000000710f680486711052"
         "7111680c867112527113652e",
         "80035d710028636461746574696d650a6461746574696d650a7101430a07e8050607080901e24071026364617"
         "46574696d650a74696d657a6f6e650a7103636461746574696d650a74696d6564656c74610a71044b004b004b"
         "0087710552710685710752710886710952710a6801430a07b20101000000000000710b680886710c52710d652"
         "e",
         "80049570000000000000005d94288c086461746574696d65948c086461746574696d65949394430a07e805060"
         "7080901e2409468018c0874696d657a6f6e6594939468018c0974696d6564656c74619493944b004b004b0087"
         "94529485945294869452946803430a07b2010100000000000094680c86945294652e"});
}

TEST_CASE("chrono: timezone.utc is written once per pickle, under every policy") {
    const std::vector<system_clock::time_point> points(3);
    for (const brine::memo memo : {brine::memo::standard, brine::memo::strings}) {
        const std::string pickle = brine::dumps(points, {.memo = memo});
        CHECK(pickle.find("timezone") != std::string::npos);
        CHECK(pickle.find("timezone") == pickle.rfind("timezone"));
        CHECK(pickle.find("timedelta") == pickle.rfind("timedelta"));
    }
}

TEST_CASE("chrono: timezone.utc is forgotten with the memo, and with a pickle that failed") {
    std::string sink;
    brine::Pickler pickler(sink);
    const sys_days epoch{};
    CHECK_THROWS_AS(pickler.dump(std::make_pair(epoch, sys_days::max())), brine::PicklingError);
    pickler.dump(epoch);
    const std::size_t first = sink.size();
    CHECK(sink == brine::dumps(epoch));
    pickler.dump(epoch);
    CHECK(sink.size() - first < first);
    sink.clear();
    pickler.clear_memo();
    pickler.dump(epoch);
    CHECK(sink.size() == first);
}

TEST_CASE("chrono: points of any precision, before 1970 too, are rounded down to microseconds") {
    // datetime.datetime(1969, 12, 31, 23, tzinfo=utc)
    check_as_python(
        sys_days{1969y / 12 / 31} + 23h,
        {"8002636461746574696d650a6461746574696d650a7100635f636f646563730a656e636f64650a7101580b000"
         "00007c2b10c1f170000000000710258060000006c6174696e317103867104527105636461746574696d650a74"
         "696d657a6f6e650a7106636461746574696d650a74696d6564656c74610a71074b004b004b008771085271098"
         "5710a52710b86710c52710d2e",
         "8003636461746574696d650a6461746574696d650a7100430a07b10c1f1700000000007101636461746574696"
         "d650a74696d657a6f6e650a7102636461746574696d650a74696d6564656c74610a71034b004b004b00877104"
         "5271058571065271078671085271092e",
         "80049557000000000000008c086461746574696d65948c086461746574696d65949394430a07b10c1f1700000"
         "000009468008c0874696d657a6f6e6594939468008c0974696d6564656c74619493944b004b004b0087945294"
         "85945294869452942e"});
    // datetime.datetime(1969, 12, 31, 23, 59, 59, 999999, utc)
    check_as_python(
        std::chrono::sys_time<std::chrono::nanoseconds>{-1ns},
        {"8002636461746574696d650a6461746574696d650a7100635f636f646563730a656e636f64650a7101580b000"
         "00007c2b10c1f173b3b0f423f710258060000006c6174696e317103867104527105636461746574696d650a74"
         "696d657a6f6e650a7106636461746574696d650a74696d6564656c74610a71074b004b004b008771085271098"
         "5710a52710b86710c52710d2e",
         "8003636461746574696d650a6461746574696d650a7100430a07b10c1f173b3b0f423f7101636461746574696"
         "d650a74696d657a6f6e650a7102636461746574696d650a74696d6564656c74610a71034b004b004b00877104"
         "5271058571065271078671085271092e",
         "80049557000000000000008c086461746574696d65948c086461746574696d65949394430a07b10c1f173b3b0"
         "f423f9468008c0874696d657a6f6e6594939468008c0974696d6564656c74619493944b004b004b0087945294"
         "85945294869452942e"});
    // A day is a point in time as any other: midnight.
    // datetime.datetime(2000, 2, 29, tzinfo=utc)
    check_as_python(
        sys_days{2000y / 2 / 29},
        {"8002636461746574696d650a6461746574696d650a7100635f636f646563730a656e636f64650a7101580b000"
         "00007c390021d000000000000710258060000006c6174696e317103867104527105636461746574696d650a74"
         "696d657a6f6e650a7106636461746574696d650a74696d6564656c74610a71074b004b004b008771085271098"
         "5710a52710b86710c52710d2e",
         "8003636461746574696d650a6461746574696d650a7100430a07d0021d0000000000007101636461746574696"
         "d650a74696d657a6f6e650a7102636461746574696d650a74696d6564656c74610a71034b004b004b00877104"
         "5271058571065271078671085271092e",
         "80049557000000000000008c086461746574696d65948c086461746574696d65949394430a07d0021d0000000"
         "000009468008c0874696d657a6f6e6594939468008c0974696d6564656c74619493944b004b004b0087945294"
         "85945294869452942e"});
}

TEST_CASE("chrono: local_time is a naive datetime") {
    // [datetime.datetime(1, 1, 1)]
    check_as_python(
        std::vector{local_days{1y / 1 / 1}},
        {"80025d7100636461746574696d650a6461746574696d650a7101635f636f646563730a656e636f64650a71025"
         "80a00000000010101000000000000710358060000006c6174696e317104867105527106857107527108612e",
         "80035d7100636461746574696d650a6461746574696d650a7101430a000101010000000000007102857103527"
         "104612e",
         "8004952d000000000000005d948c086461746574696d65948c086461746574696d65949394430a00010101000"
         "0000000009485945294612e"});
    // datetime.datetime.max
    check_as_python(
        local_days{9999y / 12 / 31} + 23h + 59min + 59s + 999999us,
        {"8002636461746574696d650a6461746574696d650a7100635f636f646563730a656e636f64650a7101580a000"
         "000270f0c1f173b3b0f423f710258060000006c6174696e3171038671045271058571065271072e",
         "8003636461746574696d650a6461746574696d650a7100430a270f0c1f173b3b0f423f71018571025271032e",
         "8004952a000000000000008c086461746574696d65948c086461746574696d65949394430a270f0c1f173b3b0"
         "f423f94859452942e"});
}

TEST_CASE("chrono: year_month_day is a date") {
    // datetime.date(2024, 2, 29)
    check_as_python(
        2024y / 2 / 29,
        {"8002636461746574696d650a646174650a7100635f636f646563730a656e636f64650a7101580500000007c3a"
         "8021d710258060000006c6174696e3171038671045271058571065271072e",
         "8003636461746574696d650a646174650a7100430407e8021d71018571025271032e",
         "80049520000000000000008c086461746574696d65948c0464617465949394430407e8021d94859452942e"});
    // {datetime.date(1, 1, 1)}
    check_as_python(
        std::set<year_month_day>{1y / 1 / 1},
        {"8002635f5f6275696c74696e5f5f0a7365740a71005d7101636461746574696d650a646174650a7102635f636"
         "f646563730a656e636f64650a7103580400000000010101710458060000006c6174696e317105867106527107"
         "8571085271096185710a52710b2e",
         "8003636275696c74696e730a7365740a71005d7101636461746574696d650a646174650a71024304000101017"
         "103857104527105618571065271072e",
         "80049524000000000000008f94288c086461746574696d65948c0464617465949394430400010101948594529"
         "4902e"});
}

TEST_CASE("chrono: hh_mm_ss is a time") {
    // datetime.time(12, 34, 56, 789)
    check_as_python(
        hh_mm_ss{12h + 34min + 56s + 789us},
        {"8002636461746574696d650a74696d650a7100635f636f646563730a656e636f64650a710158060000000c223"
         "8000315710258060000006c6174696e3171038671045271058571065271072e",
         "8003636461746574696d650a74696d650a710043060c223800031571018571025271032e",
         "80049522000000000000008c086461746574696d65948c0474696d6594939443060c223800031594859452942"
         "e"});
    // datetime.time()
    check_as_python(
        hh_mm_ss{0s},
        {"8002636461746574696d650a74696d650a7100635f636f646563730a656e636f64650a7101580600000000000"
         "0000000710258060000006c6174696e3171038671045271058571065271072e",
         "8003636461746574696d650a74696d650a7100430600000000000071018571025271032e",
         "80049522000000000000008c086461746574696d65948c0474696d65949394430600000000000094859452942"
         "e"});
    // datetime.time.max
    check_as_python(
        hh_mm_ss{23h + 59min + 59s + 999999999ns},
        {"8002636461746574696d650a74696d650a7100635f636f646563730a656e636f64650a71015806000000173b3"
         "b0f423f710258060000006c6174696e3171038671045271058571065271072e",
         "8003636461746574696d650a74696d650a71004306173b3b0f423f71018571025271032e",
         "80049522000000000000008c086461746574696d65948c0474696d659493944306173b3b0f423f94859452942"
         "e"});
}

TEST_CASE("chrono: the file clock is converted") {
    const auto now = std::chrono::file_clock::now();
    CHECK(brine::dumps(now) == brine::dumps(std::chrono::file_clock::to_sys(now)));
}

TEST_CASE("chrono: the file clock reaches as far as its own units do") {
    using std::chrono::file_clock;
    using Point = std::filesystem::file_time_type;
    using Micros = std::chrono::sys_time<std::chrono::microseconds>;
    for (const Micros day : {Micros{sys_days{1900y / 1 / 1} + 1us}, Micros{sys_days{1970y / 1 / 1}},
                             Micros{sys_days{2261y / 12 / 31} + 23h}}) {
        const std::string pickle = brine::dumps(day);
        CHECK(brine::dumps(brine::loads<Point>(pickle)) == pickle);
    }
    // A datetime that 64 bits of nanoseconds of its epoch do not reach, in either direction.
    if constexpr (std::ratio_less_equal_v<Point::period, std::nano>) {
        for (const Micros day :
             {Micros{sys_days{1000y / 1 / 1}}, Micros{sys_days{9999y / 1 / 1}}}) {
            CHECK_THROWS_AS(brine::loads<Point>(brine::dumps(day)), brine::ConversionError);
        }
    }
#ifdef __GLIBCXX__  // whose epoch is 2174-01-01, and whose unit is the nanosecond
    CHECK(brine::dumps(Point::max()) ==
          brine::dumps(Micros{sys_days{2466y / 4 / 11} + 23h + 47min + 16854775us}));
    CHECK(brine::dumps(Point::min()) ==
          brine::dumps(Micros{sys_days{1881y / 9 / 22} + 12min + 43145224us}));
    const std::string late = brine::dumps(Micros{sys_days{2400y / 1 / 1}});
    CHECK(brine::dumps(brine::loads<Point>(late)) == late);
    CHECK_THROWS_AS(brine::loads<Point>(brine::dumps(Micros{sys_days{1700y / 1 / 1}})),
                    brine::ConversionError);
#endif
    CHECK(error_of(std::chrono::file_time<std::chrono::seconds>::max()) ==
          brine::Errc::out_of_range);
    CHECK(error_of(std::chrono::file_time<std::chrono::hours>::min()) == brine::Errc::out_of_range);
}

TEST_CASE("chrono: what Python has no date for is an error") {
    CHECK_NOTHROW(brine::dumps(sys_days{1y / 1 / 1}));
    CHECK(error_of(sys_days{1y / 1 / 1} - 1us) == brine::Errc::out_of_range);
    CHECK_NOTHROW(brine::dumps(sys_days{9999y / 12 / 31} + 24h - 1us));
    CHECK(error_of(sys_days{10000y / 1 / 1}) == brine::Errc::out_of_range);
    CHECK(error_of(local_days{-1y / 1 / 1}) == brine::Errc::out_of_range);
    CHECK(error_of(2023y / 2 / 29) == brine::Errc::out_of_range);
    CHECK(error_of(0y / 1 / 1) == brine::Errc::out_of_range);
    CHECK(error_of(10000y / 1 / 1) == brine::Errc::out_of_range);
    CHECK(error_of(hh_mm_ss{24h}) == brine::Errc::out_of_range);
    CHECK(error_of(hh_mm_ss{-1us}) == brine::Errc::out_of_range);
    CHECK(message_of(std::vector{2024y / 1 / 1, 2024y / 13 / 1}) ==
          "cannot pickle [1]: a date that is not in the calendar");
}
