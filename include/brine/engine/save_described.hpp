#pragma once
// Described types that have an identity, or are written as CPython does it: object by object.

#include <brine/engine/error_path.hpp>
#include <brine/engine/put_value.hpp>
#include <brine/engine/saver.hpp>

namespace brine::detail {

template <class Self, class T>
void save_fields_dict(Self& self, const T& object, RecordSlots& slots) {
    constexpr std::size_t size = codec<T>::description::size;
    OpWriter& out = self.core().writer();
    if constexpr (size > 1) {
        out.op(Opcode::mark);
    }
    codec<T>::description::for_each([&]<class Field, std::size_t Index>() {
        PackedGet& get = slots.gets[Index + 1];
        if (get != 0) {
            self.core().save_get(unpack_slot(get));
        } else {
            get = self.core().save_record_name(Field::name);
        }
        at_field<T>(Field::name, [&] { self.plain().save(Field::of(object)); });
    });
    if constexpr (size > 0) {
        out.op(size > 1 ? Opcode::setitems : Opcode::setitem);
    }
}

template <class Self, class T>
void save_fields_tuple(Self& self, const T& object) {
    constexpr std::size_t size = codec<T>::description::size;
    OpWriter& out = self.core().writer();
    out.boundary();
    if constexpr (size == 0) {
        out.op(Opcode::empty_tuple);
    } else {
        if constexpr (size > 3) {
            out.op(Opcode::mark);
        }
        codec<T>::description::for_each([&]<class Field, std::size_t>() {
            at_field<T>(Field::name, [&] { self.plain().save(Field::of(object)); });
        });
        if constexpr (size > 3) {
            out.op(Opcode::tuple);
        } else {
            out.small_tuple(size);
        }
        self.core().memoize(Anonymous{});
    }
}

template <class Self>
void save_class(Self& self, RecordSlots& slots, std::string_view module, std::string_view name) {
    if (slots.gets[0] != 0) {
        return self.core().save_get(unpack_slot(slots.gets[0]));
    }
    if (const Slot slot = self.core().save_global(module, name); slot != no_slot) {
        slots.gets[0] = pack_get(slot);
    }
}

/// The state that BUILD takes: a dict, or (None, dict) for attributes that are to be set one by
/// one.
template <class Self, class T>
void save_state(Self& self, const T& object, RecordSlots& slots) {
    constexpr bool in_slots = codec<T>::form == Form::slots;
    OpWriter& out = self.core().writer();
    if constexpr (in_slots) {
        self.core().save_none();
    }
    out.boundary();
    out.op(Opcode::empty_dict);
    self.core().memoize(Anonymous{});
    save_fields_dict(self, object, slots);
    if constexpr (in_slots) {
        out.op(Opcode::tuple2);
        self.core().memoize(Anonymous{});
    }
    out.op(Opcode::build);
}

/// The object made of its fields as arguments, which may lead back to it.
template <class Self, class T>
void save_by_arguments(Self& self, const T& object) {
    OpWriter& out = self.core().writer();
    save_fields_tuple(self, object);
    out.op(codec<T>::form == Form::call ? Opcode::reduce : Opcode::newobj);
    if (const Slot slot = self.core().find(self.who()); slot != no_slot) {
        out.op(Opcode::pop);
        return out.get(slot);
    }
    self.memoize();
}

template <class Self, class T>
void save_described(Self& self, const T& object) {
    using C = codec<T>;
    OpWriter& out = self.core().writer();
    if constexpr (!Self::has_identity) {
        if (!self.core().exact()) {
            char* p = out.object(out.cursor(), described_bound<Self, T>());
            return out.commit(put_described(self, p, object, 0));
        }
    }
    RecordSlots& slots = self.core().record(type_tag<T>, C::description::names);
    out.boundary();
    if constexpr (C::form == Form::dict) {
        out.op(Opcode::empty_dict);
        self.memoize();
        save_fields_dict(self, object, slots);
    } else {
        save_class(self, slots, C::module, C::class_name);
        if constexpr (C::form == Form::call || C::form == Form::namedtuple) {
            save_by_arguments(self, object);
        } else {
            out.boundary();
            out.op(Opcode::empty_tuple);
            out.op(Opcode::newobj);
            self.memoize();
            if constexpr (C::description::size > 0) {
                save_state(self, object, slots);
            }
        }
    }
}

}  // namespace brine::detail
