#pragma once
// Copies of nodes from one document into another: shared objects stay shared, cycles stay cycles.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include <brine/model/node.hpp>
#include <brine/model/store.hpp>

namespace brine::detail {

class Copier {
public:
    explicit Copier(Store& to) : to_(to) {}

    /// A copy of what is in `store`. What is copied by one Copier stays shared.
    [[nodiscard]] Node operator()(const Node& root, const Store* store) {
        from_ = store;
        const Node copy = shell(root);
        while (!pending_.empty()) {
            const auto [from, made] = pending_.back();
            pending_.pop_back();
            fill(from, made);
        }
        for (const Node& table : tables_) {
            to_.rebuild(table);
        }
        tables_.clear();
        return copy;
    }

private:
    /// The copy of a node, whose parts may yet be missing.
    [[nodiscard]] Node shell(const Node& from);
    [[nodiscard]] Node leaf(const Node& from);
    [[nodiscard]] Node container(const Node& from);
    void fill(const Node& from, const Node& made);
    [[nodiscard]] Table table_shell(const Node& from) {
        const std::size_t stride = stride_of(from.kind);
        const std::size_t size = from.table->size;
        auto* const items = to_.arena().allocate<Node>(size * stride);
        return {items, from.table->size, from.table->size, nullptr};
    }

    Store& to_;
    std::unordered_map<const void*, Node> copies_;
    const Store* from_ = nullptr;
    std::map<std::pair<const Store*, std::uint32_t>, Node> nans_;  // numbered in each store
    std::vector<std::pair<Node, Node>> pending_;
    std::vector<Node> tables_;
};

inline Node Copier::leaf(const Node& from) {
    switch (from.kind) {
        case Kind::int_:
            return from.is_boxed() ? to_.make_int(from.box->view()) : from;
        case Kind::str:
        case Kind::bytes:
            return to_.make_text(from.kind, text_of(from), false);
        case Kind::bytearray:
            return to_.make_bytearray(text_of(from));
        case Kind::buffer:
            return to_.make_buffer(text_of(from), from.box->readonly);
        default:
            return from;
    }
}

inline Node Copier::container(const Node& from) {
    switch (from.kind) {
        case Kind::list: {
            const Node made = to_.make_list();
            *made.list = {to_.arena().allocate<Node>(from.list->size), from.list->size,
                          from.list->size};
            return made;
        }
        case Kind::tuple:
            return to_.make_tuple_shell(from.tuple->size);
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset: {
            const Node made = from.kind == Kind::dict  ? to_.make_dict()
                              : from.kind == Kind::set ? to_.make_set()
                                                       : to_.make_frozenset();
            *made.table = table_shell(from);
            tables_.push_back(made);
            return made;
        }
        case Kind::global:
            return to_.make_global({}, {});
        case Kind::object:
            return to_.make_inert(from.object->made, {}, {});
        default:
            return to_.make_persistent_id({});
    }
}

inline Node Copier::shell(const Node& from) {
    const bool parts = has_parts(from);
    const bool scalar = !parts && (from.kind == Kind::float_ ? from.size == 0
                                                             : !from.is_text() && !from.is_boxed());
    if (scalar) {
        return from;
    }
    if (from.kind == Kind::float_) {  // each NaN is an object of its own
        const auto [at, fresh] = nans_.try_emplace({from_, from.size});
        if (fresh) {
            at->second = to_.make_float(from.real);
        }
        return at->second;
    }
    if (const auto known = copies_.find(from.record); known != copies_.end()) {
        return known->second;
    }
    Node made = parts ? container(from) : leaf(from);
    made.by_value = from.by_value;
    copies_.emplace(from.record, made);
    if (parts) {
        pending_.emplace_back(from, made);
    }
    return made;
}

inline void Copier::fill(const Node& from, const Node& made) {
    switch (from.kind) {
        case Kind::global:
            *made.global = {shell(from.global->module), shell(from.global->name)};
            return;
        case Kind::persistent_id:
            *made.inner = shell(*from.inner);
            return;
        case Kind::object:
            made.object->callable = shell(from.object->callable);
            made.object->args = shell(from.object->args);
            made.object->kwargs = shell(from.object->kwargs);
            for (std::size_t i = 0; i < from.object->step_count; ++i) {
                to_.add_step(*made.object, from.object->steps[i].kind,
                             shell(from.object->steps[i].value));
            }
            return;
        default: {
            const Node* const source = begin_of(from);
            auto* const target = const_cast<Node*>(begin_of(made));
            const std::size_t count = size_of(from) * stride_of(from.kind);
            for (std::size_t i = 0; i < count; ++i) {
                target[i] = shell(source[i]);
            }
        }
    }
}

/// The same object in another document.
[[nodiscard]] inline Node copy_node(const Node& from, Store& to) {
    return Copier(to)(from, nullptr);
}

}  // namespace brine::detail
