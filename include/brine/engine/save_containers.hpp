#pragma once
// Lists, dicts, sets and tuples, in batches as CPython's C pickler makes them.

#include <brine/engine/error_path.hpp>
#include <brine/engine/put_value.hpp>
#include <brine/engine/saver.hpp>

namespace brine {

namespace detail {

/// True where exactly one item is left and that can be known without taking it.
template <class Iterator, class Sentinel>
bool is_last_item(const Iterator& it, const Sentinel& end) {
    if constexpr (std::forward_iterator<Iterator>) {
        return std::ranges::next(it) == end;
    } else if constexpr (std::sized_sentinel_for<Sentinel, Iterator>) {
        return end - it == 1;
    } else {
        return false;
    }
}

/// Dicts of at most this many items share their keys with other dicts.
inline constexpr std::size_t small_dict = 64;

/// True where a hook has written the object, which has no identity.
template <class P, class T>
bool ask_hooks(P& pickler, const T& object) {
    if constexpr (P::template asks_persistent_id<T>) {
        if (pickler.ask_persistent_id(object)) {
            return true;
        }
    }
    if constexpr (P::template asks_reducer_override<T>) {
        if (pickler.ask_reducer_override(pickler, object)) {
            return true;
        }
    }
    if constexpr (P::template asks_dispatch<T>) {
        return pickler.ask_dispatch(pickler, object);
    }
    return false;
}

/// Key and value of an item of a map, or of any range of pairs.
template <class P, class Pair>
void save_entry(P& pickler, const Pair& entry, bool small) {
    const auto& [key, value] = entry;
    using Key = std::remove_cvref_t<decltype(key)>;
    if constexpr (text_like<Key> && !dynamically_typed<Key>) {
        at_step(" (key)", [&] {
            if (!ask_hooks(pickler, key)) {
                pickler.core().save_key(codec<Key>::view(key), small);
            }
        });
    } else {
        at_step(" (key)", [&] { pickler.save_hashable(key); });
    }
    at_key(key, [&] { pickler.save(value); });
}

/// The same by the fast road.
template <class P, class Pair>
void put_entry(P& pickler, const Pair& entry, bool small) {
    const auto& [key, value] = entry;
    using Key = std::remove_cvref_t<decltype(key)>;
    using Value = std::remove_cvref_t<decltype(value)>;
    constexpr std::size_t bound = put_bound<P, Value>();
    if constexpr (flat<Value> && text_like<Key> && !looked_at<P, Key> && !looked_at<P, Value>) {
        OpWriter& out = pickler.core().writer();
        if (!small) {
            char* p = out.object(out.cursor(), bound);
            at_step(" (key)", [&] { p = pickler.core().put_str(p, codec<Key>::view(key), bound); });
            return out.commit(codec<Value>::put(p, value));
        }
    }
    save_entry(pickler, entry, small);
}

/// An item that is saved in its hashable form: a const reference, or a value that a view made.
template <class T>
struct HashableItem {
    T item;
};
template <class T>
inline constexpr bool has_index<HashableItem<T>> = false;

template <class Range>
bool is_small(Range& range) {
    if constexpr (std::ranges::sized_range<Range>) {
        return std::ranges::size(range) <= small_dict;
    } else {
        return false;
    }
}

}  // namespace detail

template <class T>
struct codec<detail::HashableItem<T>> {
    static constexpr bool hands_on = true;
    static void save(auto& pickler, const detail::HashableItem<T>& object) {
        detail::at_element(object.item, [&] { pickler.save_hashable(object.item); });
    }
};

// Lists.

template <class Self>
template <std::ranges::input_range Range>
void Saver<Self>::save_list(Range&& items) {
    writer().boundary();
    writer().op(Opcode::empty_list);
    memoize();
    save_list_items(items, true);
}

template <class Self>
template <class Range>
void Saver<Self>::save_list_items(Range&& items, bool exact_list) {
    auto& pickler = self().plain();
    auto it = std::ranges::begin(items);
    const auto end = std::ranges::end(items);
    std::size_t index = 0;
    while (it != end) {
        if ((index == 0 || !exact_list) && detail::is_last_item(it, end)) {
            using Item = detail::item_t<std::ranges::iterator_t<Range>>;
            detail::at_item<Item>(index, [&] { pickler.save(detail::item_of(it)); });
            return writer().op(Opcode::append);
        }
        writer().op(Opcode::mark);
        const std::size_t batch_end = index + batch_size;
        if (core().exact()) {
            detail::save_batch(pickler, it, end, index, batch_end);
        } else {
            detail::put_batch(pickler, it, end, index, batch_end);
        }
        writer().op(Opcode::appends);
    }
}

// Dicts.

template <class Self>
template <std::ranges::input_range Range>
void Saver<Self>::save_dict(Range&& items) {
    writer().boundary();
    writer().op(Opcode::empty_dict);
    memoize();
    save_dict_items(items, true);
}

template <class Self>
template <class Range>
void Saver<Self>::save_dict_items(Range&& items, bool exact_dict) {
    auto& pickler = self().plain();
    const bool small = detail::is_small(items);
    auto it = std::ranges::begin(items);
    const auto end = std::ranges::end(items);
    std::size_t index = 0;
    while (it != end) {
        if ((index == 0 || !exact_dict) && detail::is_last_item(it, end)) {
            detail::save_entry(pickler, *it, small);
            return writer().op(Opcode::setitem);
        }
        writer().op(Opcode::mark);
        const std::size_t batch_end = index + batch_size;
        for (; it != end && index != batch_end; ++it, ++index) {
            if (core().exact()) {
                detail::save_entry(pickler, *it, small);
            } else {
                detail::put_entry(pickler, *it, small);
            }
        }
        writer().op(Opcode::setitems);
    }
    // CPython's loop over an exact dict finds out only in the next batch that nothing is left.
    if (core().exact() && exact_dict && index != 0 && index % batch_size == 0) {
        writer().op(Opcode::mark);
        writer().op(Opcode::setitems);
    }
}

// Sets.

template <class Self>
template <std::ranges::input_range Range>
void Saver<Self>::save_set(Range&& items) {
    writer().boundary();
    if (core().protocol() < 4) {
        return save_set_as_call("set", items);
    }
    writer().op(Opcode::empty_set);
    memoize();
    save_set_items(items);
}

template <class Self>
template <class Range>
void Saver<Self>::save_set_items(Range&& items) {
    auto& pickler = self().plain();
    auto it = std::ranges::begin(items);
    const auto end = std::ranges::end(items);
    std::size_t index = 0;
    while (it != end) {
        writer().op(Opcode::mark);
        const std::size_t batch_end = index + batch_size;
        for (; it != end && index != batch_end; ++it, ++index) {
            const auto& element = detail::item_of(it);
            detail::at_element(element, [&] { pickler.save_hashable(element); });
        }
        writer().op(Opcode::additems);
    }
    if (core().exact() && index != 0 && index % batch_size == 0) {
        writer().op(Opcode::mark);
        writer().op(Opcode::additems);
    }
}

template <class Self>
template <std::ranges::input_range Range>
void Saver<Self>::save_frozenset(Range&& items) {
    writer().boundary();
    if (core().protocol() < 4) {
        return save_set_as_call("frozenset", items);
    }
    writer().op(Opcode::mark);
    std::size_t index = 0;
    auto it = std::ranges::begin(items);
    for (const auto end = std::ranges::end(items); it != end; ++it, ++index) {
        const auto& element = detail::item_of(it);
        detail::at_element(element, [&] { self().plain().save_hashable(element); });
    }
    if (const Slot slot = core().find(self().who()); slot != no_slot) {
        writer().op(Opcode::pop_mark);
        return writer().get(slot);
    }
    writer().op(Opcode::frozenset);
    memoize();
}

/// Below protocol 4: set([items]).
template <class Self>
template <class Range>
void Saver<Self>::save_set_as_call(std::string_view name, Range&& items) {
    auto keys = std::views::transform(std::ranges::ref_view(items), []<class T>(T&& item) {
        return detail::HashableItem<const T>{std::forward<T>(item)};
    });
    self().plain().save_global("builtins", name);
    self().plain().save_list(keys);
    writer().small_tuple(1);
    core().memoize(Anonymous{});
    writer().op(Opcode::reduce);
    if (const Slot slot = core().find(self().who()); slot != no_slot) {
        writer().op(Opcode::pop);
        return writer().get(slot);
    }
    memoize();
}

// Tuples.

template <class Self>
template <Place Where, std::ranges::input_range Range>
void Saver<Self>::save_tuple_of(Range&& items) {
    auto& pickler = self().plain();
    writer().boundary();
    auto it = std::ranges::begin(items);
    const auto end = std::ranges::end(items);
    if (it == end) {
        return writer().op(Opcode::empty_tuple);
    }
    // TUPLE1 to TUPLE3 need no MARK, but one has to know that in front.
    std::size_t known = 4;
    if constexpr (std::ranges::forward_range<Range>) {
        known = static_cast<std::size_t>(std::ranges::distance(it, std::ranges::next(it, 4, end)));
    }
    if (known > 3) {
        writer().op(Opcode::mark);
    }
    std::size_t index = 0;
    for (; it != end; ++it, ++index) {
        detail::at_index(index, [&] {
            if constexpr (Where == Place::value) {
                pickler.save(detail::item_of(it));
            } else {
                pickler.save_hashable(detail::item_of(it));
            }
        });
    }
    close_tuple(known > 3 ? 4 : index);
}

template <class Self>
template <Place Where, class Tuple>
void Saver<Self>::save_tuple_like(const Tuple& items) {
    constexpr std::size_t size = std::tuple_size_v<Tuple>;
    auto& pickler = self().plain();
    writer().boundary();
    if constexpr (size == 0) {
        return writer().op(Opcode::empty_tuple);
    } else {
        if (size > 3) {
            writer().op(Opcode::mark);
        }
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (detail::at_index(I,
                              [&] {
                                  if constexpr (Where == Place::key) {
                                      pickler.save_hashable(std::get<I>(items));
                                  } else {
                                      pickler.save(std::get<I>(items));
                                  }
                              }),
             ...);
        }
        (std::make_index_sequence<size>{});
        close_tuple(size);
    }
}

/// Makes the tuple of the last items; or fetches it, where it has been written in its own items.
template <class Self>
void Saver<Self>::close_tuple(std::size_t size) {
    if (const Slot slot = core().find(self().who()); slot != no_slot) {
        if (size > 3) {
            writer().op(Opcode::pop_mark);
        } else {
            for (std::size_t i = 0; i < size; ++i) {
                writer().op(Opcode::pop);
            }
        }
        return writer().get(slot);
    }
    if (size > 3) {
        writer().op(Opcode::tuple);
    } else {
        writer().small_tuple(size);
    }
    memoize();
}

}  // namespace brine
