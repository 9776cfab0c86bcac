#pragma once
// Shared objects and dynamic types.

#include <brine/engine/identity.hpp>
#include <brine/engine/save_object.hpp>
#include <brine/engine/saver.hpp>

namespace brine {

namespace detail {

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
