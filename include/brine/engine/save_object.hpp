#pragma once
// save_object(): hooks' persistent_id, memo, hooks' reducer_override, dispatch<T>, codec<T>.

#include <string>
#include <type_traits>

#include <brine/base/errors.hpp>
#include <brine/base/type_info.hpp>
#include <brine/base/type_name.hpp>
#include <brine/engine/save_described.hpp>
#include <brine/engine/saver.hpp>
#include <brine/mapping/missing.hpp>

namespace brine {

namespace detail {

[[noreturn]] inline void throw_unregistered(const TypeInfo& type) {
    const std::string name = readable_name(type);
    throw_pickling(Errc::unregistered_type, "the dynamic type " + name +
                                                " is not registered; call registry.add<" + name +
                                                ">() and set options.registry");
}

template <Place Where, class Self, class T>
void save_by_codec(Self& self, const T& object) {
    if constexpr (!has_codec<T>) {
        using P = std::remove_reference_t<decltype(self.plain())>;
        if constexpr (requires { requires P::template is_named<T>; }) {
            throw_pickling(
                Errc::unregistered_type,
                "no hook took this " + std::string(type_name<T>()) + ", and the type has no codec");
        } else {
            explain_missing_codec<T>();
        }
    } else if constexpr (Where == Place::key && codec_has_key_form<T>) {
        codec<T>::save_hashable(self, object);
    } else if constexpr (described<T>) {
        save_described(self, object);
    } else if constexpr (flat<T>) {
        OpWriter& out = self.core().writer();
        out.commit(codec<T>::put(out.object(out.cursor(), codec<T>::max_size), object));
    } else if constexpr (text_like<T>) {
        self.save_str(codec<T>::view(object));
    } else if constexpr (reducible<T>) {
        self.save_reduce(codec<T>::reduce(object));
    } else {
        codec<T>::save(self, object);
    }
}

/// Not of a class derived from T.
template <class T>
bool is_exactly(const T& object) {
    if constexpr (dynamically_typed<T>) {
        return dynamic_type_of(object) == type_info_of<T>();
    } else {
        return true;
    }
}

/// An object of a class hierarchy: by its own class, never as the part that is known here.
template <Place Where, class Self, class T>
void save_by_dynamic_type(Self& self, const T& object) {
    constexpr bool takes_derived = requires { codec<T>::takes_derived; };
    if constexpr (has_codec<T> && !takes_derived) {
        if (is_exactly(object)) {
            return save_by_codec<Where>(self, object);
        }
    }
    const Registry* registry = self.core().options().registry;
    if (registry != nullptr && registry->save(self.any(), object, Where, shared_of(self))) {
        return;
    }
    if constexpr (takes_derived) {
        save_by_codec<Where>(self, object);
    } else {
        throw_unregistered(dynamic_type_of(object));
    }
}

}  // namespace detail

template <Place Where, class Self, class T>
void save_object(Self& self, const T& object) {
    auto& pickler = self.plain();
    using P = std::remove_reference_t<decltype(pickler)>;
    if constexpr (hands_on<T>) {
        return codec<T>::save(pickler, object);
    }
    if constexpr (P::template asks_persistent_id<T>) {
        if (pickler.ask_persistent_id(object)) {
            return;
        }
    }
    save_unasked<Where>(self, object);
}

template <Place Where, class Self, class T>
void save_unasked(Self& self, const T& object) {
    auto& pickler = self.plain();
    using P = std::remove_reference_t<decltype(pickler)>;
    if constexpr (asks_reducers<T>) {
        return codec<T>::save(pickler, object);
    }
    if constexpr (Self::has_identity) {
        if (const Slot slot = self.core().find(self.who()); slot != no_slot) {
            return self.core().save_get(slot);
        }
    }
    if constexpr (P::template asks_reducer_override<T>) {
        if (pickler.ask_reducer_override(self, object)) {
            return;
        }
    }
    if constexpr (P::template asks_dispatch<T>) {
        if (detail::is_exactly(object) && pickler.ask_dispatch(self, object)) {
            return;
        }
    }
    if constexpr (P::template always_reduces<T> && !detail::dynamically_typed<T>) {
        return;
    } else if constexpr ((flat<T> || text_like<T>)&&!detail::dynamically_typed<T>) {
        detail::save_by_codec<Where>(self, object);
    } else {
        self.core().enter();
        if constexpr (detail::dynamically_typed<T>) {
            detail::save_by_dynamic_type<Where>(self, object);
        } else {
            detail::save_by_codec<Where>(self, object);
        }
        self.core().leave();
    }
}

template <class Self>
template <class T>
void Saver<Self>::save(const T& object) {
    if constexpr (std::is_function_v<T>) {
        save_object<Place::value>(self().plain(), &object);
    } else {
        save_object<Place::value>(self().plain(), object);
    }
}

template <class Self>
template <class T>
void Saver<Self>::save_hashable(const T& object) {
    static_assert(
        hashable<T>,
        "brine: Python can't hash this type, so it can't be a dict key or a set element; "
        "give its codec `static constexpr bool hashable = true` if its Python class can be");
    save_object<Place::key>(self().plain(), object);
}

}  // namespace brine
