#pragma once
// The fast road of writing: put_value() takes the cursor and returns it, so that a whole record or
// a batch of items is written with the cursor in a register and few checks for room.
//
// It serves values without identity under memo::standard and memo::strings. save_object() is the
// other road, which looks at every object; put_value() takes it for whatever it does not know.
//
// The contract of each put_*(pickler, p, object, rest): on entry there is room for
// put_bound<P, T> + rest bytes at p; on return, for `rest` bytes at what is returned.

#include <cstddef>
#include <memory>
#include <type_traits>

#include <brine/engine/identity.hpp>
#include <brine/engine/put_bounds.hpp>
#include <brine/engine/put_list.hpp>
#include <brine/engine/put_record.hpp>

namespace brine {

namespace detail {

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

}  // namespace detail

template <class P, class T>
[[gnu::always_inline]] inline char* put_value(P& pickler, char* p, const T& object,
                                              std::size_t rest) {
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
