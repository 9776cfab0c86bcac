#include <brine/model/document.hpp>

#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "catch.hpp"

namespace {

using brine::Document;
using brine::Made;
using brine::Value;

// A Value must not outlive its document, so asking a temporary for one does not compile.
template <class D>
concept gives_root = requires(D&& d) {
    std::forward<D>(d).root();
};
template <class D>
concept gives_item = requires(D&& d) {
    std::forward<D>(d)["a"];
};
template <class D, class T>
concept gives_as = requires(D&& d) {
    std::forward<D>(d).template as<T>();
};
static_assert(gives_root<Document&> && !gives_root<Document>);
static_assert(gives_item<const Document&> && !gives_item<Document>);
static_assert(gives_as<Document, int> && gives_as<Document, std::string>);
static_assert(!gives_as<Document, std::string_view> && gives_as<Document&, std::string_view>);
static_assert(!std::is_convertible_v<Document, Value> && std::is_convertible_v<Document&, Value>);
static_assert(!std::is_copy_constructible_v<Document> &&
              std::is_nothrow_move_constructible_v<Document>);

TEST_CASE("document: objects are made and changed by hand") {
    Document d;
    const Value user = d.dict({{d.make("name"), d.make("Ada")}});
    user.set("age", 36);
    user.set("tags", d.list());
    user["tags"].append("x");
    user["tags"].append(2.5);
    d.set_root(d.dict({{d.make("user"), user}}));
    CHECK(d["user"]["age"].as<int>() == 36);
    CHECK(d["user"]["name"].as<std::string>() == "Ada");
    CHECK(d["user"]["tags"].size() == 2);
    d["user"]["tags"].set_item(0, "y");
    CHECK(user["tags"][0] == "y");
    CHECK(user.erase("age"));
    CHECK_FALSE(user.erase("age"));
    CHECK_FALSE(user.contains("age"));
}

TEST_CASE("document: values stay good when it is moved") {
    Document d;
    d.set_root(d.list({d.make(std::string(2000, 'x'))}));
    const Value text = d[0];
    const Document moved = std::move(d);
    CHECK(text.size() == 2000);
    CHECK(moved[0].is(text));
}

TEST_CASE("document: one that was moved from is None, and as good as new") {
    for (const bool assigned : {false, true}) {
        Document d;
        d.set_root(d.list({d.make(std::string(2000, 'x'))}));
        d.finish(d.root().node(), 4);
        {
            Document taken;
            if (assigned) {
                taken = std::move(d);
            } else {
                Document made(std::move(d));
                taken = std::move(made);
            }
            CHECK(taken[0].size() == 2000);
            CHECK(taken.protocol() == 4);
        }
        CHECK(d.root().is_none());
        CHECK(d.none().is_none());
        CHECK(d.protocol() == 0);
        CHECK(d.dropped() == 0);
        CHECK(d.clone() == Document());
        d.set_root(Value());
        const Value global = d.global("m", "C");
        d.set_root(d.list({d.make("again"), d.bytes("b"), global}));
        CHECK(d[0] == "again");
        CHECK(d[2].is_global("m", "C"));
    }
    const auto after_move = [](auto make) {
        Document d;
        const Document taken = std::move(d);
        const Value made = make(d);
        return made.kind();
    };
    Document other;
    const Value list = other.list({other.make("x")});
    using brine::Kind;
    CHECK(after_move([](Document& d) { return d.make("x"); }) == Kind::str);
    CHECK(after_move([](Document& d) { return d.bytes("x"); }) == Kind::bytes);
    CHECK(after_move([](Document& d) { return d.bytearray("x"); }) == Kind::bytearray);
    CHECK(after_move([](Document& d) { return d.buffer({}); }) == Kind::buffer);
    CHECK(after_move([](Document& d) { return d.list(); }) == Kind::list);
    CHECK(after_move([](Document& d) { return d.tuple({d.make(1)}); }) == Kind::tuple);
    CHECK(after_move([](Document& d) { return d.dict(); }) == Kind::dict);
    CHECK(after_move([](Document& d) { return d.set(); }) == Kind::set);
    CHECK(after_move([](Document& d) { return d.frozenset({}); }) == Kind::frozenset);
    CHECK(after_move([](Document& d) { return d.persistent_id({}); }) == Kind::persistent_id);
    CHECK(after_move([&](Document& d) { return d.adopt(list); }) == Kind::list);
    CHECK(after_move([&](Document& d) {
              d.set_root(list);
              return d[0];
          }) == Kind::str);
    CHECK(after_move([](Document& d) {
              d.clear();
              return d.list();
          }) == Kind::list);
}

TEST_CASE("document: one that is moved to itself keeps all") {
    Document d;
    d.set_root(d.list({d.make("text")}));
    Document& same = d;
    d = std::move(same);
    CHECK(d[0] == "text");
}

TEST_CASE("document: NaNs of several documents stay apart in a copy") {
    Document a;
    Document b;
    const Value of_a = a.make(std::nan(""));
    const Value of_b = b.make(std::nan(""));
    Document c;
    const Value list = c.list({of_a, of_b, of_a, a.list({of_a})});
    CHECK_FALSE(list[0].is(list[1]));
    CHECK(list[0].is(list[2]));
    CHECK(list[0].is(list[3][0]));
    CHECK(c.set({of_a, of_b, of_a}).size() == 2);
    CHECK(c.dict({{of_a, c.none()}, {of_b, c.none()}}).size() == 2);
}

TEST_CASE("document: a copy keeps sharing and cycles") {
    Document d;
    const Value part = d.list({d.make(1)});
    const Value tuple = d.tuple({part, part});
    part.append(tuple);
    const Value object = d.object(Made::newobj, d.global("m", "C"), d.tuple({tuple}));
    object.set_state(
        d.dict({{d.make("me"), object}, {tuple.is_tuple() ? d.make("t") : d.none(), tuple}}));
    d.set_root(object);
    const Document copy = d.clone();
    const Value made = copy.root();
    REQUIRE(made.is_object());
    CHECK(made.state()->get("me")->is(made));
    const Value copied = made.args()[0];
    CHECK(copied[0].is(copied[1]));
    CHECK(copied[0][1].is(copied));
    CHECK(made.state()->get("t")->is(copied));
    CHECK_FALSE(copied.is(tuple));
    CHECK(copy == d);
    part.append(2);
    CHECK_FALSE(copy == d);
}

TEST_CASE("document: what comes from another document is copied on the way in") {
    Document a;
    Document b;
    const Value big = a.dict();
    for (int i = 0; i < 200; ++i) {
        big.set(i, std::to_string(i));
    }
    const Value list = b.list();
    list.append(big);
    a.clear();
    CHECK(list[0].size() == 200);
    CHECK(list[0][150] == "150");
}

TEST_CASE("document: what comes from another document in one call stays shared") {
    brine::Document from;
    const brine::Value shared = from.list();
    const brine::Value a = from.tuple({shared, from.make(1)});
    const brine::Value b = from.tuple({shared, from.make(2)});
    brine::Document to;
    const brine::Value list = to.list({a, b});
    CHECK(list[0][0].is(list[1][0]));
    const brine::Value tuple = to.tuple(std::vector{a, b, to.none()});
    CHECK(tuple[0][0].is(tuple[1][0]));
    CHECK_FALSE(tuple[0][0].is(list[0][0]));
    const brine::Value dict = to.dict({{to.make("a"), a}, {to.make("b"), b}});
    CHECK(dict["a"][0].is(dict["b"][0]));
    const brine::Value keys = from.tuple({from.frozenset({})});
    const brine::Value set = to.set({keys, keys[0]});
    REQUIRE(set.size() == 2);
    CHECK((*set.begin())[0].is(*std::next(set.begin())));
    const brine::Value object =
        to.object(brine::Made::newobj_ex, to.global("m", "C"), from.tuple({shared}),
                  from.dict({{from.make("x"), shared}}));
    CHECK(object.args()[0].is(object.kwargs()["x"]));
}

TEST_CASE("document: what a range hands out one by one may end each time") {
    /// Loads the next list into the same memory.
    struct Lists {
        brine::Document& document;
        int made = 0;
        struct Iterator {
            using value_type = brine::Value;
            using difference_type = std::ptrdiff_t;
            Lists* lists;
            brine::Value operator*() const { return lists->next(); }
            Iterator& operator++() { return *this; }
            void operator++(int) {}
            bool operator==(std::default_sentinel_t) const { return lists->made == 3; }
        };
        brine::Value next() {
            document.clear();
            return document.list({document.make(++made)});
        }
        Iterator begin() { return {this}; }
        static std::default_sentinel_t end() { return {}; }
    };
    brine::Document each;
    brine::Document all;
    const brine::Value lists = all.list(Lists{each});
    REQUIRE(lists.size() == 3);
    for (int i = 0; i < 3; ++i) {
        CHECK(lists[i][0] == i + 1);
    }
}

TEST_CASE("document: one that is cleared starts anew") {
    Document d;
    d.set_root(d.list({d.make(1)}));
    d.clear();
    CHECK(d.root().is_none());
    d.set_root(d.make("again"));
    CHECK(d.root() == "again");
}

TEST_CASE("document: depth takes no stack to copy, compare and destroy") {
    Document d;
    Value nest = d.list();
    for (int i = 0; i < 1'000'000; ++i) {
        nest = i % 2 == 0 ? d.tuple({nest}) : d.list({nest});
    }
    d.set_root(nest);
    const Document copy = d.clone();
    CHECK(copy == d);
}

TEST_CASE("document: many threads may read it") {
    Document d;
    const Value dict = d.dict();
    for (int i = 0; i < 500; ++i) {
        dict.set(d.tuple({d.make(i), d.make("x")}), i);
    }
    d.set_root(dict);
    Document keys;
    const Value wanted = keys.tuple({keys.make(77), keys.make("x")});
    std::vector<std::thread> threads;
    std::vector<int> found(4, -1);
    for (std::size_t t = 0; t < found.size(); ++t) {
        threads.emplace_back([&, t] { found[t] = dict[wanted].as<int>(); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(found == std::vector<int>(4, 77));
}

TEST_CASE("document: a copy tells empty objects apart") {
    Document d;
    const std::vector<Value> parts = {d.make(""), d.bytes(""), d.bytearray(""), d.tuple({}),
                                      d.none(),   d.make(""),  d.bytes("")};
    d.set_root(d.list(parts));
    const Document copy = d.clone();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        CHECK(copy[i].kind() == parts[i].kind());
    }
    CHECK(copy == d);
    CHECK(copy[0].is(copy[5]));
    CHECK_FALSE(copy[0].is(copy[1]));
}

TEST_CASE("document: a copy has leaves and objects of every kind") {
    Document d;
    const std::string memory = "memory";
    const auto span = std::as_bytes(std::span(memory));
    const Value nan = d.make(std::nan(""));
    const Value long_text = d.make(std::string(5000, 'x'));
    const Value object = d.object(Made::newobj_ex, d.global("m", "f"), d.tuple({}), d.dict());
    object.append(1);
    object.add(2);
    const Value list =
        d.list({nan, nan, d.make(std::nan("")), long_text, long_text, d.bytes(span),
                d.bytearray(span), d.buffer(span), d.buffer(span, false),
                d.make(brine::Int::from_string("1" + std::string(30, '0'))), d.set({d.make(1)}),
                d.frozenset({d.make("a")}), d.persistent_id(d.make("id")), d.extension(7), d.none(),
                d.make(true), object});
    d.set_root(list);
    const Document copy = d.clone();
    CHECK(copy[0].is(copy[1]));
    CHECK_FALSE(copy[0].is(copy[2]));
    CHECK(copy[3].is(copy[4]));
    CHECK_FALSE(copy[3].is(list[3]));
    CHECK(copy[5].as<std::vector<std::byte>>() == std::vector(span.begin(), span.end()));
    CHECK(copy[7].is_readonly());
    CHECK_FALSE(copy[8].is_readonly());
    CHECK(copy[12].persistent_id() == "id");
    CHECK(copy[13].extension_code() == 7);
    for (int i = 3; i < static_cast<int>(list.size()); ++i) {
        INFO("item " << i);
        CHECK(copy[i] == list[i]);
    }
}

TEST_CASE("document: clearing one leaves what shares its memory alone") {
    Document d;
    d.set_root(d.list({d.make("text")}));
    Document other(d.store());
    other.set_root(d.root());
    d.clear();
    CHECK(d.root().is_none());
    CHECK(other[0] == "text");
}

}  // namespace
