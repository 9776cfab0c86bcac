#include <brine/engine/put_value.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <brine/brine.hpp>

#include "engine/pickled.hpp"

namespace {

template <int Kind>
struct Pair {
    int xx = 1;
    std::string yy = "ab";
};
struct Empty {};
struct Numbers {
    std::vector<int> all;
};
struct Outer {
    Pair<4> pair;
    std::optional<Pair<4>> maybe;
    std::vector<Pair<4>> many;
    std::string text;
    double number = 0.5;
};
struct Deep {
    std::vector<Deep> inner;
    std::optional<std::string> text;
};

struct Five {
    std::string a, b, c, d, e;
};

struct Twelve {
    double a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10, k = 11, l = 12;
};
struct Base : Twelve {
    virtual ~Base() = default;
};
struct LongName {
    int x = 1;
};
struct Texts {
    std::string a, b, c, d, e, f, g, h, i, j, k, l;
    double number = 0.5;
};
struct Declines {
    std::optional<brine::Global> reducer_override(const Twelve&) { return std::nullopt; }
};

}  // namespace

template <>
struct brine::codec<Pair<0>> : brine::dataclass<"m", "P", &Pair<0>::xx, &Pair<0>::yy> {};
template <>
struct brine::codec<Pair<1>> : brine::slotted<"m", "S", &Pair<1>::xx, &Pair<1>::yy> {};
template <>
struct brine::codec<Pair<2>> : brine::namedtuple<"m", "N", &Pair<2>::xx, &Pair<2>::yy> {};
template <>
struct brine::codec<Pair<3>> : brine::call<"m", "C", &Pair<3>::xx, &Pair<3>::yy> {};
template <>
struct brine::codec<Pair<4>> : brine::record<&Pair<4>::xx, &Pair<4>::yy> {};
template <>
struct brine::codec<Empty> : brine::dataclass<"m", "E"> {};
template <>
struct brine::codec<Numbers> : brine::record<&Numbers::all> {};
template <>
struct brine::codec<Outer>
    : brine::record<&Outer::pair, &Outer::maybe, &Outer::many, &Outer::text, &Outer::number> {};
template <>
struct brine::codec<Deep> : brine::record<&Deep::inner, &Deep::text> {};
template <>
struct brine::codec<Twelve>
    : brine::dataclass<"m", "T", &Twelve::a, &Twelve::b, &Twelve::c, &Twelve::d, &Twelve::e,
                       &Twelve::f, &Twelve::g, &Twelve::h, &Twelve::i, &Twelve::j, &Twelve::k,
                       &Twelve::l> {};
template <>
struct brine::codec<Base> : brine::dataclass<"m", "T", brine::base<Twelve>> {};
template <>
struct brine::codec<LongName>
    : brine::record<brine::field<"a_name_that_is_longer_than_all_the_room_that_is_kept_for_it_here",
                                 &LongName::x>> {};
template <>
struct brine::codec<Texts>
    : brine::record<&Texts::a, &Texts::b, &Texts::c, &Texts::d, &Texts::e, &Texts::f, &Texts::g,
                    &Texts::h, &Texts::i, &Texts::j, &Texts::k, &Texts::l, &Texts::number> {};
template <>
struct brine::codec<Five>
    : brine::call<"m", "W", &Five::a, &Five::b, &Five::c, &Five::d, &Five::e> {};

// pickle.dumps([P(xx=1, yy='ab'), P(xx=2, yy='cd')], protocol)
TEST_CASE("put_value: a dataclass, and its names once") {
    const std::vector<Pair<0>> two{{1, "ab"}, {2, "cd"}};
    CHECK(as_python(two, 2) ==
          "80 02 5d 71 00 28 63 6d 0a 50 0a 71 01 29 81 71 02 7d 71 03 28 58 02 "
          "00 00 00 78 78 71 04 4b 01 58 02 00 00 00 79 79 71 05 58 02 00 00 00 "
          "61 62 71 06 75 62 68 01 29 81 71 07 7d 71 08 28 68 04 4b 02 68 05 58 "
          "02 00 00 00 63 64 71 09 75 62 65 2e");
    CHECK(
        as_standard(two, 2) ==
        "80 02 5d 28 63 6d 0a 50 0a 71 00 29 81 7d 28 58 02 00 00 00 78 78 71 01 4b 01 58 02 00 00 "
        "00 79 79 71 02 58 02 00 00 00 61 62 75 62 68 00 29 81 7d 28 68 01 4b 02 68 02 58 02 00 00 "
        "00 63 64 75 62 65 2e");
}

TEST_CASE("put_value: slots, a named tuple, a call, a dict and a class without fields") {
    CHECK(
        as_python(Pair<1>(), 2) ==
        "80 02 63 6d 0a 53 0a 71 00 29 81 71 01 4e 7d 71 02 28 58 02 00 00 00 78 78 71 03 4b 01 58 "
        "02 00 00 00 79 79 71 04 58 02 00 00 00 61 62 71 05 75 86 71 06 62 2e");
    CHECK(as_python(Pair<2>(), 2) ==
          "80 02 63 6d 0a 4e 0a 71 00 4b 01 58 02 00 00 00 61 62 71 01 86 71 02 81 71 03 2e");
    CHECK(as_python(Pair<3>(), 2) ==
          "80 02 63 6d 0a 43 0a 71 00 4b 01 58 02 00 00 00 61 62 71 01 86 71 02 52 71 03 2e");
    CHECK(
        as_python(Pair<4>(), 2) ==
        "80 02 7d 71 00 28 58 02 00 00 00 78 78 71 01 4b 01 58 02 00 00 00 79 79 71 02 58 02 00 00 "
        "00 61 62 71 03 75 2e");
    CHECK(as_python(Empty(), 2) == "80 02 63 6d 0a 45 0a 71 00 29 81 71 01 2e");
    CHECK(as_standard(Empty(), 2) == "80 02 63 6d 0a 45 0a 71 00 29 81 2e");
}

TEST_CASE(
    "put_value: a record by the fast road is the one by the road that looks at every object") {
    struct Nothing {
        brine::not_handled_t reducer_override(const Outer&) { return brine::not_handled; }
        brine::not_handled_t reducer_override(const Pair<4>&) { return brine::not_handled; }
        brine::not_handled_t reducer_override(const std::string&) { return brine::not_handled; }
        brine::not_handled_t reducer_override(double) { return brine::not_handled; }
    };
    std::vector<Outer> many(300);
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i].many.resize(i % 4);
        many[i].text = std::string(i, 'x');
        if (i % 3 == 0) {
            many[i].maybe = Pair<4>();
        }
    }
    for (int protocol = 2; protocol <= 5; ++protocol) {
        CHECK(as_standard(many, protocol) == as_standard(many, protocol, Nothing{}));
        CHECK(as_python(many, protocol) == as_python(many, protocol, Nothing{}));
        const brine::DumpOptions options{.protocol = protocol, .memo = brine::memo::strings};
        CHECK(brine::dumps(many, options) == brine::dumps(many, options, Nothing{}));
    }
}

TEST_CASE("put_value: a list in a record has the batches of one by the other road") {
    struct Nothing {
        brine::not_handled_t reducer_override(const Numbers&) { return brine::not_handled; }
        brine::not_handled_t reducer_override(const Outer&) { return brine::not_handled; }
        brine::not_handled_t reducer_override(int) { return brine::not_handled; }
    };
    for (const std::size_t size : {1U, 2U, 999U, 1000U, 1001U, 2000U, 2001U}) {
        const Numbers numbers{std::vector<int>(size, 7)};
        CHECK(as_standard(numbers, 4) == as_standard(numbers, 4, Nothing{}));
        CHECK(as_python(numbers, 4) == as_python(numbers, 4, Nothing{}));
        const std::string pickle = brine::dumps(numbers);
        std::size_t batches = 0;
        for (std::size_t at = 0; (at = pickle.find("K\7e", at)) != pickle.npos; ++at) {
            ++batches;
        }
        CHECK(batches == (size == 1 ? 0 : (size + 999) / 1000));
        Outer outer;
        outer.many.resize(size);
        CHECK(as_standard(outer, 4) == as_standard(outer, 4, Nothing{}));
    }
}

TEST_CASE(
    "put_value: a field's name that a value or a key has brought already is not written again") {
    const std::map<std::string, int> key{{"xx", 1}};
    CHECK(as_standard(std::tuple(key, Pair<4>()), 2).find("68 00 4b 01") != std::string::npos);
    CHECK(as_standard(std::tuple(Pair<4>(), key), 2).ends_with("7d 68 00 4b 01 73 86 2e"));
    const auto bytes = brine::dumps(std::tuple(Pair<4>(), key, Pair<0>()), {.protocol = 4});
    CHECK(bytes.find("xx") == bytes.rfind("xx"));
}

TEST_CASE("put_value: after an error a name that only the failed pickle held is written again") {
    std::string bytes;
    brine::Pickler pickler(bytes);
    CHECK_THROWS(pickler.dump(std::tuple(Pair<4>(), Pair<0>(), std::string("\xff"))));
    pickler.dump(std::tuple(Pair<4>(), Pair<0>()));
    CHECK(bytes == brine::dumps(std::tuple(Pair<4>(), Pair<0>())));
    CHECK_THROWS(pickler.dump(std::tuple(Pair<4>(), std::string("\xff"))));
    std::string other;
    brine::Pickler undisturbed(other);
    undisturbed.dump(std::tuple(Pair<4>(), Pair<0>()));
    const auto first = other.size();
    undisturbed.dump(Pair<4>());
    const auto mark = bytes.size();
    pickler.dump(Pair<4>());
    CHECK(hex(bytes.substr(mark)) == hex(other.substr(first)));
}

TEST_CASE("put_value: a record dumped again refers to the names of the pickle before") {
    std::string bytes;
    brine::Pickler pickler(bytes, {.protocol = 2});
    pickler.dump(Pair<4>());
    bytes.clear();
    pickler.dump(Pair<4>());
    CHECK(hex(bytes) == "80 02 7d 28 68 00 4b 01 68 01 58 02 00 00 00 61 62 75 2e");
    bytes.clear();
    pickler.clear_memo();
    pickler.dump(Pair<4>());
    CHECK(bytes == brine::dumps(Pair<4>(), {.protocol = 2}));
}

TEST_CASE("put_value: names beyond slot 255 take LONG_BINGET") {
    std::vector<std::shared_ptr<std::string>> many;
    for (int i = 0; i < 300; ++i) {
        many.push_back(std::make_shared<std::string>("x" + std::to_string(i)));
    }
    const auto bytes = as_standard(std::tuple(many, Pair<4>(), Pair<4>()), 4);
    CHECK(bytes.find("7d 28 6a 2c 01 00 00 4b 01 6a 2d 01 00 00") != std::string::npos);
}

TEST_CASE("put_value: the path of an error in a record") {
    Outer bad;
    bad.many.resize(3);
    bad.many[2].yy = "\xff";
    for (const auto policy : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        const brine::DumpOptions options{.memo = policy};
        CHECK(error_of(bad, options).path() == "['many'][2]['yy']");
        CHECK(error_of(std::vector{Outer(), bad}, options).path() == "[1]['many'][2]['yy']");
        const auto attribute = [&](auto object) {
            object.yy = "\xff";
            return std::string(error_of(object, options).what()).substr(0, 17);
        };
        CHECK(attribute(Pair<0>()) == "cannot pickle yy:");
        CHECK(attribute(Pair<1>()) == "cannot pickle yy:");
        CHECK(attribute(Pair<2>()) == "cannot pickle yy:");
        CHECK(attribute(Pair<3>()) == "cannot pickle yy:");
        const std::vector<Pair<0>> list{{1, "a"}, {1, "\xff"}};
        CHECK(error_of(list, options).path() == "[1].yy");
        CHECK(error_of(std::map<std::string, std::vector<Pair<0>>>{{"orders", list}}, options)
                  .path() == "['orders'][1].yy");
    }
}

TEST_CASE("put_value: a record that nests without end ends at the depth limit") {
    Deep root;
    Deep* last = &root;
    for (int i = 0; i < 5000; ++i) {
        last->inner.emplace_back();
        last = &last->inner[0];
    }
    for (const auto policy : {brine::memo::standard, brine::memo::python}) {
        CHECK(error_of(root, {.memo = policy}).code() == brine::Errc::too_deep);
    }
}

TEST_CASE("put_value: fields of every length leave room for what follows") {
    for (std::size_t size = 0; size < 600; size += 7) {
        const std::string text(size, 'x');
        const std::vector<Five> rows(20, Five{text, text + "y", text + "zz", "", text});
        std::string expected = brine::dumps(rows, {.protocol = 4});
        std::string buffer;
        buffer.shrink_to_fit();
        brine::dumps_into(buffer, rows, {.protocol = 4});
        CHECK(buffer == expected);
        std::size_t count = 0;
        for (auto at = expected.find("zz"); at != std::string::npos;
             at = expected.find("zz", at + 1)) {
            ++count;
        }
        CHECK(count == 20);
    }
}

namespace {

/// What a stream gets, which has no more memory than was asked for, behind so many bytes.
template <class T, class... Hooks>
std::string streamed(std::size_t behind, const T& object, const brine::DumpOptions& options,
                     Hooks&&... hooks) {
    std::ostringstream stream;
    const std::string prefix(behind, 'x');
    brine::dump(std::tuple(brine::as_bytes(prefix), object), stream, options, hooks...);
    return stream.str();
}

}  // namespace

TEST_CASE("put_value: there is room for what hooks and classes have looked at") {
    const std::vector<Twelve> plain(400);
    const std::vector<Base> looked_at(400);
    const brine::Document expected = brine::loads(brine::dumps(plain));
    const auto same = [&](const std::string& pickle) {
        const brine::Document document = brine::loads(pickle);
        return document.root()[1] == expected.root();
    };
    for (std::size_t behind = 0; behind < 800; behind += 23) {
        CHECK(same(streamed(behind, looked_at, {})));
        CHECK(same(streamed(behind, plain, {}, Declines{})));
        const auto boxed = streamed(behind, brine::Boxed(LongName{}), {});
        CHECK(std::get<1>(brine::loads<std::tuple<brine::Document, LongName>>(boxed)).x == 1);
    }
    CHECK(same(brine::dumps(std::tuple(0, looked_at))));
    CHECK(same(brine::dumps(std::tuple(0, plain), {}, Declines{})));
}

TEST_CASE("put_value: there is room behind a text that is a GET") {
    std::vector<std::string> many;
    for (int i = 0; i < 400; ++i) {
        many.push_back("text " + std::to_string(i));
    }
    const std::string same = "twenty characters...";
    const std::vector<Texts> rows(
        100, {same, same, same, same, same, same, same, same, same, same, same, same});
    const brine::DumpOptions options{.memo = brine::memo::strings};
    const auto both = std::tuple(many, rows);
    const brine::Document expected = brine::loads(brine::dumps(both));
    for (std::size_t behind = 0; behind < 1400; behind += 9) {
        const brine::Document document = brine::loads(streamed(behind, both, options));
        CHECK((document.root()[1] == expected.root()));
    }
}

TEST_CASE("put_value: text that is not valid is not taken for what stands for other text") {
    const std::string lone = "\xff";
    const std::string escaped = "\xed\xb3\xbf";  // U+DCFF, which stands for the byte ff
    const std::vector<std::string> texts{lone, escaped, lone};
    brine::DumpOptions options{.memo = brine::memo::strings, .text = brine::text::surrogateescape};
    CHECK(hex(brine::dumps(texts, options)) ==
          "80 05 95 18 00 00 00 00 00 00 00 5d 28 8c 03 ed b3 bf 94 8c 09 ed b3 ad ed b2 b3 ed b2 "
          "bf 94 68 00 65 2e");
    options.text = brine::text::strict;
    const std::filesystem::path path(lone);
    CHECK(error_of(std::tuple(path, std::vector{escaped, escaped}), options).code() ==
          brine::Errc::invalid_text);
}
