#pragma once
// Who a shared object is: the address of the whole object, and what it is written as.

#include <type_traits>

#include <brine/base/type_info.hpp>
#include <brine/engine/memo.hpp>
#include <brine/mapping/codec.hpp>

namespace brine::detail {

/// Tag of every object with virtual functions: its most derived address says who it is.
struct AnyPolymorphic {};
/// Tag of a T in its hashable form, which is another Python object.
template <class T>
struct HashableForm {};

template <Place Where, class T>
Identity identity_of(const T* object) {
    using Class = std::conditional_t<std::is_polymorphic_v<T>, AnyPolymorphic, T>;
    constexpr bool other_form = Where == Place::key && codec_has_key_form<T>;
    using Tagged = std::conditional_t<other_form, HashableForm<Class>, Class>;
    if constexpr (std::is_polymorphic_v<T>) {
        return {whole_object(object), type_tag<Tagged>};
    } else {
        return {object, type_tag<Tagged>};
    }
}

}  // namespace brine::detail
