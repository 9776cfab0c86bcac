#include <brine/engine/loader.hpp>

#include <array>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <exception>
#include <filesystem>
#include <forward_list>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <typeindex>
#include <utility>
#include <variant>
#include <vector>

#include <brine/brine.hpp>
#include <brine/loads_typed.hpp>

#include "catch.hpp"

using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

/// What the conversion of `value` to a T ends in: what() and the code.
template <class T>
brine::ConversionError error_of(const brine::Value& value,
                                const brine::ConvertOptions& options = {}) {
    try {
        brine::Loader loader(options);
        static_cast<void>(loader.load<T>(value));
    } catch (const brine::ConversionError& error) {
        return error;
    }
    FAIL("no error");
    throw;  // not reached
}

template <class T>
T loaded(const brine::Value& value, const brine::ConvertOptions& options = {}) {
    brine::Loader loader(options);
    return loader.load<T>(value);
}

}  // namespace

TEST_CASE("loader: an int that does not fit is an error that says what fits") {
    brine::Document document;
    CHECK(error_of<std::uint8_t>(document.make(300)).what() ==
          "cannot convert: expected an int from 0 to 255, found 300"s);
    CHECK(error_of<std::uint8_t>(document.make(300)).code() == brine::Errc::out_of_range);
    CHECK(error_of<std::int8_t>(document.make(-129)).reason() ==
          "expected an int from -128 to 127, found -129");
    CHECK(error_of<std::uint64_t>(document.make(-1)).reason() ==
          "expected an int from 0 to 18446744073709551615, found -1");
    CHECK(loaded<std::uint8_t>(document.make(255)) == 255);
    CHECK(loaded<std::int64_t>(document.make(std::numeric_limits<std::int64_t>::min())) ==
          std::numeric_limits<std::int64_t>::min());
    CHECK(loaded<std::uint64_t>(document.make(~std::uint64_t{0})) == ~std::uint64_t{0});
}

TEST_CASE("loader: a bool is an int, and an int is no bool") {
    brine::Document document;
    CHECK(loaded<int>(document.make(true)) == 1);
    CHECK(error_of<bool>(document.make(1)).reason() == "expected a bool, found 1");
    CHECK(error_of<int>(document.make(1.0)).reason() == "expected an int, found a float");
}

TEST_CASE("loader: ints become floats as in float(), if they are not too large") {
    brine::Document document;
    CHECK(loaded<double>(document.make(3)) == 3.0);
    CHECK(loaded<double>(document.make((std::int64_t{1} << 53) + 1)) == 0x1p53);
    brine::Int huge = brine::Int::from_string("1" + std::string(400, '0'));
    CHECK(error_of<double>(document.make(huge)).code() == brine::Errc::out_of_range);
    CHECK(loaded<float>(document.make(0.5)) == 0.5F);
    CHECK(loaded<float>(document.make(std::numeric_limits<double>::infinity())) ==
          std::numeric_limits<float>::infinity());
    CHECK(error_of<float>(document.make(1e300)).code() == brine::Errc::out_of_range);
}

TEST_CASE("loader: a path leads to the part at fault") {
    using Deep = std::map<std::string, std::vector<std::pair<int, std::set<std::uint8_t>>>>;
    brine::Document document;
    const brine::Value bad = document.dict(
        {{document.make("orders"),
          document.list(
              {document.tuple({document.make(1), document.set()}),
               document.tuple({document.make(2), document.set({document.make(256)})})})}});
    CHECK(error_of<Deep>(bad).path() == "['orders'][1][1] (element 256)");
    const brine::Value keys = document.dict({{document.make(7), document.make("x")}});
    CHECK((error_of<std::map<int, int>>(keys).path() == "[7]"));
    CHECK((error_of<std::map<std::string, int>>(keys).what() ==
           "cannot convert [7]: expected a str, found 7"s));
}

TEST_CASE("loader: names of the input are shown escaped and cut") {
    brine::Document document;
    const brine::Value bad =
        document.dict({{document.make("a\x1b[31m\n" + std::string(1000, 'x')), document.make(1)}});
    const std::string what = error_of<std::map<std::string, std::string>>(bad).what();
    CHECK(what.find('\x1b') == std::string::npos);
    CHECK(what.find('\n') == std::string::npos);
    CHECK(what.size() < 200);
}

TEST_CASE("loader: lists, tuples and deques become sequences, sets and dicts do not") {
    brine::Document document;
    const brine::Value items = document.tuple({document.make(1), document.make(2)});
    CHECK(loaded<std::vector<int>>(items) == std::vector{1, 2});
    CHECK(loaded<std::pair<int, int>>(document.list({document.make(1), document.make(2)})) ==
          std::pair(1, 2));
    CHECK(error_of<std::vector<int>>(document.set()).reason() ==
          "expected a list or a tuple, found a set of 0");
    CHECK(error_of<std::set<int>>(items).reason() ==
          "expected a set or a frozenset, found a tuple of 2");
    CHECK((error_of<std::map<int, int>>(items).reason() == "expected a dict, found a tuple of 2"));
    CHECK((error_of<std::tuple<int, int, int>>(items).reason() ==
           "expected a tuple of 3, found a tuple of 2"));
    CHECK((error_of<std::array<int, 3>>(items).reason() == "expected 3 items, found 2"));
    CHECK(
        (error_of<std::tuple<int>>(items).reason() == "expected a tuple of 1, found a tuple of 2"));
    CHECK((error_of<std::array<int, 1>>(items).reason() == "expected 1 items, found 2"));
}

TEST_CASE("loader: what is there is loaded in place, and what is too many goes") {
    brine::Document document;
    const brine::Value items = document.list({document.make("a"), document.make("b")});
    std::vector<std::string> out{std::string(1000, 'x'), "", "too many"};
    const char* const memory = out[0].data();
    brine::Loader loader;
    loader.load(items, out);
    CHECK(out == std::vector<std::string>{"a", "b"});
    CHECK(out[0].data() == memory);
    std::list<std::string> list{"x"};
    loader.load(items, list);
    CHECK(list == std::list<std::string>{"a", "b"});
    std::deque<std::string> deque(5, "x");
    loader.load(items, deque);
    CHECK(deque == std::deque<std::string>{"a", "b"});
    std::forward_list<std::string> forward{"x", "y", "z"};
    loader.load(items, forward);
    CHECK(forward == std::forward_list<std::string>{"a", "b"});
    std::optional<std::vector<int>> none{{1}};
    loader.load(document.none(), none);
    CHECK(!none);
    std::multimap<int, int> multimap{{1, 1}};
    loader.load(document.list({document.tuple({document.make(2), document.make(3)})}), multimap);
    CHECK(multimap == std::multimap<int, int>{{2, 3}});
}

TEST_CASE("loader: keys that become equal are an error, not lost") {
    brine::Document document;
    const brine::Value keys =
        document.dict({{document.make(std::int64_t{1} << 53), document.make(1)},
                       {document.make((std::int64_t{1} << 53) + 1), document.make(2)}});
    CHECK((error_of<std::map<double, int>>(keys).reason() == "two keys become equal"));
    const brine::Value elements = document.set(
        {document.make(std::int64_t{1} << 53), document.make((std::int64_t{1} << 53) + 1)});
    CHECK(error_of<std::set<double>>(elements).reason() == "two elements become equal");
}

TEST_CASE("loader: the path to a set's element has the element itself") {
    brine::Document document;
    const brine::Value list = document.list(
        {document.set({document.make(1), document.make("it's \n"), document.make(300)})});
    CHECK(error_of<std::vector<std::set<int>>>(list).path() == "[0] (element 'it's \\x0a')");
    const brine::Value numbers = document.frozenset({document.make(1), document.make(300)});
    const auto error = error_of<std::set<std::uint8_t>>(numbers);
    CHECK(std::string(error.what()) ==
          "cannot convert (element 300): expected an int from 0 to 255, found 300");
    const brine::Value pairs =
        document.set({document.tuple({document.make(1), document.make("a")})});
    CHECK(error_of<std::set<std::pair<int, int>>>(pairs).path() == "(element a tuple of 2)[1]");
}

TEST_CASE("loader: a variant takes the exact kind before what is convertible") {
    brine::Document document;
    using DoubleOrInt = std::variant<double, int>;
    CHECK(loaded<DoubleOrInt>(document.make(1)) == DoubleOrInt(1));
    CHECK(loaded<DoubleOrInt>(document.make(1.0)) == DoubleOrInt(1.0));
    using IntOrBool = std::variant<int, bool>;
    CHECK(loaded<IntOrBool>(document.make(true)) == IntOrBool(true));
    CHECK(loaded<std::variant<std::string, double>>(document.make(1)).index() == 1);
}

TEST_CASE("loader: a variant goes on where an alternative does not take the parts") {
    brine::Document document;
    using Lists = std::variant<std::vector<int>, std::vector<std::string>>;
    CHECK(loaded<Lists>(document.list({document.make("a")})).index() == 1);
    using Widths = std::variant<std::uint8_t, std::int64_t>;
    CHECK(loaded<Widths>(document.make(300)) == Widths(std::int64_t{300}));
    const std::string reason = error_of<Lists>(document.list({document.make(1.5)})).reason();
    CHECK(reason.find("[0] expected an int, found a float") != std::string::npos);
    CHECK(reason.find("[0] expected a str, found a float") != std::string::npos);
    CHECK(error_of<Widths>(document.make("x")).reason() ==
          "expected one of " + std::string(brine::type_name<std::uint8_t>()) + ", " +
              std::string(brine::type_name<std::int64_t>()) + ", found a str");
}

namespace {

struct Deep {
    std::vector<Deep> inside;
};
struct Ambiguous;
using AmbiguousItems = std::variant<std::vector<Ambiguous>, std::list<Ambiguous>>;
struct Ambiguous {
    AmbiguousItems inside;
};

brine::Value nested(brine::Document& document, int levels) {
    brine::Value value = document.list();
    for (int i = 1; i < levels; ++i) {
        value = document.list({value});
    }
    return value;
}

}  // namespace

template <>
struct brine::codec<Deep> {
    static void load(auto& loader, const auto& in, Deep& out) { loader.load(in, out.inside); }
};
template <>
struct brine::codec<Ambiguous> {
    static void load(auto& loader, const auto& in, Ambiguous& out) { loader.load(in, out.inside); }
};

TEST_CASE("loader: depth is counted") {
    brine::Document document;
    // A Deep and its vector are two levels.
    CHECK_NOTHROW(loaded<Deep>(nested(document, 500)));
    CHECK(error_of<Deep>(nested(document, 501)).code() == brine::Errc::too_deep);
    CHECK_NOTHROW(loaded<Deep>(nested(document, 501), {.max_depth = 1002}));
    const brine::Value loop = document.list();
    loop.append(loop);
    CHECK(error_of<Deep>(loop).code() == brine::Errc::too_deep);
    using Two = std::vector<std::vector<int>>;
    const brine::Value two = document.list({document.list({document.make(1)})});
    CHECK_NOTHROW(loaded<Two>(two, {.max_depth = 2}));
    CHECK(error_of<Two>(two, {.max_depth = 1}).code() == brine::Errc::too_deep);
}

TEST_CASE("loader: copies of a shared object are counted") {
    brine::Document document;
    brine::Value value = document.list();
    for (int i = 0; i < 40; ++i) {
        value = document.list({value, value});
    }
    CHECK(error_of<Deep>(value, {.max_objects = 1000}).code() == brine::Errc::limit_exceeded);
    std::string bomb = "\x80\x04]\x94";
    for (char i = 0; i < 40; ++i) {
        bomb += "](h"s + i + "h"s + i + "e\x94";
    }
    bomb += '.';
    try {
        static_cast<void>(brine::loads<Deep>(bomb));
        FAIL("no error");
    } catch (const brine::ConversionError& error) {
        CHECK(error.code() == brine::Errc::limit_exceeded);
    }
}

TEST_CASE("loader: alternatives within alternatives do not take exponential time") {
    brine::Document document;
    brine::Value value = document.make("bad");
    for (int i = 0; i < 100; ++i) {
        value = document.list({value});
    }
    CHECK(error_of<Ambiguous>(value).code() == brine::Errc::limit_exceeded);
}

TEST_CASE("loader: text is UTF-8, lone surrogates are as options.text says") {
    const auto document = brine::loads(
        "\x80\x03X\x04\x00\x00\x00"
        "a\xed\xb3\xbf."sv);
    CHECK(error_of<std::string>(document).code() == brine::Errc::invalid_text);
    CHECK(loaded<std::string>(document, {.text = brine::text::surrogateescape}) == "a\xff");
    CHECK(loaded<std::string>(document, {.text = brine::text::surrogatepass}) == "a\xed\xb3\xbf");
    CHECK(error_of<std::u16string>(document).code() == brine::Errc::invalid_text);
    CHECK(loaded<std::u16string>(document, {.text = brine::text::surrogatepass}) ==
          std::u16string{u'a', char16_t{0xdcff}});
    CHECK(error_of<std::string_view>(document).code() == brine::Errc::invalid_text);
    // U+D7FF is next to the surrogates.
    brine::Document good;
    CHECK(loaded<std::string>(good.make("\xed\x9f\xbf")) == "\xed\x9f\xbf");
}

TEST_CASE("loader: characters and arrays of them") {
    brine::Document document;
    CHECK(loaded<char>(document.make("a")) == 'a');
    CHECK(loaded<char32_t>(document.make("\u00e9")) == U'\u00e9');
    CHECK(error_of<char>(document.make("\u00e9")).code() == brine::Errc::out_of_range);
    CHECK(error_of<char>(document.make("")).code() == brine::Errc::out_of_range);
    char name[4] = {'x', 'x', 'x', 'x'};
    brine::Loader loader;
    loader.load(document.make("ab"), name);
    CHECK(std::string_view(name, 4) == "ab\0\0"sv);
    loader.load(document.make("abcd"), name);
    CHECK(std::string_view(name, 4) == "abcd");
    CHECK_THROWS_AS(loader.load(document.make("abcde"), name), brine::ConversionError);
}

TEST_CASE("loader: bytes become vectors and arrays of bytes") {
    brine::Document document;
    const brine::Value value = document.bytes("ab"sv);
    CHECK(loaded<std::vector<unsigned char>>(value) == std::vector<unsigned char>{'a', 'b'});
    CHECK((loaded<std::array<std::byte, 2>>(value)[1] == std::byte{'b'}));
    CHECK((error_of<std::array<std::byte, 3>>(value).reason() == "expected 3 bytes, found 2"));
    CHECK(loaded<std::span<const std::byte>>(value).size() == 2);
    CHECK(error_of<std::vector<std::byte>>(document.make("ab")).reason() ==
          "expected bytes, found a str");
}

TEST_CASE("loader: functions and types are those of the registry") {
    brine::Document document;
    brine::Registry registry;
    registry.add_function(&std::puts, "io", "puts").add_type<int>("builtins", "int");
    const brine::Value name = document.global("io", "puts");
    CHECK(loaded<int (*)(const char*)>(name, {.registry = &registry}) == &std::puts);
    CHECK(error_of<void (*)()>(name, {.registry = &registry}).code() ==
          brine::Errc::unregistered_type);
    CHECK(error_of<int (*)(const char*)>(name).code() == brine::Errc::unregistered_type);
    CHECK(loaded<std::type_index>(document.global("builtins", "int"), {.registry = &registry}) ==
          typeid(int));
}

TEST_CASE("loader: a type of the standard library says what it wants") {
    brine::Document document;
    const auto called = [&](const char* module, const char* name, std::vector<brine::Value> args) {
        return document.object(brine::Made::reduce, document.global(module, name),
                               document.tuple(args));
    };
    const brine::Value one = document.make(1);
    const brine::Value none = document.none();
    CHECK(error_of<std::bitset<4>>(document.make(16)).reason() ==
          "expected an int from 0 to 2**4 - 1, found 16");
    CHECK(error_of<std::bitset<4>>(document.make(-1)).code() == brine::Errc::out_of_range);
    using Date = std::chrono::year_month_day;
    CHECK(error_of<Date>(called("datetime", "date", {one, one, one})).reason() ==
          "the state of a datetime.date is malformed");
    CHECK(error_of<Date>(called("datetime", "date", {document.make("\u0107")})).code() ==
          brine::Errc::type_mismatch);
    using Time = std::chrono::hh_mm_ss<std::chrono::seconds>;
    CHECK(error_of<Time>(called("datetime", "time", {document.bytes(std::string(6, '\0')), none}))
              .reason() == "a datetime.time with a time zone");
    CHECK(error_of<std::error_code>(called("builtins", "OSError", {one})).reason() ==
          "expected None or an OSError with an errno, found an object of builtins.OSError");
    CHECK(error_of<std::error_code>(one).code() == brine::Errc::type_mismatch);
    CHECK(error_of<std::filesystem::path>(one).reason() == "expected a PurePosixPath, found 1");
    CHECK(error_of<std::filesystem::path>(called("pathlib", "PureWindowsPath", {})).code() ==
          brine::Errc::type_mismatch);
    CHECK(loaded<std::filesystem::path>(called("pathlib", "PosixPath", {})) == ".");
    CHECK(error_of<std::type_index>(document.global("m", "C")).reason() ==
          "the name m.C is no type that convert.registry knows");
    CHECK(error_of<char32_t>(document.make("ab")).reason() == "expected a str of one character");
    const auto escaped = brine::loads(
        "\x80\x03X\x04\x00\x00\x00"
        "a\xed\xb3\xbf."sv);
    CHECK(error_of<std::u16string>(escaped, {.text = brine::text::surrogateescape}).reason() ==
          "the str is no valid Unicode");
    CHECK(error_of<double>(document.make("1")).reason() == "expected a float, found a str");
    CHECK(loaded<double>(document.make(true)) == 1.0);
    CHECK(error_of<brine::Global>(called("m", "f", {})).reason() ==
          "expected a class or function, found an object of m.f");
    CHECK(error_of<std::complex<double>>(called("builtins", "complex", {one})).reason() ==
          "a builtins.complex that is not made of 2 arguments");
    const std::string memory = "memory";
    const auto memory_bytes = std::as_bytes(std::span(memory));
    CHECK_FALSE(loaded<brine::buffer>(document.buffer(memory_bytes, false)).readonly);
}

TEST_CASE("loader: what is made of arguments alone has no state and no items") {
    brine::Document document;
    const auto number = [&] {
        return document.object(brine::Made::reduce, document.global("builtins", "complex"),
                               document.tuple({document.make(1.0), document.make(2.0)}));
    };
    using Number = std::complex<double>;
    CHECK(loaded<Number>(number()) == Number(1, 2));
    const brine::Value with_state = number();
    with_state.set_state(document.dict());
    CHECK(error_of<Number>(with_state).code() == brine::Errc::type_mismatch);
    const brine::Value with_items = number();
    with_items.append(1);
    CHECK(error_of<Number>(with_items).code() == brine::Errc::type_mismatch);
}

TEST_CASE("loader: exceptions come back by the classes that dumps writes") {
    brine::Document document;
    const auto raised = [&](const char* name, std::vector<brine::Value> args) -> std::string {
        const auto error = loaded<std::exception_ptr>(document.object(
            brine::Made::reduce, document.global("builtins", name), document.tuple(args)));
        try {
            std::rethrow_exception(error);
        } catch (const std::bad_alloc&) {
            return "bad_alloc";
        } catch (const std::out_of_range& e) {
            return "out_of_range " + std::string(e.what());
        } catch (const std::overflow_error& e) {
            return "overflow_error " + std::string(e.what());
        } catch (const std::invalid_argument& e) {
            return "invalid_argument " + std::string(e.what());
        } catch (const std::runtime_error& e) {
            return "runtime_error " + std::string(e.what());
        }
    };
    const brine::Value text = document.make("x");
    CHECK(raised("MemoryError", {}) == "bad_alloc");
    CHECK(raised("IndexError", {text}) == "out_of_range x");
    CHECK(raised("OverflowError", {text}) == "overflow_error x");
    CHECK(raised("ValueError", {text}) == "invalid_argument x");
    CHECK(raised("RuntimeError", {text}) == "runtime_error x");
    CHECK(raised("UserWarning", {text, document.make(7)}) == "runtime_error UserWarning: x, 7");
    CHECK(raised("BaseException", {}) == "runtime_error BaseException: ");
    CHECK(error_of<std::exception_ptr>(document.object(brine::Made::reduce,
                                                       document.global("m", "Error"),
                                                       document.tuple(std::vector<brine::Value>())))
              .reason() == "expected None or an exception, found an object of m.Error");
    CHECK(error_of<std::exception_ptr>(document.make(1)).code() == brine::Errc::type_mismatch);
}

TEST_CASE("loader: time zones are offsets, or UTC by another name") {
    brine::Document document;
    const auto called = [&](const char* module, const char* name, std::vector<brine::Value> args) {
        return document.object(brine::Made::reduce, document.global(module, name),
                               document.tuple(args));
    };
    const brine::Value state = document.bytes("\x07\xe8\x01\x01\x00\x00\x00\x00\x00\x00"sv);
    const auto at = [&](const brine::Value& zone) {
        return called("datetime", "datetime", {state, zone});
    };
    using Point = std::chrono::sys_seconds;
    const Point midnight{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1}};
    const brine::Value utc = document.make("UTC");
    CHECK(loaded<Point>(at(called("pytz", "_UTC", {}))) == midnight);
    CHECK(loaded<Point>(at(called("zoneinfo", "ZoneInfo._unpickle", {utc, document.make(1)}))) ==
          midnight);
    CHECK(loaded<Point>(at(called("zoneinfo", "ZoneInfo._unpickle", {document.make("Etc/UTC")}))) ==
          midnight);
    for (const brine::Value& zone :
         {called("zoneinfo", "ZoneInfo._unpickle", {document.make("Europe/Paris")}),
          called("zoneinfo", "ZoneInfo._unpickle", {document.make(1)}),
          called("zoneinfo", "ZoneInfo._unpickle", {}), called("datetime", "timezone", {}),
          called("m", "Zone", {}), utc}) {
        CHECK(error_of<Point>(at(zone)).reason().starts_with(
            "expected a datetime.timezone as the time zone"));
    }
}

TEST_CASE("loader: every kind is named in an error") {
    brine::Document document;
    const std::string memory = "memory";
    const auto found = [](const brine::Value& value) {
        const std::string reason = error_of<std::vector<int>>(value).reason();
        return reason.substr(reason.find("found ") + 6);
    };
    CHECK(found(document.none()) == "None");
    CHECK(found(document.make(true)) == "True");
    CHECK(found(document.make(false)) == "False");
    CHECK(found(document.make(7)) == "7");
    CHECK(found(document.make(0.5)) == "a float");
    CHECK(found(document.make("x")) == "a str");
    CHECK(found(document.bytes("x")) == "bytes");
    CHECK(found(document.bytearray("x")) == "a bytearray");
    CHECK(found(document.dict()) == "a dict of 0");
    CHECK(found(document.frozenset({document.make(1)})) == "a frozenset of 1");
    CHECK(found(document.global("m", "f")) == "the name m.f");
    CHECK(found(document.persistent_id(document.make(1))) == "a persistent id");
    CHECK(found(document.buffer(std::as_bytes(std::span(memory)))) == "a buffer");
    CHECK(found(document.extension(1)) == "an extension code");
}

TEST_CASE("loader: collections are read from all that made them") {
    brine::Document document;
    const brine::Value one = document.make(1);
    const auto called = [&](const char* name, std::vector<brine::Value> args) {
        return document.object(brine::Made::reduce, document.global("collections", name),
                               document.tuple(args));
    };
    const brine::Value deque = called("deque", {document.list({one})});
    deque.append(2);
    deque.set_state(document.dict());
    CHECK(loaded<std::vector<int>>(deque) == std::vector{1, 2});
    const brine::Value dict = called("OrderedDict", {document.list({document.list({one, one})})});
    dict.set(2, 3);
    dict.set_state(document.dict());
    CHECK(loaded<std::map<int, int>>(dict) == std::map<int, int>{{1, 1}, {2, 3}});
    CHECK((error_of<std::map<int, int>>(called("OrderedDict", {document.list({one})})).reason() ==
           "expected a key and a value, found 1"));
    CHECK((
        error_of<std::map<int, int>>(called("OrderedDict", {document.list({document.list({one})})}))
            .reason() == "expected a key and a value, found a list of 1"));
    CHECK(
        (error_of<std::map<int, int>>(called("Counter", {})).code() == brine::Errc::type_mismatch));
}

namespace {

struct Thrower {};

}  // namespace

template <>
struct brine::codec<Thrower> {
    static void load(auto&, const auto&, Thrower&) { throw std::logic_error("thrown"); }
};

TEST_CASE("loader: a variant of many kinds takes the one that fits") {
    brine::Document document;
    using Any = std::variant<std::u16string, std::vector<std::byte>, brine::Global, brine::Int,
                             std::bitset<8>, brine::buffer>;
    CHECK(loaded<Any>(document.make("x")).index() == 0);
    CHECK(loaded<Any>(document.bytes("x")).index() == 1);
    CHECK(loaded<Any>(document.global("m", "f")).index() == 2);
    CHECK(loaded<Any>(document.make(7)).index() == 3);
    using Class = std::variant<int, std::type_index>;
    brine::Registry registry;
    registry.add_type<int>("builtins", "int");
    CHECK(loaded<std::vector<std::type_index>>(document.list({document.global("builtins", "int")}),
                                               {.registry = &registry})
              .size() == 1);
    CHECK(error_of<Class>(document.make("x")).code() == brine::Errc::type_mismatch);
    using Longest = std::variant<std::vector<std::map<std::string, std::vector<std::string>>>,
                                 std::list<std::map<std::string, std::vector<std::string>>>>;
    CHECK(error_of<Longest>(document.list({document.make(1)})).reason().size() < 700);
    // What is no matter of kinds ends the attempts.
    using Deeper = std::variant<Deep, std::vector<std::string>>;
    CHECK(error_of<Deeper>(nested(document, 600)).code() == brine::Errc::too_deep);
    CHECK_THROWS_AS((loaded<std::variant<Thrower, Deep>>(document.list())), std::logic_error);
}
