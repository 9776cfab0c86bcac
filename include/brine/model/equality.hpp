#pragma once
// Python's == between nodes, of one document or of two, at any depth and through cycles.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/model/hash.hpp>
#include <brine/model/node.hpp>

namespace brine::detail {

inline constexpr std::size_t no_entry = ~std::size_t{0};

/// Nodes from one entry of a table to the next.
[[nodiscard]] inline std::size_t stride_of(Kind kind) noexcept {
    return kind == Kind::dict ? 2 : 1;
}

[[nodiscard]] inline bool is_number(const Node& node) noexcept {
    return node.kind >= Kind::bool_ && node.kind <= Kind::float_;
}

/// Not of two ints that are both boxed.
[[nodiscard]] inline bool numbers_equal(const Node& a, const Node& b) {
    if (a.kind != Kind::float_ && b.kind != Kind::float_) {
        return !a.is_boxed() && !b.is_boxed() && a.integer == b.integer;
    }
    if (a.kind == b.kind) {
        return a.real == b.real;
    }
    const Node& real = a.kind == Kind::float_ ? a : b;
    const Node& other = a.kind == Kind::float_ ? b : a;
    std::int64_t whole = 0;
    if (!other.is_boxed()) {
        return whole_int64(real.real, whole) && whole == other.integer;
    }
    return std::isfinite(real.real) && std::trunc(real.real) == real.real &&
           !whole_int64(real.real, whole) && big_int_bytes(real.real) == other.box->view();
}

[[nodiscard]] inline bool is_bytes_like(const Node& node) noexcept {
    return node.kind == Kind::bytes || node.kind == Kind::bytearray || node.kind == Kind::buffer;
}

/// The record that stands for all that are known to be equal to this one.
template <class Record>
[[nodiscard]] Record* representative(Record* record) noexcept {
    while (record->same != record) {
        record = record->same;
    }
    return record;
}

template <class Record>
void stand_together(Record* a, Record* b) noexcept {
    a = representative(a);
    b = representative(b);
    if (a != b) {
        b->same = a;
    }
}

/// How keys of a dict compare, or values.
enum class Compare : std::uint8_t {
    keys,    ///< of one document: inert objects by identity
    values,  ///< inert objects by their parts, in order
};

/// One comparison. Every pair of nodes that is found to be equal on the way counts as equal from
/// then on (Hopcroft and Karp's equivalence of automata), so that shared and cyclic parts are
/// walked once and a comparison takes no more steps than the two graphs have nodes.
class Equality {
public:
    Equality(Compare mode, bool same_document, bool owner = false)
        : mode_(mode), same_document_(same_document), owner_(owner) {}

    [[nodiscard]] bool operator()(const Node& a, const Node& b);

    /// An owner remembers in the nodes themselves what has been found equal.
    void remember();

    enum class Answer : std::uint8_t { no, yes, deeper };

    /// As much as can be told without a look at the parts.
    [[nodiscard]] Answer at_once(const Node& a, const Node& b) const;

    /// How many comparisons that took, the longer ones counted as several.
    [[nodiscard]] std::uint64_t steps() const noexcept { return steps_; }

    /// The entry of a table whose key equals `key`, or a nested one that has its hash.
    [[nodiscard]] std::size_t find(const Node& table, const Node& key) const;

private:
    [[nodiscard]] static FrozenTable* frozen(const Node& node) noexcept {
        return static_cast<FrozenTable*>(node.table);
    }
    [[nodiscard]] bool boxes_equal(Box* a, Box* b) const;
    [[nodiscard]] bool texts_equal(const Node& a, const Node& b) const {
        return a.is_boxed() && b.is_boxed() ? boxes_equal(a.box, b.box)
                                            : a.size == b.size && text_of(a) == text_of(b);
    }
    [[nodiscard]] bool compare_parts(const Node& a, const Node& b);
    [[nodiscard]] bool compare_tables(const Node& a, const Node& b);
    [[nodiscard]] bool compare_inert(const Inert& a, const Inert& b);
    [[nodiscard]] bool pair(const Node& a, const Node& b) {
        ++steps_;
        const Answer answer = at_once(a, b);
        if (answer == Answer::deeper) {
            pending_.emplace_back(a, b);
        }
        return answer != Answer::no;
    }
    [[nodiscard]] std::size_t representative_of(const void* record);
    [[nodiscard]] bool unite(const Node& a, const Node& b);

    Compare mode_;
    bool same_document_;
    bool owner_;
    mutable std::uint64_t steps_ = 0;
    std::vector<std::pair<Node, Node>> pending_;
    std::vector<std::pair<Node, Node>> united_;
    std::unordered_map<const void*, std::size_t> numbers_;
    std::vector<std::size_t> parents_;
};

inline Equality::Answer Equality::at_once(const Node& a, const Node& b) const {
    const auto yes_if = [](bool equal) { return equal ? Answer::yes : Answer::no; };
    if (identical(a, b) && (same_document_ || a.kind != Kind::float_)) {
        return Answer::yes;
    }
    if (is_number(a) && is_number(b)) {
        if (a.is_boxed() && b.is_boxed()) {
            return yes_if(boxes_equal(a.box, b.box));
        }
        return yes_if(numbers_equal(a, b));
    }
    if (a.kind != b.kind) {
        const bool sets = (a.kind == Kind::set && b.kind == Kind::frozenset) ||
                          (a.kind == Kind::frozenset && b.kind == Kind::set);
        if (sets) {
            return size_of(a) == size_of(b) ? Answer::deeper : Answer::no;
        }
        return yes_if(is_bytes_like(a) && is_bytes_like(b) && text_of(a) == text_of(b));
    }
    switch (a.kind) {
        case Kind::str:
        case Kind::bytes:
            return yes_if(texts_equal(a, b));
        case Kind::bytearray:
            return yes_if((mode_ == Compare::values || a.record == b.record) &&
                          text_of(a) == text_of(b));
        case Kind::buffer:
            return yes_if(text_of(a) == text_of(b));
        case Kind::tuple:
            if (a.tuple == nullptr || b.tuple == nullptr || a.tuple->size != b.tuple->size) {
                return yes_if(a.tuple == b.tuple);
            }
            return representative(a.tuple) == representative(b.tuple) ? Answer::yes
                                                                      : Answer::deeper;
        case Kind::frozenset:
            if (representative(frozen(a)) == representative(frozen(b))) {
                return Answer::yes;
            }
            return size_of(a) == size_of(b) ? Answer::deeper : Answer::no;
        case Kind::list:
        case Kind::dict:
        case Kind::set:
            return size_of(a) == size_of(b) ? Answer::deeper : Answer::no;
        case Kind::global:
            return yes_if(texts_equal(a.global->name, b.global->name) &&
                          texts_equal(a.global->module, b.global->module));
        case Kind::object:
        case Kind::persistent_id:
            return mode_ == Compare::values ? Answer::deeper : yes_if(a.record == b.record);
        case Kind::none:
        case Kind::extension:
            return yes_if(a.integer == b.integer);
        case Kind::bool_:
        case Kind::int_:
        case Kind::float_:
            break;
    }
    return Answer::no;
}

inline bool Equality::boxes_equal(Box* a, Box* b) const {
    if (representative(a) == representative(b)) {
        return true;
    }
    const std::uint64_t seed = hash_seed();
    if (a->size != b->size || hash_box(*a, seed) != hash_box(*b, seed)) {
        return false;
    }
    steps_ += a->size / 64;
    if (a->view() != b->view()) {
        return false;
    }
    if (owner_) {
        stand_together(a, b);
    }
    return true;
}

inline std::size_t Equality::find(const Node& table, const Node& key) const {
    const Table& t = *table.table;
    const std::size_t stride = stride_of(table.kind);
    const std::uint64_t seed = hash_seed();
    std::uint64_t hash = 0;
    const auto matches = [&](const Node& other) {
        ++steps_;
        const Answer answer = at_once(key, other);
        if (answer != Answer::deeper) {
            return answer == Answer::yes;
        }
        hash = hash != 0 ? hash : hash_of(key, seed);
        return hash_of(other, seed) == hash;
    };
    if (t.index == nullptr) {
        for (std::size_t i = 0; i < t.size; ++i) {
            if (matches(t.items[i * stride])) {
                return i;
            }
        }
        return no_entry;
    }
    hash = hash_of(key, seed);
    const auto low = static_cast<std::uint32_t>(hash);
    const Index& index = *t.index;
    for (std::uint32_t at = low & index.mask;; at = (at + 1) & index.mask, ++steps_) {
        const std::uint32_t place = index.places()[at];
        if (place == 0) {
            return no_entry;
        }
        if (index.may_be(place, low)) {
            const std::size_t entry = index.entry_at(place);
            if (index.hashes()[entry] == low && matches(t.items[entry * stride])) {
                return entry;
            }
        }
    }
}

inline bool Equality::operator()(const Node& a, const Node& b) {
    pending_.clear();
    if (!pair(a, b)) {
        return false;
    }
    while (!pending_.empty()) {
        const auto [left, right] = pending_.back();
        pending_.pop_back();
        if (unite(left, right) && !compare_parts(left, right)) {
            return false;
        }
    }
    return true;
}

inline bool Equality::compare_parts(const Node& a, const Node& b) {
    switch (a.kind) {
        case Kind::list:
        case Kind::tuple: {
            const Node* left = begin_of(a);
            const Node* right = begin_of(b);
            const std::size_t size = size_of(a);
            for (std::size_t i = 0; i < size; ++i) {
                if (!pair(left[i], right[i])) {
                    return false;
                }
            }
            return true;
        }
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset:
            return compare_tables(a, b);
        case Kind::object:
            return compare_inert(*a.object, *b.object);
        default:
            return pair(*a.inner, *b.inner);  // persistent ids
    }
}

inline bool Equality::compare_tables(const Node& a, const Node& b) {
    const std::size_t stride = stride_of(a.kind);
    const std::size_t size = size_of(a);
    const Node* left = begin_of(a);
    const Node* right = begin_of(b);
    const auto pair_entries = [&](std::size_t i, std::size_t j) {
        return pair(left[i * stride], right[j * stride]) &&
               (stride == 1 || pair(left[i * stride + 1], right[j * stride + 1]));
    };
    // Keys with inert objects in them have no hash that is good in both; they are taken in order.
    std::vector<std::size_t> left_over;
    for (std::size_t i = 0; i < size; ++i) {
        const bool in_order = at_once(left[i * stride], right[i * stride]) == Answer::yes;
        const std::size_t j = in_order ? i : find(b, left[i * stride]);
        if (j == no_entry) {
            left_over.push_back(i);
        } else if (!pair_entries(i, j)) {
            return false;
        }
    }
    std::size_t next = 0;
    for (std::size_t j = 0; j < size && next < left_over.size(); ++j) {
        const bool in_order = at_once(left[j * stride], right[j * stride]) == Answer::yes;
        if (!in_order && find(a, right[j * stride]) == no_entry &&
            !pair_entries(left_over[next++], j)) {
            return false;
        }
    }
    return next == left_over.size();
}

inline bool Equality::compare_inert(const Inert& a, const Inert& b) {
    if (a.made != b.made || a.step_count != b.step_count || !pair(a.callable, b.callable) ||
        !pair(a.args, b.args) || !pair(a.kwargs, b.kwargs)) {
        return false;
    }
    for (std::size_t i = 0; i < a.step_count; ++i) {
        if (a.steps[i].kind != b.steps[i].kind || !pair(a.steps[i].value, b.steps[i].value)) {
            return false;
        }
    }
    return true;
}

inline std::size_t Equality::representative_of(const void* record) {
    const auto [at, fresh] = numbers_.try_emplace(record, parents_.size());
    if (fresh) {
        parents_.push_back(at->second);
    }
    std::size_t number = at->second;
    while (parents_[number] != number) {
        number = parents_[number] = parents_[parents_[number]];
    }
    return number;
}

/// False where the two are known to be equal, or to be compared already.
inline bool Equality::unite(const Node& a, const Node& b) {
    const std::size_t left = representative_of(a.record);
    const std::size_t right = representative_of(b.record);
    if (left == right) {
        return false;
    }
    parents_[right] = left;
    if (owner_) {
        united_.emplace_back(a, b);
    }
    return true;
}

inline void Equality::remember() {
    for (const auto& [a, b] : united_) {
        if (a.kind == Kind::tuple) {
            stand_together(a.tuple, b.tuple);
        } else if (a.kind == Kind::frozenset) {
            stand_together(frozen(a), frozen(b));
        }
    }
}

/// a == b in Python, where both can be asked.
[[nodiscard]] inline bool nodes_equal(const Node& a, const Node& b, bool same_document) {
    return Equality(Compare::values, same_document)(a, b);
}

}  // namespace brine::detail
