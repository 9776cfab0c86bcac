#include <brine/model/table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <brine/model/document.hpp>
#include <brine/model/store.hpp>

#include "catch.hpp"

namespace {

using brine::Kind;
using brine::detail::Equality;
using brine::detail::identical;
using brine::detail::no_entry;
using brine::detail::Node;
using brine::detail::Store;

/// What Python holds to be one key has one name here.
struct Key {
    std::string name;
    Node node;
};

Key key_of(Store& store, std::size_t kind, std::size_t number) {
    const std::string digits = std::to_string(number);
    const auto integer = static_cast<std::int64_t>(number);
    switch (kind) {
        case 0:
            return {"int " + digits, Node::of_int(integer)};
        case 1:
            return {"int " + digits, store.make_float(static_cast<double>(number))};
        case 2:
            return {"int " + std::to_string(number % 2), Node::of_bool(number % 2 == 1)};
        case 3:
            return {"bytes " + digits, store.make_text(Kind::bytes, digits, false)};
        case 4: {
            const Node items[] = {Node::of_int(integer), store.make_float(0.5)};
            return {"tuple " + digits, store.make_tuple(items)};
        }
        case 5:  // some are too long to be plain
            return {
                "long " + digits,
                store.make_text(Kind::str, digits + std::string(500 + number % 30, 'x'), false)};
        default:
            return {"str " + digits,
                    store.make_text(Kind::str, std::string(number % 40, 'k') + digits, false)};
    }
}

/// A dict or a set beside what it should hold.
struct Modelled {
    Store& store;
    bool dict;
    Node table = dict ? store.make_dict() : store.make_set();
    std::map<std::string, std::size_t> numbers{};
    std::vector<Node> keys{};
    std::vector<std::int64_t> values{};

    void insert(const std::vector<Key>& row, std::int64_t first_value) {
        std::vector<Node> nodes;
        for (const Key& key : row) {
            nodes.push_back(key.node);
            const auto [at, fresh] = numbers.emplace(key.name, keys.size());
            if (fresh) {
                keys.push_back(key.node);
                values.push_back(first_value);
            }
            values[at->second] = first_value;
            if (dict) {
                nodes.push_back(Node::of_int(first_value));
            }
            ++first_value;
        }
        store.insert(table, nodes);
    }

    [[nodiscard]] bool agrees() const {
        const std::size_t stride = dict ? 2 : 1;
        const Node* const items = table.table->items;
        if (table.table->size != keys.size()) {
            return false;
        }
        const Equality equal(brine::detail::Compare::keys, true);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const bool same_value = !dict || items[stride * i + 1].integer == values[i];
            if (!identical(items[stride * i], keys[i]) || !same_value ||
                equal.find(table, keys[i]) != i) {
                return false;
            }
        }
        return true;
    }
};

struct TableFixture {
    Store store{};

    Node dict(std::initializer_list<std::int64_t> keys) {
        std::vector<Node> nodes;
        for (const std::int64_t key : keys) {
            nodes.push_back(Node::of_int(key));
            nodes.push_back(Node::of_none());
        }
        const Node table = store.make_dict();
        store.insert(table, nodes);
        return table;
    }
};

TEST_CASE("table: first keys stay and last values win, however many come at once") {
    std::mt19937 random(3);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random()) % n; };
    for (std::size_t turn = 0; turn < 60; ++turn) {
        Store store;
        Modelled modelled{store, turn % 3 != 0};
        const std::size_t universe = turn % 2 == 0 ? 5 + below(300) : 100'000;
        const std::size_t kinds = turn % 5 == 0 ? 7 : 12;  // most are str
        std::int64_t value = 0;
        for (std::size_t batch = 0; batch < 6; ++batch) {
            std::vector<Key> row;
            for (std::size_t n = below(turn % 4 == 0 ? 1500 : 200); n > 0; --n) {
                row.push_back(key_of(store, below(kinds), below(universe)));
            }
            modelled.insert(row, value);
            value += static_cast<std::int64_t>(row.size());
            for (std::size_t n = below(5); n > 0; --n) {
                modelled.insert({key_of(store, below(kinds), below(universe))}, value++);
            }
        }
        INFO(turn);
        REQUIRE(modelled.agrees());
        const Equality equal(brine::detail::Compare::keys, true);
        CHECK(equal.find(modelled.table, store.make_text(Kind::str, "absent", false)) == no_entry);
        CHECK(equal.find(modelled.table, Node::of_int(-1)) == no_entry);
    }
}

TEST_CASE("table: numbers that are equal are one key in a row of any length") {
    brine::Document d;
    const auto big = [&] {
        return d.make(brine::Int::from_string("1267650600228229401496703205376"));
    };
    for (const int more : {0, 10, 100}) {
        std::vector<brine::Value> keys{big(),     big(),        d.make(0x1p100),
                                       d.make(1), d.make(true), d.make(1.0)};
        for (int i = 0; i < more; ++i) {
            keys.push_back(d.make(i + 2));
        }
        CHECK(d.frozenset(keys).size() == static_cast<std::size_t>(2 + more));
    }
    CHECK(d.frozenset({big(), big()}).size() == 1);
    CHECK(d.frozenset({d.make(true), d.make(1)}).size() == 1);
    CHECK(d.frozenset({d.make(1), d.make(1.0)}).size() == 1);
    CHECK(d.dict({{big(), d.none()}, {big(), d.none()}}).size() == 1);
}

TEST_CASE("table: keys that end in the same nested key are told apart, and found again") {
    brine::Document d;
    const brine::Value empty = d.frozenset({});
    std::vector<brine::Value> keys;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 100; ++i) {
            keys.push_back(d.tuple({d.make(i), empty}));
            CHECK(d.frozenset(keys).size() == (round == 0 ? keys.size() : 100));
        }
    }
}

TEST_CASE("table: a duplicate at any place of a row is found, before and behind an index") {
    for (const std::size_t size : {3U, 64U, 65U, 128U, 200U, 1000U}) {
        for (std::size_t first = 0; first < size; first += 1 + size / 20) {
            for (std::size_t again = first + 1; again < size; again += 1 + size / 20) {
                Store store;
                Modelled modelled{store, true};
                std::vector<Key> row;
                for (std::size_t i = 0; i < size; ++i) {
                    row.push_back(key_of(store, 9, i == again ? first : i));
                }
                modelled.insert(row, 0);
                REQUIRE(modelled.keys.size() == size - 1);
                REQUIRE(modelled.agrees());
            }
        }
    }
}

TEST_CASE("table: an index holds as many entries as it says, in one row, one by one or anew") {
    Store store;
    std::vector<Key> row;
    for (std::size_t i = 0; i < 1400; ++i) {
        row.push_back(key_of(store, 0, i));
    }
    for (std::size_t size = 60; size < row.size(); ++size) {
        Modelled modelled{store, false};
        modelled.insert({row.begin(), row.begin() + static_cast<std::ptrdiff_t>(size)}, 0);
        REQUIRE(modelled.agrees());
        store.erase_entry(modelled.table, size - 1);
        modelled.keys.pop_back();
        REQUIRE(modelled.agrees());
    }
    Modelled shrinking{store, false};
    shrinking.insert({row.begin(), row.begin() + 300}, 0);
    for (std::size_t entry = 7; shrinking.keys.size() > 1; entry = (entry * 31 + 1) % 10007) {
        const std::size_t at = entry % shrinking.keys.size();
        store.erase_entry(shrinking.table, at);
        shrinking.keys.erase(shrinking.keys.begin() + static_cast<std::ptrdiff_t>(at));
        REQUIRE(shrinking.agrees());
    }
    Modelled modelled{store, true};
    for (const Key& key : row) {
        modelled.insert({key}, 0);
        REQUIRE(modelled.table.table->size == modelled.keys.size());
    }
    CHECK(modelled.agrees());
}

TEST_CASE("table: what goes out of sight is handed on in order") {
    Store store;
    std::vector<Node> dropped;
    store.collect_dropped(&dropped);
    const Node table = store.make_dict();
    std::vector<Node> nodes;
    std::vector<const void*> expected;
    for (int turn = 0; turn < 2; ++turn) {
        for (std::int64_t i = 0; i < 200; ++i) {
            const Node value = store.make_list();
            nodes.push_back(Node::of_int(i));
            nodes.push_back(value);
            if (turn == 0) {
                expected.push_back(value.record);
            }
        }
    }
    store.insert(table, nodes);
    std::vector<const void*> seen;
    for (const Node& node : dropped) {
        seen.push_back(node.record);
    }
    CHECK(seen == expected);
}

TEST_CASE("table: a key that can't be hashed is refused anywhere in a row") {
    for (const std::size_t size : {1U, 5U, 64U, 65U, 500U}) {
        for (const std::size_t bad : {std::size_t{0}, size / 2, size - 1}) {
            Store store;
            std::vector<Node> nodes;
            for (std::size_t i = 0; i < size; ++i) {
                const Node list = store.make_list();
                nodes.push_back(i == bad ? store.make_tuple({&list, 1})
                                         : Node::of_int(static_cast<std::int64_t>(i)));
                nodes.push_back(Node::of_none());
            }
            CHECK_THROWS_AS(store.insert(store.make_dict(), nodes), brine::detail::Failure);
        }
    }
}

TEST_CASE("table: a row of keys that was seen before is not what erasing left of it") {
    for (std::int64_t first = 0; first < 40; ++first) {
        for (std::int64_t second = 100; second < 140; ++second) {
            TableFixture fixture;
            const Node seen = fixture.dict({first, second, 1000});
            fixture.store.erase_entry(seen, 0);
            CHECK(fixture.dict({second, 1000, 1000}).table->size == 2);
            CHECK(fixture.dict({first, second, 1000}).table->size == 3);
            CHECK(fixture.dict({first, second, 1000}).table->size == 3);
            CHECK(fixture.dict({first, second, first}).table->size == 2);
        }
    }
}

TEST_CASE("table: an index takes few steps, whatever the keys have in common") {
    // The places that are taken in a row, at most, for keys that a bad hash would put together.
    const auto longest_row = [](const std::function<Node(Store&, std::size_t)>& key) {
        constexpr std::size_t count = 20'000;
        Store store;
        const Node table = store.make_set();
        std::vector<Node> nodes;
        for (std::size_t i = 0; i < count; ++i) {
            nodes.push_back(key(store, i));
        }
        store.insert(table, nodes);
        CHECK(table.table->size == count);
        const brine::detail::Index& index = *table.table->index;
        std::size_t longest = 0;
        std::size_t row = 0;
        for (std::size_t i = 0; i <= index.mask; ++i) {
            row = index.places()[i] == 0 ? 0 : row + 1;
            longest = std::max(longest, row);
        }
        return longest;
    };
    constexpr std::size_t bound = 400;
    CHECK(longest_row([](Store&, std::size_t i) {
              return Node::of_int(static_cast<std::int64_t>(i) * (std::int64_t{1} << 40U));
          }) < bound);
    CHECK(longest_row([](Store& store, std::size_t i) {
              return store.make_float(static_cast<double>(i) * 0x1p70);
          }) < bound);
    CHECK(longest_row([](Store& store, std::size_t i) {
              std::string text(8, '\0');
              std::memcpy(text.data(), &brine::detail::hash_factor, 8);
              text += "12345678" + std::to_string(10'000'000 + i) + "12345678";
              std::swap_ranges(text.begin() + 8, text.begin() + 16, text.begin() + 16);
              return store.make_text(Kind::bytes, text, false);
          }) < bound);
}

}  // namespace
