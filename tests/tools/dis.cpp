#include <brine/tools/dis.hpp>

#include <sstream>
#include <string>
#include <string_view>

#include "catch.hpp"

using namespace std::string_literals;

namespace {

// The text up to the error, and the error.
struct Broken {
    std::string text;
    std::string reason;
    brine::Errc code{};
};

Broken broken(std::string_view pickle) {
    Broken result;
    brine::MemoryInput input(pickle);
    try {
        brine::dis_into(result.text, input);
        FAIL("it was disassembled");
    } catch (const brine::UnpicklingError& error) {
        result.reason = error.reason();
        result.code = error.code();
    }
    return result;
}

std::string argument(std::string_view pickle) {
    const std::string text = brine::dis(pickle);
    const std::string line = text.substr(0, text.find('\n'));
    return line.substr(line.rfind("  ") == std::string::npos ? 0 : line.find_last_of(' ') + 1);
}

}  // namespace

TEST_CASE("dis: the columns are those of pickletools") {
    CHECK(
        brine::dis("\x80\x04\x95\x16\0\0\0\0\0\0\0]\x94(K\1\x8c\2ab\x94h\1G?\xf8\0\0\0\0\0\0e."s) ==
        "    0: \\x80 PROTO      4\n"
        "    2: \\x95 FRAME      22\n"
        "   11: ]    EMPTY_LIST\n"
        "   12: \\x94 MEMOIZE    (as 0)\n"
        "   13: (    MARK\n"
        "   14: K        BININT1    1\n"
        "   16: \\x8c     SHORT_BINUNICODE 'ab'\n"
        "   20: \\x94     MEMOIZE    (as 1)\n"
        "   21: h        BINGET     1\n"
        "   23: G        BINFLOAT   1.5\n"
        "   32: e        APPENDS    (MARK at 13)\n"
        "   33: .    STOP\n"
        "highest protocol among opcodes = 4\n");
}

TEST_CASE("dis: text opcodes of protocol 0") {
    CHECK(brine::dis("(lp0\nI01\naL5L\naS'a\\xff'\naVb\\u20ac\naF1e16\na.") ==
          "    0: (    MARK\n"
          "    1: l        LIST       (MARK at 0)\n"
          "    2: p    PUT        0\n"
          "    5: I    INT        True\n"
          "    9: a    APPEND\n"
          "   10: L    LONG       5\n"
          "   14: a    APPEND\n"
          "   15: S    STRING     'a\xc3\xbf'\n"
          "   24: a    APPEND\n"
          "   25: V    UNICODE    'b\xe2\x82\xac'\n"
          "   34: a    APPEND\n"
          "   35: F    FLOAT      1e+16\n"
          "   41: a    APPEND\n"
          "   42: .    STOP\n"
          "highest protocol among opcodes = 0\n");
}

TEST_CASE("dis: arguments are Python's repr") {
    CHECK(argument("\x8c\3'\"\n."s) == R"('\'"\n')");
    CHECK(argument("\x8c\2a'.") == R"("a'")");
    CHECK(argument("\x8c\3\xed\xb2\x80.") == R"('\udc80')");
    CHECK(argument("\x8c\5\x7f\xe2\x80\x8b\\.") == R"('\x7f\u200b\\')");
    CHECK(argument("C\3\xff\t'.") == R"(b"\xff\t'")");
    CHECK(argument("\x96\2\0\0\0\0\0\0\0ab."s) == "bytearray(b'ab')");
    CHECK(argument("\x96\1\0\0\0\0\0\0\0'."s) == R"(bytearray(b"\'"))");
    CHECK(argument("cos\nsystem\n.").ends_with("system'"));
    CHECK(argument("G\0\0\0\0\0\0\0\0."s) == "0.0");
    CHECK(argument("G\xff\xf8\0\0\0\0\0\0."s) == "nan");
    CHECK(argument("G\xff\xf0\0\0\0\0\0\0."s) == "-inf");
    CHECK(argument("F0.0001\n.") == "0.0001");
    CHECK(argument("F0.00001\n.") == "1e-05");
    CHECK(argument("F1234567890123456\n.") == "1234567890123456.0");
    CHECK(argument("\x8a\x9\1\2\3\4\5\6\7\x8\x9.") == "166599134359138271745");
    CHECK(argument("L-99999999999999999999L\n.") == "-99999999999999999999");
}

TEST_CASE("dis: stack and memo are checked as in pickletools") {
    const auto reason = [](std::string_view pickle) { return broken(pickle).reason; };
    CHECK(reason(".") == "tries to pop 1 items from stack with only 0 items");
    CHECK(reason("NN.") == "stack not empty after STOP");
    CHECK(reason("((.") == "stack not empty after STOP");
    CHECK(reason("Nt.") == "no MARK exists on stack");
    CHECK(reason("h\1.") == "memo key 1 has never been stored into");
    CHECK(reason("Nq\1q\1.") == "memo key 1 already defined");
    CHECK(reason("q\1.") == "stack is empty -- can't store into memo");
    CHECK(reason("(q\1.") == "can't store markobject in the memo");
    CHECK(reason("N\x94\x94h\2.") == "memo key 2 has never been stored into");
    CHECK(broken("h\1.").code == brine::Errc::invalid_memo);
    CHECK(broken("NK").code == brine::Errc::truncated);
}

TEST_CASE("dis: what was read before a mistake is shown") {
    CHECK(broken("Nt.").text ==
          "    0: N    NONE\n    1: t    TUPLE      no MARK exists on stack\n");
    CHECK(broken("N\xff").text == "    0: N    NONE\n");
}

TEST_CASE("dis: POP takes a mark off") {
    CHECK(brine::dis("N(0.") ==
          "    0: N    NONE\n    1: (    MARK\n    2: 0        POP        (MARK at 1)\n"
          "    3: .    STOP\nhighest protocol among opcodes = 0\n");
}

TEST_CASE("dis: nesting a hundred thousand deep stays in proportion") {
    const std::size_t depth = 100000;
    const std::string text = brine::dis(std::string(depth, '(') + std::string(depth, 't') + ".");
    CHECK(text.size() < depth * 1000);
}

TEST_CASE("dis: pickles are taken off a stream one by one") {
    std::istringstream stream("N.K\1.");
    brine::StreamInput<std::istream> input(stream);
    std::string text;
    brine::dis_into(text, input);
    brine::dis_into(text, input);
    CHECK(text == brine::dis("N.") + brine::dis("K\1."));
}
