#include <brine/engine/core.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

using brine::Errc;

namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

struct ByteArray {
    std::vector<std::byte> bytes;
};

struct BigInt {
    std::string bytes;
};

}  // namespace

template <>
struct brine::codec<ByteArray> {
    static void save(auto& pickler, const ByteArray& object) {
        pickler.save_bytearray(object.bytes);
    }
};
template <>
struct brine::codec<BigInt> {
    static void save(auto& pickler, const BigInt& object) {
        pickler.save_big_int(std::as_bytes(std::span(object.bytes)));
    }
};

// pickle.dumps(s, protocol)
TEST_CASE("core: a str, short or long, by protocol") {
    CHECK(as_python(std::string("ab"), 2) == "80 02 58 02 00 00 00 61 62 71 00 2e");
    CHECK(as_python(std::string("ab"), 4) == "80 04 95 06 00 00 00 00 00 00 00 8c 02 61 62 94 2e");
    CHECK(as_standard(std::string("ab"), 4) == "80 04 95 05 00 00 00 00 00 00 00 8c 02 61 62 2e");
    CHECK(as_standard(std::string(255, 'x'), 4).substr(33, 5) == "8c ff");
    CHECK(as_standard(std::string(256, 'x'), 4).substr(33, 14) == "58 00 01 00 00");
    CHECK(as_python(std::string("\xc3\xa9"), 3) == "80 03 58 02 00 00 00 c3 a9 71 00 2e");
    const std::string nul("a\0b", 3);
    CHECK(as_python(nul, 2) == "80 02 58 03 00 00 00 61 00 62 71 00 2e");
}

// pickle.dumps(['a', 'a', '', '', 'é', 'é', 'ab', 'ab'[:1] + 'b'], 2)
TEST_CASE(
    "core: '' and single latin-1 characters are one object each, other equal strings are not") {
    const std::vector<std::string> texts{"a", "a", "", "", "\xc3\xa9", "\xc3\xa9", "ab", "ab"};
    CHECK(
        as_python(texts, 2) ==
        "80 02 5d 71 00 28 58 01 00 00 00 61 71 01 68 01 58 00 00 00 00 71 02 68 02 58 02 00 00 00 "
        "c3 a9 71 03 68 03 58 02 00 00 00 61 62 71 04 58 02 00 00 00 61 62 71 05 65 2e");
    // U+0100 has no such object.
    const std::vector<std::string> wider{"\xc4\x80", "\xc4\x80"};
    CHECK(as_python(wider, 2) ==
          "80 02 5d 71 00 28 58 02 00 00 00 c4 80 71 01 58 02 00 00 00 c4 80 71 02 65 2e");
}

TEST_CASE("core: text that is not UTF-8 is an error, or what the option says") {
    const std::string bad = "ab\xff";
    const auto error = error_of(bad);
    CHECK(error.code() == Errc::invalid_text);
    CHECK(
        std::string(error.what()).starts_with("cannot pickle: text is not valid UTF-8 at byte 2;"));
    // pickle.dumps(b'ab\xff'.decode('utf-8', 'surrogateescape'), 2)
    CHECK(hex(brine::dumps(bad, {.protocol = 2, .text = brine::text::surrogateescape})) ==
          "80 02 58 05 00 00 00 61 62 ed b3 bf 2e");
    const std::string lone = "\xed\xb3\xbf";
    CHECK(error_of(lone).code() == Errc::invalid_text);
    CHECK(hex(brine::dumps(lone, {.protocol = 2, .text = brine::text::surrogatepass})) ==
          "80 02 58 03 00 00 00 ed b3 bf 2e");
    // The three bytes of a surrogate are no UTF-8 either.
    CHECK(hex(brine::dumps(lone, {.protocol = 2, .text = brine::text::surrogateescape})) ==
          "80 02 58 09 00 00 00 ed b3 ad ed b2 b3 ed b2 bf 2e");
    CHECK(error_of(bad, {.text = brine::text::surrogatepass}).code() == Errc::invalid_text);
    for (const char* text :
         {"\xc0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "abcdefghij\xc3"}) {
        CHECK(error_of(std::string(text)).code() == Errc::invalid_text);
        CHECK(error_of(std::vector<std::string>(2, text)).code() == Errc::invalid_text);
    }
}

// pickle.dumps(b'ab', protocol) and so on
TEST_CASE("core: bytes, by protocol") {
    CHECK(
        as_python(bytes_of("ab"), 2) ==
        "80 02 63 5f 63 6f 64 65 63 73 0a 65 6e 63 6f 64 65 0a 71 00 58 02 00 00 00 61 62 71 01 58 "
        "06 00 00 00 6c 61 74 69 6e 31 71 02 86 71 03 52 71 04 2e");
    CHECK(
        as_python(bytes_of("a"), 2) ==
        "80 02 63 5f 63 6f 64 65 63 73 0a 65 6e 63 6f 64 65 0a 71 00 58 01 00 00 00 61 71 01 58 06 "
        "00 00 00 6c 61 74 69 6e 31 71 02 86 71 03 52 71 04 2e");
    CHECK(as_python(bytes_of(""), 2) ==
          "80 02 63 5f 5f 62 75 69 6c 74 69 6e 5f 5f 0a 62 79 74 65 73 0a 71 00 29 52 71 01 2e");
    CHECK(as_python(bytes_of("ab"), 3) == "80 03 43 02 61 62 71 00 2e");
    CHECK(as_python(bytes_of(""), 4) == "80 04 95 04 00 00 00 00 00 00 00 43 00 94 2e");
    CHECK(as_python(bytes_of("\xff\x80"), 3) == "80 03 43 02 ff 80 71 00 2e");
    CHECK(as_standard(bytes_of(std::string(256, 'x')), 3).substr(6, 14) == "42 00 01 00 00");
}

TEST_CASE("core: b'' and single bytes are one object each") {
    CHECK(
        as_python(std::vector{bytes_of(""), bytes_of("")}, 2) ==
        "80 02 5d 71 00 28 63 5f 5f 62 75 69 6c 74 69 6e 5f 5f 0a 62 79 74 65 73 0a 71 01 29 52 71 "
        "02 68 02 65 2e");
    CHECK(as_python(std::vector{bytes_of(""), bytes_of("")}, 3) ==
          "80 03 5d 71 00 28 43 00 71 01 68 01 65 2e");
    CHECK(as_python(std::vector{bytes_of("a"), bytes_of("a")}, 3) ==
          "80 03 5d 71 00 28 43 01 61 71 01 68 01 65 2e");
}

TEST_CASE("core: a bytearray, by protocol") {
    const ByteArray empty;
    const ByteArray one{bytes_of("a")};
    CHECK(as_python(empty, 3) ==
          "80 03 63 62 75 69 6c 74 69 6e 73 0a 62 79 74 65 61 72 72 61 79 0a 71 00 29 52 71 01 2e");
    CHECK(
        as_python(one, 2) ==
        "80 02 63 5f 5f 62 75 69 6c 74 69 6e 5f 5f 0a 62 79 74 65 61 72 72 61 79 0a 71 00 63 5f 63 "
        "6f 64 65 63 73 0a 65 6e 63 6f 64 65 0a 71 01 58 01 00 00 00 61 71 02 58 06 00 00 00 6c 61 "
        "74 69 6e 31 71 03 86 71 04 52 71 05 85 71 06 52 71 07 2e");
    CHECK(
        as_python(one, 4) ==
        "80 04 95 22 00 00 00 00 00 00 00 8c 08 62 75 69 6c 74 69 6e 73 94 8c 09 62 79 74 65 61 72 "
        "72 61 79 94 93 94 43 01 61 94 85 94 52 94 2e");
    CHECK(as_python(one, 5) ==
          "80 05 95 0c 00 00 00 00 00 00 00 96 01 00 00 00 00 00 00 00 61 94 2e");
}

// pickle.dumps([b'a', bytearray(b'a')], 3): the bytes inside the second are another object
TEST_CASE("core: the bytes that make a bytearray are not the object that b'a' always is") {
    const std::tuple both(bytes_of("a"), ByteArray{bytes_of("a")});
    CHECK(
        as_python(both, 3) ==
        "80 03 43 01 61 71 00 63 62 75 69 6c 74 69 6e 73 0a 62 79 74 65 61 72 72 61 79 0a 71 01 43 "
        "01 61 71 02 85 71 03 52 71 04 86 71 05 2e");
}

// pickle.dumps([b'a', pickle.PickleBuffer(b'a')], 5)
TEST_CASE("core: a buffer in band is an object of its own") {
    const std::string memory = "a";
    const brine::buffer view{std::span(memory)};
    CHECK(as_python(std::tuple(bytes_of("a"), view), 5) ==
          "80 05 95 0b 00 00 00 00 00 00 00 43 01 61 94 43 01 61 94 86 94 2e");
    CHECK(as_python(std::tuple(view, bytes_of("a")), 5) ==
          "80 05 95 0b 00 00 00 00 00 00 00 43 01 61 94 43 01 61 94 86 94 2e");
}

TEST_CASE("core: big ints, from bytes that need not be minimal") {
    CHECK(as_standard(BigInt{""}, 2) == "80 02 4b 00 2e");
    CHECK(as_standard(BigInt{std::string("\5\0\0\0\0\0\0\0\0\0\0", 11)}, 2) == "80 02 4b 05 2e");
    CHECK(as_standard(BigInt{std::string(20, '\xff')}, 2) == "80 02 4a ff ff ff ff 2e");
    CHECK(as_standard(BigInt{std::string(8, '\0') + '\x80' + '\0'}, 2) ==
          "80 02 8a 0a 00 00 00 00 00 00 00 00 80 00 2e");
    // pickle.dumps(2**64, 2)
    CHECK(as_standard(BigInt{std::string(8, '\0') + '\1' + '\0'}, 2) ==
          "80 02 8a 09 00 00 00 00 00 00 00 00 01 2e");
}

TEST_CASE("core: a global, by protocol") {
    const auto f = brine::global("m", "f");
    CHECK(as_python(f, 3) == "80 03 63 6d 0a 66 0a 71 00 2e");
    CHECK(as_python(f, 4) == "80 04 95 0b 00 00 00 00 00 00 00 8c 01 6d 94 8c 01 66 94 93 94 2e");
    const std::vector twice{f, f, brine::global("m", "setter")};
    CHECK(as_python(twice, 2) ==
          "80 02 5d 71 00 28 63 6d 0a 66 0a 71 01 68 01 63 6d 0a 73 65 74 74 65 72 0a 71 02 65 2e");
    CHECK(
        as_python(twice, 4) ==
        "80 04 95 1e 00 00 00 00 00 00 00 5d 94 28 8c 01 6d 94 8c 01 66 94 93 94 68 03 68 01 8c 06 "
        "73 65 74 74 65 72 94 93 94 65 2e");
}

// class C: class D: class E
TEST_CASE("core: a nested class is reached by getattr below protocol 4") {
    CHECK(
        as_python(brine::global("m", "C.D.E"), 2) ==
        "80 02 63 5f 5f 62 75 69 6c 74 69 6e 5f 5f 0a 67 65 74 61 74 74 72 0a 71 00 68 00 63 6d 0a "
        "43 0a 71 01 58 01 00 00 00 44 71 02 86 71 03 52 71 04 58 01 00 00 00 45 71 05 86 71 06 52 "
        "71 07 2e");
    CHECK(as_python(brine::global("m", "C.D"), 4) ==
          "80 04 95 0d 00 00 00 00 00 00 00 8c 01 6d 94 8c 03 43 2e 44 94 93 94 2e");
}

TEST_CASE("core: at protocol 2 globals have their names of Python 2, unless that is turned off") {
    CHECK(brine::dumps(brine::global("builtins", "range"), {.protocol = 2}) ==
          std::string("\x80\2c__builtin__\nxrange\nq\0.", 25));
    CHECK(brine::dumps(brine::global("builtins", "range"), {.protocol = 2, .fix_imports = false}) ==
          std::string("\x80\2cbuiltins\nrange\nq\0.", 21));
    CHECK(brine::dumps(brine::global("builtins", "range"), {.protocol = 3}) ==
          std::string("\x80\3cbuiltins\nrange\nq\0.", 21));
    CHECK(brine::dumps(brine::global("builtins", "FileNotFoundError"), {.protocol = 2}) ==
          std::string("\x80\2c"
                      "exceptions\nOSError\nq\0.",
                      25));
}

TEST_CASE("core: names that a protocol can't hold are errors") {
    const auto code = [](std::string_view module, std::string_view name, int protocol) {
        return error_of(brine::global(module, name), {.protocol = protocol}).code();
    };
    CHECK(code("", "f", 5) == Errc::unpicklable);
    CHECK(code("m", "", 2) == Errc::unpicklable);
    CHECK(code("m\n", "f", 3) == Errc::unpicklable);
    CHECK(code("m", "f\nos", 2) == Errc::unpicklable);
    CHECK(code("m", "\xc3\xa9", 2) == Errc::unpicklable);
    CHECK(code("m", "\xff", 4) == Errc::invalid_text);
    CHECK_NOTHROW(brine::dumps(brine::global("m", "\xc3\xa9"), {.protocol = 3}));
    CHECK_NOTHROW(brine::dumps(brine::global("m", "f\nos"), {.protocol = 4}));
}

TEST_CASE("core: extension codes take the place of globals and no slot") {
    brine::Registry registry;
    registry.add_extension("m", "f", 1);
    registry.add_extension("m", "setter", 256);
    registry.add_extension("m", "C", 65536);
    const std::vector names{brine::global("m", "f"), brine::global("m", "setter"),
                            brine::global("m", "C"), brine::global("m", "f")};
    for (const auto& [protocol, bytes] :
         {std::pair{2, "80 02 5d 71 00 28 82 01 83 00 01 84 00 00 01 00 82 01 65 2e"},
          std::pair{4,
                    "80 04 95 11 00 00 00 00 00 00 00 5d 94 28 82 01 83 00 01 84 00 00 01 00 82 "
                    "01 65 2e"}}) {
        CHECK(hex(brine::dumps(names, {.protocol = protocol,
                                       .memo = brine::memo::python,
                                       .registry = &registry})) == bytes);
    }
}

TEST_CASE("core: what() is one line whatever is in the names") {
    const std::map<std::string, std::string> keys{{"a\nb'\\\x1b\xff", "\xff"}};
    const auto error = error_of(keys, {.protocol = 4, .text = brine::text::strict});
    CHECK(std::string(error.what()).find('\n') == std::string::npos);
    const std::map<std::string, std::string> value{{"a\nb'\\\x1b", "\xff"}};
    CHECK(error_of(value).path() == R"(['a\x0ab\'\\\x1b'])");
    const std::map<std::string, std::string> longer{{std::string(1000, 'x'), "\xff"}};
    CHECK(error_of(longer).path().size() < 120);
}

TEST_CASE("core: lists may be as deep as max_depth, and no deeper") {
    const std::vector<std::vector<std::vector<std::vector<std::string>>>> deep{{{{"x"}}}};
    for (const auto policy : {brine::memo::standard, brine::memo::python}) {
        CHECK_NOTHROW(brine::dumps(deep, {.memo = policy, .max_depth = 4}));
        CHECK(error_of(deep, {.memo = policy, .max_depth = 3}).code() == Errc::too_deep);
    }
}

TEST_CASE("core: the path of an error") {
    const std::string bad = "\xff";
    using Strings = std::vector<std::string>;
    CHECK(error_of(bad).path().empty());
    CHECK(error_of(Strings{"a", bad}).path() == "[1]");
    CHECK(error_of(std::vector<Strings>{{}, {"a", "b", bad}}).path() == "[1][2]");
    CHECK(error_of(std::tuple(1, std::pair(2, bad))).path() == "[1][1]");
    CHECK(error_of(std::map<std::string, Strings>{{"k", {bad}}}).path() == "['k'][0]");
    CHECK(error_of(std::map<int, std::string>{{-3, bad}}).path() == "[-3]");
    CHECK(error_of(std::map<std::string, int>{{bad, 1}}).path() == "(key)");
    CHECK(error_of(std::map<std::pair<int, std::string>, int>{{{1, bad}, 1}}).path() == "(key)[1]");
    for (const int protocol : {2, 4}) {
        const brine::DumpOptions options{.protocol = protocol};
        CHECK(error_of(std::set<std::string>{"a", bad}, options).path() == "(element '\\xff')");
        CHECK(error_of(std::vector{std::set<std::string>{bad}}, options).path() ==
              "[0] (element '\\xff')");
        using Pair = std::pair<int, std::string>;
        const auto path =
            std::string(error_of(std::vector{std::set<Pair>{{1, bad}}}, options).path());
        CHECK(path.starts_with("[0] (element of std::pair<int, "));
        CHECK(path.ends_with(")[1]"));
        const auto frozen =
            error_of(brine::as_frozenset(std::vector<std::string>{"", bad}), options);
        CHECK(frozen.path() == "(element '\\xff')");
    }
    for (const int protocol : {2, 4}) {
        for (const auto policy :
             {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
            const brine::DumpOptions options{.protocol = protocol, .memo = policy};
            std::vector<Strings> deep(1500, Strings{"a"});
            deep[1400] = {"a", "b", bad};
            CHECK(error_of(deep, options).path() == "[1400][2]");
            std::map<std::string, std::string> large;
            for (int i = 0; i < 1200; ++i) {
                large[std::to_string(i)] = i == 1100 ? bad : "";
            }
            CHECK(error_of(large, options).path() == "['1100']");
            const std::map<std::string, int> key{{"aa", 1}, {bad, 1}};
            CHECK(error_of(key, options).path() == "(key)");
            std::map<std::string, int> keys;
            for (int i = 0; i < 100; ++i) {
                keys[std::to_string(i)] = 1;
            }
            keys[bad] = 1;
            CHECK(error_of(keys, options).path() == "(key)");
        }
    }
}
