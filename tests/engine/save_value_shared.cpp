#include <brine/engine/save_value.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <brine/dumps.hpp>
#include <brine/loads.hpp>
#include <brine/mapping/std/ranges.hpp>
#include <brine/mapping/std/tuples.hpp>

#include "catch.hpp"

namespace {

using std::string_literals::operator""s;

std::string again(const std::string& pickle, brine::memo memo) {
    return brine::dumps(brine::loads(pickle), {.protocol = 2, .memo = memo});
}

}  // namespace

TEST_CASE("save_value: arguments that are an object of their own stay it") {
    // e = ValueError("ab"); pickle.dumps([e, e.args], 2) of Python 3.11
    const std::string pickle =
        "\x80\x02]q\0(cexceptions\nValueError\nq\1X\2\0\0\0abq\2\x85q\3Rq\4h\3e."s;
    CHECK(again(pickle, brine::memo::python) == pickle);
    const std::string shorter = "\x80\x02](cexceptions\nValueError\nq\0X\2\0\0\0ab\x85q\1Rh\1e."s;
    CHECK(again(pickle, brine::memo::standard) == shorter);
}

TEST_CASE("save_value: arguments in which the object turns up are written once more") {
    // box = []; obj = Class(box); box.append(obj); obj.__reduce__ gives (Class, (box,)):
    // pickle.dumps(obj, 2) of Python 3.11
    const std::string pickle =
        "\x80\x02"
        "cm\nC\nq\0]q\1h\0h\1\x85q\2Rq\3a\x85q\4R0h\3."s;
    CHECK(again(pickle, brine::memo::python) == pickle);
}

TEST_CASE("save_value: arguments of a dropped call that are found elsewhere, too, stay one tuple") {
    // x = f(); t = (x,); x(*t), whose result is dropped; t
    const brine::Document read = brine::loads("cm\nf\n)Rq\0h\0\x85q\1R0h\1."s);
    const auto is_one = [](const brine::Document& document) {
        const auto steps = document.root()[0].steps();
        REQUIRE(steps.size() == 1);
        return (*steps.begin()).value.args().is(document.root());
    };
    CHECK(is_one(read));
    CHECK(is_one(brine::loads(brine::dumps(read, {.protocol = 4}))));
    CHECK(is_one(brine::loads(brine::dumps(read, {.protocol = 4, .memo = brine::memo::strings}))));
}

TEST_CASE("save_value: a dropped call stays one, whatever it is, and nothing is one that is kept") {
    // (x := m.C(), whose __new__ is called with x, and another time with four arguments)
    const std::string calls =
        "cm\nC\n)Rq\0cm\nC\nh\0\x85\x81"
        "0cm\nf\n(h\0K\1K\2K\3tR0."s;
    for (const brine::memo memo : {brine::memo::standard, brine::memo::python}) {
        const brine::Document read = brine::loads(again(calls, memo));
        CHECK(read.root().steps().size() == 2);
        CHECK(read.dropped() == 0);
        CHECK(again(again(calls, memo), memo) == again(calls, memo));
    }
    const brine::Document twice = brine::loads("cm\nC\n)Rq\0cm\nf\nh\0\x85R20."s);
    CHECK(twice.root().callable().is_global("m", "f"));
    CHECK(twice.root().args()[0].steps().empty());
}

TEST_CASE("save_value: what was made for its own sake and dropped is made and dropped again") {
    const brine::Document read = brine::loads("cm\nf\n)R0K\1.");
    REQUIRE(read.dropped() == 1);
    for (const brine::memo memo : {brine::memo::standard, brine::memo::python}) {
        const brine::Document written = brine::loads(brine::dumps(read, {.memo = memo}));
        CHECK(written.root() == 1);
        CHECK(written.dropped() == 1);
    }
}

TEST_CASE("save_value: a key is shared with names, whether or not it is an object of two places") {
    const auto dumped = [](const std::string& pickle) {
        return brine::dumps(brine::loads(pickle), {.protocol = 4});
    };
    // {ring.f: {"ring": 0}, "ring": 0}, where the keys are two objects; read again, they are one
    const std::string two = dumped("}(cring\nf\n}X\4\0\0\0ringK\0sX\4\0\0\0ringK\0u."s);
    CHECK(dumped(two) == two);

    const auto first_key = [](const brine::Value& dict) { return (*dict.items().begin()).key; };
    // [s := "ring", {s: 0, "f": 0}, ring.f]
    const std::string text_first = dumped("](X\4\0\0\0ringq\0}(h\0K\0X\1\0\0\0fK\0ucring\nf\ne."s);
    const brine::Document a = brine::loads(text_first);
    CHECK(a.root()[0].is(first_key(a.root()[1])));
    CHECK(dumped(text_first) == text_first);
    // [{s := "ring": 0}, s, ring.f]
    const std::string key_first = dumped("](}X\4\0\0\0ringq\0K\0sh\0cring\nf\ne."s);
    const brine::Document b = brine::loads(key_first);
    CHECK(b.root()[1].is(first_key(b.root()[0])));
    CHECK(dumped(key_first) == key_first);
    CHECK(key_first.find("ring") == key_first.rfind("ring"));
}

TEST_CASE(
    "save_value: a tuple that is found in itself by way of other tuples and a list comes to an "
    "end") {
    // items = []; t = ((items, 1), 2); items.append(t)
    const brine::Document read = brine::loads("]q\0h\0K\1\x86K\2\x86q\1h\0h\1a0."s);
    for (int protocol = 2; protocol <= 5; ++protocol) {
        for (const brine::memo memo :
             {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
            const std::string pickle = brine::dumps(read, {.protocol = protocol, .memo = memo});
            const brine::Document written = brine::loads(pickle);
            const brine::Value root = written.root();
            CHECK(root[0][0][0].is(root));
            CHECK(pickle.size() < 60);
        }
    }
}

TEST_CASE("save_value: tuples that are shared, but not found in themselves, mark nothing else") {
    // t = ((1, 2), 3); [t, t]
    CHECK(again("](K\1K\2\x86K\3\x86q\0h\0e."s, brine::memo::standard) ==
          "\x80\2](K\1K\2\x86K\3\x86q\0h\0e."s);
}

TEST_CASE("save_value: a persistent id in two places is written once, but by CPython's rules") {
    // Four ids, each a tuple of the one before three times
    const std::string pickle = "Va\nQ22\x87Q22\x87Q22\x87Q22\x87."s;
    CHECK(again(pickle, brine::memo::standard) ==
          "\x80\2X\1\0\0\0aq\0Qq\1h\1h\1\x87Qq\2h\2h\2\x87Qq\3h\3h\3\x87Qq\4h\4h\4\x87."s);
    CHECK(again("Va\nQ2\x86."s, brine::memo::python) == "\x80\2X\1\0\0\0aq\0Qh\0Q\x86q\1."s);
}

TEST_CASE("save_value: the tuple of an OBJ's arguments is written only where it stands elsewhere") {
    brine::Document document;
    const brine::Value args = document.tuple({document.list()});
    const brine::Value cls = document.global("m", "C");
    const auto dumped = [&](brine::Made made) {
        document.set_root(document.tuple({document.object(made, cls, args), args}));
        return brine::dumps(document, {.protocol = 2});
    };
    CHECK(dumped(brine::Made::obj) == "\x80\2(cm\nC\nq\0]q\1oh\1\x85\x86."s);
    CHECK(dumped(brine::Made::reduce) == "\x80\2cm\nC\nq\0]\x85q\1Rh\1\x86."s);
    // In its state it counts.
    const brine::Value object = document.object(brine::Made::obj, cls, args);
    object.set_state(args);
    document.set_root(document.tuple({object, args}));
    CHECK(brine::dumps(document, {.protocol = 2}) == "\x80\2(cm\nC\nq\0]q\1oh\1\x85q\2bh\2\x86."s);
}

namespace {

/// In each pair of `pairs` an object that the two share.
void check_one(const std::string& pickle, std::string_view what) {
    INFO(what);
    const brine::Document pairs = brine::loads(pickle);
    CHECK(pairs.root()[0].is(pairs.root()[1]));
}

}  // namespace

TEST_CASE("save_value: what two Values of one pickle refer to is one object") {
    std::string memory = "abc";
    const brine::buffer buffers[] = {brine::buffer(std::span(memory))};
    brine::LoadOptions reading;
    reading.buffers = buffers;
    const std::string objects[] = {
        "]",    "]\x85", "}", "\x8f", "(]tcm\nC\n]\x85R0", "cm\nC\n)R", "cm\nC\n]\x85\x81",
        "K\1Q", "\x97"};
    for (const brine::memo memo :
         {brine::memo::standard, brine::memo::strings, brine::memo::python}) {
        for (const std::string& made : objects) {
            if (memo == brine::memo::python && made.back() == 'Q') {
                continue;  // CPython writes a persistent id each time
            }
            const brine::Document document = brine::loads("\x80\5" + made + ".", reading);
            const brine::Value value = document.root();
            for (int protocol = 2; protocol <= 5; ++protocol) {
                const brine::DumpOptions options{.protocol = protocol, .memo = memo};
                check_one(brine::dumps(std::vector{value, value}, options), made);
                check_one(brine::dumps(std::pair(value, value), options), made);
                check_one(brine::dumps(std::array{value, value}, options), made);
            }
        }
    }
}

TEST_CASE("save_value: a part of one Value is the object that another refers to") {
    const brine::Document document = brine::loads(
        "\x80\4](]\x96\1\0\0\0\0\0\0\0x]\x85"
        "e."s);
    const brine::Value root = document.root();
    const std::vector<brine::Value> values{root[1], root, root[2], root[2][0], root[0]};
    for (const brine::memo memo :
         {brine::memo::standard, brine::memo::strings, brine::memo::python}) {
        const brine::Document again = brine::loads(brine::dumps(values, {.memo = memo}));
        const brine::Value all = again.root();
        CHECK(all[0].is(all[1][1]));
        CHECK(all[2].is(all[1][2]));
        CHECK(all[3].is(all[1][2][0]));
        CHECK(all[4].is(all[1][0]));
    }
    // One Value alone takes no slot for what it holds once.
    CHECK(brine::dumps(root[2], {.protocol = 2}) == "\x80\2]\x85."s);
    CHECK(brine::dumps(root[1], {.protocol = 5}).find('\x94') == std::string::npos);
}

TEST_CASE("save_value: what an earlier pickle held does not count in the next") {
    const brine::Document document = brine::loads("](Vabc\nVdef\ne.");
    std::string bytes;
    brine::Pickler pickler(bytes, {.protocol = 2});
    pickler.dump(document);
    pickler.dump(document);
    const std::string once = brine::dumps(document, {.protocol = 2});
    CHECK(bytes == once + once);
}

TEST_CASE("save_value: '' as a key and b'' are two objects") {
    const brine::Document read = brine::loads("\x80\3}(X\0\0\0\0C\0K\1}X\0\0\0\0C\0su."s);
    for (int protocol = 2; protocol <= 5; ++protocol) {
        CHECK(brine::loads(brine::dumps(read, {.protocol = protocol})) == read);
    }
}

TEST_CASE("save_value: one buffer in two places stays one") {
    std::string memory = "abc";
    const brine::buffer buffers[] = {brine::buffer(std::span(memory))};
    brine::LoadOptions reading;
    reading.buffers = buffers;
    const brine::Document document = brine::loads("\x80\x05\x97\x94h\0\x86."s, reading);

    const auto bytearray = "\x96\3\0\0\0\0\0\0\0abc\x94h\0\x86\x94."s;
    CHECK(brine::dumps(document, {.protocol = 5, .memo = brine::memo::python}) ==
          "\x80\x05\x95\x12\0\0\0\0\0\0\0"s + bytearray);
    const auto [bytes, left_out] = brine::dumps_with_buffers(document, {.protocol = 5});
    CHECK(bytes == "\x80\x05\x95\6\0\0\0\0\0\0\0\x97\x94h\0\x86."s);
    CHECK(left_out.size() == 1);
}

TEST_CASE("save_value: data that is made by a call shares its module's name with globals") {
    // pickle.dumps([bytearray(b"object"), range], 4) of Python 3.11
    const std::string pickle =
        "\x80\x04\x95\x37\0\0\0\0\0\0\0]\x94(\x8c\x08"
        "builtins\x94\x8c\x09"
        "bytearray\x94\x93\x94"
        "C\6object\x94\x85\x94R\x94h\1\x8c\5range\x94\x93\x94"
        "e."s;
    const brine::DumpOptions options{.protocol = 4, .memo = brine::memo::python};
    CHECK(brine::dumps(brine::loads(pickle), options) == pickle);
    // The same at protocol 0, where each name is equal to all others: from then on nothing changes.
    const std::string text =
        "(lp0\nc__builtin__\nbytearray\np1\n(c_codecs\nencode\np2\n(Vobject\np3\nVlatin1\np4\ntp5\n"
        "Rp6\ntp7\nRp8\nac__builtin__\nxrange\np9\na.";
    CHECK(brine::dumps(brine::loads(text), options) == pickle);
}

TEST_CASE("save_value: a global's name of one character is the str of that character") {
    // A single character up to U+00FF is one object in CPython, whoever refers to it.
    const std::string pickle =
        "\x80\x04\x95\x12\0\0\0\0\0\0\0]\x94(\x8c\2\xc3\xa9\x94\x8c\1m\x94h\1\x93\x94"
        "e."s;
    const brine::DumpOptions options{.protocol = 4, .memo = brine::memo::python};
    const std::string text = "(lp0\nV\\u00e9\np1\nacm\n\xc3\xa9\np2\na.";
    CHECK(brine::dumps(brine::loads(text), options) == pickle);
    CHECK(brine::dumps(brine::loads(pickle), options) == pickle);
}
