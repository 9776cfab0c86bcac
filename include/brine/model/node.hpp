#pragma once
// Node: the 16 bytes that stand for a Python object in a Document, and the records that nodes point
// to. A node is a reference, as a variable in Python is one: to copy a node is to share the object.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>

#include <brine/model/kind.hpp>

namespace brine::detail {

struct Box;
struct Tuple;
struct List;
struct Table;
struct GlobalName;
struct Inert;
struct Node;

/// Text and bytes up to this size are told apart without a cached hash.
inline constexpr std::size_t longest_plain = 512;

struct Node {
    enum Flag : std::uint8_t {
        plain = 0,
        boxed = 1,  ///< text, bytes or an int in a Box
    };

    Kind kind = Kind::none;
    std::uint8_t flag = plain;
    std::uint16_t by_value = 0;  // 1: a name that is one object with all equal ones
    std::uint32_t size = 0;      // of plain text and bytes; which NaN a NaN is
    union {
        std::int64_t integer = 0;
        double real;
        const char* text;
        Box* box;
        Tuple* tuple;
        List* list;
        Table* table;
        GlobalName* global;
        Inert* object;
        Node* inner;
        void* record;
    };

    [[nodiscard]] bool is_boxed() const noexcept { return flag == boxed; }
    [[nodiscard]] bool is_text() const noexcept { return kind == Kind::str || kind == Kind::bytes; }

    static Node of_none() noexcept { return {}; }
    static Node of(Kind kind, std::int64_t value) noexcept {
        Node node;
        node.kind = kind;
        node.integer = value;
        return node;
    }
    static Node of_bool(bool value) noexcept { return of(Kind::bool_, value ? 1 : 0); }
    static Node of_int(std::int64_t value) noexcept { return of(Kind::int_, value); }
    static Node of_float(double value) noexcept {
        Node node;
        node.kind = Kind::float_;
        node.real = value;
        return node;
    }
    static Node of_text(Kind kind, const char* data, std::size_t size) noexcept {
        Node node;
        node.kind = kind;
        node.size = static_cast<std::uint32_t>(size);
        node.text = data;
        return node;
    }
    static Node of_record(Kind kind, void* record, Flag flag = plain) noexcept {
        Node node;
        node.kind = kind;
        node.flag = flag;
        node.record = record;
        return node;
    }
};

static_assert(sizeof(Node) == 16);

/// The same object: `is` in Python. Two floats or ints made apart are one object here, but for
/// NaNs.
[[nodiscard]] inline bool identical(const Node& a, const Node& b) noexcept {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

/// What lies outside of its node because it is long: text, bytes, a big int (two's complement, low
/// byte first); and bytearrays and out-of-band buffers, because they can be told apart.
struct Box {
    const char* data;
    std::size_t size;
    std::uint64_t hash;  // 0: not known
    Box* same;           // an equal one that stands for both; itself at first
    bool readonly;       // of a buffer

    [[nodiscard]] std::string_view view() const noexcept { return {data, size}; }
};

/// The items stand behind it.
struct Tuple {
    std::uint64_t hash;
    Tuple* same;
    std::size_t size;

    [[nodiscard]] Node* items() noexcept { return reinterpret_cast<Node*>(this + 1); }
};
static_assert(sizeof(Tuple) % alignof(Node) == 0);

struct List {
    Node* items;
    std::uint32_t size;
    std::uint32_t capacity;
};

/// Open addressing over the entries of a large dict or set. A place is 0, or an entry's number from
/// 1 on in the bits of the mask, and in the others those of its key's hash. The hashes stand behind
/// it in the order of the entries, and then the places.
struct Index {
    std::uint32_t mask;  // places - 1
    std::uint32_t room;  // for so many entries

    [[nodiscard]] std::uint32_t* hashes() noexcept {
        return reinterpret_cast<std::uint32_t*>(this + 1);
    }
    [[nodiscard]] const std::uint32_t* hashes() const noexcept {
        return reinterpret_cast<const std::uint32_t*>(this + 1);
    }
    [[nodiscard]] std::uint32_t* places() noexcept { return hashes() + room; }
    [[nodiscard]] const std::uint32_t* places() const noexcept { return hashes() + room; }

    [[nodiscard]] std::uint32_t place_of(std::uint32_t hash, std::size_t entry) const noexcept {
        return (hash & ~mask) | static_cast<std::uint32_t>(entry + 1);
    }
    [[nodiscard]] std::size_t entry_at(std::uint32_t place) const noexcept {
        return (place & mask) - 1;
    }
    /// Whether a place that is not 0 may be that of this hash.
    [[nodiscard]] bool may_be(std::uint32_t place, std::uint32_t hash) const noexcept {
        return ((place ^ hash) & ~mask) == 0;
    }
};

/// A dict, whose keys and values alternate, or a set or frozenset.
struct Table {
    Node* items;
    std::uint32_t size;      // entries
    std::uint32_t capacity;  // entries
    Index* index;            // none while it is small
};

struct FrozenTable : Table {
    std::uint64_t hash;
    FrozenTable* same;
};

struct GlobalName {
    Node module;  // str
    Node name;    // str
};

struct Step {
    StepKind kind;
    Node value;  // items as a list; a call as the inert object that it would have given
};

struct Inert {
    Node callable;
    Node args;
    Node kwargs;  // None where there are none
    Step* steps;
    std::uint32_t step_count;
    std::uint32_t step_capacity;
    Made made;
};

[[nodiscard]] inline std::string_view text_of(const Node& node) noexcept {
    return node.is_boxed() ? node.box->view() : std::string_view(node.text, node.size);
}

[[nodiscard]] inline const Node* begin_of(const Node& node) noexcept {
    switch (node.kind) {
        case Kind::list:
            return node.list->items;
        case Kind::tuple:
            return node.tuple == nullptr ? nullptr : node.tuple->items();
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset:
            return node.table->items;
        default:
            return nullptr;
    }
}

/// Items of a list, tuple or set, entries of a dict.
[[nodiscard]] inline std::size_t size_of(const Node& node) noexcept {
    switch (node.kind) {
        case Kind::list:
            return node.list->size;
        case Kind::tuple:
            return node.tuple == nullptr ? 0 : node.tuple->size;
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset:
            return node.table->size;
        default:
            return 0;
    }
}

/// Calls `use` with each node that this one holds, in order.
template <class Use>
void for_each_part(const Node& node, Use use) {
    switch (node.kind) {
        case Kind::global:
            use(node.global->module);
            use(node.global->name);
            return;
        case Kind::object:
            use(node.object->callable);
            use(node.object->args);
            use(node.object->kwargs);
            for (std::size_t i = 0; i < node.object->step_count; ++i) {
                use(node.object->steps[i].value);
            }
            return;
        case Kind::persistent_id:
            return use(*node.inner);
        default: {
            const Node* const items = begin_of(node);
            const std::size_t count = size_of(node) * (node.kind == Kind::dict ? 2 : 1);
            for (std::size_t i = 0; i < count; ++i) {
                use(items[i]);
            }
        }
    }
}

/// An object that holds others, so that copies, dumps and comparisons visit it.
[[nodiscard]] inline bool has_parts(const Node& node) noexcept {
    return node.kind >= Kind::list && node.kind <= Kind::persistent_id && node.record != nullptr;
}

}  // namespace brine::detail
