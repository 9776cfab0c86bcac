#pragma once
// Described types on the fast road of writing: names and class are GETs that stand ready in the
// RecordMemo. See put_value.hpp for the contract.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include <brine/engine/put_bounds.hpp>

namespace brine::detail {

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

template <class P>
[[gnu::noinline]] char* put_new_name(P& pickler, char* p, PackedGet& get, std::string_view name,
                                     std::size_t rest) {
    OpWriter& out = pickler.core().writer();
    out.commit(p);
    get = pickler.core().save_record_name(name);
    return out.room(out.cursor(), rest);
}

/// The name of a field: a GET but for the first time.
template <class Field, class P>
[[gnu::always_inline]] inline char* put_name(P& pickler, char* p, PackedGet* gets,
                                             std::size_t index, std::size_t rest) {
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
[[gnu::always_inline]] inline char* put_class(P& pickler, char* p, PackedGet& get,
                                              std::string_view module, std::string_view name,
                                              std::size_t rest) {
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
[[gnu::always_inline]] inline char* put_field(P& pickler, char* p, const T& object, PackedGet* gets,
                                              std::size_t rest) {
    using Field = typename codec<T>::description::template at<Index>;
    constexpr std::size_t behind = fields_bound<P, T, Index + 1>();
    if constexpr (Named) {
        constexpr std::size_t bound = put_bound<P, typename Field::type>();
        p = put_name<Field>(pickler, p, gets, Index, bound + behind + rest);
    }
    return put_value(pickler, p, Field::of(object), behind + rest);
}

template <bool Named, class P, class T, std::size_t... Index>
[[gnu::always_inline]] inline char* put_fields(P& pickler, char* p, const T& object,
                                               PackedGet* gets, std::size_t rest,
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
[[gnu::always_inline]] inline char* put_fields_dict(P& pickler, char* p, const T& object,
                                                    PackedGet* gets, std::size_t rest) {
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
[[gnu::always_inline]] inline char* put_fields_tuple(P& pickler, char* p, const T& object,
                                                     PackedGet* gets, std::size_t rest) {
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
[[gnu::always_inline]] inline char* put_state(P& pickler, char* p, const T& object, PackedGet* gets,
                                              std::size_t rest) {
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
                      fields_bound<P, T, 0>() + around_fields + rest);
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

}  // namespace brine::detail
