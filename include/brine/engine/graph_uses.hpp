#pragma once
// GraphUses: which nodes of a graph are referred to more than once, found in one walk before a
// dump.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
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

/// How far a search has come with a node.
enum class Visit : std::uint8_t { none, open, done };

/// Whether a way from any of the nodes leads back to where it has been. `visit_of` gives the mark
/// of a node, and `each_part` calls a function with each node that a way leads on to.
template <class VisitOf, class EachPart>
[[nodiscard]] bool finds_cycle(const std::vector<Node>& from, VisitOf visit_of,
                               EachPart each_part) {
    struct Way {
        Node node;
        bool back;
    };
    std::vector<Way> pending;
    for (const Node& node : from) {
        pending.push_back({node, false});
    }
    while (!pending.empty()) {
        const Way way = pending.back();
        pending.pop_back();
        Visit& visit = visit_of(way.node);
        if (way.back) {
            visit = Visit::done;
        } else if (visit == Visit::open) {
            return true;
        } else if (visit == Visit::none) {
            visit = Visit::open;
            pending.push_back({way.node, true});
            each_part(way.node, [&](const Node& part) { pending.push_back({part, false}); });
        }
    }
    return false;
}

/// Parts that are written as objects: OBJ and INST have arguments, but no tuple of them.
template <class Use>
void for_each_written_part(const Node& node, Use&& use) {
    if (node.kind == Kind::global) {
        return;
    }
    const bool spread = node.kind == Kind::object &&
                        (node.object->made == Made::obj || node.object->made == Made::inst);
    if (!spread) {
        return for_each_part(node, use);
    }
    const Inert& object = *node.object;
    use(object.callable);
    std::for_each_n(begin_of(object.args), size_of(object.args), use);
    for (const Step& step : std::span(object.steps, object.step_count)) {
        use(step.value);
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
        bool rewritten = false;
        Visit visit = Visit::none;
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
    [[nodiscard]] bool has_cycle(const std::vector<Node>& from);
    void mark_rewritten(std::vector<Node> nodes);

    std::vector<Place> places_;
    std::size_t used_ = 0;
};

/// Parts that are written before the memo can hold the object itself.
template <class Use>
void for_each_early_part(const Node& node, Use&& use) {
    switch (node.kind) {
        case Kind::persistent_id:
            return use(*node.inner);
        case Kind::object:
            use(node.object->callable);
            use(node.object->kwargs);
            for_each_early_part(node.object->args, use);
            return;
        case Kind::tuple:
        case Kind::frozenset:
        case Kind::set:  // below protocol 4
            std::for_each_n(begin_of(node), size_of(node), use);
            return;
        default:
            return;
    }
}

[[nodiscard]] inline bool has_early_parts(const Node& node) noexcept {
    return has_parts(node) &&
           (node.kind == Kind::persistent_id || node.kind == Kind::object ||
            node.kind == Kind::tuple || node.kind == Kind::frozenset || node.kind == Kind::set);
}

/// Whether any of the nodes, which are counted already, leads to a cycle.
inline bool GraphUses::has_cycle(const std::vector<Node>& from) {
    return finds_cycle(
        from, [&](const Node& node) -> Visit& { return places_[find(address_of(node))].visit; },
        [](const Node& node, auto&& use) {
            for_each_written_part(node, [&](const Node& part) {
                if (has_parts(part) && part.kind != Kind::global) {
                    use(part);
                }
            });
        });
}

/// What is a part of itself, and can only be finished after its parts, is written a second time
/// among them: then these must be the same objects. Those of them that can't be finished before
/// their own parts are written again as well.
inline void GraphUses::mark_rewritten(std::vector<Node> nodes) {
    while (!nodes.empty()) {
        const Node node = nodes.back();
        nodes.pop_back();
        if (std::exchange(places_[find(address_of(node))].rewritten, true)) {
            continue;
        }
        for_each_early_part(node, [&](const Node& part) {
            mark_shared(part);
            if (has_early_parts(part)) {
                nodes.push_back(part);
            }
        });
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
            if (uses == 2 && has_early_parts(node)) {
                twice.push_back(node);
            }
        } else if (has_parts(node)) {
            for_each_written_part(node, [&](const Node& part) {
                if (has_parts(part)) {
                    pending.push_back(part);
                } else if (const void* const leaf = address_of(part); leaf != nullptr) {
                    count(leaf);
                }
            });
        }
    }
    if (has_cycle(twice)) {
        mark_rewritten(std::move(twice));
    }
}

/// Finds what no pickle can hold, because it would have to be finished before its own parts: below
/// protocol 4, a set that is a part of itself with nothing in between that the memo can hold.
class EarlyCycles {
public:
    [[nodiscard]] bool from(const Node& node) {
        return finds_cycle(
            {node}, [&](const Node& at) -> Visit& { return visits_[address_of(at)]; },
            [](const Node& at, auto&& use) {
                for_each_early_part(at, [&](const Node& part) {
                    if (has_early_parts(part)) {
                        use(part);
                    }
                });
            });
    }

private:
    std::unordered_map<const void*, Visit> visits_;
};

}  // namespace brine::detail
