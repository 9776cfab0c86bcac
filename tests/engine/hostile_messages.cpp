// What the library says when it fails: one printable line of at most 200 bytes, whatever the names,
// texts and paths in it, that keeps both ends of the path and what is to be done.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

#include <brine/brine.hpp>

#include "catch.hpp"

namespace messages {

template <class... T>
struct A_template_whose_name_is_long_and_whose_arguments_have_long_names_too {
    virtual ~A_template_whose_name_is_long_and_whose_arguments_have_long_names_too() = default;
    std::vector<int> items;
};
using Long = A_template_whose_name_is_long_and_whose_arguments_have_long_names_too<
    std::map<std::string, std::vector<std::string>>, std::set<std::map<int, std::string>>>;
struct Derived : Long {};

struct Nest {
    std::vector<Nest> inside;
    std::string text;
};
struct NestDict {
    std::map<std::string, NestDict> inside;
    int number = 0;
};

}  // namespace messages

template <>
struct brine::codec<messages::Nest>
    : brine::dataclass<"m", "Nest", &messages::Nest::inside, &messages::Nest::text> {};
template <>
struct brine::codec<messages::NestDict>
    : brine::record<&messages::NestDict::inside, &messages::NestDict::number> {};
template <>
struct brine::codec<messages::Long> : brine::dataclass<"m", "Long", &messages::Long::items> {};

namespace {

using brine::Document;
using brine::Errc;
using messages::Long;
using messages::Nest;
using messages::NestDict;
using std::string_literals::operator""s;

const std::string orders = "\x1b[2J\n\r\x7f\xc2\x9b\xe2\x80\xae";
const std::string longer = orders + std::string(1000, 'x') + orders;
const std::string bad_text = "\xff";

struct Case {
    const char* name;
    std::function<void()> action;
    std::vector<std::string> holds;  // each in what()
};

std::vector<Case> of_dumping() {
    const auto dumps = [](auto object, const brine::DumpOptions& options = {}) {
        return [=] { static_cast<void>(brine::dumps(object, options)); };
    };
    const auto dumps_document = [](const std::string& pickle) {
        return [=] { static_cast<void>(brine::dumps(brine::loads(pickle), {.protocol = 1})); };
    };
    Nest nest{{}, bad_text};
    for (int i = 0; i < 150; ++i) {
        nest = Nest{{Nest{}, std::move(nest)}, "good"};
    }
    const std::string no_utf8 = "surrogateescape";
    const std::string pickle = std::string(50'000, ']') + "\x82\7" + std::string(50'000, 'a') + '.';
    const std::string dict = "}X\0\4\0\0"s + longer + "]\x82\7" + "as.";
    return {
        {"a deep object", dumps(nest), {"inside[1].inside[1]", " ... ", "[1].text: ", no_utf8}},
        {"long keys",
         dumps(std::map{std::pair{longer, std::vector{bad_text}}}),
         {"['\\x1b[2J", " ... ", "[0]: ", no_utf8}},
        {"a key that is no text", dumps(std::map{std::pair{longer + bad_text, 1}}), {"(key)"}},
        {"an element", dumps(std::set{longer + bad_text}), {"(element '\\x1b", no_utf8}},
        {"a key of a type with a long name",
         dumps(std::map{std::pair{std::tuple{1, "a"s, std::tuple{2.0, 'c', 3U, false}}, bad_text}}),
         {"[key of std::tuple", no_utf8}},
        {"max_depth", dumps(nest, {.max_depth = 100}), {"inside[1].", "raise options.max_depth"}},
        {"a document",
         dumps_document(pickle),
         {"[0][0][0]", " ... ", "0][0]: extension code 7 needs protocol 2 or later, or an opt"}},
        {"a document's keys", dumps_document(dict), {"['\\x1b[2J", "[0]: extension code 7"}},
        {"a global's name", dumps(brine::global("m", longer), {.protocol = 3}), {"line break"}},
        {"a global at protocol 2",
         dumps(brine::global("m", std::string(1000, 'x') + "\xc3\xa9"), {.protocol = 2}),
         {"the global m.xxx", "xxx...xxx", "which needs protocol 3 or later"}},
        {"an unregistered class",
         dumps(std::vector<std::shared_ptr<Long>>{std::make_shared<messages::Derived>()}),
         {"[0]: the dynamic type messages::Derived", "set options.registry"}},
        {"a function",
         dumps(std::vector<int (*)(Long, std::map<std::string, Long>, std::vector<Long>)>{
             [](Long, std::map<std::string, Long>, std::vector<Long>) { return 1; }}),
         {"[0]: a function of type ", "or name it in a hook"}},
        {"a type",
         [] { static_cast<void>(brine::dumps(std::type_index(typeid(Long)))); },
         {"the type messages::A_template", "or name it in a hook"}},
        {"extension codes that clash",
         [] {
             brine::Registry registry;
             registry.add_extension(longer, "a", 1).add_extension(longer, "b", 1);
         },
         {"extension code 1 for \\x1b[2J", "clashes with an earlier one"}},
        {"a sink",
         [] {
             std::ostringstream stream;
             stream.setstate(std::ios::badbit);
             brine::dump(1, stream);
         },
         {"the sink took 0 of "}},
    };
}

std::vector<Case> of_converting() {
    const auto as = []<class T>(std::optional<T>, auto value) {
        return [=] { static_cast<void>(brine::loads<T>(brine::dumps(value))); };
    };
    const std::optional<int> an_int;
    const std::optional<std::map<std::string, std::vector<int>>> a_map;
    using Wrong = std::map<std::string, std::vector<std::string>>;
    Document document;
    const auto object = [&](const std::string& module, const std::string& name) {
        return brine::dumps(document.object(brine::Made::reduce, document.global(module, name),
                                            document.tuple({document.list()})));
    };
    const std::string named = object(longer, longer);
    brine::Value deep = document.make("no number");
    brine::Value dicts = document.dict({{document.make("number"), deep}});
    for (int i = 0; i < 150; ++i) {
        deep = document.list({document.make(1), deep});
        dicts = document.dict(
            {{document.make("inside"), document.dict({{document.make(longer), dicts}})},
             {document.make("number"), document.make(1)}});
    }
    const std::string nested = brine::dumps(dicts);
    const std::string lists = brine::dumps(deep);
    return {
        {"a long key",
         as(a_map, Wrong{{longer, {"no int"}}}),
         {"['\\x1b[2J", "[0]: expected an int, found a str"}},
        {"keys, deep",
         [=] { static_cast<void>(brine::loads<NestDict>(nested)); },
         {"['inside']['\\x1b[2J", " ... ", "['number']: expected an int, found a str"}},
        {"an object of a class with a long name",
         [=] { static_cast<void>(brine::loads<int>(named)); },
         {"expected an int, found an object of \\x1b[2J"}},
        {"another class",
         [=] { static_cast<void>(brine::loads<Nest>(named)); },
         {"expected a m.Nest, found an object of \\x1b[2J"}},
        {"alternatives with long names",
         [=] {
             using Either = std::variant<Long, std::vector<Long>, std::map<std::string, Long>>;
             static_cast<void>(brine::loads<std::vector<Either>>(brine::dumps(std::vector{1.5})));
         },
         {"[0]: expected one of ", "...", "found a float"}},
        {"a field that is not known",
         [=] {
             static_cast<void>(brine::loads<NestDict>(brine::dumps(Wrong{{longer, {}}})));
         },
         {"'\\x1b[2J", "' is no field of "}},
        {"a key that is not there",
         [] {
             const Document empty = brine::loads("}.");
             static_cast<void>(empty.root()[longer]);
         },
         {"no such key: \\x1b[2J"}},
        {"an int",
         as(an_int, brine::Int::from_string(std::string(4000, '9'))),
         {"expected an int from "}},
    };
}

struct Refusing {
    static void persistent_load(const auto&) {
        throw brine::UnpicklingError(Errc::forbidden_global, longer, 0);
    }
};

std::vector<Case> of_loading() {
    const auto loads = [](std::string pickle, auto... hooks) {
        return [=] { static_cast<void>(brine::loads(pickle, {}, hooks...)); };
    };
    const std::string line = "\x1b[2J\r\x7f\xc2\x9b" + std::string(1000, 'x');
    const brine::AllowList allowed{{"m", "f"}};
    return {
        {"a global", loads("c" + line + "\n" + line + "\n.", allowed), {"\\x1b[2J"}},
        {"a float", loads("F" + line + "\n."), {}},
        {"an int", loads("I" + line + "\n."), {}},
        {"a long", loads("L" + line + "\n."), {}},
        {"an index", loads("g" + line + "\n."), {}},
        {"a string", loads("S" + line + "\n."), {}},
        {"a hook", loads("Pid\n.", Refusing()), {"\\x1b[2J"}},
    };
}

/// Empty where all is well.
template <class Error>
std::string complaint(const Case& one) {
    try {
        one.action();
    } catch (const Error& error) {
        const std::string what = error.what();
        std::string wrong;
        if (what.size() > 200) {
            wrong += "too long; ";
        }
        if (!std::ranges::all_of(what, [](char c) { return c >= ' ' && c <= '~'; })) {
            wrong += "not printable; ";
        }
        for (const std::string& part : one.holds) {
            wrong += what.find(part) == std::string::npos ? "without " + part + "; " : "";
        }
        return wrong.empty() ? wrong : wrong + "what: " + what;
    } catch (const std::exception& error) {
        return "another error: "s + error.what();
    }
    return "no error";
}

TEST_CASE("hostile: each message is one line of 200 bytes, with both ends of the path") {
    for (const Case& one : of_dumping()) {
        CAPTURE(one.name);
        CHECK(complaint<brine::PicklingError>(one) == "");
    }
    for (const Case& one : of_converting()) {
        CAPTURE(one.name);
        CHECK(complaint<brine::ConversionError>(one) == "");
    }
    for (const Case& one : of_loading()) {
        CAPTURE(one.name);
        CHECK(complaint<brine::UnpicklingError>(one) == "");
    }
}

}  // namespace
