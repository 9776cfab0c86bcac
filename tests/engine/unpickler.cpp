#include <brine/engine/unpickler.hpp>

#include <list>
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

using brine::AllowList;
using brine::Document;
using brine::Errc;
using brine::Global;
using brine::LoadOptions;
using brine::Made;
using brine::StepKind;
using brine::UnpicklingError;
using brine::Value;
using std::string_literals::operator""s;

/// The root of a document that lives as long as the tests.
template <class... Hooks>
Value load(const std::string& pickle, const LoadOptions& options = {}, Hooks&&... hooks) {
    static std::list<Document> documents;
    return documents.emplace_back(brine::loads(pickle, options, hooks...)).root();
}

TEST_CASE("unpickler: the last document may end before it") {
    const std::string pickle =
        brine::dumps(std::vector<std::string>(3000, "x"), {.memo = brine::memo::python});
    std::string_view source = pickle;
    std::optional<brine::Unpickler<std::string_view, brine::DocumentBuilder>> unpickler;
    unpickler.emplace(source);
    {
        Document document;
        std::move(*unpickler).load_last_into(document);
        CHECK(document.root().size() == 3000);
    }
    unpickler.reset();
}

TEST_CASE("unpickler: a document that was moved from can be loaded into") {
    Document document = brine::loads(brine::dumps(1));
    const Document taken = std::move(document);
    CHECK(brine::loads(brine::dumps(document)) == document);
    brine::loads_into(brine::dumps(std::vector{1, 2}), document);
    CHECK(document.root().size() == 2);
    CHECK(taken.root() == 1);
}

struct Refusal {
    Errc code;
    std::uint64_t offset;
    int opcode;
};

template <class... Hooks>
std::optional<Refusal> refusal(const std::string& pickle, const LoadOptions& options = {},
                               Hooks&&... hooks) {
    try {
        static_cast<void>(brine::loads(pickle, options, hooks...));
    } catch (const UnpicklingError& error) {
        CHECK(std::string_view(error.what()).size() <= 200);
        return Refusal{error.code(), error.offset(), error.opcode()};
    }
    return std::nullopt;
}

Errc code_of(const std::string& pickle, const LoadOptions& options = {}) {
    const std::optional<Refusal> refused = refusal(pickle, options);
    return refused ? refused->code : Errc{255};
}

TEST_CASE("unpickler: STOP gives the top, what lies below is dropped") {
    CHECK(load("K\x01K\x02.") == 2);
    CHECK(load("(K\x01(K\x02.") == 2);
    CHECK(code_of(".") == Errc::invalid_stack);
    CHECK(code_of("K\x01(.") == Errc::invalid_stack);
}

TEST_CASE("unpickler: nothing but POP reaches below the topmost mark") {
    CHECK(load("K\x01(0.") == 1);
    CHECK(code_of("](K\x01"
                  "a.") == Errc::invalid_stack);
    CHECK(code_of("](2.") == Errc::invalid_stack);
    CHECK(code_of("K\x01(\x85.") == Errc::invalid_stack);
    CHECK(code_of("}(K\x01K\x02s.") == Errc::invalid_stack);
    CHECK(code_of("(K\x01"
                  "e.") == Errc::invalid_stack);
    CHECK(code_of("l.") == Errc::invalid_stack);
    CHECK(code_of("q\0."s) == Errc::invalid_stack);
    CHECK(code_of("\x80\x04\x94.") == Errc::invalid_stack);
}

TEST_CASE("unpickler: an error names the offset and the opcode") {
    const std::optional<Refusal> refused = refusal(
        "K\x01K\x02K\x03"
        "a.");
    REQUIRE(refused);
    CHECK(refused->offset == 6);
    CHECK(refused->opcode == 'a');
    CHECK(refused->code == Errc::invalid_stack);
}

TEST_CASE("unpickler: operands of the wrong type are refused") {
    const std::vector<std::string> bad{
        "K\x01K\x02"
        "a.",
        "K\x01(K\x02"
        "e.",
        "]K\x01K\x02s.",
        "](K\x01K\x02u.",
        "](K\x01\x90.",
        "K\x01)R.",
        "]\x29R.",
        "cm\nf\nK\x01R.",
        "cm\nC\n]\x81.",
        "cm\nC\n)K\x01\x92.",
        "]}b.",
        "}}b.",
        "K\x01K\x02\x93.",
        "\x8c\x01mK\x02\x93.",
        "K\x01\x8c\x01n\x93.",
        "(K\x01K\x02o.",
        "K\x01\x98.",
        "(o.",
        "\x8f(K\x01K\x02u.",
        "K\x01}b.",
        "cm\nC\n}b.",
        "]]a(K\x01s."};
    for (const std::string& pickle : bad) {
        CAPTURE(pickle);
        CHECK(code_of(pickle) == Errc::invalid_stack);
    }
    CHECK(code_of("}(K\x01u.") == Errc::invalid_stack);
    CHECK(code_of("(K\x01"
                  "d.") == Errc::invalid_stack);
}

TEST_CASE("unpickler: keys are Python's") {
    const Document d =
        brine::loads("}(K\x01X\x01\0\0\0aI01\nX\x01\0\0\0bG\x3f\xf0\0\0\0\0\0\0K\x07u."s);
    CHECK(d.root().size() == 1);
    CHECK((*d.root().begin()).is_int());
    CHECK(d[1] == 7);
    CHECK(code_of("}]Ns.") == Errc::unhashable);
    CHECK(code_of("}](K\x01"
                  "e\x85Ns.") == Errc::unhashable);
    CHECK(code_of("\x8f(]\x85\x90.") == Errc::unhashable);
    CHECK(code_of("(}\x91.") == Errc::unhashable);
    const Document nan = brine::loads(
        "(G\x7f\xf8\0\0\0\0\0\0q\0K\x01h\0K\x02"
        "d."s);
    CHECK(nan.root().size() == 1);
}

TEST_CASE("unpickler: the memo takes any index at the cost of one entry") {
    CHECK(load("K\x05r\xff\xff\xff\xff"
               "0j\xff\xff\xff\xff.") == 5);
    CHECK(load("K\x05p1000000000000000000\n0g1000000000000000000\n.") == 5);
    CHECK(code_of("h\x07.") == Errc::invalid_memo);
    CHECK(code_of("K\x01q\x05h\x04.") == Errc::invalid_memo);
    // As in CPython, MEMOIZE counts the entries.
    CHECK(load("K\x01q\x05"
               "0K\x02\x94"
               "0h\x01.") == 2);
    CHECK(load("K\x01q\x00K\x02q\x00"
               "00h\x00."s) == 2);
    std::string far;
    for (int i = 0; i < 2000; ++i) {
        far += "K\x01p" + std::to_string(i * 1000) + "\n0";
    }
    CHECK(load(far + "g1999000\n.") == 1);
}

TEST_CASE("unpickler: globals without a hook are names") {
    const Document d = brine::loads(
        "\x80\x04\x8c\x01m\x8c\x03"
        "A.B\x93.");
    CHECK(d.root().is_global("m", "A.B"));
    CHECK(load("c__builtin__\nxrange\n.").is_global("builtins", "range"));
    CHECK(load("\x80\x02"
               "c__builtin__\nxrange\n.")
              .is_global("builtins", "range"));
    CHECK(load("\x80\x03"
               "c__builtin__\nxrange\n.")
              .is_global("__builtin__", "xrange"));
    const LoadOptions as_is{.fix_imports = false};
    CHECK(load("c__builtin__\nxrange\n.", as_is).is_global("__builtin__", "xrange"));
}

TEST_CASE("unpickler: without PROTO a document's protocol is that of its highest opcode") {
    CHECK(brine::loads("I1\n.").protocol() == 0);
    CHECK(brine::loads("(K\x01l.").protocol() == 1);
    CHECK(brine::loads("K\x01\x85.").protocol() == 2);
    CHECK(brine::loads("\x8f.").protocol() == 4);
    CHECK(brine::loads("\x80\x03\x8f.").protocol() == 3);
}

TEST_CASE("unpickler: calls become inert objects that keep all there is") {
    const Document d = brine::loads(
        "cm\nC\nK\x01\x85R(K\x02K\x03"
        "eX\x01\0\0\0kK\x04s}b."s);
    const Value object = d.root();
    CHECK(object.made() == Made::reduce);
    CHECK(object.callable().is_global("m", "C"));
    CHECK(object.args()[0] == 1);
    std::vector<StepKind> kinds;
    for (const auto& step : object.steps()) {
        kinds.push_back(step.kind);
    }
    CHECK(kinds == std::vector{StepKind::list_items, StepKind::dict_items, StepKind::state});
    CHECK(load("cm\nC\n)\x81.").made() == Made::newobj);
    CHECK(load("cm\nC\n)}\x92.").made() == Made::newobj_ex);
    CHECK(load("(cm\nC\nK\x01o.").made() == Made::obj);
    CHECK(load("(K\x01im\nC\n.").made() == Made::inst);
}

TEST_CASE("unpickler: a call whose result is dropped stays with the object that it was for") {
    const Document d = brine::loads("cm\nC\n)\x81q\0cm\nset_state\nh\0K\x05\x86R0."s);
    REQUIRE(d.root().is_object());
    REQUIRE(d.root().steps().size() == 1);
    const auto step = *d.root().steps().begin();
    CHECK(step.kind == StepKind::call);
    CHECK(step.value.callable().is_global("m", "set_state"));
    CHECK(step.value.args()[0].is(d.root()));
    const Document other = brine::loads("cm\nf\nK\x05\x85R0K\x01.");
    CHECK(other.root() == 1);
    CHECK(other.dropped() == 1);
    CHECK(other.clone().dropped() == 1);
}

TEST_CASE("unpickler: an object that is made twice because it is its own argument is one") {
    const Document d = brine::loads("cm\nR\nq\0]q\1h\0h\1\x85q\2Rq\3a\x85q\4R0h\3."s);
    CHECK(d.root().is_object());
    CHECK(d.dropped() == 0);
    CHECK(d.root().args()[0][0].is(d.root()));
    CHECK(d.root().steps().empty());
}

TEST_CASE("unpickler: a dropped call stays, though another alike is made next and recalled") {
    // f(x), where x is an object on which f was called already, twice
    const Document d = brine::loads(
        "cm\nf\ncm\nC\n)\x81q\0cm\nf\nh\0\x85R0"
        "\x85Rq\1h\1\x86."s);
    CHECK(d.root()[0].is(d.root()[1]));
    const brine::Value object = d.root()[0].args()[0];
    REQUIRE(object.steps().size() == 1);
    CHECK((*object.steps().begin()).value.args()[0].is(object));
}

TEST_CASE("unpickler: calls that only make plain data become data") {
    CHECK(load("c__builtin__\nset\n](K\x01K\x01K\x02"
               "e\x85R.")
              .size() == 2);
    CHECK(load("c__builtin__\nfrozenset\n]\x85R.").is_frozenset());
    CHECK(load("c_codecs\nencode\nX\x02\0\0\0\xc3\xa9X\x06\0\0\0latin1\x86R."s).is_bytes());
    CHECK(load("c__builtin__\nbytes\n)R.").is_bytes());
    CHECK(load("c__builtin__\nbytearray\nC\x02"
               "ab\x85R.")
              .is_bytearray());
    CHECK(load("c__builtin__\nbytearray\nJ\0\0\0\x40\x85R."s).is_object());
    CHECK(load("c_codecs\nencode\nX\x01\0\0\0aX\x05\0\0\0rot13\x86R."s).is_object());
    CHECK(code_of("c_codecs\nencode\nX\x03\0\0\0\xe2\x82\xacX\x06\0\0\0latin1\x86R."s) ==
          Errc::invalid_text);
    CHECK(code_of("c__builtin__\nset\n](]e\x85R.") == Errc::unhashable);
}

TEST_CASE("unpickler: 8-bit strings are of the encoding that the options name") {
    const std::string pickle =
        "U\x03"
        "a\xe9z.";
    CHECK(code_of(pickle) == Errc::invalid_text);
    using brine::decode_errors;
    using brine::encoding;
    const auto text = [&](encoding e, decode_errors errors = decode_errors::strict) {
        return brine::loads(pickle, {.encoding = e, .errors = errors}).as<std::string>();
    };
    CHECK(text(encoding::latin1) == "a\xc3\xa9z");
    CHECK(text(encoding::ascii, decode_errors::ignore) == "az");
    CHECK(text(encoding::ascii, decode_errors::replace) == "a\xef\xbf\xbdz");
    CHECK(text(encoding::utf8, decode_errors::surrogateescape) == "a\xed\xb3\xa9z");
    CHECK(code_of(pickle, {.encoding = encoding::utf8}) == Errc::invalid_text);
    CHECK(load(pickle, {.encoding = encoding::bytes}).is_bytes());
    CHECK(load("U\x01"
               "a.") == "a");
}

struct Renames {
    std::optional<Global> find_class(std::string_view module, std::string_view name) const {
        if (module == "old") {
            return brine::global("new", name);
        }
        return std::nullopt;
    }
};

struct Store {
    const Document& objects;
    std::optional<Value> persistent_load(const Value& id) const { return objects.root().get(id); }
};

struct Codes {
    Global extension(std::int32_t) const { return brine::global("old", "C"); }
};

struct Counts {
    int& asked;
    std::optional<Global> find_class(std::string_view, std::string_view name) const {
        ++asked;
        return brine::global("counted", name);
    }
};

TEST_CASE("unpickler: of hooks the first that answers is the last to be asked") {
    int asked = 0;
    CHECK(load("cold\nC\n.", {}, Renames{}, Counts{asked}).is_global("new", "C"));
    CHECK(asked == 0);
    CHECK(load("cm\nC\n.", {}, Renames{}, Counts{asked}).is_global("counted", "C"));
    CHECK(asked == 1);
}

TEST_CASE("unpickler: hooks are a chain") {
    CHECK(load("cold\nC\n.", {}, Renames{}).is_global("new", "C"));
    CHECK(load("cm\nC\n.", {}, Renames{}).is_global("m", "C"));
    CHECK(load("\x80\x02\x82\x07.", {}, Codes{}, Renames{}).is_global("new", "C"));
    CHECK(load("\x80\x02\x82\x07.").extension_code() == 7);
    Document objects;
    objects.set_root(objects.dict({{objects.make("id"), objects.list({objects.make(1)})}}));
    const Document found = brine::loads("X\x02\0\0\0idQ."s, {}, Store{objects});
    CHECK(found.root().is_list());
    const Document inert = brine::loads("Pother\n.", {}, Store{objects});
    CHECK(inert.root().persistent_id() == "other");
}

TEST_CASE("unpickler: the allow-list refuses at the opcode, whole names only") {
    const AllowList list{{"m", "C"}};
    CHECK(load("cm\nC\n.", {}, list).is_global("m", "C"));
    for (const std::string& name :
         {"cm\nC.D\n0N."s, "cm\nc\n0N."s, "cm.x\nC\n0N."s, "cos\nsystem\n0N."s, "cm\nC\0\n0N."s,
          "\x80\x04\x8c\1m\x8c\3C.D\x93"
          "0N."s}) {
        const std::optional<Refusal> refused = refusal(name, {}, list);
        REQUIRE(refused);
        CHECK(refused->code == Errc::forbidden_global);
    }
    CHECK(refusal("(im\nD\n.", {}, list));
    CHECK(refusal("\x80\x02\x82\x07.", {}, Codes{}, list));
    CHECK_FALSE(refusal("c__builtin__\nset\n)R.", {}, AllowList{}.add_built_in_data()));
}

TEST_CASE("unpickler: out-of-band buffers come in order") {
    std::string data = "abc";
    std::string other = "other";
    const brine::buffer buffers[] = {brine::buffer(std::span(data)),
                                     brine::buffer(std::span(other))};
    const Value pair = load("\x80\x05\x97\x97\x98\x86.", {.buffers = buffers});
    CHECK(pair[0].is_buffer());
    CHECK_FALSE(pair[0].is_readonly());
    CHECK(pair[1].is_readonly());
    CHECK(pair[0].as<std::span<const std::byte>>().data() == std::as_bytes(std::span(data)).data());
    CHECK(pair[1].size() == 5);
    CHECK(code_of("\x80\x05\x97.") == Errc::invalid_argument);
}

TEST_CASE("unpickler: pickles follow one another, and the memo lives as long as it is told to") {
    std::istringstream two("K\x05q\x00.h\x00.rest"s);
    brine::Unpickler both(two, {.keep_memo = true});
    const Document first = both.load();
    CHECK(both.consumed() == 5);
    const Document second = both.load();
    CHECK(second.root() == 5);
    std::string rest;
    two >> rest;
    CHECK(rest == "rest");
    std::istringstream again("K\x05q\x00.h\x00."s);
    brine::Unpickler apart(again);
    static_cast<void>(apart.load());
    CHECK_THROWS_AS(apart.load(), UnpicklingError);
}

TEST_CASE("unpickler: with a memo that lives on, documents keep each other's objects") {
    const std::string pickles =
        "](K\x01K\x02"
        "eq\x00.h\x00.]h\x00"
        "a."s;
    const std::string_view view = pickles;
    brine::Unpickler unpickler(view, {.keep_memo = true});
    std::optional<Document> first = unpickler.load();
    const Document second = unpickler.load();
    first.reset();
    const Document third = unpickler.load();
    CHECK(unpickler.at_end());
    CHECK(third[0].is(second.root()));
    CHECK(third[0].size() == 2);
}

TEST_CASE("unpickler: with a memo that lives on, a document that is loaded into keeps it alive") {
    const std::string pickles =
        "](K\x01K\x02"
        "eq\x00.h\x00.(U\x05"
        "helloq\x01h\x01t.h\x01.]h\x00"
        "a."s;
    std::istringstream stream(pickles);
    brine::Unpickler unpickler(stream, {.keep_memo = true});
    Document document;
    Document other;
    brine::loads_into(
        "]K\x07"
        "a.",
        other);
    unpickler.load_into(document);
    CHECK(brine::repr(document) == "[1, 2]");
    unpickler.load_into(document);
    CHECK(brine::repr(document) == "[1, 2]");
    unpickler.load_into(other);
    CHECK(brine::repr(other) == "('hello', 'hello')");
    unpickler.load_into(other);
    CHECK(brine::repr(other) == "'hello'");
    unpickler.load_into(document);
    CHECK(brine::repr(document) == "[[1, 2]]");
}

TEST_CASE("unpickler: a document that has working memory of its own may come at any time") {
    const std::string row = "(" + std::string(100, 'N') + "q\x00" + std::string(100, '\x94') + "t.";
    std::istringstream stream(row + row + row);
    brine::Unpickler unpickler(stream);
    const Document first = unpickler.load();
    CHECK(first.root().size() == 100);
    for (int i = 0; i < 2; ++i) {
        Document document;
        brine::loads_into(row, document);  // which leaves it some
        unpickler.load_into(document);
        CHECK(document.root().size() == 100);
    }
}

TEST_CASE("unpickler: a document's memory is used again") {
    Document d;
    brine::loads_into(
        "]K\x01"
        "a.",
        d);
    CHECK(d[0] == 1);
    brine::loads_into(
        "](K\x02K\x03"
        "e.",
        d);
    CHECK(d.root().size() == 2);
    CHECK_THROWS_AS(brine::loads_into("]K\x01", d), UnpicklingError);
    CHECK(d.root().is_none());
    CHECK_THROWS_AS(brine::loads_into("cm\nC\n)R0K", d), UnpicklingError);
    CHECK(d.dropped_nodes().empty());
    brine::loads_into("K\x07.", d);
    CHECK(d.root() == 7);
}

TEST_CASE("unpickler: an empty batch leaves no trace on what it is for") {
    for (const char opcode : {'e', 'u', '\x90'}) {
        const Value object = load("cm\nC\n)\x81("s + opcode + '.');
        CHECK(object.steps().begin() == object.steps().end());
        CHECK(load("N("s + opcode + '.').is_none());  // CPython's C does not look at it
    }
}

TEST_CASE("unpickler: what is borrowed refers to the input, the rest does not") {
    std::string pickle = "X\x03\0\0\0abc."s;
    const Document copied = brine::loads(pickle);
    const Document borrowed = brine::loads(pickle, {.borrow = true});
    pickle[5] = 'x';
    CHECK(copied.root() == "abc");
    CHECK(borrowed.root() == "xbc");
    // What is decoded is not there to be borrowed.
    const std::string lines =
        "(V\\u00e9 and so on, beyond what is short\n"
        "V\\u00e8 and so on, beyond what is short\n"
        "S'\\x41 and so on, beyond what is short'\nl.";
    const Document decoded = brine::loads(lines, {.borrow = true});
    CHECK(decoded[0] == "\u00e9 and so on, beyond what is short");
    CHECK(decoded[1] == "\u00e8 and so on, beyond what is short");
    CHECK(decoded[2] == "A and so on, beyond what is short");
    // Of a stream nothing stays.
    std::string all = "(";
    for (int i = 0; i < 3000; ++i) {
        all += "X\x64\0\0\0"s + std::string(96, 'x') + std::to_string(1000 + i);
    }
    std::istringstream stream(all + "l.");
    const Document streamed = brine::load(stream, {.borrow = true});
    REQUIRE(streamed.root().size() == 3000);
    for (int i = 0; i < 3000; ++i) {
        REQUIRE(streamed[i] == std::string(96, 'x') + std::to_string(1000 + i));
    }
}

TEST_CASE("unpickler: an error comes as a value where that is asked for") {
    CHECK(brine::try_loads("K\x01.").has_value());
    const auto result = brine::try_loads("K");
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code() == Errc::truncated);
}

}  // namespace
