#pragma once
// Bodies of DocumentBuilder.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <brine/engine/document_builder.hpp>

namespace brine {

inline void DocumentBuilder::finish(const item& root, std::span<const item> left_over,
                                    int protocol) {
    settle();
    store_->drop(left_over);
    if (options_.limits.depth != LoadLimits::none) {
        check_depth(root);
    }
    document_->finish(root, protocol);
}

inline void DocumentBuilder::add_to_object(const item& target, StepKind kind,
                                           std::span<const item> items, const char* wanted) {
    if (target.kind != Kind::object) {
        detail::throw_failure(Errc::invalid_stack, "expected " + std::string(wanted) +
                                                       " or an object, found " +
                                                       std::string(kind_name(target.kind)));
    }
    if (items.empty()) {
        return;  // as in CPython, which then calls nothing
    }
    settle();
    store_->add_items(*target.object, kind, items);
}

inline DocumentBuilder::item DocumentBuilder::buffer(std::size_t) {
    if (next_buffer_ == buffers_.size()) {
        detail::throw_failure(Errc::invalid_argument,
                              "the pickle refers to more out-of-band buffers than it was given");
    }
    const brine::buffer& given = buffers_[next_buffer_++];
    const auto* const data = reinterpret_cast<const char*>(given.bytes.data());
    return store_->make_buffer({data, given.bytes.size()}, given.readonly);
}

inline DocumentBuilder::item DocumentBuilder::readonly(const item& node) {
    if (!detail::is_bytes_like(node)) {
        detail::throw_failure(Errc::invalid_stack,
                              "expected a buffer, found " + std::string(kind_name(node.kind)));
    }
    if (node.kind == Kind::bytes || node.box->readonly) {
        return node;
    }
    return store_->make_buffer(detail::text_of(node), true);
}

inline void DocumentBuilder::build(const item& object, const item& state) {
    if (object.kind != Kind::object) {
        detail::throw_failure(Errc::invalid_stack,
                              "BUILD on " + std::string(kind_name(object.kind)));
    }
    settle();
    store_->add_step(*object.object, StepKind::state, state);
}

inline DocumentBuilder::item DocumentBuilder::make(Made made, const item& callable,
                                                   const item& args, const item& kwargs) {
    if (!detail::may_be_called(callable.kind)) {
        detail::throw_failure(Errc::invalid_stack,
                              "a call of " + std::string(kind_name(callable.kind)));
    }
    if (args.kind != Kind::tuple) {
        detail::throw_failure(Errc::invalid_stack, "the arguments are no tuple but " +
                                                       std::string(kind_name(args.kind)));
    }
    if (made == Made::newobj_ex && kwargs.kind != Kind::dict) {
        detail::throw_failure(Errc::invalid_stack, "the keyword arguments are no dict but " +
                                                       std::string(kind_name(kwargs.kind)));
    }
    if (made == Made::reduce && callable.kind == Kind::global) {
        if (const std::optional<item> data = make_data(callable, args)) {
            fresh_ = nullptr;
            return *data;
        }
    }
    settle();
    const item node = store_->make_inert(made, callable, args, kwargs);
    fresh_ = node.object;
    return node;
}

/// What picklers write as a call because a protocol has no opcode for it.
inline std::optional<DocumentBuilder::item> DocumentBuilder::make_data(const item& callable,
                                                                       const item& args) {
    const std::string_view module = detail::text_of(callable.global->module);
    const std::string_view name = detail::text_of(callable.global->name);
    if (module == "builtins") {
        if (name == "set" || name == "frozenset") {
            return make_set(name, args);
        }
        if (name == "bytearray") {
            return make_bytearray(args);
        }
        if (name == "bytes" && detail::size_of(args) == 0) {
            return store_->make_text(Kind::bytes, {}, false);
        }
    } else if (module == "_codecs" && name == "encode") {
        return make_bytes(args);
    }
    return std::nullopt;
}

inline std::optional<DocumentBuilder::item> DocumentBuilder::make_set(std::string_view name,
                                                                      const item& args) {
    const std::size_t count = detail::size_of(args);
    std::span<const item> items;
    if (count == 1) {
        const item& from = args.tuple->items()[0];
        if (from.kind < Kind::list || from.kind > Kind::frozenset || from.kind == Kind::dict) {
            return std::nullopt;
        }
        items = {detail::begin_of(from), detail::size_of(from)};
    } else if (count > 1) {
        return std::nullopt;
    }
    return name == "set" ? set(items) : frozenset(items);
}

/// _codecs.encode(text, 'latin1'), and nothing else.
inline std::optional<DocumentBuilder::item> DocumentBuilder::make_bytes(const item& args) {
    if (detail::size_of(args) != 2) {
        return std::nullopt;
    }
    const item* const given = args.tuple->items();
    if (given[0].kind != Kind::str || given[1].kind != Kind::str) {
        return std::nullopt;
    }
    const std::string_view codec = detail::text_of(given[1]);
    if (codec != "latin1" && codec != "latin-1") {
        return std::nullopt;
    }
    const std::optional<std::string> data = detail::utf8_to_latin1(detail::text_of(given[0]));
    if (!data) {
        detail::throw_failure(Errc::invalid_text, "a text that should be Latin-1 is not");
    }
    return store_->make_text(Kind::bytes, *data, false);
}

/// bytearray(), bytearray(bytes), and Python 2's bytearray(text, 'latin-1').
inline std::optional<DocumentBuilder::item> DocumentBuilder::make_bytearray(const item& args) {
    const std::size_t count = detail::size_of(args);
    if (count == 0) {
        return store_->make_bytearray({});
    }
    const item& first = args.tuple->items()[0];
    if (count == 1) {
        return first.kind == Kind::bytes
                   ? std::optional(store_->make_bytearray(detail::text_of(first)))
                   : std::nullopt;
    }
    const std::optional<item> data = make_bytes(args);
    return data ? std::optional(store_->make_bytearray(detail::text_of(*data))) : std::nullopt;
}

inline void DocumentBuilder::drop(const item& node) {
    settle();
    if (node.kind == Kind::object && node.object == fresh_ && node.object->step_count == 0) {
        pending_ = node;
    } else {
        store_->drop(node);
    }
}

/// Finds a place for what was made and dropped at once. Where the memo then gives back an object of
/// the same making, it was only made again because it is part of its own arguments.
inline void DocumentBuilder::settle(const item* recalled) {
    if (pending_.kind == Kind::none) {
        return;
    }
    const item dropped = std::exchange(pending_, {});
    if (recalled != nullptr && made_alike(dropped, *recalled)) {
        return;
    }
    const item& args = dropped.object->args;
    if (detail::size_of(args) != 0) {
        if (const item& on = args.tuple->items()[0]; on.kind == Kind::object) {
            return store_->add_step(*on.object, StepKind::call, dropped);
        }
    }
    store_->drop(dropped);
}

inline bool DocumentBuilder::made_alike(const item& a, const item& b) {
    if (b.kind != Kind::object || a.object->made != b.object->made) {
        return false;
    }
    // It remembers the texts that it finds equal.
    const detail::Equality equal(detail::Compare::keys, true, true);
    const auto same = [&](const item& x, const item& y) {
        return x.kind == y.kind && equal.at_once(x, y) == detail::Equality::Answer::yes;
    };
    constexpr std::size_t most_compared = 255;
    const std::size_t count = detail::size_of(a.object->args);
    if (count > most_compared || count != detail::size_of(b.object->args) ||
        !same(a.object->callable, b.object->callable)) {
        return false;
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (!same(a.object->args.tuple->items()[i], b.object->args.tuple->items()[i])) {
            return false;
        }
    }
    return true;
}

/// The longest way down; what an object says of one that it lies in itself does not count.
inline void DocumentBuilder::check_depth(const item& root) {
    struct Visit {
        item node;
        std::vector<item> parts;
        std::uint64_t height = 1;
    };
    std::unordered_map<const void*, std::uint64_t> heights;  // 0 while it is looked at
    std::vector<Visit> visits;
    const std::uint64_t limit = options_.limits.depth;
    const auto check = [&](std::uint64_t depth) {
        if (depth > limit) {
            detail::throw_failure(Errc::limit_exceeded, "nested deeper than the limits allow");
        }
    };
    const auto enter = [&](const item& node) {
        check(visits.size() + 1);
        heights.emplace(node.record, 0);
        Visit& visit = visits.emplace_back();
        visit.node = node;
        detail::for_each_part(node, [&](const item& part) {
            if (detail::has_parts(part)) {
                if (part.kind <= Kind::frozenset && detail::size_of(part) == 0) {
                    visit.height = 2;
                } else {
                    visit.parts.push_back(part);
                }
            }
        });
        budget().charge(2 * sizeof(Visit) + visit.parts.capacity() * sizeof(item));
    };
    if (detail::has_parts(root)) {
        enter(root);
    }
    while (!visits.empty()) {
        Visit& visit = visits.back();
        if (!visit.parts.empty()) {
            const item part = visit.parts.back();
            if (const auto known = heights.find(part.record); known == heights.end()) {
                enter(part);  // and look at it again when its height is known
            } else {
                visit.height = std::max(visit.height, 1 + known->second);
                visit.parts.pop_back();
            }
            continue;
        }
        check(visits.size() - 1 + visit.height);
        heights[visit.node.record] = visit.height;
        visits.pop_back();
    }
}

}  // namespace brine
