#pragma once
// Store: what a Document owns. Makes nodes and changes them.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <brine/model/arena.hpp>
#include <brine/model/int.hpp>
#include <brine/model/node.hpp>
#include <brine/model/table.hpp>

namespace brine::detail {

/// '' is one object, and so is b''; their places tell them apart.
inline constexpr char empty_texts[2] = {};

class Store : public std::enable_shared_from_this<Store> {
public:
    Store() : tables_(arena_) {}
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    void clear() {
        arena_.clear();
        tables_.forget();
        nan_count_ = 0;
    }

    [[nodiscard]] Arena& arena() noexcept { return arena_; }
    [[nodiscard]] StepBudget& key_work() noexcept { return tables_.work(); }
    /// Memory that a load works in, kept for the next.
    [[nodiscard]] std::unique_ptr<Arena>& scratch() noexcept { return scratch_; }

    // Leaves.

    [[nodiscard]] Node make_float(double value) {
        Node node = Node::of_float(value);
        if (std::isnan(value)) [[unlikely]] {
            node.size = ++nan_count_;
        }
        return node;
    }
    /// From two's complement bytes, low byte first, however many.
    [[nodiscard]] Node make_int(std::string_view bytes);
    [[nodiscard]] Node make_int(const Int& value) {
        return value.is_small() ? Node::of_int(value.value())
                                : make_int(value.to_twos_complement());
    }
    /// str or bytes. What is borrowed must outlive the document.
    [[nodiscard]] Node make_text(Kind kind, std::string_view text, bool borrow) {
        if (text.size() > longest_plain) [[unlikely]] {
            return make_box(kind, text, borrow);
        }
        if (text.empty()) {
            return Node::of_text(kind, &empty_texts[kind == Kind::str ? 0 : 1], 0);
        }
        return Node::of_text(kind, borrow ? text.data() : arena_.copy_text(text), text.size());
    }
    /// str of 1 to Arena::short_text bytes, where as many that end with it can be read.
    [[nodiscard]] Node make_short_text(std::string_view text, bool borrow) {
        return Node::of_text(Kind::str, borrow ? text.data() : arena_.copy_short_text(text),
                             text.size());
    }
    [[nodiscard]] Node make_bytearray(std::string_view data, bool borrow = false) {
        return make_box(Kind::bytearray, data, borrow);
    }
    [[nodiscard]] Node make_buffer(std::string_view data, bool readonly) {
        const Node node = make_box(Kind::buffer, data, true);
        node.box->readonly = readonly;
        return node;
    }
    [[nodiscard]] Node make_global(const Node& module, const Node& name) {
        auto* const global = arena_.allocate<GlobalName>();
        *global = {module, name};
        return Node::of_record(Kind::global, global);
    }

    // Containers.

    [[nodiscard]] Node make_list() {
        auto* const list = arena_.allocate<List>();
        *list = {nullptr, 0, 0};
        return Node::of_record(Kind::list, list);
    }
    [[nodiscard]] Node make_list(std::span<const Node> items) {
        const Node node = make_list();
        append(node, items);
        return node;
    }
    /// With items that the caller has yet to fill in.
    [[nodiscard]] Node make_tuple_shell(std::size_t size) {
        if (size == 0) {
            return Node::of_record(Kind::tuple, nullptr);
        }
        auto* const tuple = arena_.allocate<Tuple>(1, size * sizeof(Node));
        ::new (tuple) Tuple{0, tuple, size};
        return Node::of_record(Kind::tuple, tuple);
    }
    [[nodiscard]] Node make_tuple(std::span<const Node> items) {
        const Node node = make_tuple_shell(items.size());
        if (!items.empty()) {
            std::memcpy(static_cast<void*>(node.tuple->items()), items.data(), items.size_bytes());
        }
        return node;
    }
    [[nodiscard]] Node make_dict() { return make_table(Kind::dict); }
    [[nodiscard]] Node make_set() { return make_table(Kind::set); }
    [[nodiscard]] Node make_frozenset() {
        auto* const table = arena_.allocate<FrozenTable>();
        ::new (table) FrozenTable{{nullptr, 0, 0, nullptr}, 0, table};
        return Node::of_record(Kind::frozenset, static_cast<Table*>(table));
    }

    void append(const Node& list, std::span<const Node> items) {
        if (!items.empty()) {
            list_append(arena_, *list.list, items.data(), items.size());
        }
    }
    /// Entries of a dict or a set. What they put out of the document's sight is kept for a dump.
    void insert(const Node& table, std::span<const Node> nodes) {
        tables_.insert(table, nodes.data(), nodes.size() / stride_of(table.kind),
                       [this](const Node& old) { drop(old); });
    }
    void erase_entry(const Node& table, std::size_t entry) { tables_.erase(table, entry); }
    void rebuild(const Node& table) { tables_.rebuild(table); }

    // Inert objects.

    [[nodiscard]] Node make_inert(Made made, const Node& callable, const Node& args,
                                  const Node& kwargs = {}) {
        auto* const object = arena_.allocate<Inert>();
        *object = {callable, args, kwargs, nullptr, 0, 0, made};
        return Node::of_record(Kind::object, object);
    }
    [[nodiscard]] Node make_persistent_id(const Node& id) {
        auto* const inner = arena_.allocate<Node>();
        *inner = id;
        return Node::of_record(Kind::persistent_id, inner);
    }
    [[nodiscard]] static Node make_extension(std::int64_t code) noexcept {
        return Node::of(Kind::extension, code);
    }
    void add_step(Inert& object, StepKind kind, const Node& value);
    /// Items of one of the *_items kinds; a row of batches becomes one step.
    void add_items(Inert& object, StepKind kind, std::span<const Node> items);

    /// Where objects go that a load makes and then drops: their making may have changed others.
    void collect_dropped(std::vector<Node>* dropped) noexcept { dropped_ = dropped; }
    void drop(const Node& node) {
        if (dropped_ != nullptr && may_change_others(node)) {
            arena_.budget().charge(2 * sizeof(Node));  // a vector doubles
            dropped_->push_back(node);
        }
    }
    /// The same, in a row, for which the vector need not double.
    void drop(std::span<const Node> nodes) {
        const auto count =
            static_cast<std::size_t>(std::count_if(nodes.begin(), nodes.end(), may_change_others));
        if (dropped_ != nullptr && count != 0) {
            arena_.budget().charge(count * sizeof(Node));
            dropped_->reserve(dropped_->size() + count);
            std::copy_if(nodes.begin(), nodes.end(), std::back_inserter(*dropped_),
                         may_change_others);
        }
    }

private:
    [[nodiscard]] static bool may_change_others(const Node& node) noexcept {
        return has_parts(node) && node.kind != Kind::global && node.kind != Kind::persistent_id;
    }
    [[nodiscard]] Node make_box(Kind kind, std::string_view data, bool borrow);
    [[nodiscard]] Node make_table(Kind kind) {
        auto* const table = arena_.allocate<Table>();
        *table = {nullptr, 0, 0, nullptr};
        return Node::of_record(kind, table);
    }

    Arena arena_;
    std::unique_ptr<Arena> scratch_;
    TableWriter tables_;
    std::uint32_t nan_count_ = 0;
    std::vector<Node>* dropped_ = nullptr;
};

inline Node Store::make_box(Kind kind, std::string_view data, bool borrow) {
    auto* const box = arena_.allocate<Box>();
    ::new (box) Box{borrow ? data.data() : arena_.copy_text(data), data.size(), 0, box, false};
    return Node::of_record(kind, box, Node::boxed);
}

inline Node Store::make_int(std::string_view bytes) {
    // Only the sign may be longer than it need be.
    while (bytes.size() > 1) {
        const char last = bytes.back();
        const bool negative = static_cast<signed char>(bytes[bytes.size() - 2]) < 0;
        if (last != (negative ? '\xff' : '\0')) {
            break;
        }
        bytes.remove_suffix(1);
    }
    if (bytes.size() <= 8) {
        return Node::of_int(Int::from_twos_complement(bytes).value());
    }
    return make_box(Kind::int_, bytes, false);
}

inline void Store::add_step(Inert& object, StepKind kind, const Node& value) {
    if (object.step_count == object.step_capacity) {
        const std::uint32_t capacity = object.step_capacity == 0 ? 1 : 2 * object.step_capacity;
        if (capacity > most_items) {
            throw_too_many();
        }
        auto* const steps = arena_.allocate<Step>(capacity);
        if (object.step_count != 0) {
            std::memcpy(static_cast<void*>(steps), object.steps, object.step_count * sizeof(Step));
        }
        object.steps = steps;
        object.step_capacity = capacity;
    }
    object.steps[object.step_count++] = {kind, value};
}

inline void Store::add_items(Inert& object, StepKind kind, std::span<const Node> items) {
    if (object.step_count != 0 && object.steps[object.step_count - 1].kind == kind) {
        return append(object.steps[object.step_count - 1].value, items);
    }
    add_step(object, kind, make_list(items));
}

}  // namespace brine::detail
