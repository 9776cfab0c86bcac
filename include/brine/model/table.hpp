#pragma once
// Entries of dicts and sets: insertion order, last value wins, first key stays. Small tables are
// searched from end to end; large ones have an index, made when they grow.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include <brine/model/arena.hpp>
#include <brine/model/equality.hpp>
#include <brine/model/hash.hpp>
#include <brine/model/node.hpp>

namespace brine::detail {

/// Tables with more entries than this have an index.
inline constexpr std::size_t largest_unindexed = 64;
/// Up to so many keys are compared each with each.
inline constexpr std::size_t largest_compared = 8;

/// Room for `more` further nodes behind the `used` ones of an array; it doubles.
inline Node* grow_items(Arena& arena, Node* items, std::size_t used, std::size_t& capacity,
                        std::size_t more) {
    const std::size_t need = used + more;
    if (items != nullptr && arena.extend(items, capacity, need - capacity)) {
        capacity = need;
        return items;
    }
    const std::size_t wanted = used == 0 ? need : std::max(2 * capacity, need);
    Node* const moved = arena.allocate<Node>(wanted);
    if (used != 0) {
        std::memcpy(moved, items, used * sizeof(Node));
    }
    capacity = wanted;
    return moved;
}

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_too_many() {
    throw_failure(Errc::limit_exceeded, "a container has too many items");
}

inline constexpr std::size_t most_items = std::numeric_limits<std::int32_t>::max();

inline void list_append(Arena& arena, List& list, const Node* items, std::size_t count) {
    if (count > list.capacity - list.size) {
        if (count > most_items - list.size) [[unlikely]] {
            throw_too_many();
        }
        std::size_t capacity = list.capacity;
        list.items = grow_items(arena, list.items, list.size, capacity, count);
        list.capacity = static_cast<std::uint32_t>(std::min(capacity, most_items));
    }
    if (count == 1) {
        list.items[list.size] = *items;
    } else {
        std::memcpy(list.items + list.size, items, count * sizeof(Node));
    }
    list.size += static_cast<std::uint32_t>(count);
}

/// Whether two keys differ that are str or int and not boxed.
[[nodiscard]] inline bool plainly_differ(const Node& a, const Node& b) noexcept {
    if (a.kind != b.kind) {
        return true;
    }
    if (a.kind == Kind::int_) {
        return a.integer != b.integer;
    }
    return a.size != b.size || (a.text != b.text && std::memcmp(a.text, b.text, a.size) != 0);
}

/// Puts entries into tables. Remembers the keys of small dicts, because records often have the same
/// ones.
class TableWriter {
public:
    explicit TableWriter(Arena& arena) : arena_(arena) {}

    /// `count` entries, keys and values in turn for a dict.
    /// @throws Failure where a key can't be hashed. A value that is replaced goes to `replaced`.
    template <class Replaced>
    void insert(const Node& table, const Node* entries, std::size_t count, Replaced replaced);

    /// The index and all hashes anew.
    void rebuild(const Node& table);

    /// Takes out one entry; later ones move up.
    void erase(const Node& table, std::size_t entry);

    /// What it takes to tell keys apart, where their places or their hashes are taken.
    [[nodiscard]] StepBudget& work() noexcept { return work_; }

    /// The nodes that it remembers are no more.
    void forget() noexcept { counts_.fill(0); }

private:
    static constexpr std::size_t remembered = 16;  // rows of keys
    static constexpr std::size_t longest_row = 16;

    /// Where a row of keys is remembered, by its first and its length.
    [[nodiscard]] static std::size_t row_of(const Node* entries, std::size_t count) noexcept {
        const auto first = static_cast<std::uint64_t>(entries[0].integer);
        return static_cast<std::size_t>(((first + count) * hash_factor) >> 60U);
    }
    [[nodiscard]] bool remembers(const Node* entries, std::size_t count) const noexcept;
    void remember(const Node* entries, std::size_t count) noexcept;
    [[nodiscard]] bool all_differ(const Node* entries, std::size_t count, std::size_t stride);
    void reserve(Table& table, std::size_t stride, std::size_t count);
    template <class Replaced>
    void insert_one(const Node& table, const Node* entry, Replaced& replaced);
    template <class Replaced>
    void insert_indexed(const Node& table, const Node* entries, std::size_t count,
                        Replaced& replaced);
    void make_index(Table& table, std::size_t stride, std::size_t expected);
    /// Gives how many places were taken on the way.
    static std::size_t place(Index& index, std::uint32_t hash, std::size_t entry) noexcept;
    [[nodiscard]] static std::size_t place_new(Index& index, const std::uint32_t* hashes,
                                               std::size_t count, std::size_t first,
                                               std::size_t& taken) noexcept;
    void append(Table& table, const Node* entry, std::size_t stride) noexcept {
        std::memcpy(table.items + table.size * stride, entry, stride * sizeof(Node));
        ++table.size;
    }

    Arena& arena_;
    StepBudget work_;
    std::array<const Node*, remembered> rows_{};  // entries of a dict that has them
    std::array<std::uint8_t, remembered> counts_{};
};

inline bool TableWriter::remembers(const Node* entries, std::size_t count) const noexcept {
    if (count > longest_row) {
        return false;
    }
    const std::size_t row = row_of(entries, count);
    if (counts_[row] != count) {
        return false;
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (!identical(entries[2 * i], rows_[row][2 * i])) {
            return false;
        }
    }
    return true;
}

inline void TableWriter::remember(const Node* entries, std::size_t count) noexcept {
    if (count > longest_row) {
        return;
    }
    const std::size_t row = row_of(entries, count);
    counts_[row] = static_cast<std::uint8_t>(count);
    rows_[row] = entries;
}

/// True where all keys can be hashed and none equals another; false may also mean "not told".
inline bool TableWriter::all_differ(const Node* entries, std::size_t count, std::size_t stride) {
    for (std::size_t i = 0; i < count; ++i) {
        const Node& key = entries[i * stride];
        if ((key.kind != Kind::str && key.kind != Kind::int_) || key.is_boxed()) {
            return false;
        }
    }
    const auto differ = [&](std::size_t i, std::size_t j) {
        return plainly_differ(entries[i * stride], entries[j * stride]);
    };
    if (count <= largest_compared) {
        for (std::size_t i = 1; i < count; ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (!differ(i, j)) {
                    return false;
                }
            }
        }
        return true;
    }
    const std::uint64_t seed = hash_seed();
    std::array<std::uint8_t, 4 * largest_unindexed> places{};
    for (std::size_t i = 0; i < count; ++i) {
        auto at = static_cast<std::size_t>(hash_leaf(entries[i * stride], seed) % places.size());
        for (; places[at] != 0; at = (at + 1) % places.size()) {
            if (!differ(i, places[at] - 1U)) {
                return false;
            }
        }
        places[at] = static_cast<std::uint8_t>(i + 1);
    }
    return true;
}

inline void TableWriter::reserve(Table& table, std::size_t stride, std::size_t count) {
    if (count <= table.capacity - table.size) {
        return;
    }
    if (count > most_items - table.size) [[unlikely]] {
        throw_too_many();
    }
    std::size_t capacity = table.capacity * stride;
    table.items = grow_items(arena_, table.items, table.size * stride, capacity, count * stride);
    table.capacity = static_cast<std::uint32_t>(std::min(capacity / stride, most_items));
}

template <class Replaced>
void TableWriter::insert(const Node& table, const Node* entries, std::size_t count,
                         Replaced replaced) {
    if (count == 0) {
        return;
    }
    Table& t = *table.table;
    const std::size_t stride = stride_of(table.kind);
    reserve(t, stride, count);
    if (t.size == 0 && count <= largest_unindexed) {
        const bool known = stride == 2 && remembers(entries, count);
        if (known || all_differ(entries, count, stride)) {
            std::memcpy(t.items, entries, count * stride * sizeof(Node));
            t.size = static_cast<std::uint32_t>(count);
            if (!known && stride == 2) {
                remember(t.items, count);
            }
            return;
        }
    }
    if (t.index == nullptr && t.size + count > largest_unindexed) {
        make_index(t, stride, t.size + count);
    }
    if (t.index != nullptr) {
        return insert_indexed(table, entries, count, replaced);
    }
    for (std::size_t i = 0; i < count; ++i) {
        insert_one(table, entries + i * stride, replaced);
    }
}

template <class Replaced>
void TableWriter::insert_one(const Node& table, const Node* entry, Replaced& replaced) {
    Table& t = *table.table;
    const std::size_t stride = stride_of(table.kind);
    static_cast<void>(hash_of(*entry, hash_seed()));  // throws where there is none
    Equality equal(Compare::keys, true, true);
    const std::size_t at = equal.find(table, *entry);
    const bool known = at != no_entry && equal(t.items[at * stride], *entry);
    work_.charge(equal.steps());
    if (known) {
        equal.remember();
        if (stride == 2) {
            replaced(t.items[2 * at + 1]);
            t.items[2 * at + 1] = entry[1];
        } else {
            replaced(*entry);
        }
        return;
    }
    append(t, entry, stride);
}

template <class Replaced>
void TableWriter::insert_indexed(const Node& table, const Node* entries, std::size_t count,
                                 Replaced& replaced) {
    Table& t = *table.table;
    const std::size_t stride = stride_of(table.kind);
    if (t.size + count > t.index->room) {
        make_index(t, stride, 2 * (t.size + count));  // so that most of the time is not spent here
    }
    const std::uint64_t seed = hash_seed();
    constexpr std::size_t ahead = 64;
    std::array<std::uint32_t, ahead> hashes;
    Index& index = *t.index;
    for (; count != 0;
         entries += std::min(ahead, count) * stride, count -= std::min(ahead, count)) {
        const std::size_t some = std::min(ahead, count);
        for (std::size_t i = 0; i < some; ++i) {
            const Node& key = entries[i * stride];
            const bool plain = key.kind == Kind::str && !key.is_boxed();
            hashes[i] = static_cast<std::uint32_t>(plain ? hash_text({key.text, key.size}, seed)
                                                         : hash_of(key, seed));
#if defined(__GNUC__)
            __builtin_prefetch(index.places() + (hashes[i] & index.mask), 1);
#endif
        }
        std::size_t taken = 0;
        for (std::size_t i = 0; i < some; ++i) {
            std::memcpy(t.items + t.size * stride, entries + i * stride,
                        (some - i) * stride * sizeof(Node));
            const std::size_t fresh = place_new(index, hashes.data() + i, some - i, t.size, taken);
            t.size += static_cast<std::uint32_t>(fresh);
            i += fresh;
            if (i < some) {
                const std::size_t before = t.size;
                insert_one(table, entries + i * stride, replaced);
                if (t.size != before) {
                    taken += place(index, hashes[i], before);
                }
            }
        }
        work_.charge(taken);
    }
}

/// Places entries from number `first` on, up to one whose hash is there, and says how many. Adds to
/// `taken` how many places were taken on the way.
inline std::size_t TableWriter::place_new(Index& index, const std::uint32_t* hashes,
                                          std::size_t count, std::size_t first,
                                          std::size_t& taken) noexcept {
    const std::uint32_t mask = index.mask;
    std::uint32_t* const known = index.hashes();
    std::uint32_t* const places = index.places();
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t hash = hashes[i];
        std::uint32_t at = hash & mask;
        for (; places[at] != 0; at = (at + 1) & mask) {
            if (index.may_be(places[at], hash) && known[index.entry_at(places[at])] == hash) {
                return i;
            }
        }
        places[at] = index.place_of(hash, first + i);
        known[first + i] = hash;
        taken += (at - hash) & mask;
    }
    return count;
}

inline std::size_t TableWriter::place(Index& index, std::uint32_t hash,
                                      std::size_t entry) noexcept {
    std::uint32_t at = hash & index.mask;
    while (index.places()[at] != 0) {
        at = (at + 1) & index.mask;
    }
    index.places()[at] = index.place_of(hash, entry);
    index.hashes()[entry] = hash;
    return (at - hash) & index.mask;
}

inline void TableWriter::make_index(Table& table, std::size_t stride, std::size_t expected) {
    std::size_t places = 256;
    while (3 * expected > 2 * places) {
        places *= 2;
    }
    const std::size_t room = 2 * places / 3;
    // At the other end of the chunk than the entries, so that these can grow where they stand.
    auto* const index = arena_.allocate_high<Index>((room + places) * sizeof(std::uint32_t));
    index->mask = static_cast<std::uint32_t>(places - 1);
    index->room = static_cast<std::uint32_t>(room);
    std::memset(index->places(), 0, places * sizeof(std::uint32_t));
    const Index* const old = table.index;
    const std::uint64_t seed = hash_seed();
    std::size_t taken = 0;
    for (std::size_t i = 0; i < table.size; ++i) {
        taken += place(*index,
                       old != nullptr
                           ? old->hashes()[i]
                           : static_cast<std::uint32_t>(hash_of(table.items[i * stride], seed)),
                       i);
    }
    table.index = index;
    work_.charge(taken);
}

inline void TableWriter::rebuild(const Node& table) {
    table.table->index = nullptr;
    if (table.table->size > largest_unindexed) {
        make_index(*table.table, stride_of(table.kind), table.table->size);
    }
}

inline void TableWriter::erase(const Node& table, std::size_t entry) {
    Table& t = *table.table;
    const std::size_t stride = stride_of(table.kind);
    forget();  // what is remembered may be these entries
    Node* const gap = t.items + entry * stride;
    std::memmove(gap, gap + stride, (t.size - entry - 1) * stride * sizeof(Node));
    --t.size;
    rebuild(table);
}

}  // namespace brine::detail
