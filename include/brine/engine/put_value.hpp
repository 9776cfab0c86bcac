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
#include <array>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <ranges>
#include <type_traits>
#include <utility>

#include <brine/engine/core.hpp>
#include <brine/engine/identity.hpp>
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

/// Objects may be of a class derived from T.
template <class T>
concept dynamically_typed = std::is_polymorphic_v<T> && !std::is_final_v<T>;

/// Each object has to be looked at: a hook names T, or its class is known at run time only.
template <class P, class T>
concept looked_at = P::template names<T> || dynamically_typed<T>;

/// A pointer to a shared object: codec<T>::shared.
template <class T>
concept shared_pointer = has_codec<T> && requires { requires codec<T>::shared; };

/// Written by put_described() where no hook and no dynamic type comes in between.
template <class T>
concept plainly_described = described<T> && !dynamically_typed<T>;

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

template <class P, class T>
constexpr std::size_t put_bound();

namespace detail {

/// A name as it is written where it takes a slot: header, bytes, MEMOIZE.
template <class Field>
inline constexpr auto name_literal = [] {
    constexpr std::size_t size = Field::name.size();
    std::array<char, size + 3> bytes{static_cast<char>(Opcode::short_binunicode),
                                     static_cast<char>(size)};
    std::copy(Field::name.begin(), Field::name.end(), bytes.begin() + 2);
    bytes.back() = static_cast<char>(Opcode::memoize);
    return bytes;
}();

template <class Field>
constexpr bool short_name = Field::name.size() >= 2 && Field::name.size() <= 0xff;

/// Bytes that a field with its name may take before put_value() makes room itself.
template <class P, class Field>
constexpr std::size_t field_bound =
    std::max(sizeof(PackedGet), Field::name.size() + 3) + put_bound<P, typename Field::type>();

/// The same for the fields of T from `First` on, and what closes them.
template <class P, class T, std::size_t First>
constexpr std::size_t fields_bound() {
    std::size_t sum = 8;
    codec<T>::description::for_each([&]<class Field, std::size_t Index>() {
        sum += Index < First ? 0 : field_bound<P, Field>;
    });
    return sum;
}

}  // namespace detail

/// A type whose objects can't nest deeper than their type says, so that depth need not be counted.
template <class P, class T, int Depth = 0>
constexpr bool is_shallow() {
    constexpr int deepest = 4;
    if constexpr (detail::looked_at<P, T> || Depth > deepest) {
        return false;
    } else if constexpr (flat<T> || text_like<T>) {
        return true;
    } else if constexpr (detail::plainly_described<T>) {
        bool all = true;
        codec<T>::description::for_each([&]<class Field, std::size_t>() {
            all = all && is_shallow<P, typename Field::type, Depth + 1>();
        });
        return all;
    } else if constexpr (detail::sized_list<T>) {
        return is_shallow<P, detail::item_t<std::ranges::iterator_t<const T>>, Depth + 1>();
    } else if constexpr (detail::nullable<T>) {
        return is_shallow<P, std::remove_cvref_t<decltype(*std::declval<const T&>())>, Depth + 1>();
    } else {
        return false;
    }
}

/// The longest that put_value() writes of a T before it makes room itself.
template <class P, class T>
constexpr std::size_t put_bound() {
    if constexpr (detail::looked_at<P, T>) {
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
    } else if constexpr (detail::shared_pointer<T>) {
        return encode::max_get;
    } else if constexpr (detail::plainly_described<T>) {
        return 16 + detail::fields_bound<P, T, 0>();
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

/// A shared object: by reference where it has been written before.
template <class P, class Pointer>
char* put_shared(P& pickler, char* p, const Pointer& pointer, std::size_t rest) {
    using Object = std::remove_cv_t<typename Pointer::element_type>;
    if constexpr (!P::template asks_persistent_id<Object>) {
        if (pointer != nullptr) {
            const Slot slot = pickler.core().find(identity_of<Place::value>(pointer.get()));
            if (slot != no_slot) {
                return encode::get(p, slot);
            }
        }
    }
    return put_generic(pickler, p, pointer, rest);
}

/// `n` items; `index` counts them for the path of an error.
template <class P, class Iterator>
[[gnu::always_inline]] inline char* put_items(P& pickler, char* p, Iterator& it, std::size_t n, std::size_t& index,
                std::size_t rest) {
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
            error.prepend_index(index + i);
            throw;
        }
        index += n;
        return out.room(p, rest);
    }
}

/// A list of known size.
template <class P, class List>
[[gnu::always_inline]] inline char* put_list(P& pickler, char* p, const List& items, std::size_t rest) {
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
    at_moving_index(index, [&] {
        for (; it != end && index != batch_end; ++it, ++index) {
            pickler.save(item_of(it));
        }
    });
}

template <class P>
[[gnu::noinline]] char* put_new_name(P& pickler, char* p, PackedGet& get, std::string_view name, std::size_t rest) {
    OpWriter& out = pickler.core().writer();
    out.commit(p);
    get = pickler.core().save_record_name(name);
    return out.room(out.cursor(), rest);
}

/// The name of a field: a GET but for the first time.
template <class Field, class P>
[[gnu::always_inline]] inline char* put_name(P& pickler, char* p, PackedGet* gets, std::size_t index, std::size_t rest) {
    PackedGet& get = gets[index + 1];
    if (get != 0) [[likely]] {
        return put_packed(p, get);
    }
    if constexpr (short_name<Field>) {
        get = pickler.core().take_lone_name(gets);
        if (get != 0) {
            const auto& literal = name_literal<Field>;
            std::memcpy(p, literal.data(), literal.size());
            return p + literal.size();
        }
    }
    return put_new_name(pickler, p, get, Field::name, rest);
}

/// The class of a described type.
template <class P>
[[gnu::always_inline]] inline char* put_class(P& pickler, char* p, PackedGet& get, std::string_view module,
                std::string_view name, std::size_t rest) {
    if (get != 0) [[likely]] {
        return put_packed(p, get);
    }
    OpWriter& out = pickler.core().writer();
    out.commit(p);
    if (const Slot slot = pickler.core().save_global(module, name); slot != no_slot) {
        get = pack_get(slot);
    }
    return out.room(out.cursor(), rest);
}

/// One field, with its name in front if Named.
template <bool Named, std::size_t Index, class P, class T>
[[gnu::always_inline]] inline char* put_field(P& pickler, char* p, const T& object, PackedGet* gets, std::size_t rest) {
    using Field = typename codec<T>::description::template at<Index>;
    constexpr std::size_t behind = fields_bound<P, T, Index + 1>();
    if constexpr (Named) {
        constexpr std::size_t bound = put_bound<P, typename Field::type>();
        p = put_name<Field>(pickler, p, gets, Index, bound + behind + rest);
    }
    return put_value(pickler, p, Field::of(object), behind + rest);
}

template <bool Named, class P, class T, std::size_t... Index>
[[gnu::always_inline]] inline char* put_fields(P& pickler, char* p, const T& object, PackedGet* gets, std::size_t rest,
                 std::index_sequence<Index...>) {
    std::size_t at = 0;
    try {
        ((at = Index, p = put_field<Named, Index>(pickler, p, object, gets, rest)), ...);
    } catch (PicklingError& error) {
        const std::string_view name = codec<T>::description::names[at];
        codec<T>::form == Form::dict ? error.prepend_key(name) : error.prepend_attribute(name);
        throw;
    }
    return p;
}

/// A dict of the fields.
template <class P, class T>
[[gnu::always_inline]] inline char* put_fields_dict(P& pickler, char* p, const T& object, PackedGet* gets, std::size_t rest) {
    constexpr std::size_t size = codec<T>::description::size;
    p = encode::op(p, Opcode::empty_dict);
    if constexpr (size > 1) {
        p = encode::op(p, Opcode::mark);
    }
    if constexpr (size > 0) {
        p = put_fields<true>(pickler, p, object, gets, 1 + rest, std::make_index_sequence<size>{});
        p = encode::op(p, size > 1 ? Opcode::setitems : Opcode::setitem);
    }
    return p;
}

/// A tuple of the fields.
template <class P, class T>
[[gnu::always_inline]] inline char* put_fields_tuple(P& pickler, char* p, const T& object, PackedGet* gets, std::size_t rest) {
    constexpr std::size_t size = codec<T>::description::size;
    if constexpr (size == 0) {
        return encode::op(p, Opcode::empty_tuple);
    } else {
        if constexpr (size > 3) {
            p = encode::op(p, Opcode::mark);
        }
        p = put_fields<false>(pickler, p, object, gets, 1 + rest, std::make_index_sequence<size>{});
        constexpr auto tuple1 = static_cast<std::size_t>(Opcode::tuple1);
        return encode::op(p, size > 3 ? Opcode::tuple : static_cast<Opcode>(tuple1 + size - 1));
    }
}

/// What BUILD takes, and BUILD.
template <class P, class T>
[[gnu::always_inline]] inline char* put_state(P& pickler, char* p, const T& object,
                                              PackedGet* gets, std::size_t rest) {
    constexpr bool in_slots = codec<T>::form == Form::slots;
    if constexpr (in_slots) {
        p = encode::op(p, Opcode::none);
    }
    p = put_fields_dict(pickler, p, object, gets, 2 + rest);
    if constexpr (in_slots) {
        p = encode::op(p, Opcode::tuple2);
    }
    return encode::op(p, Opcode::build);
}

/// A described object in its form, whose depth has been counted.
template <class P, class T>
[[gnu::always_inline]] inline char* put_form(P& pickler, char* p, const T& object,
                                             std::size_t rest) {
    using C = codec<T>;
    using D = typename C::description;
    PackedGet* const gets = pickler.core().record(type_tag<T>, D::names).gets;
    if constexpr (C::form == Form::dict) {
        return put_fields_dict(pickler, p, object, gets, rest);
    } else {
        p = put_class(pickler, p, gets[0], C::module, C::class_name,
                      fields_bound<P, T, 0>() + 8 + rest);
        if constexpr (C::form == Form::call || C::form == Form::namedtuple) {
            p = put_fields_tuple(pickler, p, object, gets, 1 + rest);
            return encode::op(p, C::form == Form::call ? Opcode::reduce : Opcode::newobj);
        } else {
            p = encode::op(encode::op(p, Opcode::empty_tuple), Opcode::newobj);
            return D::size == 0 ? p : put_state(pickler, p, object, gets, rest);
        }
    }
}

template <class P, class T>
char* put_deep(P& pickler, char* p, const T& object, std::size_t rest) {
    pickler.core().enter();
    p = put_form(pickler, p, object, rest);
    pickler.core().leave();
    return p;
}

/// Only types that can't nest in themselves are written inline: the compiler has to come to an end.
template <class P, class T>
[[gnu::always_inline]] inline char* put_described(P& pickler, char* p, const T& object,
                                                  std::size_t rest) {
    if constexpr (is_shallow<P, T>()) {
        return put_form(pickler, p, object, rest);
    } else {
        return put_deep(pickler, p, object, rest);
    }
}

}  // namespace detail

template <class P, class T>
[[gnu::always_inline]] inline char* put_value(P& pickler, char* p, const T& object, std::size_t rest) {
    if constexpr (detail::looked_at<P, T>) {
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
    } else if constexpr (detail::shared_pointer<T>) {
        return detail::put_shared(pickler, p, object, rest);
    } else {
        return detail::put_generic(pickler, p, object, rest);
    }
}

}  // namespace brine
