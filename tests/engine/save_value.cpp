#include <brine/engine/save_value.hpp>

#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <brine/brine.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"

namespace {

using brine::Document;
using brine::DumpOptions;
using brine::Errc;
using brine::Made;
using brine::Pickler;
using brine::PicklingError;
using brine::Registry;
using brine::Value;
using std::string_literals::operator""s;

/// A pickle of any protocol as memo::python writes it at another.
std::string again(const std::string& pickle, int protocol, brine::memo memo = brine::memo::python) {
    return brine::dumps(brine::loads(pickle), {.protocol = protocol, .memo = memo});
}

std::optional<PicklingError> error_of(const Document& document, const DumpOptions& options) {
    try {
        static_cast<void>(brine::dumps(document, options));
    } catch (const PicklingError& error) {
        return error;
    }
    return std::nullopt;
}

/// The path of the error that writing at protocol 0 ends in.
std::string path_at_0(const Document& document) {
    const auto error = error_of(document, {.protocol = 0});
    return error ? std::string(error->path()) : "no error";
}

struct Case {
    std::string pickle;  // of protocol 2
    std::string at_0;
    std::string at_1;
};

}  // namespace

// pickle.dumps(x, 0) and pickle.dumps(x, 1) of Python 3.11
TEST_CASE("save_value: protocols 0 and 1 are CPython's, byte for byte") {
    const Case cases[] = {
        {"N.", "N.", "N."},
        {"\x88.", "I01\n.", "I01\n."},
        {"\x89.", "I00\n.", "I00\n."},
        {"K\0."s, "I0\n.", "K\0."s},
        {"K\xff.", "I255\n.", "K\xff."},
        {"M\0\1."s, "I256\n.", "M\0\1."s},
        {"J\0\0\1\0."s, "I65536\n.", "J\0\0\1\0."s},
        {"J\xff\xff\xff\x7f.", "I2147483647\n.", "J\xff\xff\xff\x7f."},
        {"J\0\0\0\x80."s, "I-2147483648\n.", "J\0\0\0\x80."s},
        {"L2147483648L\n.", "L2147483648L\n.", "L2147483648L\n."},
        {"L-2147483649L\n.", "L-2147483649L\n.", "L-2147483649L\n."},
        {"L-1180591620717411303424L\n.", "L-1180591620717411303424L\n.",
         "L-1180591620717411303424L\n."},
        {"F1.5\n.", "F1.5\n.", "G?\xf8\0\0\0\0\0\0."s},
        {"F-0.0\n.", "F-0.0\n.", "G\x80\0\0\0\0\0\0\0."s},
        {"X\x14\0\0\0a\\b\n\r\0\x1a\x7f\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xed\xa0\x80."s,
         "Va\\u005cb\\u000a\\u000d\\u0000\\u001a\x7f\xe9\\u20ac\\U0001f600\\ud800\np0\n.",
         "X\x14\0\0\0a\\b\n\r\0\x1a\x7f\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xed\xa0\x80q\0."s},
        {"V\n.", "V\np0\n.", "X\0\0\0\0q\0."s},
        {"C\x02"
         "a\xff.",
         "c_codecs\nencode\np0\n(Va\xff\np1\nVlatin1\np2\ntp3\nRp4\n.",
         "c_codecs\nencode\nq\0(X\3\0\0\0a\xc3\xbfq\1X\6\0\0\0latin1q\2tq\3Rq\4."s},
        {"C\0."s, "c__builtin__\nbytes\np0\n(tRp1\n.", "c__builtin__\nbytes\nq\0)Rq\1."s},
        {"\x96\1\0\0\0\0\0\0\0a."s,
         "c__builtin__\nbytearray\np0\n(c_codecs\nencode\np1\n(Va\np2\nVlatin1\np3\ntp4\nRp5\n"
         "tp6\nRp7\n.",
         "c__builtin__\nbytearray\nq\0(c_codecs\nencode\nq\1(X\1\0\0\0aq\2X\6\0\0\0latin1q\3"
         "tq\4Rq\5tq\6Rq\7."s},
        {"\x96\0\0\0\0\0\0\0\0."s, "c__builtin__\nbytearray\np0\n(tRp1\n.",
         "c__builtin__\nbytearray\nq\0)Rq\1."s},
        {").", "(t.", ")."},
        {"N\x85.", "(Ntp0\n.", "(Ntq\0."s},
        {"K\1K\2K\3K\4(0(K\1K\2K\3K\4t.", "(I1\nI2\nI3\nI4\ntp0\n.", "(K\1K\2K\3K\4tq\0."s},
        {"](K\1K\2e.", "(lp0\nI1\naI2\na.", "]q\0(K\1K\2e."s},
        {"]]a.", "(lp0\n(lp1\na.", "]q\0]q\1a."s},
        {"}(Va\nK\1Vb\n}u.", "(dp0\nVa\np1\nI1\nsVb\np2\n(dp3\ns.",
         "}q\0(X\1\0\0\0aq\1K\1X\1\0\0\0bq\2}q\3u."s},
        {"\x8f(K\1\x90.", "c__builtin__\nset\np0\n((lp1\nI1\natp2\nRp3\n.",
         "c__builtin__\nset\nq\0(]q\1K\1atq\2Rq\3."s},
        {"(\x91.", "c__builtin__\nfrozenset\np0\n((lp1\ntp2\nRp3\n.",
         "c__builtin__\nfrozenset\nq\0(]q\1tq\2Rq\3."s},
        {"cbuiltins\nlen\n.", "c__builtin__\nlen\np0\n.", "c__builtin__\nlen\nq\0."s},
        {"\x80\4\x8c\6pickle\x8c\x0cPickler.dump\x93.",
         "c__builtin__\ngetattr\np0\n(cpickle\nPickler\np1\nVdump\np2\ntp3\nRp4\n.",
         "c__builtin__\ngetattr\nq\0(cpickle\nPickler\nq\1X\4\0\0\0dumpq\2tq\3Rq\4."s},
        // x = []; x.append((x,))
        {"]q\0h\0\x85"
         "a."s,
         "(lp0\n(g0\ntp1\na.", "]q\0(h\0tq\1a."s},
        // x = ([], 2, 3, 4); x[0].append(x)
        {"(]q\0(h\0K\2K\3K\4tq\1aK\2K\3K\0041h\1."s,
         "((lp0\n(g0\nI2\nI3\nI4\ntp1\naI2\nI3\nI4\n00000g1\n.",
         "(]q\0(h\0K\2K\3K\4tq\1aK\2K\3K\0041h\1."s},
        // copyreg.__reduce_ex__'s pair: a call and a state
        {"ca\nB\nK\1\x85R}Vx\nK\2sb.", "ca\nB\np0\n(I1\ntp1\nRp2\n(dp3\nVx\np4\nI2\nsb.",
         "ca\nB\nq\0(K\1tq\1Rq\2}q\3X\1\0\0\0xq\4K\2sb."s},
        // copyreg.__newobj__ by hand: __reduce__ answers (copyreg.__newobj__, (B, 1))
        {"ca\nB\nK\1\x85\x81.", "ccopy_reg\n__newobj__\np0\n(ca\nB\np1\nI1\ntp2\nRp3\n.",
         "ccopy_reg\n__newobj__\nq\0(ca\nB\nq\1K\1tq\2Rq\3."s},
        {"ca\nB\n)\x81.", "ccopy_reg\n__newobj__\np0\n(ca\nB\np1\ntp2\nRp3\n.",
         "ccopy_reg\n__newobj__\nq\0(ca\nB\nq\1tq\2Rq\3."s},
        // a state setter: CPython writes TUPLE2 at every protocol
        {"ca\nB\n)Rq\0ca\nset\nh\0K\1\x86R0."s, "ca\nB\np0\n(tRp1\nca\nset\np2\ng1\nI1\n\x86R0.",
         "ca\nB\nq\0)Rq\1ca\nset\nq\2h\1K\1\x86R0."s},
        // Python 2's classic instances
        {"(K\1ia\nB\n}b.", "(I1\nia\nB\np0\n(dp1\nb.", "(ca\nB\nq\0K\1oq\1}q\2b."s},
        {"(ca\nB\nK\1o.", "(I1\nia\nB\np0\n.", "(ca\nB\nq\0K\1oq\1."s},
        {"Pan id\n.", "Pan id\n.", "X\5\0\0\0an idq\0Q."s},
    };
    for (const Case& c : cases) {
        CAPTURE(c.pickle);
        CHECK(again(c.pickle, 0) == c.at_0);
        CHECK(again(c.pickle, 1) == c.at_1);
    }
}

TEST_CASE("save_value: strings of one character are one object below U+0100 only") {
    // e acute twice: one object, whether the pickle says so or not
    CHECK(again("]V\xe9\naV\xe9\na.", 0) == "(lp0\nV\xe9\np1\nag1\na.");
    CHECK(again("]V\xe9\np0\nag0\na.", 0) == "(lp0\nV\xe9\np1\nag1\na.");
    CHECK(again("]V\\u0378\naV\\u0378\na.", 0) == "(lp0\nV\\u0378\np1\naV\\u0378\np2\na.");
    CHECK(again("]V\\u0378\np0\nag0\na.", 0) == "(lp0\nV\\u0378\np1\nag1\na.");
}

TEST_CASE("save_value: protocol 1 makes batches, protocol 0 none") {
    for (const std::size_t n : {999U, 1000U, 1001U, 2000U}) {
        std::string items;
        std::string numbers;
        for (std::size_t i = 0; i < n; ++i) {
            items += "I7\na";
            numbers += "K\7";
        }
        const std::string first = "](" + numbers.substr(0, 2000) + "e";
        const std::string rest = n > 1000 ? "(" + numbers.substr(2000) + "e" : "";
        const std::string pickle = "](" + numbers + "e.";
        CHECK(again(pickle, 0) == "(lp0\n" + items + ".");
        CHECK(again(pickle, 1) == first.substr(0, 1) + "q\0"s + first.substr(1) + rest + ".");
    }
    std::string dict = "}(";
    std::string entries;
    for (int i = 0; i < 1000; ++i) {
        dict += "I" + std::to_string(i) + "\nN";
        entries += "I" + std::to_string(i) + "\nNs";
    }
    CHECK(again(dict + "u.", 0) == "(dp0\n" + entries + ".");
    CHECK(again(dict + "u.", 1).ends_with("N(uu.") == false);
    CHECK(again(dict + "u.", 1).ends_with("Nu(u."));
}

TEST_CASE("save_value: below protocol 2 no opcode of protocol 2 is written by default") {
    const std::string newobj_ex = "\x80\4ca\nB\nK\1K\2\x86}\x8c\1kK\3s\x92}Va\nNsb.";
    const std::string setter = "ca\nB\n)Rq\0ca\nset\nh\0K\1\x86R0."s;
    for (const std::string& pickle : {newobj_ex, setter}) {
        for (const int protocol : {0, 1}) {
            const std::string written = again(pickle, protocol, brine::memo::standard);
            CAPTURE(written);
            CHECK(brine::loads(written).protocol() == protocol);
            CHECK(again(written, 2, brine::memo::standard) ==
                  again(again(pickle, 2, brine::memo::standard), 2, brine::memo::standard));
        }
    }
    CHECK(
        again(newobj_ex, 0) ==
        "cfunctools\npartial\np0\n(c__builtin__\ngetattr\np1\n(ca\nB\np2\nV__new__\np3\ntp4\nRp5\n"
        "tp6\nRp7\n(g5\n(g2\nI1\nI2\ntp8\n(dp9\nVk\np10\nI3\nsNtp11\nb(tRp12\n(dp13\nVa\np14\n"
        "Nsb.");
}

TEST_CASE("save_value: a document remembers which protocol it came at") {
    const std::pair<std::string, int> cases[] = {
        {"N.", 0},
        {"(lp0\nI1\na.", 0},
        {"S'a'\np0\n.", 0},
        {"F1.5\n.", 0},
        {"L1L\n.", 0},
        {"(ia\nB\n.", 0},
        {"Pid\n.", 0},
        {"(NN2t0N.", 0},
        {"].", 1},
        {"K\1.", 1},
        {"(K\1K\1K\1K\1K\1K\1t.", 1},  // a row of ints
        {"(J\1\0\0\0M\1\0K\1K\1K\1t."s, 1},
        {"(K\1K\1\x8a\1\1K\1K\1K\1K\1t.", 2},  // with a LONG1 in it
        {"(\x8a\1\1K\1K\1K\1K\1K\1t.", 2},
        {"(G?\xf8\0\0\0\0\0\0G?\xf8\0\0\0\0\0\0t."s, 1},
        {"G?\xf8\0\0\0\0\0\0."s, 1},
        {"U\1a.", 1},
        {"T\1\0\0\0a."s, 1},
        {"X\1\0\0\0a."s, 1},
        {"(N1N.", 1},
        {"Nq\0."s, 1},
        {"Np0\nh\0."s, 1},
        {"Np0\nj\0\0\0\0."s, 1},
        {"(ca\nB\no.", 1},
        {"NQ.", 1},
        {"N\x85.", 2},
        {"\x88.", 2},
        {"C\1a.", 3},
        {"\x8c\1a.", 4},
        {"N\x94.", 4},
        {"\x96\0\0\0\0\0\0\0\0."s, 5},
        {"\x80\2N.", 2},
        {"\x80\5N.", 5},
        {"\x80\3\x8c\1a.", 3},  // what it says of itself holds
        {"\x80\0N."s, 0},
    };
    for (const auto& [pickle, protocol] : cases) {
        CAPTURE(pickle);
        CHECK(brine::loads(pickle).protocol() == protocol);
        std::istringstream stream(pickle);
        CHECK(brine::load(stream).protocol() == protocol);
    }
    // One document after another: nothing stays behind.
    Document document = brine::loads("K\1.");
    brine::loads_into("N.", document);
    CHECK(document.protocol() == 0);
    std::istringstream three("\x80\2N.K\1.N.");
    brine::Unpickler unpickler(three);
    for (const int protocol : {2, 1, 0}) {
        CHECK(unpickler.load().protocol() == protocol);
    }
}

TEST_CASE("save_value: extension codes need protocol 2, or a registry that knows them") {
    const Document document = brine::loads("\x80\2\x82\7.");
    Registry registry;
    registry.add_extension("a", "B", 7);
    for (const int protocol : {0, 1}) {
        const auto error = error_of(document, {.protocol = protocol});
        REQUIRE(error);
        CHECK(error->code() == Errc::unpicklable);
        CHECK(error->reason() ==
              "extension code 7 needs protocol 2 or later, or an options.registry that knows it");
        CHECK(brine::dumps(document, {.protocol = protocol, .registry = &registry})
                  .starts_with("ca\nB\n"));
    }
    CHECK(brine::dumps(document, {.protocol = 2}) == "\x80\2\x82\7.");
    // The other way round: what the registry has a code for stays a name.
    CHECK(brine::dumps(brine::loads("ca\nB\n."), {.protocol = 0, .registry = &registry})
              .starts_with("ca\nB\n"));
}

TEST_CASE("save_value: at protocol 0 a persistent id is one line of ASCII") {
    Document document;
    for (const Value& id : {document.make("\xc3\xa9"), document.make("a\nb"), document.make(1)}) {
        document.set_root(document.persistent_id(id));
        const auto error = error_of(document, {.protocol = 0});
        REQUIRE(error);
        CHECK(error->reason() ==
              "a persistent id is one line of ASCII at protocol 0; protocol 1 takes any");
        CHECK(brine::dumps(document, {.protocol = 1}).ends_with("Q."));
    }
}

TEST_CASE("save_value: ints of more digits than Python reads are refused as text") {
    const std::string most(4300, '9');
    const std::string more = "1" + std::string(4300, '0');
    Document document;
    for (const std::string sign : {"", "-"}) {
        document.set_root(document.make(brine::Int::from_string(sign + most)));
        CHECK(brine::dumps(document, {.protocol = 1}) == "L" + sign + most + "L\n.");
        for (const std::string& digits : {more, std::string(5000, '9')}) {
            document.set_root(document.make(brine::Int::from_string(sign + digits)));
            CHECK(error_of(document, {.protocol = 0}));
            CHECK(brine::loads(brine::dumps(document, {.protocol = 2})) == document);
        }
    }
}

TEST_CASE("save_value: C++ types other than documents say what to do at protocols 0 and 1") {
    for (const int protocol : {0, 1}) {
        std::string bytes = "kept";
        Pickler pickler(bytes, {.protocol = protocol});
        try {
            pickler.dump(std::vector{1, 2});
            FAIL("no error");
        } catch (const PicklingError& error) {
            CHECK(error.code() == Errc::unsupported_protocol);
            CHECK(std::string_view(error.what())
                      .find("at protocol " + std::to_string(protocol) +
                            " write a brine::Document") != std::string_view::npos);
        }
        CHECK(bytes == "kept");
        const Document document = brine::loads(brine::dumps(std::vector{1, 2}));
        pickler.dump(document);
        CHECK(brine::loads(bytes.substr(4)) == document);
        CHECK(brine::loads(brine::dumps(document.root(), {.protocol = protocol})) == document);
    }
}

namespace {

struct Names {
    std::optional<std::string> persistent_id(const Value& value) const {
        return value.is_str() && value == "secret" ? std::optional("kept: it") : std::nullopt;
    }
};

struct Items {
    std::optional<Value> persistent_id(const Value& value) const {
        return value.is_tuple() ? std::optional(value[0]) : std::nullopt;
    }
};

struct Numbers {
    std::optional<int> persistent_id(const Value& value) const {
        return value.is_str() ? std::optional(5) : std::nullopt;
    }
};

struct Renames {
    std::optional<brine::Global> reducer_override(const Value& value) const {
        return value.is_global() ? std::optional(brine::global("new", "Name")) : std::nullopt;
    }
};

struct Reduces {
    auto reducer_override(const Value& value) const {
        return value.is_global() ? std::optional(brine::reduce(brine::global("a", "f"), 1))
                                 : std::nullopt;
    }
};

/// Declines, and counts the lists that it is asked about.
struct CountsLists {
    int& lists;
    std::optional<brine::Global> reducer_override(const Value& value) const {
        lists += value.is_list() ? 1 : 0;
        return std::nullopt;
    }
};

template <class Hook>
std::string hooked(const std::string& pickle, int protocol, Hook hook) {
    try {
        return brine::dumps(brine::loads(pickle), {.protocol = protocol}, hook);
    } catch (const PicklingError& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("save_value: hooks that answer with text, a Value or a name serve protocols 0 and 1") {
    CHECK(hooked("]Vsecret\na.", 0, Names{}) == "(lPkept: it\na.");
    CHECK(hooked("]Vsecret\na.", 1, Names{}) == "]X\x08\0\0\0kept: itQa."s);
    CHECK(hooked("]Vid\n\x85"
                 "a.",
                 0, Items{}) == "(lPid\na.");
    CHECK(hooked("]Vid\n\x85"
                 "a.",
                 1, Items{}) == "]X\2\0\0\0idq\0Qa."s);
    CHECK(hooked("]K\7\x85"
                 "a.",
                 0, Items{}) ==
          "cannot pickle [0]: a persistent id is one line of ASCII at protocol 0; protocol 1 takes "
          "any");
    CHECK(hooked("]K\7\x85"
                 "a.",
                 1, Items{}) == "]K\7Qa.");
    CHECK(hooked("]N\x85"
                 "a.",
                 1, Items{}) == "](Nta.");
    CHECK(hooked("]ca\nb\na.", 0, Renames{}).starts_with("(lp0\ncnew\nName\n"));
    CHECK(hooked("]Vsecret\na.", 0, Numbers{}) ==
          "cannot pickle [0]: a persistent id that is neither text nor a Value is written at "
          "protocols 2 to 5; at protocol 0 write a brine::Document, such as "
          "brine::loads(brine::dumps(object))");
    CHECK(hooked("]ca\nb\na.", 1, Reduces{}).starts_with("cannot pickle [0]: what a reducer"));
    CHECK(hooked("]ca\nb\na.", 2, Reduces{}).starts_with("\x80\2]"));
}

namespace {

/// Answers for all tuples and dicts.
struct ReducesContainers {
    auto reducer_override(const Value& value) const {
        return value.is_tuple() || value.is_dict()
                   ? std::optional(brine::reduce(brine::global("a", "f"), 1))
                   : std::nullopt;
    }
};

}  // namespace

TEST_CASE("save_value: what a hook makes of tuples and dicts is not made of arguments") {
    const Document document = brine::loads(
        "](K\1K\2\x86q\0cm\nC\nh\0Rcm\nD\nh\0R"
        "}Vx\nK\3sq\1cm\nE\nh\0h\1\x92"
        "cm\nE\n)h\1\x92"
        "e."s);
    for (const brine::memo memo :
         {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        const auto written = [&](int protocol) {
            return brine::loads(
                brine::dumps(document, {.protocol = protocol, .memo = memo}, ReducesContainers{}));
        };
        CHECK(brine::repr(written(4)) ==
              "[a.f(1), m.C(1, 2), m.D(1, 2), a.f(1), m.E.__new__(1, 2, **{'x': 3}), "
              "m.E.__new__(**{'x': 3})]");
        const std::string calls = brine::repr(written(2));
        CHECK(calls.find("{'x': 3}, None)") != std::string::npos);
        CHECK(calls.find("a.f(1), None)") == std::string::npos);
    }
}

// CPython 3.11 ends in a RecursionError there.
TEST_CASE("save_value: below protocol 4 a set has to be finished before what it is a part of") {
    const std::string pickles[] = {
        "\x8f\x94(h\0Q\x90."s,                     // {persistent_id(set(...))}
        "\x8f\x94(h\0\x85Q\x90."s,                 // {persistent_id((set(...),))}
        "\x8f\x94(Nh\0Q\x85\x90."s,                // {None, (persistent_id(set(...)),)}
        "\x8f\x94(cm\nC\nh\0\x85R\x90."s,          // {m.C(set(...))}
        "\x8f\x94((cm\nC\nh\0\x85R\x91\x90."s,     // {frozenset({m.C(set(...))})}
        "\x8f\x94(cm\nC\n)}(Nh\0u\x92h\0Q\x90."s,  // {m.C(**{None: set(...)}),
                                                   // persistent_id(set(...))}
    };
    const std::string finished[] = {
        "\x8f\x94(cm\nC\n)Rh\0b\x90."s,          // {<m.C(), state=set(...)>}
        "\x8f\x94(](\x8f\x94h\0eQ\x90."s,        // {persistent_id([set(), set(...)])}
        "(\x8f\x94(K\x01\x90h\0h\0Qh\0\x85t."s,  // ({1}, {1}, persistent_id({1}), ({1},))
        "\x8f(\x8fQ(\x8f(NQ\x90Q\x91\x90."s,     // sets in sets, but none in itself
    };
    for (const brine::memo memo :
         {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        for (const int protocol : {1, 2, 3}) {
            const DumpOptions options = {.protocol = protocol, .memo = memo};
            for (const std::string& pickle : pickles) {
                INFO(brine::repr(brine::loads(pickle)));
                const auto error =
                    error_of(brine::loads("]N" + pickle.substr(0, pickle.size() - 1) +
                                          "\x86\x85"
                                          "a."),
                             options);
                REQUIRE(error);
                CHECK(error->code() == Errc::unpicklable);
                CHECK(error->path() == "[0][0][1]");
            }
            for (const std::string& pickle : finished) {
                const Document document = brine::loads(pickle);
                INFO(brine::repr(document));
                CHECK(brine::repr(brine::loads(brine::dumps(document, options))) ==
                      brine::repr(document));
            }
        }
        for (const std::string& pickle : pickles) {
            const Document document = brine::loads(pickle);
            CHECK(brine::repr(brine::loads(brine::dumps(document, {.memo = memo}))) ==
                  brine::repr(document));
        }
    }
}

TEST_CASE("save_value: an error names the way from the root of the document") {
    Document document;
    const Value bad = document.extension(7);
    const auto at = [&](const Value& root) {
        document.set_root(root);
        return path_at_0(document);
    };
    const Value call = document.global("a", "B");
    const Value none = document.tuple({});
    const auto object = [&](const Value& callable, std::initializer_list<Value> args) {
        return document.object(Made::newobj, callable, document.tuple(args));
    };
    CHECK(at(bad).empty());
    CHECK(at(document.list({document.none(), bad})) == "[1]");
    CHECK(at(document.tuple({document.list({bad})})) == "[0][0]");
    CHECK(at(document.dict({{document.make("user"), document.list({bad})}})) == "['user'][0]");
    CHECK(at(document.dict({{document.make(3), bad}})) == "[3]");
    CHECK(at(document.dict({{document.make("it's\n"), bad}})) == "['it\\'s\\x0a']");
    CHECK(at(document.dict({{document.make(1.5), bad}})) == "[key of float]");
    CHECK(at(document.dict({{bad, document.none()}})) == "(key)");
    CHECK(at(document.set({document.make(1), bad})) == "[1]");
    CHECK(at(document.frozenset({document.make(1), bad})) == "[1]");
    CHECK(at(document.persistent_id(document.list())).empty());
    CHECK(at(document.list({object(bad, {})})) == "[0] (callable)");
    CHECK(at(document.list({object(call, {call, bad})})) == "[0] (args)[1]");
    CHECK(at(document.object(Made::reduce, call, document.tuple({bad}))) == "(args)[0]");
    CHECK(at(document.object(Made::reduce, bad, none)) == "(callable)");
    CHECK(at(document.object(Made::inst, call, document.tuple({call, bad}))) == "(args)[1]");
    CHECK(at(document.object(Made::obj, bad, none)) == "(callable)");

    // a class without a name, where INST is written
    CHECK(at(document.list({document.object(Made::inst, document.global("a", ""), none)})) ==
          "[0]");

    const auto of_pickle = [](const std::string& pickle) {
        return path_at_0(brine::loads(pickle));
    };
    CHECK(of_pickle("ca\nB\n)R}Vx\n\x82\7sb.") == "(state)['x']");
    CHECK(of_pickle("ca\nB\n)R\x82\7a.") == "[0]");
    CHECK(of_pickle("]ca\nB\n)Rq\0ca\nset\nh\0\x82\7\x86R0a."s) == "[0] (call) (args)[1]");
    CHECK(of_pickle("ca\nB\n(Nt}Vk\n\x82\7s\x92.") == "['k']");

    // At the other protocols, too; and no path where nothing failed.
    document.set_root(
        document.list({document.dict({{document.make("a"), document.global("a", "\n")}})}));
    const auto error = error_of(document, {.protocol = 3});
    REQUIRE(error);
    CHECK(error->what() ==
          "cannot pickle [0]['a']: a global's name holds a line break, which needs protocol 4 or "
          "later"s);
    CHECK_FALSE(error_of(document, {.protocol = 4}));
}

TEST_CASE("save_value: a reducer is asked once about what stands in two places") {
    Document document;
    const Value list = document.list();
    document.set_root(document.tuple({list, list, document.list()}));
    int lists = 0;
    const Document again = brine::loads(brine::dumps(document, {}, CountsLists{lists}));
    CHECK(lists == 2);
    CHECK(again == document);
    CHECK(again[0].is(again[1]));
    CHECK_FALSE(again[0].is(again[2]));
}

namespace {

/// Answers for tuples of one item with a call and a state of that item.
struct UsesTwice {
    auto reducer_override(const Value& value) const {
        return value.is_tuple() && value.size() == 1
                   ? std::optional(brine::reduce(brine::global("a", "f"), value[0]).state(value[0]))
                   : std::nullopt;
    }
};

}  // namespace

TEST_CASE("save_value: what a reducer puts in two places is one object there") {
    const std::string items[] = {
        "]", "}", "\x8f", "cm\nC\n)R", "K\1\x85K\2\x86", "\x96" + std::string(8, '\0'), "(K\1\x91"};
    for (const brine::memo memo :
         {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        for (const std::string& item : items) {
            INFO(item);
            const Document document = brine::loads(item + "\x85.");
            const Document again =
                brine::loads(brine::dumps(document, {.memo = memo}, UsesTwice{}));
            CHECK(again.root().args()[0].is(*again.root().state()));
        }
    }
    // What is in many such tuples takes no more room than it has items.
    const Document nest = brine::loads("]" + std::string(60, '\x85') + ".");
    CHECK(brine::dumps(nest, {}, UsesTwice{}).size() < 1000);
}

namespace {

/// Answers for every str.
struct ReplacesStr {
    std::optional<brine::Global> reducer_override(const Value& value) const {
        return value.is_str() ? std::optional(brine::global("a", "b")) : std::nullopt;
    }
};

}  // namespace

TEST_CASE("save_value: a global's name stays a str, whatever a reducer makes of the same str") {
    const std::string names = "\x80\4\x8c\2mm\x94\x8c\2nn\x94"s;
    for (const brine::memo memo :
         {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        const DumpOptions options{.protocol = 4, .memo = memo};
        const auto again = [&](const std::string& pickle) {
            return brine::loads(brine::dumps(brine::loads(pickle), options, ReplacesStr{}));
        };
        const Document behind = again(names + "h\0h\1\x93\x87."s);
        CHECK(behind[0].is_global("a", "b"));
        CHECK(behind[1].is_global("a", "b"));
        CHECK(behind[2].is_global("mm", "nn"));
        const Document before = again(names + "\x93h\0h\1\x87."s);
        CHECK(before[0].is_global("mm", "nn"));
        CHECK(before[1].is_global("a", "b"));
        CHECK(before[2].is_global("a", "b"));
    }
}

TEST_CASE("save_value: documents of any depth are written, whatever max_depth says") {
    struct Nest {
        std::string open;
        std::string close;
        std::size_t depth;
    };
    const Nest nests[] = {{"]", "a", 1'000'000},
                          {"(", "t", 50'000},
                          {"}N", "s", 50'000},
                          {"ca\nB\n(", "tR", 50'000},
                          {"ca\nB\n)R", "b", 50'000}};
    for (const Nest& nest : nests) {
        const auto nested = [&](const std::string& core, std::size_t depth) {
            std::string pickle;
            for (std::size_t i = 0; i < depth; ++i) {
                pickle += nest.open;
            }
            pickle += core;
            for (std::size_t i = 0; i < depth; ++i) {
                pickle += nest.close;
            }
            return brine::loads(pickle + '.');
        };
        CAPTURE(nest.open);
        const Document document = nested("N", nest.depth);
        for (const int protocol : {0, 5}) {
            const DumpOptions options{.protocol = protocol, .max_depth = 3};
            CHECK(brine::loads(brine::dumps(document, options)) == document);
        }
        // Of the way to what is at fault both ends are shown.
        const auto error = error_of(nested("\x82\7", 50'000), {.protocol = 1});
        REQUIRE(error);
        CHECK(error->path().size() > 300);
        CHECK(error->path().find(" ... ") != std::string_view::npos);
        CHECK(std::string_view(error->what()).size() <= 200);
        CHECK(std::string_view(error->what()).ends_with("an options.registry that knows it"));
    }
}

// p = pickle.Pickler(file, protocol); p.dump([len, len]); p.dump(the same); p.dump([len])
TEST_CASE("save_value: a Pickler remembers documents from one dump to the next, as CPython's") {
    for (const int protocol : {4, 5}) {
        std::string bytes;
        Pickler pickler(bytes, {.protocol = protocol, .memo = brine::memo::python});
        const auto dumped = [&](const Document& document) {
            const std::size_t before = bytes.size();
            pickler.dump(document);
            return bytes.substr(before);
        };
        const Document twice = brine::loads(
            "](\x8c\x08"
            "builtins\x8c\3len\x93\x94h\0e."s);
        static_cast<void>(dumped(twice));
        const std::string header = "\x80"s + static_cast<char>(protocol);
        CHECK(dumped(twice) == header + "h\0."s);
        CHECK(dumped(brine::loads("\x80\4]\x8c\x08"
                                  "builtins\x8c\3len\x93"
                                  "a.")) == header + "\x95\6\0\0\0\0\0\0\0]\x94h\3a."s);
        pickler.clear_memo();
        CHECK(dumped(twice).find("builtins") != std::string::npos);
    }
}

TEST_CASE("save_value: what a Pickler remembers of a document is not taken for another's") {
    for (const brine::memo memo : {brine::memo::standard, brine::memo::python}) {
        std::string bytes;
        Pickler pickler(bytes, {.protocol = 2, .memo = memo});
        std::vector<std::string> pickles;
        Document document;
        for (int i = 0; i < 20; ++i) {
            // Its memory is given back, and comes again.
            document = brine::loads("](]q\0(Vtext of "s + std::to_string(i) + "\neh\0e."s);
            const std::size_t before = bytes.size();
            pickler.dump(document);
            document = Document();
            pickles.push_back(bytes.substr(before));
        }
        for (const std::string& pickle : pickles) {
            CHECK(pickle.find("text of ") != std::string::npos);
        }
    }
}
