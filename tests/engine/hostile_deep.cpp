// A million objects inside one another, on a stack of 128 KiB.
#include <brine/engine/unpickler.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <brine/brine.hpp>
#include <brine/tools/dis.hpp>
#include <brine/tools/globals.hpp>
#include <brine/tools/optimize.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"
#include "engine/small_stack.hpp"

namespace {

struct Tree {
    std::vector<Tree> inside;
};

}  // namespace

template <>
struct brine::codec<Tree> {
    static void load(auto& loader, const auto& in, Tree& out) { loader.load(in, out.inside); }
};

namespace {

using brine::Document;
using brine::Errc;
using std::string_literals::operator""s;

constexpr std::size_t million = 1'000'000;
// For each kind by itself: a frame of 14 bytes a level would not fit.
constexpr std::size_t many = 8'000;

/// h 0 is a class, h 1 a function.
const std::string names = "cm\nC\nq\0"s + "0cm\nf\nq\1" + "0";

struct Nest {
    const char* name;
    std::string down;  // for each level, before what is inside
    std::string inside;
    std::string up;  // for each level, behind it
    bool hashable = false;
};

std::vector<Nest> nests() {
    return {
        {"list", "]", "N", "a"},
        {"tuple", "", ")", "\x85", true},
        {"dict", "}N", "N", "s"},
        {"set in object", "\x8f(h\0"s, "N", "\x85R\x90"},
        // What is inside of these two has to have a hash.
        {"frozenset", "(", "N", "\x91", true},
        {"argument", "h\0"s, "N", "\x85R"},
        {"tuple as key", "h\0}"s, "N", "\x85Ns\x85R"},
        {"callable", "", "h\0"s, ")R"},
        {"keyword argument", "h\0)}N"s, "N", "s\x92"},
        {"OBJ", "(h\0"s, "N", "o"},
        {"state", "h\0)R"s, "N", "b"},
        {"item", "h\0)\x81"s, "N", "a"},
        {"persistent id", "", "N", "Q"},
        {"state setter", "", "N", "\x86R0"},
    };
}

/// Each nest in the others, in turn; the setter's needs an index of its own.
std::string pickle_of(const std::vector<Nest>& kinds, std::size_t levels) {
    std::string out = names;
    std::string up;
    for (std::size_t i = 0; i < levels; ++i) {
        const Nest& nest = kinds[i % kinds.size()];
        if (nest.name == "state setter"s) {
            const std::string index{static_cast<char>(i), static_cast<char>(i >> 8U),
                                    static_cast<char>(i >> 16U), '\1'};
            out += "h\0)Rr"s + index + "h\1j"s + index;
        } else {
            out += nest.down;
        }
        up.insert(up.end(), nest.up.rbegin(), nest.up.rend());
    }
    out += kinds.size() == 1 ? kinds[0].inside : "h\0"s;
    return out.append(up.rbegin(), up.rend());
}

/// What is not as it should be, in words.
class Complaints {
public:
    void expect(bool good, std::string_view what) {
        if (!good) {
            text_ += std::string(what) + "; ";
        }
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

bool fails(const std::string& pickle, Errc code) {
    try {
        static_cast<void>(brine::loads(pickle));
    } catch (const brine::UnpicklingError& error) {
        return error.code() == code;
    }
    return false;
}

/// A document as deep as that, cut or refused or whole, then used again.
std::string load_and_destroy(const std::vector<Nest>& kinds, std::size_t levels) {
    Complaints complaints;
    std::string pickle = pickle_of(kinds, levels);
    complaints.expect(fails(pickle, Errc::truncated), "cut at the end");
    complaints.expect(fails(pickle.substr(0, pickle.size() / 3), Errc::truncated), "cut before");
    complaints.expect(fails(pickle + "e.", Errc::invalid_stack), "refused");
    Document document = brine::loads(pickle + ".");
    brine::loads_into("N.", document);
    complaints.expect(document.root().is_none(), "used again");
    return complaints.text();
}

std::string do_all_else(const std::vector<Nest>& kinds, std::size_t levels) {
    Complaints complaints;
    const Document document = brine::loads(pickle_of(kinds, levels) + ".");
    const Document shallower = brine::loads(pickle_of(kinds, levels - kinds.size()) + ".");
    complaints.expect(!(document == shallower), "!=");
    if (kinds[0].hashable) {
        Document keys;
        keys.set_root(keys.dict({{document.root(), keys.make(1)}}));
        complaints.expect(keys.root().contains(document.root()), "a key");
        complaints.expect(!keys.root().contains(shallower.root()), "no key");
    }
    complaints.expect(brine::repr(document).size() > levels, "repr");
    complaints.expect(brine::repr(document, brine::ReprLimits::strict()).size() < 70'000,
                      "strict repr");
    Document copies;
    copies.set_root(copies.list({document.root(), document.root()}));
    complaints.expect(copies.root()[0] == document.root(), "copy");
    complaints.expect(brine::dumps(document, {.protocol = 2}).size() > levels, "dumps");
    for (const auto policy : {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
        const std::string again = brine::dumps(document.clone(), {.protocol = 5, .memo = policy});
        complaints.expect(brine::loads(again) == document, "loads(dumps(clone))");
    }
    return complaints.text();
}

/// Takes what it is given.
struct Counting {
    std::size_t bytes = 0;
    std::size_t write(std::span<const std::byte> piece) {
        bytes += piece.size();
        return piece.size();
    }
};

std::string use_tools(const std::vector<Nest>& kinds, std::size_t levels) {
    Complaints complaints;
    const std::string pickle = pickle_of(kinds, levels) + ".";
    complaints.expect(brine::globals(pickle).size() == 2, "globals");
    const std::string optimized = brine::optimize(pickle);
    complaints.expect(brine::loads(optimized) == brine::loads(pickle), "optimize");
    Counting listing;
    brine::MemoryInput input{std::string_view(pickle)};
    brine::dis_into(listing, input);
    complaints.expect(listing.bytes > 10 * levels, "dis");
    const std::string_view cut = std::string_view(pickle).substr(0, pickle.size() - 1);
    const auto refuses = [&](auto tool, const char* what) {
        try {
            tool();
            complaints.expect(false, what);
        } catch (const brine::UnpicklingError& error) {
            complaints.expect(error.code() == Errc::truncated, what);
        }
    };
    refuses([&] { static_cast<void>(brine::globals(cut)); }, "globals of a part");
    refuses([&] { static_cast<void>(brine::optimize(cut)); }, "optimize of a part");
    return complaints.text();
}

TEST_CASE("hostile: the tools take no stack for what is deep") {
    CHECK(on_small_stack([] { return use_tools(nests(), million / 100); }) == "");
    for (const Nest& nest : nests()) {
        CAPTURE(nest.name);
        CHECK(on_small_stack([&] { return use_tools({nest}, many / 2); }) == "");
    }
}

TEST_CASE("hostile: a conversion goes as deep as its limit, whatever the pickle") {
    std::string pickle(million, ']');
    pickle.append(million - 1, 'a') += '.';
    const auto refuses = [&](const brine::LoadOptions& options) {
        const auto loaded = brine::try_loads<Tree>(pickle, options);
        return !loaded && loaded.error().code() == Errc::too_deep ? "" : "not refused";
    };
    CHECK(refuses({}) == ""s);
    // Conversions recurse: for a stack as small as this, the limit has to be, too.
    CHECK(on_small_stack([&] {
              brine::LoadOptions options;
              options.convert.max_depth = 30;
              return refuses(options);
          }) == "");
}

TEST_CASE("hostile: a million levels of all kinds take no stack") {
    const auto failures = on_small_stack(
        [] { return load_and_destroy(nests(), million) + do_all_else(nests(), million / 20); });
    CHECK(failures == "");
}

TEST_CASE("hostile: what is deep is loaded, compared, shown, copied and dumped on a small stack") {
    for (const Nest& nest : nests()) {
        CAPTURE(nest.name);
        CHECK(on_small_stack([&] {
                  return load_and_destroy({nest}, many) + do_all_else({nest}, many);
              }) == "");
    }
}

}  // namespace
