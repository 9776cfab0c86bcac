// Writes values of every codec at each protocol and under each memo policy, with the Python
// expression of what they are to be loaded as: lines "NAME<tab>EXPRESSION<tab>PICKLE...", for
// codecs.py to compare. A pickle is "PROTOCOL:POLICY:HEX".

#include <brine/brine.hpp>

#include <array>
#include <bitset>
#include <chrono>
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
#include <new>
#include <optional>
#include <ostream>
#include <ranges>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <typeindex>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "lines.hpp"

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

constexpr std::pair<brine::memo, std::string_view> policies[] = {
    {brine::memo::standard, "standard"},
    {brine::memo::python, "python"},
    {brine::memo::strings, "strings"},
};

class Manifest {
public:
    explicit Manifest(std::ostream& out) : out_(out) {}

    template <class T>
    void add(std::string_view name, std::string_view expression, const T& value,
             brine::DumpOptions options = {}) {
        out_ << name << '\t' << expression;
        for (const auto& [memo, policy] : policies) {
            for (options.protocol = 2; options.protocol <= 5; ++options.protocol) {
                options.memo = memo;
                out_ << '\t' << options.protocol << ':' << policy << ':'
                     << to_hex(brine::dumps(value, options));
            }
        }
        out_ << '\n';
    }

private:
    std::ostream& out_;
};

template <class T>
std::vector<T> twice(const T& value) {
    return {value, value};
}

template <class Rep, class Period>
using duration = std::chrono::duration<Rep, Period>;

void add_durations(Manifest& all) {
    all.add("timedelta", "[timedelta(days=-1, seconds=86399)] * 2", twice(-1s));
    all.add("timedelta of ns", "timedelta(microseconds=-1)", -1ns);
    all.add("timedelta of double", "timedelta(seconds=1.0000005)",
            std::chrono::duration<double>(1.0000005));
    all.add("timedelta of days", "timedelta(days=0.3)",
            duration<double, std::ratio<86400>>(0.3));
    all.add("timedelta of the most days", "timedelta(999999999, 86399)",
            std::chrono::seconds(86400LL * 1000000000 - 1));
    all.add("timedelta.min", "timedelta.min", std::chrono::hours(-24LL * 999999999));
}

void add_dates(Manifest& all) {
    using std::chrono::local_days;
    using std::chrono::sys_days;
    const sys_days day = 2024y / 2 / 29;
    all.add("datetime utc", "[datetime(2024, 2, 29, 13, 1, 2, 345678, timezone.utc)] * 2",
            twice(day + 13h + 1min + 2s + 345678us));
    all.add("datetime of a day", "datetime(2024, 2, 29, tzinfo=timezone.utc)", day);
    all.add("datetime of 1969", "datetime(1969, 12, 31, 23, 59, 59, 999999, timezone.utc)",
            std::chrono::sys_time<std::chrono::nanoseconds>(-1ns));
    all.add("datetime naive", "[datetime(2024, 2, 29, 23, 59, 59, 999999)] * 2",
            twice(local_days(2024y / 2 / 29) + 24h - 1us));
    all.add("datetime.min", "datetime.min", local_days(1y / 1 / 1));
    all.add("datetime.max", "datetime.max", local_days(9999y / 12 / 31) + 24h - 1us);
    all.add("date", "[date(2024, 2, 29)] * 2", twice(2024y / 2 / 29));
    all.add("date.max", "date.max", 9999y / 12 / 31);
    all.add("time", "[time(23, 59, 58, 1)] * 2",
            twice(std::chrono::hh_mm_ss(23h + 59min + 58s + 1us)));
    all.add("time.min", "time()", std::chrono::hh_mm_ss(0s));
    all.add("dict of date", "{date(1, 1, 1): timedelta(1)}",
            std::map<std::chrono::year_month_day, std::chrono::days>{
                {1y / 1 / 1, std::chrono::days(1)}});
}

void add_paths(Manifest& all) {
    using std::filesystem::path;
    all.add("path", "[PurePosixPath('/usr/lib')] * 2", twice(path("/usr/lib")));
    all.add("path of bytes", "PurePosixPath(os.fsdecode(b'a\\xff\\xc3'))", path("a\xff\xc3"));
    all.add("path relative", "PurePosixPath('a b/\\u00e9')", path("a b/\xc3\xa9"));
    all.add("dict of path", "{PurePosixPath('a'): 1}", std::map<path, int>{{"a", 1}});
}

void add_errors(Manifest& all) {
    all.add("MemoryError", "MemoryError('std::bad_alloc')", std::bad_alloc());
    all.add("ValueError", "[ValueError('bad')] * 2", twice(std::invalid_argument("bad")));
    all.add("IndexError", "IndexError('far')", std::out_of_range("far"));
    all.add("OverflowError", "OverflowError('big')", std::overflow_error("big"));
    all.add("RuntimeError", "RuntimeError('bad \\udcff')", std::runtime_error("bad \xff"));
    all.add("exception_ptr", "IndexError('far')",
            std::make_exception_ptr(std::out_of_range("far")));
    all.add("error_code", "OSError(2, 'No such file or directory')",
            std::error_code(2, std::generic_category()));
    all.add("error_code of none", "None", std::error_code());
}

void add_numbers(Manifest& all) {
    all.add("complex", "[complex(1.5, -0.0)] * 2", twice(std::complex<double>(1.5, -0.0)));
    all.add("bitset", "2**99 + 1", std::bitset<100>(1) | std::bitset<100>(1) << 99);
    all.add("bitset of 64", "2**64 - 1", ~std::bitset<64>());
    all.add("Int", "-10**30", brine::Int::from_string("-1" + std::string(30, '0')));
    all.add("ints", "(-128, 255, 65536, -2**63, 2**64 - 1)",
            std::tuple(std::int8_t{-128}, std::uint8_t{255}, 65536,
                       std::numeric_limits<std::int64_t>::min(),
                       std::numeric_limits<std::uint64_t>::max()));
    all.add("floats", "[0.5, -0.0, float('inf'), float('nan')]",
            std::array{0.5, -0.0, std::numeric_limits<double>::infinity(),
                       std::numeric_limits<double>::quiet_NaN()});
}

void add_text(Manifest& all) {
    all.add("u16string", "'h\\u00e9\\U0001F600'", u"h\u00e9\U0001F600"s);
    all.add("u32string_view", "'h\\u00e9\\U0001F600'", U"h\u00e9\U0001F600"sv);
    all.add("wstring", "'h\\u00e9\\U0001F600'", L"h\u00e9\U0001F600"s);
    all.add("u8string", "'h\\u00e9'", u8"h\u00e9"s);
    all.add("characters", "('a', 'b', '\\u00e9', '\\U0001F600', 'w')",
            std::tuple('a', u8'b', u'\u00e9', U'\U0001F600', L'w'));
    all.add("lone surrogate", "'a\\ud800'", std::u16string{u'a', char16_t{0xd800}},
            {.text = brine::text::surrogatepass});
    all.add("literal", "['text'] * 2", std::array{"text", "text"});
}

int add_one(int x) { return x + 1; }

void add_names(Manifest& all) {
    brine::Registry registry;
    registry.add_function(&add_one, "math", "sqrt").add_type<int>("builtins", "bytearray");
    const brine::DumpOptions options{.registry = &registry};
    all.add("function", "[math.sqrt] * 2", twice(&add_one), options);
    all.add("type_index", "[bytearray] * 2", twice(std::type_index(typeid(int))), options);
    all.add("type_info", "bytearray", typeid(int), options);
    all.add("static global", "[bytearray] * 2", twice(brine::global<"builtins", "bytearray">()));
}

void add_wrappers(Manifest& all) {
    const std::vector<int> numbers{1, 2, 3, 4};
    all.add("as_list", "[1, 2, 3, 4]", brine::as_list(std::set<int>{1, 2, 3, 4}));
    all.add("as_tuple", "(1, 2, 3, 4)", brine::as_tuple(numbers));
    all.add("as_tuple of 1000", "tuple(range(1000))", brine::as_tuple(std::views::iota(0, 1000)));
    all.add("as_set", "{1, 2, 3, 4}", brine::as_set(numbers));
    all.add("as_frozenset", "frozenset([1, 2, 3, 4])", brine::as_frozenset(numbers));
    all.add("as_frozenset of none", "frozenset()", brine::as_frozenset(std::vector<int>()));
    all.add("as_dict", "{'a': 1, 'b': 3}",
            brine::as_dict(std::multimap<std::string, int>{{"a", 1}, {"b", 2}, {"b", 3}}));
    all.add("as_bytes", "b'a\\xff'", brine::as_bytes("a\xff"sv));
    all.add("as_bytes of none", "b''", brine::as_bytes(""sv));
    all.add("as_bytearray", "bytearray(b'a\\xff')", brine::as_bytearray("a\xff"sv));
    all.add("as_bytearray of none", "bytearray()", brine::as_bytearray(""sv));
    all.add("keys", "{((1, 2), frozenset([3])): b'x'}",
            std::map<std::pair<std::vector<int>, std::set<int>>, std::vector<unsigned char>>{
                {{{1, 2}, {3}}, {'x'}}});
}

template <class T>
void add_array(Manifest& all, const std::string& typecode, T lowest, T highest,
               const std::string& values) {
    all.add("array " + typecode, "array.array(str('" + typecode + "'), " + values + ")",
            brine::as_array(std::vector<T>{lowest, highest}));
}

void add_arrays(Manifest& all) {
    add_array<std::int8_t>(all, "b", -128, 127, "[-128, 127]");
    add_array<std::uint8_t>(all, "B", 0, 255, "[0, 255]");
    add_array<std::int16_t>(all, "h", -32768, 32767, "[-2**15, 2**15 - 1]");
    add_array<std::uint16_t>(all, "H", 0, 65535, "[0, 2**16 - 1]");
    add_array<std::int32_t>(all, "i", INT32_MIN, INT32_MAX, "[-2**31, 2**31 - 1]");
    add_array<std::uint32_t>(all, "I", 0, UINT32_MAX, "[0, 2**32 - 1]");
    add_array<std::int64_t>(all, "q", INT64_MIN, INT64_MAX, "[-2**63, 2**63 - 1]");
    add_array<std::uint64_t>(all, "Q", 0, UINT64_MAX, "[0, 2**64 - 1]");
    add_array<float>(all, "f", -0.5F, 3e9F, "[-0.5, 3e9]");
    add_array<double>(all, "d", 0.1, -1e300, "[0.1, -1e300]");
    all.add("array of none", "array.array(str('d'))", brine::as_array(std::vector<double>()));
    all.add("array of 65536 bytes", "array.array(str('d'), [1.5] * 8192)",
            brine::as_array(std::vector<double>(8192, 1.5)));
}

void add_ranges(Manifest& all) {
    const int grid[2][2] = {{1, 2}, {3, 4}};
    const unsigned char raw[] = {1, 0xff};
    const std::vector<int> numbers{1, 2, 3, 4};
    all.add("C array", "[[1, 2], [3, 4]]", grid);
    all.add("C array of bytes", "b'\\x01\\xff'", raw);
    all.add("deque, list", "([1], [2], [3])",
            std::tuple(std::deque{1}, std::list{2}, std::forward_list{3}));
    all.add("vector<bool>", "[True, False]", std::vector<bool>{true, false});
    all.add("iota", "list(range(2500))", std::views::iota(0, 2500));
    all.add("filter", "[2, 4]", numbers | std::views::filter([](int x) { return x % 2 == 0; }));
    all.add("multiset", "[1, 1]", std::multiset{1, 1});
    all.add("multimap", "[(1, 2), (1, 3)]", std::multimap<int, int>{{1, 2}, {1, 3}});
    all.add("set of vectors", "{(1, 2)}", std::set<std::vector<int>>{{1, 2}});
    all.add("empty set", "set()", std::set<int>());
    all.add("unordered_map", "{1: 'one'}", std::unordered_map<int, std::string>{{1, "one"}});
    all.add("variant", "[1, 'a', None, [1]]",
            std::vector<std::variant<std::monostate, int, std::string, std::vector<int>>>{
                1, "a", std::monostate(), std::vector{1}});
    all.add("optional", "[1, None]", std::vector<std::optional<int>>{1, std::nullopt});
    all.add("buffer", "b'\\x01\\xff'", brine::buffer(std::span(raw)));
}

void write_all(std::ostream& out) {
    Manifest all(out);
    add_durations(all);
    add_dates(all);
    add_paths(all);
    add_errors(all);
    add_numbers(all);
    add_text(all);
    add_names(all);
    add_wrappers(all);
    add_arrays(all);
    add_ranges(all);
}

}  // namespace

int main(int argc, char** argv) { return write_lines(argc, argv, "codecs.txt", write_all); }
