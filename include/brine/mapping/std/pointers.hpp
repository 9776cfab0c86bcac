#pragma once
// shared_ptr and weak_ptr, which keep identity; unique_ptr and reference_wrapper, which are values.

#include <functional>
#include <memory>
#include <type_traits>

#include <brine/mapping/codec.hpp>

namespace brine {

namespace detail {

/// What a smart pointer may point to: one object, not an array of unknown size.
template <class T>
concept pointee = !std::is_array_v<T> && !std::is_void_v<T>;

}  // namespace detail

/// The object, written once; each further pointer to it refers to that. Null is None.
template <detail::pointee T>
struct codec<std::shared_ptr<T>> {
    static constexpr bool shared = true;
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<std::remove_cv_t<T>>;

    static void save(auto& pickler, const std::shared_ptr<T>& pointer) {
        pickler.plain().save_shared(pointer);
    }
    static void save_hashable(auto& pickler, const std::shared_ptr<T>& pointer) {
        pickler.plain().template save_shared<Place::key>(pointer);
    }
};

/// As the shared_ptr that it can be locked to; None where the object is gone.
template <detail::pointee T>
struct codec<std::weak_ptr<T>> {
    static void save(auto& pickler, const std::weak_ptr<T>& pointer) {
        pickler.plain().save_shared(pointer.lock());
    }
};

/// The object, or None.
template <detail::pointee T, class Deleter>
struct codec<std::unique_ptr<T, Deleter>> {
    static constexpr bool nullable = true;
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<std::remove_cv_t<T>>;

    static void save(auto& pickler, const std::unique_ptr<T, Deleter>& pointer) {
        pointer ? pickler.save_wrapped(*pointer) : pickler.save_none();
    }
    static void save_hashable(auto& pickler, const std::unique_ptr<T, Deleter>& pointer) {
        pointer ? pickler.save_wrapped_hashable(*pointer) : pickler.save_none();
    }
};

/// The object that is referred to, as a value.
template <class T>
struct codec<std::reference_wrapper<T>> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<std::remove_cv_t<T>>;

    static void save(auto& pickler, const std::reference_wrapper<T>& object) {
        pickler.save(object.get());
    }
    static void save_hashable(auto& pickler, const std::reference_wrapper<T>& object) {
        pickler.save_hashable(object.get());
    }
};

}  // namespace brine
