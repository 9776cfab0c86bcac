#pragma once
// The fast road of writing: put_value() takes the cursor and returns it, so that a whole record or a
// batch of items is written with the cursor in a register and few checks for room.
//
// It serves values without identity under memo::standard and memo::strings. save_object() is the
// other road, which looks at every object; put_value() takes it for whatever it does not know.
//
// The contract of each put_*(pickler, p, object, rest): on entry there is room for
// put_bound<P, T> + rest bytes at p; on return, for `rest` bytes at what is returned.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <type_traits>
#include <utility>

#include <brine/engine/core.hpp>
#include <brine/engine/saver.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>

namespace brine {

namespace detail {

/// A type that is None or what it points to: codec<T>::nullable.
template <class T>
concept nullable = has_codec<T> && requires(const T& object) {
    requires codec<T>::nullable;
    static_cast<bool>(object);
    *object;
};

/// A range that becomes a list: codec<T>::list.
template <class T>
concept sized_list = has_codec<T> && std::ranges::sized_range<const T> &&
                     requires { requires codec<T>::list; };

template <class T>
concept codec_has_key_form = requires { requires codec<T>::key_form; };

/// Written by put_described() where no hook and no dynamic type comes in between.
template <class T>
concept plainly_described = described<T> && !(std::is_polymorphic_v<T> && !std::is_final_v<T>);

/// An item of a range as the type that it stands for; the proxies of vector<bool> become bool.
template <class Iterator>
decltype(auto) item_of(const Iterator& it) {
    if constexpr (std::same_as<std::iter_value_t<Iterator>, bool>) {
        return static_cast<bool>(*it);
    } else {
        return *it;
    }
}

template <class Iterator>
using item_t = std::remove_cvref_t<decltype(item_of(std::declval<const Iterator&>()))>;

/// As at_index(), for an index that moves on while `items` runs.
template <class Items>
void at_moving_index(const std::size_t& index, Items&& items) {
    try {
        items();
    } catch (PicklingError& error) {
        error.prepend_index(index);
        throw;
    }
}

template <class Item>
void at_step(std::string_view step, Item&& item) {
    try {
        item();
    } catch (PicklingError& error) {
        error.prepend_step(step);
        throw;
    }
}

}  // namespace detail

/// The longest that put_value() writes of a T before it makes room itself.
template <class P, class T>
constexpr std::size_t put_bound() {
    if constexpr (P::template names<T>) {
        return 0;
    } else if constexpr (flat<T>) {
        return codec<T>::max_size;
    } else if constexpr (detail::nullable<T>) {
        using Inner = std::remove_cvref_t<decltype(*std::declval<const T&>())>;
        if constexpr (detail::plainly_described<Inner>) {
            return 1;
        } else {
            return std::max<std::size_t>(1, put_bound<P, Inner>());
        }
    } else if constexpr (detail::plainly_described<T>) {
        std::size_t sum = 16;
        codec<T>::description::for_each([&]<class Field>(std::size_t) {
            sum += sizeof(PackedGet) + put_bound<P, typename Field::type>();
        });
        return sum;
    } else {
        return 0;
    }
}

template <class P, class T>
char* put_value(P& pickler, char* p, const T& object, std::size_t rest);

namespace detail {

template <class P, class T>
char* put_generic(P& pickler, char* p, const T& object, std::size_t rest) {
    OpWriter& out = pickler.core().writer();
    out.commit(p);
    pickler.save(object);
    return out.room(out.cursor(), rest);
}

/// `n` items; `index` counts them for the path of an error.
template <class P, class Iterator>
char* put_items(P& pickler, char* p, Iterator& it, std::size_t n, std::size_t& index,
                std::size_t rest) {
    using Item = item_t<Iterator>;
    OpWriter& out = pickler.core().writer();
    if constexpr (flat<Item> && !P::template names<Item>) {
        p = out.object(p, n * codec<Item>::max_size + rest);
        for (std::size_t i = 0; i < n; ++i, ++it) {
            p = codec<Item>::put(p, item_of(it));
        }
        index += n;
        return p;
    } else {
        at_moving_index(index, [&] {
            for (std::size_t i = 0; i < n; ++i, ++it, ++index) {
                p = out.object(p, put_bound<P, Item>());
                p = put_value(pickler, p, item_of(it), 0);
            }
        });
        return out.room(p, rest);
    }
}

/// A list of known size.
template <class P, class List>
char* put_list(P& pickler, char* p, const List& items, std::size_t rest) {
    OpWriter& out = pickler.core().writer();
    const std::size_t size = std::ranges::size(items);
    p = encode::op(out.room(p, 2 + rest), Opcode::empty_list);
    if (size == 0) {
        return p;
    }
    pickler.core().enter();
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
    pickler.core().leave();
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
    at_moving_index(index, [&] {
        for (; it != end && index != batch_end; ++it, ++index) {
            pickler.save(item_of(it));
        }
    });
}

/// The name of a field: a GET but for the first time.
template <class P>
char* put_name(P& pickler, char* p, RecordSlots& slots, std::size_t index, std::string_view name,
               std::size_t rest) {
    if (slots.gets[index + 1] != 0) [[likely]] {
        return put_packed(p, slots.gets[index + 1]);
    }
    OpWriter& out = pickler.core().writer();
    out.commit(p);
    slots.gets[index + 1] = pickler.core().save_record_name(slots, name);
    return out.room(out.cursor(), rest);
}

/// The class of a described type.
template <class P>
char* put_class(P& pickler, char* p, RecordSlots& slots, std::string_view module,
                std::string_view name, std::size_t rest) {
    if (slots.gets[0] != 0) [[likely]] {
        return put_packed(p, slots.gets[0]);
    }
    OpWriter& out = pickler.core().writer();
    out.commit(p);
    if (const Slot slot = pickler.core().save_global(module, name); slot != no_slot) {
        slots.gets[0] = pack_get(slot);
    }
    return out.room(out.cursor(), rest);
}

/// Bytes that the fields of a description from `first` on may take.
template <class P, class Description, bool Named>
constexpr std::size_t fields_bound(std::size_t first) {
    std::size_t sum = 8;
    Description::for_each([&]<class Field>(std::size_t index) {
        if (index >= first) {
            sum += (Named ? sizeof(PackedGet) : 0) + put_bound<P, typename Field::type>();
        }
    });
    return sum;
}

/// The fields, with their names in front if Named.
template <bool Named, class P, class T>
char* put_fields(P& pickler, char* p, const T& object, RecordSlots& slots, std::size_t rest) {
    using D = typename codec<T>::description;
    std::string_view at;
    try {
        D::for_each([&]<class Field>(std::size_t index) {
            constexpr std::size_t bound = put_bound<P, typename Field::type>();
            const std::size_t behind = fields_bound<P, D, Named>(index + 1) + rest;
            if constexpr (Named) {
                p = put_name(pickler, p, slots, index, Field::name, bound + behind);
            }
            at = Field::name;
            p = put_value(pickler, p, Field::of(object), behind);
        });
    } catch (PicklingError& error) {
        codec<T>::form == Form::dict ? error.prepend_key(at) : error.prepend_attribute(at);
        throw;
    }
    return p;
}

/// A dict of the fields.
template <class P, class T>
char* put_fields_dict(P& pickler, char* p, const T& object, RecordSlots& slots, std::size_t rest) {
    constexpr std::size_t size = codec<T>::description::size;
    p = encode::op(p, Opcode::empty_dict);
    if constexpr (size > 1) {
        p = encode::op(p, Opcode::mark);
    }
    if constexpr (size > 0) {
        p = put_fields<true>(pickler, p, object, slots, 1 + rest);
        p = encode::op(p, size > 1 ? Opcode::setitems : Opcode::setitem);
    }
    return p;
}

/// A tuple of the fields.
template <class P, class T>
char* put_fields_tuple(P& pickler, char* p, const T& object, RecordSlots& slots, std::size_t rest) {
    constexpr std::size_t size = codec<T>::description::size;
    if constexpr (size == 0) {
        return encode::op(p, Opcode::empty_tuple);
    } else {
        if constexpr (size > 3) {
            p = encode::op(p, Opcode::mark);
        }
        p = put_fields<false>(pickler, p, object, slots, 1 + rest);
        constexpr auto tuple1 = static_cast<std::size_t>(Opcode::tuple1);
        return encode::op(p, size > 3 ? Opcode::tuple : static_cast<Opcode>(tuple1 + size - 1));
    }
}

template <class P, class T>
char* put_described(P& pickler, char* p, const T& object, std::size_t rest) {
    using C = codec<T>;
    using D = typename C::description;
    constexpr bool named = C::form != Form::call && C::form != Form::namedtuple;
    RecordSlots& slots = pickler.core().record(type_tag<T>, D::names);
    pickler.core().enter();
    if constexpr (C::form != Form::dict) {
        p = put_class(pickler, p, slots, C::module, C::class_name,
                      fields_bound<P, D, named>(0) + 8 + rest);
    }
    if constexpr (C::form == Form::dict) {
        p = put_fields_dict(pickler, p, object, slots, rest);
    } else if constexpr (!named) {
        p = put_fields_tuple(pickler, p, object, slots, 1 + rest);
        p = encode::op(p, C::form == Form::call ? Opcode::reduce : Opcode::newobj);
    } else {
        p = encode::op(encode::op(p, Opcode::empty_tuple), Opcode::newobj);
        if constexpr (D::size > 0) {
            if constexpr (C::form == Form::slots) {
                p = encode::op(p, Opcode::none);
            }
            p = put_fields_dict(pickler, p, object, slots, 2 + rest);
            if constexpr (C::form == Form::slots) {
                p = encode::op(p, Opcode::tuple2);
            }
            p = encode::op(p, Opcode::build);
        }
    }
    pickler.core().leave();
    return p;
}

}  // namespace detail

template <class P, class T>
char* put_value(P& pickler, char* p, const T& object, std::size_t rest) {
    if constexpr (P::template names<T>) {
        return detail::put_generic(pickler, p, object, rest);
    } else if constexpr (flat<T>) {
        return codec<T>::put(p, object);
    } else if constexpr (text_like<T>) {
        return pickler.core().put_str(p, codec<T>::view(object), rest);
    } else if constexpr (detail::nullable<T>) {
        if (!object) {
            return encode::op(p, Opcode::none);
        }
        using Inner = std::remove_cvref_t<decltype(*object)>;
        if constexpr (detail::plainly_described<Inner>) {
            return detail::put_generic(pickler, p, object, rest);
        } else {
            return put_value(pickler, p, *object, rest);
        }
    } else if constexpr (detail::plainly_described<T>) {
        return detail::put_described(pickler, p, object, rest);
    } else if constexpr (detail::sized_list<T>) {
        return detail::put_list(pickler, p, object, rest);
    } else {
        return detail::put_generic(pickler, p, object, rest);
    }
}

}  // namespace brine
