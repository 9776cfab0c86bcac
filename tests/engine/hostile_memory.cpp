// Reading, editing and dumping with an allocation that fails, whichever one: no leak, no end of the
// program, and the caller's objects as they were.
#include "engine/allocations.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include <brine/brine.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"

namespace {

using brine::Document;
using std::string_literals::operator""s;

struct Leaf {
    std::string name;
    std::vector<int> numbers;
    std::shared_ptr<Leaf> next;
};

}  // namespace

template <>
struct brine::codec<Leaf>
    : brine::dataclass<"m", "Leaf", &Leaf::name, &Leaf::numbers, &Leaf::next> {};

namespace {

using allocations::fail_each;

void nothing() {}

/// Something of every kind, and enough of it for an index, a sparse memo and a long list of steps.
const std::string& sample() {
    static const std::string pickle = [] {
        std::string out = "\x80\4("s;
        out += "\x8f(";
        for (char c = 1; c < 100; ++c) {
            out += "K"s + c + "K"s + c + "\x86";
        }
        out += "\x90\x94}X\3\0\0\0key]s\x94"s;
        out += "Nr\xff\xff\xff\0B\xe8\3\0\0"s + std::string(1000, 'b') + "\x94q\xc8";
        out += "cm\nf\n)R\x94(K\1K\2eNb(K\1K\2u";
        out += "cm\nf\n)\x81)RQ\x8a\x0a" + std::string(10, '\1');
        out += "\x96\3\0\0\0\0\0\0\0abcG?\xf8\0\0\0\0\0\0c_codecs\nencode\nX\2\0\0\0\xc3\xa9"s;
        out += "X\6\0\0\0latin1\x86R(NN\x91L99999999999999999999999L\nV\\u1234\nt."s;
        return out;
    }();
    return pickle;
}

TEST_CASE("allocations: a load that fails gives all memory back") {
    const std::string expected = brine::repr(brine::loads(sample()));
    fail_each([] { static_cast<void>(brine::loads(sample())); }, nothing);
    fail_each(
        [] {
            std::istringstream stream(sample());
            static_cast<void>(brine::load(stream));
        },
        nothing);
    fail_each(
        [] {
            const brine::LoadOptions strict{.limits = brine::LoadLimits::strict()};
            static_cast<void>(brine::loads(sample(), strict));
        },
        nothing);
    Document document;
    fail_each([&] { document = brine::loads(sample()); },
              [&] { CHECK((document.root().is_none() || brine::repr(document) == expected)); });
}

TEST_CASE("allocations: loads_into() that fails leaves None, or all if it has not begun") {
    const std::string expected = brine::repr(brine::loads(sample()));
    bool failed = true;
    for (std::size_t n = 1; failed; ++n) {
        REQUIRE(n < 2000);
        Document document = brine::loads("](K\1K\2e.");
        failed = false;
        allocations::fail_at(n);
        try {
            brine::loads_into(sample(), document);
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        allocations::fail_at(0);
        if (failed && !document.root().is_none()) {
            CHECK(brine::repr(document) == "[1, 2]");
        }
        brine::loads_into(sample(), document);
        CHECK(brine::repr(document) == expected);
    }
}

TEST_CASE("allocations: of a pickle that loads_into() could not load no memory stays") {
    const std::string cut = "](" + std::string(100000, ']');
    const std::size_t before = allocations::live();
    Document document;
    const std::size_t empty = allocations::live() - before;
    CHECK_THROWS_AS(brine::loads_into(cut, document), brine::UnpicklingError);
    CHECK(allocations::live() - before <= empty);
}

TEST_CASE("allocations: an Unpickler goes on after a load that failed") {
    const std::string two = sample() + "K\7.";
    bool failed = true;
    for (std::size_t n = 1; failed; ++n) {
        REQUIRE(n < 2000);
        std::istringstream stream(two);
        brine::Unpickler unpickler(stream);
        failed = false;
        allocations::fail_at(n);
        try {
            static_cast<void>(unpickler.load());
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        allocations::fail_at(0);
        if (!failed) {
            const Document second = unpickler.load();
            CHECK(second.root() == 7);
        }
    }
}

TEST_CASE("allocations: a typed load that fails gives all memory back") {
    auto inner =
        std::make_shared<Leaf>(Leaf{"a name that takes memory of its own", {1, 2}, nullptr});
    const std::vector<Leaf> leaves{{"another name that takes memory", {3}, inner},
                                   {"and one more of the names", {}, inner}};
    const std::string pickle = brine::dumps(leaves);
    fail_each([&] { static_cast<void>(brine::loads<std::vector<Leaf>>(pickle)); }, nothing);
    std::vector<Leaf> kept;
    fail_each([&] { kept = brine::loads<std::vector<Leaf>>(pickle); },
              [&] { CHECK((kept.empty() || kept[1].next == kept[0].next)); });
    std::vector<Leaf> into;
    bool failed = true;
    for (std::size_t n = 1; failed; ++n) {
        REQUIRE(n < 2000);
        failed = false;
        allocations::fail_at(n);
        try {
            brine::loads_into(pickle, into);
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        allocations::fail_at(0);
        brine::loads_into(pickle, into);
        CHECK(into.size() == 2);
    }
}

TEST_CASE("allocations: comparing, showing, copying and dumping a document may fail") {
    const Document document = brine::loads(sample());
    const Document other = brine::loads(sample());
    const std::string expected = brine::repr(document);
    const auto unchanged = [&] {
        CHECK(brine::repr(document) == expected);
        CHECK(document == other);
    };
    fail_each([&] { static_cast<void>(document == other); }, unchanged);
    fail_each([&] { static_cast<void>(brine::repr(document)); }, unchanged);
    fail_each([&] { static_cast<void>(document.clone()); }, unchanged);
    for (const auto policy : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        for (const int protocol : {2, 5}) {
            const brine::DumpOptions options{.protocol = protocol, .memo = policy};
            std::string bytes = "kept";
            bytes.reserve(100'000);
            fail_each([&] { brine::dumps_into(bytes, document, options); }, nothing);
            CHECK(brine::loads(bytes) == document);
            fail_each([&] { static_cast<void>(brine::dumps(document, options)); }, unchanged);
        }
    }
}

TEST_CASE("allocations: an edit that fails leaves the document as it was") {
    const Document other = brine::loads(sample());
    using Edit = std::function<void(Document&)>;
    const Edit edits[] = {
        [](Document& d) { d.root()[0].append(std::string(600, 'x')); },
        [](Document& d) { d.root()[0].set_item(0, "text"); },
        [&](Document& d) { d.root()[0].append(other.root()); },
        [](Document& d) { d.root()[1].set("key", std::string(600, 'x')); },
        [&](Document& d) { d.root()[1].set(other.root()[3], other.root()); },
        [](Document& d) { d.root()[1].erase(1); },
        [](Document& d) { d.root()[2].add(12345); },
        [](Document& d) { d.root()[3].set_state(std::string(600, 'x')); },
        [](Document& d) { d.root()[3].append(1); },
        [](Document& d) { d.root()[3].set("key", 2); },
        [](Document& d) {
            d.set_root(d.list({d.make("a"), d.make(std::string(600, 'y'))}));
        },
        [&](Document& d) { d.set_root(other.root()); },
    };
    for (std::size_t i = 0; i < std::size(edits); ++i) {
        CAPTURE(i);
        bool failed = true;
        for (std::size_t n = 1; failed; ++n) {
            REQUIRE(n < 2000);
            std::string pickle = "((K\1l}(";
            for (char c = 1; c < 65; ++c) {
                pickle += "K"s + c + "N";
            }
            pickle += "u\x8f(";
            for (char c = 1; c < 65; ++c) {
                pickle += "K"s + c;
            }
            Document document = brine::loads(pickle + "\x90" + "cm\nf\n)Rt.");
            const std::string before = brine::repr(document);
            failed = false;
            allocations::fail_at(n);
            try {
                edits[i](document);
            } catch (const std::bad_alloc&) {
                failed = true;
            }
            allocations::fail_at(0);
            if (failed) {
                CHECK(brine::repr(document) == before);
                edits[i](document);
            }
            CHECK(brine::repr(document) != before);
            CHECK(brine::loads(brine::dumps(document)) == document);
        }
    }
}

}  // namespace
