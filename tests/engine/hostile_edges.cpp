// What a hostile pickle might slip through: names that look alike, codecs, marks that are missing,
// protocols that are none, a source that is not memory, a large pickle before a small one.
#include <brine/engine/unpickler.hpp>

#include <algorithm>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <sstream>
#include <string>
#include <typeindex>
#include <utility>
#include <vector>

#include <unistd.h>

#include <brine/brine.hpp>
#include <brine/model/compat_names.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"
#include "pickle_parts.hpp"

namespace {

using brine::AllowList;
using brine::Document;
using brine::Errc;
using std::string_literals::operator""s;

std::string text(const std::string& utf8) {
    return "\x8c" + std::string(1, static_cast<char>(utf8.size())) + utf8;
}

struct Refusal {
    Errc code{};
    std::uint64_t offset = 0;
    int opcode = 0;

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

template <class Load>
std::optional<Refusal> refusal(Load load) {
    try {
        static_cast<void>(load());
    } catch (const brine::UnpicklingError& error) {
        return Refusal{error.code(), error.offset(), error.opcode()};
    }
    return std::nullopt;
}

template <class... Hooks>
brine::Kind kind_of(const std::string& pickle, const Hooks&... hooks) {
    const Document document = brine::loads(pickle, {}, hooks...);
    return document.root().kind();
}

template <class... Hooks>
bool is_global(const std::string& pickle, const std::string& module, const std::string& name,
               const Hooks&... hooks) {
    const Document document = brine::loads(pickle, {}, hooks...);
    return document.root().is_global(module, name);
}

struct Point {
    int x = 0;
};
struct Other {
    int y = 0;
};

}  // namespace

template <>
struct brine::codec<Point> : brine::dataclass<"m", "Point", &Point::x> {};
template <>
struct brine::codec<Other> : brine::dataclass<"m", "Other", &Other::y> {};

namespace {

TEST_CASE("hostile: the allow-list's error is at the opcode that names the global") {
    const AllowList list{{"m", "C"}};
    const struct {
        std::string pickle;
        std::uint64_t offset;
        char opcode;
    } cases[] = {
        {"cm\nD\n.", 0, 'c'},
        {"Ncm\nC\ncm\nD\n00.", 6, 'c'},
        {"(im\nD\n.", 1, 'i'},
        {"\x80\4" + text("m") + text("D") + "\x93.", 8, '\x93'},
        {"\x80\4" + text("m") + text("D") + "\x94\x93" + "0N.", 9, '\x93'},
        {"\x80\4\x95\x0a\0\0\0\0\0\0\0"s + text("m") + text("D") +
             "\x93"
             "0N.",
         17, '\x93'},
        {"Ncos\nsystem\n(S'x'\ntR.", 1, 'c'},
        {"N(cos\nsystem\no.", 2, 'c'},
    };
    for (const auto& c : cases) {
        CAPTURE(c.pickle);
        const Refusal expected{Errc::forbidden_global, c.offset,
                               static_cast<unsigned char>(c.opcode)};
        CHECK(refusal([&] { return brine::loads(c.pickle, {}, list); }) == expected);
        std::istringstream stream(c.pickle);
        CHECK(refusal([&] { return brine::load(stream, {}, list); }) == expected);
        CHECK(refusal([&] { return brine::loads<int>(c.pickle, {}, list); }) == expected);
        std::istringstream typed(c.pickle);
        CHECK(refusal([&] { return brine::load<int>(typed, {}, list); }) == expected);
    }
}

TEST_CASE("hostile: an allow-list holds in loads<T>()") {
    const AllowList list{{"m", "Point"}};
    for (int protocol = 2; protocol <= 5; ++protocol) {
        CAPTURE(protocol);
        const std::string point = brine::dumps(std::vector<Point>(2), {.protocol = protocol});
        const std::string other = brine::dumps(std::vector<Other>(2), {.protocol = protocol});
        using Points = std::vector<Point>;
        using Others = std::vector<Other>;
        CHECK(brine::loads<Points>(point, {}, list).size() == 2);
        CHECK(brine::loads<Others>(other).size() == 2);
        const auto refused = refusal([&] { return brine::loads<Others>(other, {}, list); });
        REQUIRE(refused);
        CHECK(refused->code == Errc::forbidden_global);
        Others into;
        CHECK(refusal([&] {
                  brine::loads_into(other, into, {}, list);
                  return 0;
              }) == refused);
        const auto as_value = brine::try_loads<Others>(other, {}, list);
        REQUIRE_FALSE(as_value);
        CHECK(as_value.error().code() == Errc::forbidden_global);
    }
}

TEST_CASE("hostile: names that Unicode takes for one stay apart") {
    const std::pair<std::string, std::string> alike[] = {
        {"C", "\xef\xbc\xa3"},         // a fullwidth C
        {"K", "\xe2\x84\xaa"},         // the Kelvin sign
        {"i", "\xc4\xb1"},             // without its dot
        {"I", "\xc4\xb0"},             // with a dot
        {"s", "\xc5\xbf"},             // a long s
        {"fi", "\xef\xac\x81"},        // a ligature
        {"ss", "\xc3\x9f"},            // a sharp s
        {"\xc3\xa9", "e\xcc\x81"},     // composed and not
        {"\xc3\x85", "\xe2\x84\xab"},  // a ring, and the Angstrom sign
        {"a", "\xd0\xb0"},             // a Cyrillic a
        {"a", "a\xe2\x80\x8d"},        // a joiner of no width
        {"a",
         "\xef\xbb\xbf"
         "a"},  // a mark of the order of bytes
        {"a", "a "},
    };
    for (const auto& [first, second] : alike) {
        for (const auto& [listed, named] : {std::pair(first, second), std::pair(second, first)}) {
            CAPTURE(listed, named);
            const AllowList names{{"m", listed}};
            const AllowList modules{{listed, "n"}};
            const auto global = [](const std::string& module, const std::string& name) {
                return "c" + module + "\n" + name + "\n.";
            };
            const auto on_stack = [](const std::string& module, const std::string& name) {
                return "\x80\4" + text(module) + text(name) + "\x93.";
            };
            CHECK(is_global(global("m", listed), "m", listed, names));
            CHECK(is_global(on_stack(listed, "n"), listed, "n", modules));
            for (const std::string& pickle : {global("m", named), on_stack("m", named)}) {
                const auto refused = refusal([&] { return brine::loads(pickle, {}, names); });
                REQUIRE(refused);
                CHECK(refused->code == Errc::forbidden_global);
            }
            for (const std::string& pickle : {global(named, "n"), on_stack(named, "n")}) {
                CHECK(refusal([&] { return brine::loads(pickle, {}, modules); }));
            }
            CHECK_FALSE(is_global(global("m", named), "m", listed));

            brine::Registry registry;
            registry.add_type<int>("m", listed).add_type<long>(listed, "n");
            registry.add_extension("m", listed, 7);
            CHECK(registry.find_type_named("m", listed) != nullptr);
            CHECK(registry.find_type_named(listed, "n") != nullptr);
            CHECK(registry.find_type_named("m", named) == nullptr);
            CHECK(registry.find_type_named(named, "n") == nullptr);
            CHECK(registry.extension_code("m", named) == 0);
            using brine::ConvertOptions;
            CHECK(brine::loads<std::type_index>(
                      global("m", listed), {.convert = {.registry = &registry}}) == typeid(int));
            CHECK_THROWS_AS(brine::loads<std::type_index>(global("m", named),
                                                          {.convert = {.registry = &registry}}),
                            brine::ConversionError);
        }
    }
    // Of the names of Python 2.
    using brine::NamePair;
    for (const NamePair name : {NamePair{"\xef\xbc\xbf_builtin__", "xrange"},
                                NamePair{"copy\xef\xbc\xbfreg", "_reconstructor"},
                                NamePair{"\xd1\x81"
                                         "opy_reg",
                                         "x"},
                                NamePair{"co\xef\xbd\x90y_reg", "x"}}) {
        CHECK(brine::to_python3(name.module, name.name) == name);
    }
    CHECK(brine::to_python3("__builtin__",
                            "xran\xef\xbd\x87"
                            "e") == NamePair{"builtins",
                                             "xran\xef\xbd\x87"
                                             "e"});
    CHECK(brine::to_python3("__builtin__",
                            "un\xc4\xb1"
                            "code") == NamePair{"builtins",
                                                "un\xc4\xb1"
                                                "code"});
}

TEST_CASE("hostile: _codecs.encode and bytearray know Latin-1 by two names, and no other codec") {
    const auto encode = [](const std::string& codec) {
        return "\x80\4" + text("_codecs") + text("encode") + "\x93" + text("a") + text(codec) +
               "\x86R.";
    };
    const auto bytearray = [](const std::string& codec) {
        return "\x80\4" + text("builtins") + text("bytearray") + "\x93" + text("a") + text(codec) +
               "\x86R.";
    };
    for (const char* const codec : {"latin1", "latin-1"}) {  // as Python 3 and 2 write them
        CHECK(kind_of(encode(codec)) == brine::Kind::bytes);
        CHECK(kind_of(bytearray(codec)) == brine::Kind::bytearray);
    }
    for (const std::string& codec : {"utf-8"s,
                                     "utf8"s,
                                     "ascii"s,
                                     "hex"s,
                                     "zip"s,
                                     "bz2"s,
                                     "rot13"s,
                                     "rot_13"s,
                                     "base64"s,
                                     "idna"s,
                                     "punycode"s,
                                     "unicode_escape"s,
                                     "raw_unicode_escape"s,
                                     "LATIN1"s,
                                     "Latin-1"s,
                                     "latin_1"s,
                                     "iso-8859-1"s,
                                     "iso8859-1"s,
                                     "8859"s,
                                     "cp819"s,
                                     "L1"s,
                                     ""s,
                                     " latin1"s,
                                     "latin1 "s,
                                     "latin1\0"s,
                                     "\xef\xbd\x8c"
                                     "atin1"s}) {
        CAPTURE(codec);
        for (const std::string& pickle : {encode(codec), bytearray(codec)}) {
            const Document document = brine::loads(pickle);
            REQUIRE(document.root().is_object());
            CHECK(document.root().args()[1] == codec);
            CHECK_THROWS_AS(brine::loads<std::vector<std::uint8_t>>(pickle),
                            brine::ConversionError);
        }
    }
    // Other arguments.
    const std::string head = "\x80\4" + text("_codecs") + text("encode") + "\x93";
    for (const std::string& args :
         {")"s, text("a") + "\x85", text("a") + text("latin1") + text("strict") + "\x87",
          "C\1a" + text("latin1") + "\x86", text("a") + "N\x86", text("a") + "C\6latin1\x86"}) {
        CAPTURE(args);
        CHECK(kind_of(head + args + "R.") == brine::Kind::object);
    }
}

TEST_CASE("hostile: what is called like built-in data, of wrong arguments, stays inert") {
    const struct {
        const char* name;
        std::vector<std::string> args;
    } calls[] = {
        {"complex",
         {")", text("1") + "\x85", text("nan") + "K\1\x86", "NN\x86", "]\x85", "K\1K\2K\3\x87",
          "}K\1\x86", "K\1]\x86"}},
        {"set", {"K\1\x85", "N\x85", text("ab") + "\x85", "}\x85", "]]\x86"}},
        {"frozenset", {"K\1\x85", "N\x85", text("ab") + "\x85", "}\x85", "]]\x86"}},
        {"bytearray",
         {"K\1\x85", "N\x85", "]\x85", text("a") + "\x85", "C\1a" + text("latin1") + "\x86",
          text("a") + text("latin1") + text("strict") + "\x87", "J\0\0\0\x40\x85"s}},
        {"bytes", {"K\1\x85", "]\x85", text("a") + "\x85", text("a") + text("utf-8") + "\x86"}},
    };
    for (const auto& call : calls) {
        for (const std::string& args : call.args) {
            CAPTURE(call.name, args);
            const std::string pickle =
                "\x80\4" + text("builtins") + text(call.name) + "\x93" + args + "R.";
            CHECK(kind_of(pickle) == brine::Kind::object);
            const auto typed = brine::try_loads<std::complex<double>>(pickle);
            CHECK_FALSE(typed);
        }
    }
}

TEST_CASE("hostile: what needs a mark is refused where there is none") {
    std::size_t count = 0;
    for (const brine::OpcodeInfo& info : brine::opcode_table) {
        const auto& before = info.stack_before;
        if (std::find(before.begin(), before.end(), brine::StackObject::mark) == before.end()) {
            continue;
        }
        ++count;
        const char code = static_cast<char>(info.code);
        const std::string argument = info.code == brine::Opcode::inst ? "m\nn\n" : "";
        for (const std::string& operands :
             {""s, "N"s, "NN"s, "NNNN"s, "]NN"s, "}NN"s, "\x8fNN"s, "cm\nn\n"s, "cm\nn\n)R"s,
              "cm\nn\n)RNN"s, "(0NN"s, "(NtNN"s, "(N1]NN"s}) {
            CAPTURE(info.name, operands);
            const Refusal expected{Errc::invalid_stack, operands.size(),
                                   static_cast<unsigned char>(code)};
            CHECK(refusal([&] { return brine::loads(operands + code + argument + "."); }) ==
                  expected);
        }
    }
    CHECK(count == 10);
}

TEST_CASE("hostile: PROTO of 6 to 255 is refused, first or late") {
    for (int protocol = 0; protocol < 256; ++protocol) {
        CAPTURE(protocol);
        const std::string proto{'\x80', static_cast<char>(protocol)};
        const auto expected = [&](std::uint64_t offset) {
            return protocol <= 5 ? std::nullopt
                                 : std::optional(Refusal{Errc::unsupported_protocol, offset, 0x80});
        };
        CHECK(refusal([&] { return brine::loads(proto + "K\1."); }) == expected(0));
        CHECK(refusal([&] { return brine::loads("\x80\2N0" + proto + "K\1."); }) == expected(4));
        CHECK(refusal([&] { return brine::loads<int>(proto + "K\1."); }) == expected(0));
    }
}

struct Outcome {
    std::string result;  // or what the error says
    std::optional<Refusal> refused;

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

template <class Load>
Outcome outcome(Load load) {
    try {
        const Document document = load();
        return {brine::repr(document), std::nullopt};
    } catch (const brine::UnpicklingError& error) {
        return {error.what(), Refusal{error.code(), error.offset(), error.opcode()}};
    }
}

TEST_CASE("hostile: damaged pickles have one outcome from memory, a descriptor and an istream") {
    std::FILE* const file = std::tmpfile();
    REQUIRE(file != nullptr);
    const int descriptor = ::fileno(file);
    const std::string bases[] = {
        "(lp0\nI1\naVx\nacm\nC\n(tRp1\na.",
        "\x80\2]q\0(K\1M\0\2J\0\0\1\0X\1\0\0\0aq\1h\1e."s,
        "\x80\4\x95\x12\0\0\0\0\0\0\0}\x94(\x8c\1m\x94\x8c\1n\x94\x93)\x81K\7u."s,
    };
    std::size_t errors = 0;
    for (const std::string& base : bases) {
        CHECK(outcome([&] { return brine::loads(base); }).refused == std::nullopt);
        for (std::size_t at = 0; at < base.size(); ++at) {
            for (int change = -2; change < 8; ++change) {
                std::string pickle = base;
                if (change == -2) {
                    pickle.resize(at);
                } else if (change == -1) {
                    pickle.erase(at, 1);
                } else {
                    pickle[at] = static_cast<char>(pickle[at] ^ (1 << change));
                }
                const Outcome memory = outcome([&] { return brine::loads(pickle); });
                REQUIRE(::ftruncate(descriptor, 0) == 0);
                REQUIRE(::pwrite(descriptor, pickle.data(), pickle.size(), 0) ==
                        static_cast<::ssize_t>(pickle.size()));
                REQUIRE(::lseek(descriptor, 0, SEEK_SET) == 0);
                brine::fd_source source(descriptor);
                const Outcome from_descriptor = outcome([&] { return brine::load(source); });
                std::istringstream stream(pickle);
                const Outcome from_stream = outcome([&] { return brine::load(stream); });
                if (from_descriptor != memory || from_stream != memory) {
                    CAPTURE(pickle, memory.result, from_descriptor.result, from_stream.result);
                    CHECK(from_descriptor == memory);
                    CHECK(from_stream == memory);
                }
                errors += memory.refused ? 1U : 0U;
            }
        }
    }
    CHECK(errors > 300);
    std::fclose(file);
}

TEST_CASE("hostile: a small pickle is loaded behind a large one, by the same Unpickler") {
    // Of each kind of memory that is kept: the stack, the row and the table of the memo, the arena.
    const std::string large[] = {
        "(" + times("N", 1'100'000) + "t.",
        "N" + times("\x94", 1'100'000) + ".",
        "(" + times("]", 300'000) + "t.",
    };
    for (const std::string& pickle : large) {
        for (const bool keep : {false, true}) {
            std::istringstream stream(pickle + "K\7." + "(lp0\n.");
            brine::Unpickler unpickler(stream, {.keep_memo = keep});
            static_cast<void>(unpickler.load());
            Document document = unpickler.load();
            CHECK(document.root() == 7);
            unpickler.load_into(document);
            CHECK(document.root().is_list());
        }
    }
}

TEST_CASE("hostile: an index of the memo costs one entry, wherever it is") {
    const auto puts = [](std::uint32_t step) {
        std::string out = "N";
        for (std::uint32_t i = 1; i <= 2000; ++i) {
            std::string index(4, '\0');
            brine::store_le<std::uint32_t>(index.data(), i * step);
            out += "r" + index;
        }
        return out + ".";
    };
    for (const std::uint32_t step : {1U, 2U, 3U, 17U, 64U, 65U, 66U, 1000U, 1'000'000U}) {
        CAPTURE(step);
        brine::LoadOptions options;
        options.limits.memory_base = 10'000;
        options.limits.memory_per_byte = 20;
        CHECK(refusal([&] { return brine::loads(puts(step), options); }) == std::nullopt);
    }
}

}  // namespace
