#include <brine/model/equality.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <span>
#include <string>

#include <brine/model/document.hpp>

#include "catch.hpp"

namespace {

using brine::Document;
using brine::Int;
using brine::Made;
using brine::Value;

TEST_CASE("equality: numbers compare by value, exactly") {
    Document d;
    CHECK(d.make(1) == d.make(true));
    CHECK(d.make(1) == d.make(1.0));
    CHECK(d.make(0.0) == d.make(-0.0));
    const std::int64_t odd = (std::int64_t{1} << 53) + 1;
    CHECK_FALSE(d.make(odd) == d.make(static_cast<double>(odd)));
    CHECK(d.make(Int::from_string("1267650600228229401496703205376")) == d.make(0x1p100));
    CHECK(d.make(Int::from_string("-1267650600228229401496703205376")) == d.make(-0x1p100));
    CHECK_FALSE(d.make(Int::from_string("1267650600228229401496703205377")) == d.make(0x1p100));
    CHECK(d.make(std::numeric_limits<std::int64_t>::min()) == d.make(-0x1p63));
    CHECK_FALSE(d.make(std::numeric_limits<std::int64_t>::max()) == d.make(0x1p63));
}

TEST_CASE("equality: a NaN equals itself in a container and no other") {
    Document d;
    const Value nan = d.make(std::nan(""));
    const Value other = d.make(std::nan(""));
    CHECK(d.list({nan}) == d.list({nan}));
    CHECK_FALSE(d.list({nan}) == d.list({other}));
    const Value dict = d.dict({{nan, d.make(1)}, {other, d.make(2)}, {nan, d.make(3)}});
    CHECK(dict.size() == 2);
    CHECK(dict[nan] == 3);
    Document e;
    CHECK_FALSE(e.list({e.make(std::nan(""))}) == d.list({nan}));
}

TEST_CASE("equality: kinds that Python tells apart differ") {
    Document d;
    CHECK_FALSE(d.make("a") == d.bytes("a"));
    CHECK(d.bytes("a") == d.bytearray("a"));
    CHECK_FALSE(d.list() == d.tuple({}));
    CHECK(d.set({d.make(1)}) == d.frozenset({d.make(1)}));
    CHECK_FALSE(d.none() == d.make(false));
    CHECK_FALSE(d.global("m", "a") == d.global("m", "b"));
    CHECK(d.global("m", "a") == d.global("m", "a"));
}

TEST_CASE("equality: dicts and sets compare in any order") {
    Document d;
    const Value a = d.dict();
    const Value b = d.dict();
    for (int i = 0; i < 300; ++i) {
        a.set(d.tuple({d.make(i), d.make("x")}), i);
        b.set(d.tuple({d.make(299 - i), d.make("x")}), 299 - i);
    }
    CHECK(a == b);
    b.set(d.tuple({d.make(7), d.make("x")}), -1);
    CHECK_FALSE(a == b);
}

TEST_CASE("equality: inert objects compare by their parts, as keys by identity") {
    Document d;
    Document e;
    const auto make = [](Document& doc, int n) {
        return doc.object(Made::newobj, doc.global("m", "C"), doc.tuple({doc.make(n)}));
    };
    CHECK(make(d, 1) == make(e, 1));
    CHECK_FALSE(make(d, 1) == make(e, 2));
    const Value twins = d.dict({{make(d, 1), d.make("a")}, {make(d, 1), d.make("b")}});
    CHECK(twins.size() == 2);
    CHECK(twins == e.dict({{make(e, 1), e.make("a")}, {make(e, 1), e.make("b")}}));
    CHECK_FALSE(twins == e.dict({{make(e, 1), e.make("b")}, {make(e, 1), e.make("a")}}));
}

TEST_CASE("equality: cycles compare by what they unfold to") {
    Document d;
    const Value one = d.list();
    one.append(one);
    const Value two = d.list();
    const Value inner = d.list({two});
    two.append(inner);
    CHECK(one == two);
    inner.append(1);
    CHECK_FALSE(one == two);
}

TEST_CASE("equality: rings of many lengths take no more steps than they have nodes") {
    Document d;
    const auto ring = [&](int length) {
        const Value first = d.list();
        Value last = first;
        for (int i = 1; i < length; ++i) {
            last = d.list({last});
        }
        first.append(last);
        return first;
    };
    CHECK(ring(99'991) == ring(100'003));  // primes: 10**10 pairs of nodes
}

TEST_CASE("equality: keyword arguments count, and what was done with the items") {
    Document d;
    const auto keywords = [&](int n) {
        return d.object(Made::newobj_ex, d.global("m", "C"), d.tuple({}),
                        d.dict({{d.make("n"), d.make(n)}}));
    };
    CHECK(keywords(1) == keywords(1));
    CHECK_FALSE(keywords(1) == keywords(2));
    const auto bare = [&] { return d.object(Made::reduce, d.global("m", "C"), d.tuple({})); };
    const Value extended = bare();
    const Value also_extended = bare();
    const Value added = bare();
    extended.append(1);
    also_extended.append(1);
    added.add(1);
    CHECK(extended == also_extended);
    CHECK_FALSE(extended == added);
}

TEST_CASE("equality: towers of shared tuples are walked once, as keys too") {
    Document d;
    const auto tower = [&](int height) {
        Value top = d.tuple({d.make(1), d.make(2)});
        for (int i = 0; i < height; ++i) {
            top = d.tuple({top, top});
        }
        return top;
    };
    const Value a = tower(200);
    const Value b = tower(200);
    CHECK(a == b);
    CHECK_FALSE(a == tower(199));
    const Value dict = d.dict({{a, d.make("a")}});
    dict.set(b, "b");
    CHECK(dict.size() == 1);
    CHECK(dict[tower(200)] == "b");
    const Value nested = d.frozenset({d.frozenset({a})});
    CHECK(nested == d.frozenset({d.frozenset({b})}));
}

TEST_CASE("equality: long texts that are keys of many dicts are compared once") {
    Document d;
    const std::string text(1'000'000, 'x');
    const Value a = d.make(text);
    const Value b = d.make(text);
    for (int i = 0; i < 20'000; ++i) {
        const Value dict = d.dict({{a, d.make(1)}, {b, d.make(2)}});
        REQUIRE(dict.size() == 1);
    }
}

TEST_CASE("equality: what differs in one part differs") {
    Document d;
    const auto object = [&](Made made, const Value& cls, const Value& args, const Value& kwargs) {
        return d.object(made, cls, args, kwargs);
    };
    const Value cls = d.global("m", "C");
    const Value with_state = object(Made::reduce, cls, d.tuple({}), {});
    with_state.set_state(1);
    const Value with_item = object(Made::reduce, cls, d.tuple({}), {});
    with_item.append(1);
    const Value with_other_state = object(Made::reduce, cls, d.tuple({}), {});
    with_other_state.set_state(2);
    const std::string memory = "ab";
    const auto span = std::as_bytes(std::span(memory));
    const Value all[] = {
        d.none(),
        d.make(-1),
        d.make(Int::from_string("1267650600228229401496703205376")),
        d.make(Int::from_string("1267650600228229401496703205377")),
        d.make(0.5),
        d.make(std::numeric_limits<double>::infinity()),
        d.make(0x1p101),
        d.make("ab"),
        d.make("ac"),
        d.make(std::string(5000, 'x')),
        d.make(std::string(5000, 'x') + "y"),
        d.bytes("ab"),
        d.bytearray("ac"),
        d.tuple({}),
        d.tuple({d.make(1)}),
        d.tuple({d.make(2)}),
        d.list(),
        d.list({d.make(1)}),
        d.dict(),
        d.dict({{d.make(1), d.make(1)}}),
        d.dict({{d.make(1), d.make(2)}}),
        d.set(),
        d.set({d.make(1)}),
        d.frozenset({d.make(1), d.make(2)}),
        d.frozenset({d.make(1), d.make(3)}),
        cls,
        d.global("n", "C"),
        object(Made::reduce, cls, d.tuple({}), {}),
        object(Made::newobj, cls, d.tuple({}), {}),
        object(Made::reduce, d.global("m", "D"), d.tuple({}), {}),
        object(Made::reduce, cls, d.tuple({d.make(1)}), {}),
        object(Made::newobj_ex, cls, d.tuple({}), d.dict()),
        with_state,
        with_item,
        with_other_state,
        d.persistent_id(d.make(1)),
        d.persistent_id(d.make(2)),
        d.extension(1),
        d.extension(2),
    };
    const std::size_t size = std::size(all);
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
            INFO(i << " and " << j);
            CHECK((all[i] == all[j]) == (i == j));
            Document copy;
            CHECK((copy.adopt(all[i]) == all[j]) == (i == j));
        }
    }
    CHECK(d.buffer(span) == d.bytes("ab"));
    CHECK(d.buffer(span) == d.buffer(span));
    CHECK(d.frozenset({d.make(1)}) == d.set({d.make(1)}));
    CHECK_FALSE(d.frozenset({d.make(1)}) == d.set({d.make(1), d.make(2)}));
    CHECK(d.make(Int::from_string("-3541774862152233910272")) == d.make(-0x1.8p71));
    CHECK(d.make(Int::from_string("-2361183241434822606848")) == d.make(-0x1p71));
}

TEST_CASE("equality: keys that have no hash good in both documents are taken in order") {
    Document d;
    Document e;
    const auto key = [](Document& doc, int n) {
        return doc.tuple(
            {doc.object(Made::newobj, doc.global("m", "C"), doc.tuple({doc.make(n)}))});
    };
    const auto dict = [&](Document& doc, int first, int second, int value) {
        return doc.dict({{key(doc, first), doc.make(0)},
                         {doc.make("plain"), doc.make(1)},
                         {key(doc, second), doc.make(value)}});
    };
    CHECK(dict(d, 1, 2, 5) == dict(e, 1, 2, 5));
    CHECK_FALSE(dict(d, 1, 2, 5) == dict(e, 1, 2, 6));
    CHECK_FALSE(dict(d, 1, 2, 5) == dict(e, 1, 3, 5));
}

}  // namespace
