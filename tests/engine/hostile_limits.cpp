#include <brine/engine/load_options.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <brine/loads.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"
#include "pickle_parts.hpp"

namespace {

using brine::Errc;
using brine::LoadLimits;
using brine::LoadOptions;
using std::string_literals::operator""s;

struct Asked {
    brine::Global find_class(std::string_view module, std::string_view name) const {
        return brine::global(module, name);
    }
    brine::Global extension(std::int32_t) const { return brine::global("m", "ext"); }
    std::optional<brine::Value> persistent_load(const brine::Value& id) const { return id; }
};

struct Verdict {
    std::optional<Errc> error;
    std::uint64_t offset = 0;

    friend bool operator==(const Verdict&, const Verdict&) = default;
};

template <class Load>
Verdict verdict_of(Load load) {
    try {
        static_cast<void>(load());
    } catch (const brine::UnpicklingError& error) {
        CHECK(std::string_view(error.what()).size() <= 200);
        return {error.code(), error.offset()};
    }
    return {};
}

Verdict verdict(const std::string& pickle, const LoadLimits& limits) {
    const LoadOptions options{.limits = limits};
    const Asked asked;
    const Verdict memory = verdict_of([&] { return brine::loads(pickle, options, asked); });
    for (const std::size_t step : {std::size_t{1}, pickle.size()}) {
        SlowReader chunks{pickle, step};
        CHECK(verdict_of([&] { return brine::load(chunks, options, asked); }) == memory);
    }
    return memory;
}

/// A limit, the pickle that needs just `most` of it, and the one that needs one more.
struct Case {
    const char* name;
    std::function<void(LoadLimits&, std::uint64_t)> set;
    std::uint64_t most;
    std::string good;
    std::string bad;
    std::uint64_t offset;  // of what is refused
};

std::string nest(std::size_t depth) { return times("]", depth) + times("a", depth - 1) + "."; }

std::vector<Case> cases() {
    const std::string text(300, 'x');
    const std::string kinds = "\x8c\3abcX\3\0\0\0abcI12\ncm\nn\nG\0\0\0\0\0\0\0\0K\1"s;
    // Lists that are first seen near the root lie deeper on another way.
    const std::string lists = "]q\0]q\1h\0a]q\2h\1a]q\3h\2a"s;
    const std::string detours = "(]q\0]q\1h\0a]q\2h\1a"s;
    const auto set = [](auto member) {
        return [member](LoadLimits& limits, std::uint64_t most) { limits.*member = most; };
    };
    const auto decode = [](auto member) {
        return [member](LoadLimits& limits, std::uint64_t most) { limits.decode.*member = most; };
    };
    using D = brine::DecodeLimits;
    using L = LoadLimits;
    return {
        {"input bytes", decode(&D::input_bytes), 5, "N0N0K\1."s.substr(2), "N0N0N.", 5},
        {"opcodes", decode(&D::opcodes), 4, "N0N.", "N0NN.", 4},
        {"opcodes, rows of numbers", decode(&D::opcodes), 501, times("K\1", 500) + ".",
         times("K\1", 501) + ".", 1002},
        {"opcodes, all kinds", decode(&D::opcodes), 9,
         "\x80\4\x95\x22\0\0\0\0\0\0\0"s + kinds + ".",
         "\x80\4\x95\x23\0\0\0\0\0\0\0"s + kinds + "N.", 45},
        {"payload bytes", decode(&D::payload_bytes), 299, "B\x2b\1\0\0"s + text.substr(1) + ".",
         "B\x2c\1\0\0"s + text + ".", 0},
        {"binary integers", decode(&D::long_bytes), 299, "\x8b\x2b\1\0\0"s + text.substr(1) + ".",
         "\x8b\x2c\1\0\0"s + text + ".", 0},
        {"digits",
         [](LoadLimits& limits, std::uint64_t n) { limits.decode.int_digits = std::size_t(n); }, 20,
         "L" + times("7", 20) + "L\n.", "L" + times("7", 21) + "L\n.", 0},
        {"text of a float",
         [](LoadLimits& limits, std::uint64_t n) { limits.decode.float_text = std::size_t(n); }, 4,
         "F1.25\n.", "F1.250\n.", 0},
        {"text of an index",
         [](LoadLimits& limits, std::uint64_t n) { limits.decode.index_text = std::size_t(n); }, 2,
         "Np10\n.", "Np100\n.", 1},
        {"names",
         [](LoadLimits& limits, std::uint64_t n) { limits.decode.name_text = std::size_t(n); }, 3,
         "cabc\nabc\n.", "cabc\nabcd\n.", 0},
        {"stack items", set(&L::stack_items), 1000, times("N", 1000) + ".", times("N", 1001) + ".",
         1000},
        {"stack items, rows of ints", set(&L::stack_items), 1000, times("K\1", 1000) + ".",
         times("K\1", 1001) + times("0", 20) + ".", 2000},
        {"stack items, rows of floats", set(&L::stack_items), 100,
         times("G\0\0\0\0\0\0\0\0"s, 100) + ".", times("G\0\0\0\0\0\0\0\0"s, 101) + ".", 900},
        {"marks", set(&L::marks), 100, times("(", 100) + "N.", times("(", 101) + "N.", 100},
        {"memo entries", set(&L::memo_entries), 100, "N" + times("\x94", 100) + ".",
         "N" + times("\x94", 101) + ".", 101},
        {"memo entries, put twice", set(&L::memo_entries), 2, "Nq\0r\xff\0\0\1q\0r\xff\0\0\1."s,
         "Nq\0r\xff\0\0\1q\0r\xff\0\0\1q\1."s, 15},
        {"memo entries, in the gaps", set(&L::memo_entries), 3, "Nq\x0fq\0q\1."s,
         "Nq\x0fq\0q\1q\2."s, 7},
        {"hook calls", set(&L::hook_calls), 4, "cm\nn\ncm\nn\n\x82\1."s,
         "cm\nn\ncm\nn\n\x82\1Pa\n."s, 12},
        {"depth", set(&L::depth), 10, nest(10), nest(11), 21},
        {"depth, by detours", set(&L::depth), 4, detours + "l.", detours + "]q\3h\2al.", 23},
        {"depth, by detours in the other order", set(&L::depth), 4, lists + "(h\2h\1h\0l."s,
         lists + "(h\3h\2h\1h\0l."s, 31},
        {"memory", set(&L::memory), 100'000, "C\1a."s, times("]", 4000) + ".", 0},
    };
}

TEST_CASE("hostile: each limit lets so much pass, and one more it refuses, from every source") {
    for (const Case& c : cases()) {
        CAPTURE(c.name);
        LoadLimits limits;
        c.set(limits, c.most);
        CHECK(verdict(c.good, limits) == Verdict{});
        const Verdict refused = verdict(c.bad, limits);
        CHECK(refused.error == Errc::limit_exceeded);
        if (c.offset != 0) {
            CHECK(refused.offset == c.offset);
        }
        c.set(limits, LoadLimits::none);
        CHECK(verdict(c.bad, limits) == Verdict{});
    }
}

TEST_CASE("hostile: the strict profile sets every limit, and repr() shows just so much") {
    const LoadLimits strict = LoadLimits::strict();
    CHECK(strict.decode.input_bytes == 64U << 20U);
    CHECK(strict.decode.opcodes == 10'000'000);
    CHECK(strict.decode.payload_bytes == 16U << 20U);
    CHECK(strict.decode.long_bytes == 4096);
    CHECK(strict.memory == 64U << 20U);
    CHECK(strict.stack_items == 1'000'000);
    CHECK(strict.marks == 1'000'000);
    CHECK(strict.memo_entries == 1'000'000);
    CHECK(strict.hook_calls == 100'000);
    CHECK(strict.key_work_per_byte == 16);
    CHECK(strict.depth == 1024);

    const brine::Document document = brine::loads("(K\1K\2l.");
    CHECK(brine::repr(document, {.nodes = 3, .bytes = 6}) == "[1, 2]");
    CHECK(brine::repr(document, {.nodes = 2, .bytes = 6}) == "[1, ...");
    CHECK(brine::repr(document, {.nodes = 3, .bytes = 5}) == "[1, 2...");
}

}  // namespace
