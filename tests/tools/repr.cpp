#include <brine/tools/repr.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include <brine/loads.hpp>

#include "catch.hpp"

namespace {

using brine::Document;
using brine::Made;
using brine::repr;
using brine::Value;

TEST_CASE("repr: leaves print as in Python") {
    Document d;
    CHECK(repr(d.none()) == "None");
    CHECK(repr(d.make(true)) == "True");
    CHECK(repr(d.make(false)) == "False");
    CHECK(repr(d.make(-5)) == "-5");
    CHECK(repr(d.make(brine::Int::from_string("100000000000000000000"))) ==
          "100000000000000000000");
    CHECK(repr(d.make(1e16)) == "1e+16");
    CHECK(repr(d.make(123456789012345.0)) == "123456789012345.0");
    CHECK(repr(d.make(0.0001)) == "0.0001");
    CHECK(repr(d.make(0.00001)) == "1e-05");
    CHECK(repr(d.make(-0.0)) == "-0.0");
    CHECK(repr(d.make(std::numeric_limits<double>::infinity())) == "inf");
    CHECK(repr(d.make("it's \"x\"\n")) == R"('it\'s "x"\n')");
    CHECK(repr(d.make("it's")) == R"("it's")");
    CHECK(repr(d.make("\xc3\xa9\xc2\xad\xed\xa0\x80")) == "'\xc3\xa9\\xad\\ud800'");
    CHECK(repr(d.bytes("a\xff")) == R"(b'a\xff')");
    CHECK(repr(d.bytes("~\x7f")) == R"(b'~\x7f')");
    CHECK(repr(d.bytearray("ab")) == "bytearray(b'ab')");
}

TEST_CASE("repr: an int of more than 4300 digits is in hexadecimal, as Python prints no such int") {
    Document d;
    const auto shown = [&](const std::string& digits) {
        return repr(d.make(brine::Int::from_string(digits)));
    };
    const std::string nines(4300, '9');
    const std::string power = '1' + std::string(4300, '0');
    CHECK(shown(nines) == nines);
    CHECK(shown('-' + nines) == '-' + nines);
    CHECK(shown(power) == brine::Int::from_string(power).to_hex());
    CHECK(shown('-' + power).starts_with("-0x"));
}

TEST_CASE("repr: a global's name gives no orders to the terminal") {
    constexpr std::string_view pickle("\x80\x04\x8c\x03\x1b[2\x8c\x03\n\xc2\x93\x93.", 14);
    const Document d = brine::loads(pickle);
    CHECK(repr(d) == R"(\x1b[2.\n\x93)");
}

TEST_CASE("repr: containers print as in Python") {
    Document d;
    const Value one = d.make(1);
    CHECK(repr(d.list()) == "[]");
    CHECK(repr(d.list({one, d.make("a")})) == "[1, 'a']");
    CHECK(repr(d.tuple({one})) == "(1,)");
    CHECK(repr(d.tuple({})) == "()");
    CHECK(repr(d.tuple({one, one})) == "(1, 1)");
    CHECK(repr(d.dict()) == "{}");
    CHECK(repr(d.dict({{d.make("k"), one}, {one, d.list()}})) == "{'k': 1, 1: []}");
    CHECK(repr(d.set()) == "set()");
    CHECK(repr(d.set({one})) == "{1}");
    CHECK(repr(d.frozenset({one})) == "frozenset({1})");
    CHECK(repr(d.frozenset(std::initializer_list<Value>{})) == "frozenset()");
}

TEST_CASE("repr: an object inside itself is dots, one that stands twice is not") {
    Document d;
    const Value list = d.list({d.make(1)});
    list.append(list);
    list.append(d.tuple({list}));
    CHECK(repr(list) == "[1, [...], ([...],)]");
    const Value dict = d.dict();
    dict.set("d", dict);
    CHECK(repr(dict) == "{'d': {...}}");
    const Value part = d.list();
    CHECK(repr(d.list({part, part})) == "[[], []]");
}

TEST_CASE("repr: what is no built-in data is shown by what made it") {
    Document d;
    const Value cls = d.global("m", "C");
    CHECK(repr(cls) == "m.C");
    CHECK(repr(d.object(Made::reduce, cls, d.tuple({d.make(1)}))) == "m.C(1)");
    const Value object = d.object(Made::newobj, cls, d.tuple({}));
    CHECK(repr(object) == "m.C.__new__()");
    object.append(1);
    object.set("a", 2);
    object.add(3);
    object.set_state(4);
    object.add_call(d.object(Made::reduce, d.global("m", "set"), d.tuple({object, d.make(5)})));
    CHECK(repr(object) ==
          "<m.C.__new__(), extend=[1], update={'a': 2}, add={3}, state=4, call=m.set(<...>, 5)>");
    const Value keywords = d.dict({{d.make("k"), d.make(2)}});
    CHECK(repr(d.object(Made::newobj_ex, cls, d.tuple({d.make(1)}), keywords)) ==
          "m.C.__new__(1, **{'k': 2})");
    CHECK(repr(d.persistent_id(d.make("x"))) == "persistent_id('x')");
    CHECK(repr(d.extension(5)) == "extension(5)");
}

TEST_CASE("repr: the budget ends it, also where little input would print as much") {
    // Each list holds the one before it ten times.
    std::string laughs = "\x80\x04]\x94";
    for (int i = 0; i < 20; ++i) {
        laughs += "](";
        laughs += std::string("h") + static_cast<char>(i);
        for (int j = 0; j < 9; ++j) {
            laughs += '2';
        }
        laughs += "e\x94";
    }
    const Document d = brine::loads(laughs + ".");
    CHECK(repr(d).size() <= (std::size_t{16} << 20U) + 3);
    const std::string cut = repr(d, {.nodes = 100, .bytes = 1000});
    CHECK(cut.ends_with("..."));
    CHECK(cut.size() <= 1003);
}

TEST_CASE(
    "repr: a million nodes are shown, ten thousand of the strict profile, where nodes run out") {
    // A list of so many empty tuples: four bytes each, so that bytes are left over.
    const auto shown = [](std::size_t items, const brine::ReprLimits& limits) {
        const Document list = brine::loads("](" + std::string(items, ')') + "e.");
        std::string out;
        const bool whole = brine::repr_into(out, list.root(), limits);
        CHECK(whole != out.ends_with("..."));
        CHECK(out.size() < limits.bytes);
        return static_cast<std::size_t>(std::ranges::count(out, '('));
    };
    const brine::ReprLimits strict = brine::ReprLimits::strict();
    CHECK(shown(999'999, {}) == 999'999);  // and the list
    CHECK(shown(1'000'000, {}) == 999'999);
    CHECK(shown(9'999, strict) == 9'999);
    CHECK(shown(10'000, strict) == 9'999);
    // What is shared counts each time that it is shown.
    Document d;
    Value tower = d.tuple({});
    for (int i = 0; i < 40; ++i) {
        tower = d.list({tower, tower});
    }
    std::string out;
    CHECK_FALSE(brine::repr_into(out, tower, strict));
    CHECK(std::ranges::count(out, '[') + std::ranges::count(out, '(') == 10'000);
}

TEST_CASE("repr: repr_into appends, and tells whether the limits cut it") {
    Document d;
    const Value list = d.list({d.make("abc"), d.make(12345)});
    std::string out = "x = ";
    CHECK(brine::repr_into(out, list));
    CHECK(out == "x = ['abc', 12345]");
    // Of objects: the list and its two items.
    CHECK(repr(list, {.nodes = 3}) == "['abc', 12345]");
    out.clear();
    CHECK_FALSE(brine::repr_into(out, list, {.nodes = 2}));
    CHECK(out == "['abc', ...");
    // Of bytes: all 14 fit, 13 don't.
    CHECK(brine::repr_into(out, list, {.bytes = 14}));
    out.clear();
    CHECK_FALSE(brine::repr_into(out, list, {.bytes = 13}));
    CHECK(out == "['abc', 12345...");
    CHECK_FALSE(brine::repr_into(out, list, {.bytes = 0}));
    CHECK(out == "['abc', 12345......");
}

TEST_CASE("repr: a cut falls between two characters, and within a text that is too long") {
    Document d;
    const Value text = d.make("\xc3\xa9\xf0\x9f\x98\x80");
    CHECK(repr(text, {.bytes = 8}) == "'\xc3\xa9\xf0\x9f\x98\x80'");
    CHECK(repr(text, {.bytes = 7}) == "'\xc3\xa9\xf0\x9f\x98\x80...");
    CHECK(repr(text, {.bytes = 6}) == "'\xc3\xa9...");
    CHECK(repr(text, {.bytes = 3}) == "'\xc3\xa9...");
    CHECK(repr(text, {.bytes = 2}) == "'...");
    const std::string huge(std::size_t{1} << 20U, 'x');
    for (const Value value : {d.make(huge), d.bytes(huge), d.bytearray(huge), d.global(huge, huge),
                              d.buffer(std::as_bytes(std::span(huge)))}) {
        std::string out;
        CHECK_FALSE(brine::repr_into(out, value, {.bytes = 20}));
        CHECK(out.size() == 23);
        CHECK(out.capacity() < 1000);
    }
}

TEST_CASE("repr: depth takes no stack") {
    std::string deep = "\x80\x04";
    constexpr std::size_t depth = 1'000'000;
    for (std::size_t i = 0; i < depth; ++i) {
        deep += ']';
    }
    deep.append(depth - 1, 'a');
    const Document d = brine::loads(deep + ".");
    CHECK(repr(d, {.nodes = 2 * depth, .bytes = 4 * depth}) ==
          std::string(depth, '[') + std::string(depth, ']'));
}

}  // namespace
