#pragma once
// Lists and batches of items on the fast road of writing; see put_value.hpp for the contract.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <ranges>

#include <brine/engine/error_path.hpp>
#include <brine/engine/put_bounds.hpp>

namespace brine::detail {

/// `n` items; `index` counts them for the path of an error.
template <class P, class Iterator>
[[gnu::always_inline]] inline char* put_items(P& pickler, char* p, Iterator& it, std::size_t n,
                                              std::size_t& index, std::size_t rest) {
    using Item = item_t<Iterator>;
    OpWriter& out = pickler.core().writer();
    if constexpr (flat<Item> && !looked_at<P, Item>) {
        p = out.object(p, n * codec<Item>::max_size + rest);
        for (std::size_t i = 0; i < n; ++i, ++it) {
            p = codec<Item>::put(p, item_of(it));
        }
        index += n;
        return p;
    } else {
        constexpr std::size_t bound = put_bound<P, Item>();
        std::size_t i = 0;
        try {
            for (; i != n; ++i, ++it) {
                p = put_value(pickler, out.object(p, bound), item_of(it), 0);
            }
        } catch (PicklingError& error) {
            prepend_index_of<Item>(error, index + i);
            throw;
        }
        index += n;
        return out.room(p, rest);
    }
}

/// A list of known size.
template <class P, class List>
[[gnu::always_inline]] inline char* put_list(P& pickler, char* p, const List& items,
                                             std::size_t rest) {
    OpWriter& out = pickler.core().writer();
    const std::size_t size = std::ranges::size(items);
    p = encode::op(out.room(p, 2 + rest), Opcode::empty_list);
    if (size == 0) {
        return p;
    }
    if constexpr (!is_shallow<P, List>()) {
        pickler.core().enter();
    }
    auto it = std::ranges::begin(items);
    std::size_t index = 0;
    if (size == 1) {
        p = encode::op(put_items(pickler, p, it, 1, index, 1 + rest), Opcode::append);
    }
    while (index != size) {
        p = encode::op(out.room(p, 1), Opcode::mark);
        p = put_items(pickler, p, it, std::min(size - index, batch_size), index, 1 + rest);
        p = encode::op(p, Opcode::appends);
    }
    if constexpr (!is_shallow<P, List>()) {
        pickler.core().leave();
    }
    return p;
}

/// Items of a list up to `batch_end`, or as many as there are.
template <class P, class Iterator, class Sentinel>
void put_batch(P& pickler, Iterator& it, const Sentinel& end, std::size_t& index,
               std::size_t batch_end) {
    OpWriter& out = pickler.core().writer();
    char* p = out.cursor();
    if constexpr (std::sized_sentinel_for<Sentinel, Iterator>) {
        const auto n = std::min(static_cast<std::size_t>(end - it), batch_end - index);
        p = put_items(pickler, p, it, n, index, 0);
    } else {
        for (; it != end && index != batch_end;) {
            p = put_items(pickler, p, it, 1, index, 0);
        }
    }
    out.commit(p);
}

/// The same where every object may be the last of its frame.
template <class P, class Iterator, class Sentinel>
void save_batch(P& pickler, Iterator& it, const Sentinel& end, std::size_t& index,
                std::size_t batch_end) {
    using Item = item_t<Iterator>;
    if constexpr (flat<Item> && !P::template names<Item> &&
                  std::sized_sentinel_for<Sentinel, Iterator>) {
        OpWriter& out = pickler.core().writer();
        const auto n = std::min(static_cast<std::size_t>(end - it), batch_end - index);
        const std::size_t size = n * codec<Item>::max_size;
        char* const p = out.room(out.cursor(), size);
        if (out.within_frame(p, size)) {
            return out.commit(put_items(pickler, p, it, n, index, 0));
        }
    }
    at_item<Item>(index, [&] {
        for (; it != end && index != batch_end; ++it, ++index) {
            pickler.save(item_of(it));
        }
    });
}

}  // namespace brine::detail
