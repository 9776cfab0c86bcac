#pragma once
// GraphUses: which nodes of a graph are referred to more than once, found in one walk before a
// dump.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <brine/model/hash.hpp>
#include <brine/model/node.hpp>

namespace brine::detail {

/// The address that tells an object from all others; null for what has no identity.
[[nodiscard]] inline const void* address_of(const Node& node) noexcept {
    switch (node.kind) {
        case Kind::none:
        case Kind::bool_:
        case Kind::int_:
        case Kind::float_:
        case Kind::extension:
            return nullptr;
        default:
            return node.record;
    }
}

class GraphUses {
public:
    /// Counts what can be reached from a node, and one use of the node itself.
    void add(const Node& root);

    [[nodiscard]] bool reached(const Node& node) const noexcept {
        return !places_.empty() && places_[find(address_of(node))].address != nullptr;
    }
    [[nodiscard]] bool shared(const Node& node) const noexcept {
        return !places_.empty() && places_[find(address_of(node))].twice;
    }

private:
    struct Place {
        const void* address = nullptr;
        bool twice = false;
    };

    [[nodiscard]] std::size_t find(const void* address) const noexcept {
        const auto key = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(address));
        std::size_t at = static_cast<std::size_t>(fold(key, hash_factor)) & (places_.size() - 1);
        while (places_[at].address != nullptr && places_[at].address != address) {
            at = (at + 1) & (places_.size() - 1);
        }
        return at;
    }
    /// How many times it has been counted by now: 1, 2, or 3 for more.
    int count(const void* address) {
        if (2 * (used_ + 1) > places_.size()) {
            grow();
        }
        Place& place = places_[find(address)];
        if (place.address != nullptr) {
            return std::exchange(place.twice, true) ? 3 : 2;
        }
        place.address = address;
        ++used_;
        return 1;
    }
    void grow() {
        std::vector<Place> old(places_.empty() ? 64 : 2 * places_.size());
        old.swap(places_);
        for (const Place& place : old) {
            if (place.address != nullptr) {
                places_[find(place.address)] = place;
            }
        }
    }
    void mark_shared(const Node& node) {
        if (const void* const address = address_of(node); address != nullptr) {
            count(address);
            count(address);
        }
    }
    void mark_rewritten(const Node& node);

    std::vector<Place> places_;
    std::size_t used_ = 0;
};

/// What can only be finished after its parts is written a second time where it is a part of itself:
/// then its parts must be the same objects.
inline void GraphUses::mark_rewritten(const Node& node) {
    const Node& parts = node.kind == Kind::object ? node.object->args : node;
    if (node.kind == Kind::object || node.kind == Kind::tuple || node.kind == Kind::frozenset ||
        node.kind == Kind::set) {
        const Node* const items = begin_of(parts);
        const std::size_t size = size_of(parts);
        for (std::size_t i = 0; i < size; ++i) {
            mark_shared(items[i]);
        }
        if (node.kind == Kind::object) {
            mark_shared(node.object->callable);
        }
    }
}

inline void GraphUses::add(const Node& root) {
    std::vector<Node> pending{root};
    std::vector<Node> twice;
    while (!pending.empty()) {
        const Node node = pending.back();
        pending.pop_back();
        const void* const address = address_of(node);
        if (address == nullptr) {
            continue;
        }
        const int uses = count(address);
        if (uses != 1) {
            if (uses == 2 && has_parts(node)) {
                twice.push_back(node);
            }
        } else if (has_parts(node) && node.kind != Kind::global) {
            for_each_part(node, [&](const Node& part) {
                if (has_parts(part)) {
                    pending.push_back(part);
                } else if (const void* const leaf = address_of(part); leaf != nullptr) {
                    count(leaf);
                }
            });
        }
    }
    for (const Node& node : twice) {
        mark_rewritten(node);
    }
}

}  // namespace brine::detail
