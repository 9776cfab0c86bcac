// What the decoder hands over in rows gives what the opcodes give one by one: from memory, where
// rows are long, and from readers that give a byte or a few, where they are not.
#include <brine/engine/unpickler.hpp>

#include <brine/base/endian.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include <brine/dumps.hpp>
#include <brine/loads.hpp>

#include "catch.hpp"
#include "pickle_parts.hpp"

namespace {

using brine::Document;
using brine::Errc;
using brine::LoadOptions;
using std::string_literals::operator""s;

struct Outcome {
    std::string written;  // the document written again, or what is wrong
    std::uint64_t offset = 0;

    bool operator==(const Outcome&) const = default;
};

[[maybe_unused]] std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    return out << outcome.offset << ' ' << outcome.written.substr(0, 100);
}

template <class Load>
Outcome outcome_of(Load load) {
    try {
        const Document document = load();
        return {brine::dumps(document, {.protocol = 4, .memo = brine::memo::python})};
    } catch (const brine::UnpicklingError& error) {
        return {error.what(), error.offset()};
    }
}

Outcome everywhere(const std::string& pickle, const LoadOptions& options = {}) {
    const Outcome expected = outcome_of([&] { return brine::loads(pickle, options); });
    for (const std::size_t step : {1U, 5U, 64U, 1000U}) {
        CHECK(outcome_of([&] {
                  SlowReader reader{pickle, step};
                  return brine::load(reader, options);
              }) == expected);
    }
    return expected;
}

std::string long_get(std::uint32_t index) {
    std::string bytes(4, '\0');
    brine::store_le<std::uint32_t>(bytes.data(), index);
    return "j" + bytes;
}

/// Entries for a dict, or items for a list: texts, ints and what the memo holds, in turn and in
/// rows.
std::string random_items(std::mt19937& random, std::size_t count) {
    std::string body;
    std::size_t memoized = 1;
    for (std::size_t i = 0; i < count; ++i) {
        std::string text(random() % 36, static_cast<char>('a' + i % 26));
        text += std::to_string(random() % (2 * count));
        switch (random() % 8) {
            case 0:
                text += "\xc3\xa9";
                [[fallthrough]];
            case 1:
            case 2:
                body += "\x8c" + std::string(1, static_cast<char>(text.size())) + text;
                if (random() % 4 != 0) {
                    body += '\x94';
                    ++memoized;
                }
                break;
            case 3:
                body += "K" + std::string(1, static_cast<char>(random()));
                break;
            case 4:
                body += "\x8a\3" + std::string(3, static_cast<char>(random()));
                break;
            case 5:
                body += "G?" + std::string(7, static_cast<char>(random()));
                break;
            default: {
                // Not the container itself, which is entry 0 and no key.
                const auto index =
                    static_cast<std::uint32_t>(memoized == 1 ? 1U : 1 + random() % (memoized - 1));
                if (memoized == 1) {
                    body += "N";
                } else if (index < 256 && random() % 2 == 0) {
                    body += {'h', static_cast<char>(index)};
                } else {
                    body += long_get(index);
                }
            }
        }
    }
    return body;
}

std::string in_frames(const std::string& body, std::size_t size) {
    std::string bytes(8, '\0');
    brine::store_le<std::uint64_t>(bytes.data(), size);
    return "\x95" + bytes + body.substr(0, size) + body.substr(size);
}

TEST_CASE("rows: texts, numbers and what the memo holds are what they are alone") {
    std::mt19937 random(5);
    for (const std::size_t count : {2U, 10U, 100U, 700U, 4000U}) {
        for (int turn = 0; turn < 6; ++turn) {
            const std::string items = random_items(random, count);
            for (const std::string& body : {"]\x94(" + items + "e.", "}\x94(" + items + "u."}) {
                INFO(count << ' ' << turn);
                const Outcome outcome = everywhere("\x80\x04" + body);
                CHECK(outcome.offset == 0);
                // A frame that ends anywhere: good between two opcodes, and else an error.
                const std::size_t size = random() % body.size();
                everywhere("\x80\x04" + in_frames(body, size));
                CHECK(everywhere("\x80\x04" + in_frames(body, body.size())) == outcome);
                everywhere("\x80\x04" + body.substr(0, size));
            }
        }
    }
}

TEST_CASE("rows: a limit is met at the opcode that meets it alone") {
    std::string front = "\x80\x04](";
    for (int i = 0; i < 20; ++i) {
        front += "\x8c\5" + std::string(5, static_cast<char>('a' + i)) + "\x94";
    }
    std::string texts = front;
    std::string gets = front;
    std::string ints = front;
    std::string floats = front;
    std::string nested = front;
    for (int i = 0; i < 300; ++i) {
        texts += "\x8c\3abc\x94K\1"s;
        gets += i % 2 == 0 ? "h\1"s : long_get(3);
        ints += "K\1M\1\2"s;
        floats += "G?ABCDEFG";
        nested += "]\x94}\x94)\x94";
    }
    const std::size_t front_items = 21;  // the list is one
    const std::pair<std::string, std::size_t> rows[] = {
        {texts, 600}, {gets, 300}, {ints, 600}, {floats, 300}, {nested, 900}};
    for (const auto& [row, items] : rows) {
        for (std::uint64_t limit = 1; limit < 700; limit += 1 + limit / 3) {
            LoadOptions options;
            options.limits.stack_items = limit;
            const Outcome few = everywhere(row + "e.", options);
            CHECK((few.offset != 0) == (limit < front_items + items));
            options = {};
            options.limits.memo_entries = limit;
            everywhere(row + "e.", options);
        }
    }
}

TEST_CASE("rows: memory ends at the text that there is no room for, not at what stands before it") {
    std::string pickle = "\x80\x04(";
    for (int i = 0; i < 2000; ++i) {
        pickle += "\x8c\x20" + std::string(32, 'x') + "K\1";
    }
    for (std::uint64_t memory = 20'000; memory < 80'000; memory += 3'000) {
        LoadOptions options;
        options.limits.memory = memory;
        try {
            static_cast<void>(brine::loads(pickle + "t.", options));
            FAIL("there was room");
        } catch (const brine::UnpicklingError& error) {
            CHECK(error.code() == Errc::limit_exceeded);
            CHECK(error.opcode() == 0x8c);
        }
    }
}

TEST_CASE("rows: an entry that the memo lacks is missed where it is asked for") {
    const std::string front = "\x80\x04(\x8c\x20" + std::string(32, 'x') + "\x94";
    for (std::size_t place = 0; place < 12; ++place) {
        std::string row;
        std::size_t offset = 0;
        for (std::size_t i = 0; i < 12; ++i) {
            offset = i == place ? front.size() + row.size() : offset;
            const std::uint32_t index = i == place ? 1 : 0;
            row += i % 3 == 0 ? long_get(index) : "h"s + static_cast<char>(index);
        }
        const Outcome outcome = everywhere(front + row + "t.");
        CHECK(outcome.offset == offset);
        CHECK(outcome.written.find("memo has no entry 1") != std::string::npos);
    }
}

TEST_CASE("rows: a key that can't be hashed is refused where the row of entries ends") {
    const std::string front = "\x80\x04}(";
    for (const std::size_t size : {3U, 100U}) {
        std::string entries;
        for (std::size_t i = 0; i < size; ++i) {
            entries += i == size / 2 ? "]N"s : "M" + std::string(1, static_cast<char>(i)) + "\1K\1";
        }
        const Outcome outcome = everywhere(front + entries + "u.");
        CHECK(outcome.offset == front.size() + entries.size());
    }
}

TEST_CASE("rows: borrowed texts are where they were, whatever stands around them") {
    std::string pickle = "\x80\x04(";
    for (int i = 0; i < 50; ++i) {
        pickle += "\x8c\4abcd\x94K\1";
    }
    pickle += "t.";
    const Document document = brine::loads(pickle, {.borrow = true});
    const brine::Value root = document.root();
    for (std::size_t i = 0; i < 50; ++i) {
        const std::string_view text = root[2 * i].as<std::string_view>();
        CHECK(text.data() == pickle.data() + 3 + 9 * i + 2);
        CHECK(root[2 * i + 1] == 1);
    }
}

TEST_CASE("rows: a document that is used again holds what a new one holds") {
    std::mt19937 random(9);
    Document used;
    for (const std::size_t count : {3000U, 5U, 200U, 3000U, 20'000U, 1U, 3000U}) {
        const std::string pickle = "\x80\x04}\x94(" + random_items(random, 2 * count) + "u.";
        brine::loads_into(pickle, used);
        const Document fresh = brine::loads(pickle);
        CHECK(used.root() == fresh.root());
    }
}

}  // namespace
