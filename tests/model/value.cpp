#include <brine/model/value.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <brine/model/document.hpp>

#include "catch.hpp"

namespace {

using brine::ConversionError;
using brine::Document;
using brine::Errc;
using brine::Int;
using brine::Kind;
using brine::Value;

template <class Action>
Errc error_of(Action action) {
    try {
        action();
    } catch (const ConversionError& error) {
        return error.code();
    }
    return Errc{255};
}

TEST_CASE("value: scalars become C++ values") {
    Document d;
    CHECK(d.make(true).as<bool>());
    CHECK(d.make(300).as<std::int16_t>() == 300);
    CHECK(d.make(3).as<double>() == 3.0);
    CHECK(d.make(2.5).as<double>() == 2.5);
    CHECK(d.make("x").as<std::string_view>() == "x");
    CHECK(d.bytes("ab").as<std::vector<std::byte>>().size() == 2);
    const Int big = Int::from_string("-123456789012345678901234567890");
    CHECK(d.make(big).as<Int>() == big);
    CHECK(d.make(std::numeric_limits<std::uint64_t>::max()).as<std::uint64_t>() ==
          std::numeric_limits<std::uint64_t>::max());
    CHECK(d.global("m", "C").as<brine::Global>() == brine::global("m", "C"));
}

TEST_CASE("value: what does not fit is an error, not a wrong number") {
    Document d;
    CHECK(error_of([&] { static_cast<void>(d.make(300).as<std::uint8_t>()); }) ==
          Errc::out_of_range);
    CHECK(error_of([&] { static_cast<void>(d.make(-1).as<unsigned>()); }) == Errc::out_of_range);
    CHECK(error_of([&] { static_cast<void>(d.make("1").as<int>()); }) == Errc::type_mismatch);
    CHECK(error_of([&] { static_cast<void>(d.make(1).as<bool>()); }) == Errc::type_mismatch);
    CHECK(error_of([&] { static_cast<void>(d.make(1.5).as<int>()); }) == Errc::type_mismatch);
    const Int huge = Int::from_twos_complement(std::string(200, '\x7f'));
    CHECK(error_of([&] { static_cast<void>(d.make(huge).as<double>()); }) == Errc::out_of_range);
    CHECK_FALSE(d.make("1").try_as<int>().has_value());
}

TEST_CASE("value: lists and tuples take an index from either end") {
    Document d;
    const Value list = d.list({d.make(1), d.make(2), d.make(3)});
    CHECK(list[0] == 1);
    CHECK(list[-1] == 3);
    CHECK(error_of([&] { static_cast<void>(list[3]); }) == Errc::missing_field);
    CHECK(error_of([&] { static_cast<void>(list[-4]); }) == Errc::missing_field);
    CHECK(error_of([&] { static_cast<void>(list["a"]); }) == Errc::type_mismatch);
    CHECK(list.contains(2));
    CHECK_FALSE(list.contains("2"));
    int sum = 0;
    for (const Value item : list) {
        sum += item.as<int>();
    }
    CHECK(sum == 6);
}

TEST_CASE("value: an item is set by an index from either end") {
    Document d;
    const Value list = d.list({d.make(1), d.make(2), d.make(3)});
    list.set_item(-1, "c");
    list.set_item(std::int8_t{-3}, "a");
    list.set_item(std::size_t{1}, "b");
    CHECK(list == d.list({d.make("a"), d.make("b"), d.make("c")}));
    for (const std::int64_t index :
         {std::int64_t{3}, std::int64_t{-4}, std::numeric_limits<std::int64_t>::min(),
          std::numeric_limits<std::int64_t>::max()}) {
        INFO(index);
        CHECK(error_of([&] { list.set_item(index, 0); }) == Errc::missing_field);
        CHECK(error_of([&] { static_cast<void>(list[index]); }) == Errc::missing_field);
    }
    for (const std::uint64_t index :
         {std::numeric_limits<std::uint64_t>::max(), std::uint64_t{1} << 63U}) {
        INFO(index);
        CHECK(error_of([&] { list.set_item(index, 0); }) == Errc::missing_field);
        CHECK(error_of([&] { static_cast<void>(list[index]); }) == Errc::missing_field);
    }
    try {
        static_cast<void>(list[std::numeric_limits<std::uint64_t>::max()]);
    } catch (const ConversionError& error) {
        CHECK(error.reason() == "index 18446744073709551615 out of range, size is 3");
    }
    CHECK(error_of([&] { d.list().set_item(0, 0); }) == Errc::missing_field);
    CHECK(error_of([&] { d.tuple({d.none()}).set_item(0, 0); }) == Errc::type_mismatch);
    CHECK(list == d.list({d.make("a"), d.make("b"), d.make("c")}));
    CHECK(d.dict({{d.make(-1), d.make("x")}})[-1] == "x");
}

TEST_CASE("value: None without a document is as any None") {
    Document d;
    const Value none{};
    CHECK(error_of([&] { none.append(1); }) == Errc::type_mismatch);
    CHECK(error_of([&] { none.append("text"); }) == Errc::type_mismatch);
    CHECK(error_of([&] { none.append(d.list()); }) == Errc::type_mismatch);
    CHECK(error_of([&] { none.set("k", 1); }) == Errc::type_mismatch);
    CHECK(error_of([&] { none.set_item(0, 1); }) == Errc::type_mismatch);
    CHECK(error_of([&] { none.add(1.5); }) == Errc::type_mismatch);
    CHECK(error_of([&] { static_cast<void>(none.erase(1)); }) == Errc::type_mismatch);
    CHECK(error_of([&] { none.set_state(1); }) == Errc::type_mismatch);
    const Value call = d.object(brine::Made::reduce, d.global("m", "f"), d.tuple({}));
    CHECK(error_of([&] { none.add_call(call); }) == Errc::type_mismatch);
    CHECK(error_of([&] { call.add_call(none); }) == Errc::type_mismatch);
    CHECK(error_of([&] { static_cast<void>(none["k"]); }) == Errc::type_mismatch);
}

TEST_CASE("value: a NaN of another document is no key") {
    Document d;
    Document e;
    const Value key = d.make(std::nan(""));
    const Value dict = d.dict({{key, d.make(1)}});
    const Value other = e.make(std::nan(""));
    CHECK(dict[key] == 1);
    CHECK_FALSE(dict.get(other).has_value());
    CHECK(error_of([&] { static_cast<void>(dict[other]); }) == Errc::missing_field);
    CHECK(d.dict({{d.make("k"), d.make(1)}})[e.make("k")] == 1);
}

TEST_CASE("value: dicts take keys of any kind") {
    Document d;
    const Value dict = d.dict({{d.make("a"), d.make(1)}, {d.make(2), d.make("two")}});
    CHECK(dict["a"] == 1);
    CHECK(dict[2] == "two");
    CHECK(dict[2.0] == "two");
    CHECK(dict.get("b") == std::nullopt);
    CHECK(dict.get("b", 7) == 7);
    CHECK(dict.get(2, "none") == "two");
    CHECK(error_of([&] { static_cast<void>(dict["b"]); }) == Errc::missing_field);
    CHECK(error_of([&] { static_cast<void>(dict.contains(d.list())); }) == Errc::unhashable);
    std::string seen;
    for (const auto& [key, value] : dict.items()) {
        seen +=
            std::string(brine::kind_name(key.kind())) + std::string(brine::kind_name(value.kind()));
    }
    CHECK(seen == "strintintstr");
    CHECK(dict.values().size() == 2);
}

TEST_CASE("value: lengths are Python's") {
    Document d;
    CHECK(d.make("\xc3\xa9x").size() == 2);
    CHECK(d.bytes("\xc3\xa9x").size() == 3);
    CHECK(d.make("hello").contains("ell"));
    CHECK(error_of([&] { static_cast<void>(d.make(1).size()); }) == Errc::type_mismatch);
}

TEST_CASE("value: the first key stays and the last value wins") {
    Document d;
    const Value dict = d.dict({{d.make(1), d.make("a")}, {d.make("k"), d.make("b")}});
    dict.set(true, "c");
    dict.set(1.0, "d");
    CHECK(dict.size() == 2);
    CHECK((*dict.begin()).is_int());
    CHECK(dict[1] == "d");
}

TEST_CASE("value: dicts and sets of every size find what they hold") {
    for (const int size : {0, 1, 7, 8, 9, 63, 64, 65, 66, 200, 5000}) {
        Document d;
        const Value dict = d.dict();
        const Value set = d.set();
        for (int i = 0; i < size; ++i) {
            dict.set("key" + std::to_string(i), i);
            set.add(i * 3);
            set.add(i * 3.0);
        }
        CHECK(dict.size() == static_cast<std::size_t>(size));
        CHECK(set.size() == static_cast<std::size_t>(size));
        for (int i = 0; i < size; ++i) {
            REQUIRE(dict["key" + std::to_string(i)].as<int>() == i);
            REQUIRE(set.contains(i * 3));
            REQUIRE_FALSE(set.contains(i * 3 + 1));
        }
        CHECK_FALSE(dict.contains("key"));
    }
}

TEST_CASE("value: an inert object tells how it was made and what happened to it") {
    Document d;
    const Value object = d.object(brine::Made::reduce, d.global("m", "f"), d.tuple({d.make(1)}));
    object.append(1);
    object.append(2);
    object.set("k", "v");
    object.set_state(d.dict());
    CHECK(object.callable().is_global("m", "f"));
    CHECK(object.args()[0] == 1);
    CHECK(object.steps().size() == 3);
    CHECK((*object.steps().begin()).value.size() == 2);
    CHECK(object.state()->is_dict());
    object.set_state("later");
    CHECK(*object.state() == "later");
    CHECK(error_of([&] { static_cast<void>(d.make(1).callable()); }) == Errc::type_mismatch);
}

TEST_CASE("value: what it is not is an error that names both") {
    Document d;
    const auto says = [](auto action, std::string_view reason) {
        try {
            action();
            FAIL("no error");
        } catch (const ConversionError& error) {
            CHECK(error.reason() == reason);
        }
    };
    const Value number = d.make(1);
    says([&] { static_cast<void>(d.make("x").as<double>()); }, "expected float, found str");
    says([&] { static_cast<void>(number.as<std::string>()); }, "expected str, found int");
    says([&] { static_cast<void>(number.as<std::vector<std::byte>>()); },
         "expected bytes, found int");
    says([&] { static_cast<void>(number.contains(1)); }, "expected a container, found int");
    says([&] { static_cast<void>(number.keys()); }, "expected a container, found int");
    says([&] { static_cast<void>(d.global("m", "f").begin()); },
         "expected a container, found global");
    says([&] { static_cast<void>(d.dict()[d.tuple({})]); }, "no such key");
    says([&] { static_cast<void>(number.erase(1)); }, "expected dict, found int");
    says([&] { static_cast<void>(d.object(brine::Made::obj, d.none(), d.list())); },
         "expected tuple, found list");
    const Int huge = Int::from_twos_complement(std::string(20, '\x7f'));
    says([&] { static_cast<void>(d.make(huge).as<std::int8_t>()); },
         "expected an int from -128 to 127, found an int of 159 bits");
    CHECK(d.make(true).as<double>() == 1.0);
}

TEST_CASE("value: contains, is, empty and is_readonly are Python's") {
    Document d;
    Document e;
    CHECK(d.tuple({d.make("a")}).contains("a"));
    CHECK(d.frozenset({d.make(1)}).contains(e.make(1)));
    CHECK_FALSE(d.make("abc").contains("d"));
    CHECK_FALSE(d.make("1").contains(1));
    CHECK(d.list().empty());
    CHECK_FALSE(d.bytearray("x").empty());
    const Value float_of_d = d.make(0.5);
    CHECK(float_of_d.is(float_of_d));
    CHECK_FALSE(float_of_d.is(e.make(0.5)));
    CHECK(d.make(7).is(e.make(7)));
    CHECK_FALSE(d.list().is(d.list()));
    CHECK(d.bytes("x").is_readonly());
    CHECK_FALSE(d.bytearray("x").is_readonly());
    const std::string memory = "memory";
    const auto span = std::as_bytes(std::span(memory));
    CHECK(d.buffer(span).is_readonly());
    CHECK_FALSE(d.buffer(span, false).is_readonly());
    CHECK_FALSE(d.global("m", "f").is_global("n", "f"));
    CHECK(d.persistent_id(d.make(1)).is_persistent_id());
}

TEST_CASE("value: keys of any size are found, and taken out of dicts and sets") {
    Document d;
    const std::string long_text(5000, 'k');
    const Int big = Int::from_string("1208925819614629174706176");
    const Value dict = d.dict({{d.make(long_text), d.make(1)}, {d.make(big), d.make(2)}});
    CHECK(dict[long_text] == 1);
    CHECK(dict[big] == 2);
    const Value set = d.set({d.make(long_text), d.make(big), d.none()});
    CHECK(set.contains(nullptr));
    CHECK(set.erase(big));
    CHECK_FALSE(set.erase(big));
    CHECK(set.size() == 2);
}

TEST_CASE("value: what no pickle can hold is not made") {
    using brine::Made;
    Document d;
    const Value cls = d.global("m", "C");
    const Value none = d.tuple({});
    const auto make = [&](Made made, const Value& callable, const Value& kwargs) {
        return error_of([&] { static_cast<void>(d.object(made, callable, none, kwargs)); });
    };
    for (const Value& data :
         {d.none(), d.make(1), d.make("f"), d.list(), none, d.frozenset({}), d.buffer({})}) {
        CHECK(make(Made::reduce, data, {}) == Errc::type_mismatch);
    }
    for (const Value& callable :
         {cls, d.object(Made::newobj, cls, none), d.extension(1), d.persistent_id(d.make("id"))}) {
        CHECK(d.object(Made::reduce, callable, none).callable().is(callable));
    }
    CHECK(make(Made::reduce, cls, d.dict()) == Errc::type_mismatch);
    CHECK(make(Made::obj, cls, d.dict()) == Errc::type_mismatch);
    CHECK(make(Made::newobj_ex, cls, {}) == Errc::type_mismatch);
    CHECK(make(Made::newobj_ex, cls, none) == Errc::type_mismatch);
    CHECK(d.object(Made::newobj_ex, cls, none, d.dict()).kwargs().is_dict());

    for (const std::int32_t code : {0, -1, std::numeric_limits<std::int32_t>::min()}) {
        CHECK(error_of([&] { static_cast<void>(d.extension(code)); }) == Errc::out_of_range);
    }

    const Value list = d.list();
    const Value dict = d.dict();
    for (const std::string& text :
         {std::string("\xff"), std::string("ab\xc3"), std::string(40, 'x') + "\xe4" + "x"}) {
        CHECK(error_of([&] { static_cast<void>(d.make(text)); }) == Errc::invalid_text);
        CHECK(error_of([&] { list.append(text); }) == Errc::invalid_text);
        CHECK(error_of([&] { dict.set(text, 1); }) == Errc::invalid_text);
        CHECK(error_of([&] { dict.set(1, text); }) == Errc::invalid_text);
        CHECK(d.bytes(text).size() == text.size());
    }
    CHECK(list.empty());
    CHECK(dict.empty());
    CHECK(d.make("\xed\xa0\x80").size() == 1);  // a lone surrogate
}

TEST_CASE("value: elements and calls are steps of an inert object") {
    Document d;
    const Value object = d.object(brine::Made::newobj, d.global("m", "C"), d.tuple({}));
    object.add(1);
    object.add_call(d.object(brine::Made::reduce, d.global("m", "set"), d.tuple({object})));
    std::vector<brine::StepKind> kinds;
    for (const auto& step : object.steps()) {
        kinds.push_back(step.kind);
    }
    CHECK(kinds == std::vector{brine::StepKind::set_items, brine::StepKind::call});
    CHECK(error_of([&] { object.add_call(d.make(1)); }) == Errc::type_mismatch);
    CHECK(error_of([&] { object.add_call(object); }) == Errc::type_mismatch);
    CHECK(object.steps().size() == 2);
}

}  // namespace
