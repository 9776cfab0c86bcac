#include <brine/engine/save_value.hpp>

#include <cstddef>
#include <span>
#include <string>

#include <brine/dumps.hpp>
#include <brine/loads.hpp>

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
    const std::string shorter =
        "\x80\x02](cexceptions\nValueError\nq\0X\2\0\0\0abq\1\x85q\2Rh\2e."s;
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
