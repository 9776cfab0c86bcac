#pragma once
// Shared objects and dynamic types.

#include <brine/engine/save_object.hpp>
#include <brine/engine/saver.hpp>

namespace brine {

namespace detail {

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
        return {dynamic_cast<const void*>(object), type_tag<Tagged>};
    } else {
        return {object, type_tag<Tagged>};
    }
}

template <class T>
std::shared_ptr<const void> share(const void* pointer) {
    return *static_cast<const std::shared_ptr<T>*>(pointer);
}

}  // namespace detail

template <class Self>
template <Place Where, class T>
void Saver<Self>::save_shared(const std::shared_ptr<T>& pointer) {
    if (pointer == nullptr) {
        return save_none();
    }
    using Object = std::remove_cv_t<T>;
    const Object& object = *pointer;
    const Shared shared{detail::identity_of<Where>(&object), &pointer, &detail::share<T>};
    auto& pickler = self().plain();
    Identified identified(pickler, shared);
    save_object<Where>(identified, object);
}

}  // namespace brine
