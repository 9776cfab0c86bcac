// Small pickles that ask for much: each in memory that is in proportion to its size.
#include "engine/allocations.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <brine/brine.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"
#include "pickle_parts.hpp"

namespace {

using brine::Document;
using brine::Errc;
using std::string_literals::operator""s;

constexpr std::size_t kibi = 1024;

/// One pickle, all that it may take, and what comes of it.
struct Bomb {
    std::string name;
    std::string pickle;
    std::optional<Errc> error;
    std::size_t largest = 64 * kibi;  // piece of memory
};

std::vector<Bomb> bombs() {
    const std::string shared = ")q\0"s + times("0h\0h\0\x86q\0"s, 200);
    std::vector<Bomb> all = {
        {"LONG_BINPUT of 2**32 - 1", "Nr\xff\xff\xff\xff.", {}},
        {"PUT of 10**18", "Np1000000000000000000\n.", {}},
        {"PUT of 2**63 - 1", "Np9223372036854775807\n0Ng9223372036854775807\n.", {}},
        {"PUT of 2**63", "Np9223372036854775808\n.", Errc::invalid_argument},
        {"GET of 10**18", "g1000000000000000000\n.", Errc::invalid_memo},
        {"MEMOIZE after a far index", "Nr\xff\xff\xff\xff\x94\x94.", {}},
        {"bytearray(2**30)", "c__builtin__\nbytearray\nJ\0\0\0\x40\x85R."s, {}},
        {"bytearray of a long int",
         "c__builtin__\nbytearray\n\x8a\x09\0\0\0\0\0\0\0\0\1\x85R."s,
         {}},
        {"bytes(2**30)", "c__builtin__\nbytes\nJ\0\0\0\x40\x85R."s, {}},
        {"list(range)", "c__builtin__\nlist\nc__builtin__\nrange\nJ\0\0\0\x40\x85R\x85R."s, {}},
        {"shared tuples as a key", "\x80\2}" + shared + "Ns.", {}, 4096 * kibi},
        {"shared tuples in a set", "\x80\2\x8f(" + shared + "\x90.", {}, 4096 * kibi},
        {"shared tuples in a frozenset", "\x80\2(" + shared + "\x91.", {}, 4096 * kibi},
        {"laughs", "\x80\2]" + times("q\0]h\0a(h\0h\0e"s, 200) + ".", {}},
    };
    // As long as they can be said to be, in a few bytes.
    const std::string head = "some";
    const std::uint64_t most8 = (std::uint64_t{1} << 63U) - 1;
    for (const char code : {'B', 'X'}) {
        all.push_back(
            {std::string(1, code), code + le<std::uint32_t>(0xffffffff) + head, Errc::truncated});
    }
    for (const char code : {'T', '\x8b'}) {
        all.push_back(
            {std::string(1, code), code + le<std::int32_t>(0x7fffffff) + head, Errc::truncated});
        all.push_back({std::string(1, code) + " negative", code + le<std::int32_t>(-1) + head,
                       Errc::invalid_argument});
    }
    for (const char code : {'\x8d', '\x8e', '\x95', '\x96'}) {
        const std::string name(1, code);
        all.push_back({name, code + le<std::uint64_t>(most8) + head, Errc::truncated});
        all.push_back({name + " of 2**40", code + le<std::uint64_t>(std::uint64_t{1} << 40U) + head,
                       Errc::truncated});
        all.push_back({name + " of 2**64 - 1", code + le<std::uint64_t>(~std::uint64_t{0}) + head,
                       Errc::invalid_argument});
    }
    for (const char code : {'U', 'C', '\x8a', '\x8c'}) {
        all.push_back({std::string(1, code), code + "\xff"s + head, Errc::truncated});
    }
    return all;
}

template <class Load>
std::optional<Errc> error_of(Load load) {
    try {
        static_cast<void>(load());
    } catch (const brine::UnpicklingError& error) {
        return error.code();
    }
    return {};
}

TEST_CASE("hostile: bombs take memory in proportion to what they are") {
    brine::LoadOptions options;
    options.limits.memory_base = 64 * kibi;
    options.limits.memory = 2048 * kibi;
    for (const Bomb& bomb : bombs()) {
        CAPTURE(bomb.name);
        static_cast<void>(allocations::take_largest());
        CHECK(error_of([&] { return brine::loads(bomb.pickle, options); }) == bomb.error);
        CHECK(error_of([&] {
                  SlowReader stream{bomb.pickle, 7};
                  return brine::load(stream, options);
              }) == bomb.error);
        CHECK(allocations::take_largest() <= bomb.largest);
    }
}

TEST_CASE("hostile: what is shared is shown, copied, compared and dumped once") {
    for (const Bomb& bomb : bombs()) {
        if (bomb.error) {
            continue;
        }
        CAPTURE(bomb.name);
        const Document document = brine::loads(bomb.pickle);
        CHECK(brine::repr(document, brine::ReprLimits::strict()).size() < 70'000);
        const Document copy = document.clone();
        CHECK(copy == document);
        for (const auto policy :
             {brine::memo::standard, brine::memo::python, brine::memo::strings}) {
            const std::string again = brine::dumps(document, {.memo = policy});
            CHECK(again.size() < 2 * bomb.pickle.size() + 100);
            CHECK(brine::loads(again) == document);
        }
    }
}

TEST_CASE("hostile: what a call makes of its arguments is charged each time") {
    brine::LoadOptions options;
    options.limits.memory_base = 256 * kibi;
    const std::string text = "B" + le<std::uint32_t>(100'000) + std::string(100'000, 'x') + "q\0"s;
    const std::string latin = "X" + le<std::uint32_t>(100'000) + std::string(100'000, 'x') +
                              "q\0"s + "0X\6\0\0\0latin1q\2"s;
    const auto refuses = [&](const std::string& pickle) {
        return error_of([&] { return brine::loads(pickle, options); }) == Errc::limit_exceeded;
    };
    CHECK(refuses(text + "cbuiltins\nbytearray\nq\1" + times("h\1h\0\x85R"s, 1000) + "."));
    CHECK(refuses(latin + "c_codecs\nencode\nq\1" + times("h\1h\0h\2\x86R"s, 1000) + "."));
    std::string list = "cbuiltins\nfrozenset\nq\1](";
    for (std::int32_t i = 0; i < 20'000; ++i) {
        list += "J" + le(i);
    }
    CHECK(refuses(list + "eq\0"s + times("h\1h\0\x85R"s, 5000) + "."));
    // READONLY_BUFFER of a bytearray does not copy it.
    CHECK_FALSE(refuses("\x96" + le<std::uint64_t>(100'000) + std::string(100'000, 'x') +
                        times("\x98", 1000) + "."));
}

std::string floats(const std::vector<double>& values) {
    std::string out;
    for (const double x : values) {
        std::string bytes(8, '\0');
        brine::store_be<double>(bytes.data(), x);
        out += "G" + bytes;
    }
    return out;
}

std::string multiples(std::uint64_t step, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        const brine::Wide number = brine::multiply_wide(step, i);
        out += "\x8a\x0a" + le(number.low) + le(static_cast<std::uint16_t>(number.high));
    }
    return out;
}

struct Family {
    std::string name;
    std::string elements;
};

/// Keys that collide in one table or another.
std::vector<Family> families(std::size_t n) {
    std::vector<Family> all;
    all.push_back({"NaNs", times(floats({std::numeric_limits<double>::quiet_NaN()}), n)});
    for (const unsigned k : {8U, 16U, 20U, 32U, 40U, 48U, 61U}) {
        all.push_back({"multiples of 2**" + std::to_string(k),
                       multiples(std::uint64_t{1} << k, std::min(n, std::size_t{1} << (64U - k)))});
    }
    // Of CPython's hash, of libstdc++'s tables, and of this one's.
    for (const std::uint64_t prime :
         {(std::uint64_t{1} << 61U) - 1, std::uint64_t{126271}, std::uint64_t{1741}}) {
        all.push_back({"multiples of " + std::to_string(prime), multiples(prime, n)});
    }
    std::vector<double> low_words;
    std::vector<double> powers;
    for (std::size_t i = 0; i < n; ++i) {
        low_words.push_back(std::bit_cast<double>((0x3ff0'0000ULL + i) << 32U));
        powers.push_back(std::ldexp(1.0, static_cast<int>(i % 2000) - 1000));
    }
    all.push_back({"floats with equal low words", floats(low_words)});
    all.push_back({"powers of two", floats(powers)});
    std::string permuted;
    std::string cancelling;
    std::string sums;
    std::string twins;
    for (std::uint32_t i = 0; i < n; ++i) {
        const std::string a = "J" + le(i);
        const std::string b = "J" + le(~i);
        permuted += i % 2 == 0 ? a + b + "\x86" : b + a + "\x86";
        cancelling += a + a + "\x86";
        sums += "(" + a + "J" + le(1'000'000 - i) + "\x91";
        twins += "(" + a + b + "\x91";
    }
    all.push_back({"tuples in both orders", permuted});
    all.push_back({"tuples whose halves cancel out", cancelling});
    all.push_back({"frozensets of one sum", sums});
    all.push_back({"frozensets that cancel out", twins});
    std::string texts;
    for (std::uint32_t i = 0; i < n; ++i) {
        texts += "C\x14" + std::string(16, '\0') + le(i);
    }
    all.push_back({"bytes with equal beginnings", texts});
    return all;
}

/// Of the work that a table has with its keys, so much for a byte of input.
std::optional<Errc> with_work(const std::string& pickle, std::uint64_t per_byte) {
    brine::LoadOptions options;
    options.limits.key_work_per_byte = per_byte;
    return error_of([&] { return brine::loads(pickle, options); });
}

TEST_CASE("hostile: no family of keys makes a table slow") {
    for (const Family& family : families(4000)) {
        CAPTURE(family.name);
        const std::string pickle = "\x80\4\x8f(" + family.elements + "\x90.";
        CHECK(with_work(pickle, 1) == std::nullopt);
    }
}

/// What holds the long text of a key.
const brine::detail::Box* long_box(const brine::detail::Node& key) {
    switch (key.kind) {
        case brine::Kind::global:
            return key.global->name.box;
        case brine::Kind::tuple:
        case brine::Kind::frozenset:
            return brine::detail::begin_of(key)->box;
        default:
            return key.box;
    }
}

TEST_CASE("hostile: equal keys of any length are hashed and compared once") {
    const std::string text(100'000, 'x');
    const std::string size = le<std::uint32_t>(100'000);
    const std::pair<std::string, std::string> kinds[] = {
        {"str", "X" + size + text},
        {"bytes", "B" + size + text},
        {"int", "\x8b" + size + text},
        {"global", "X" + size + text + "X" + size + text + "\x93"},
        {"tuple", "X" + size + text + "\x85"},
        {"frozenset", "(X" + size + text + "\x91"},
    };
    for (const auto& [kind, key] : kinds) {
        CAPTURE(kind);
        const std::string keys = "\x80\4(" + key + "q\1" + key + "q\2";
        const std::string set = keys + "\x8f(" + times("h\1h\2", 20'000) + "\x90t.";
        CHECK(with_work(set, 1) == std::nullopt);
        CHECK(with_work(keys + "}" + times("h\1Nsh\2Ns", 20'000) + "t.", 1) == std::nullopt);
        const Document document = brine::loads(set);
        const brine::detail::Box* const first = long_box(document[0].node());
        const brine::detail::Box* const second = long_box(document[1].node());
        CHECK(first != second);
        CHECK(brine::detail::representative(first) == brine::detail::representative(second));
        CHECK(first->hash != 0);
        CHECK(second->hash != 0);
        CHECK(document[2].size() == 1);
    }
}

TEST_CASE("hostile: work on keys is counted") {
    // A set of up to 64 is searched from end to end.
    std::string few = "\x80\4\x8f(";
    for (int i = 0; i < 40; ++i) {
        few += floats({i + 0.5});
    }
    few += "\x94\x90" + times("(" + times("h\0"s, 24) + "\x90", 400) + ".";
    CHECK(with_work(few, 32) == std::nullopt);
    CHECK(with_work(few, 16) == Errc::limit_exceeded);
}

}  // namespace
