#pragma once
// shared_ptr and weak_ptr, which keep identity; unique_ptr and reference_wrapper, which are values.

#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>

#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>

namespace brine {

namespace detail {

/// What a smart pointer may point to: one object, not an array of unknown size.
template <class T>
concept pointee = !std::is_array_v<T> && !std::is_void_v<T>;

template <class T>
struct PointerFit {
    static Fit fit(const auto& loader, const auto& in) {
        if (loader.is_none(in)) {
            return Fit::exact;
        }
        // It may point to an object of a derived class.
        if constexpr (std::is_polymorphic_v<T>) {
            return loader.kind(in) == Kind::object ? Fit::exact : Fit::no;
        } else {
            return loader.template fit<std::remove_cv_t<T>>(in);
        }
    }
};

}  // namespace detail

/// The object, written once; each further pointer to it refers to that. Null is None.
/// Loaded, what is one object in Python is one object, and may be of a class derived from T that
/// convert.registry knows.
template <detail::pointee T>
struct codec<std::shared_ptr<T>> : detail::PointerFit<T> {
    static constexpr bool shared = true;
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<std::remove_cv_t<T>>;

    static void save(auto& pickler, const std::shared_ptr<T>& pointer) {
        pickler.plain().save_shared(pointer);
    }
    static void save_hashable(auto& pickler, const std::shared_ptr<T>& pointer) {
        pickler.plain().template save_shared<Place::key>(pointer);
    }

    static void load(auto& loader, const auto& in, std::shared_ptr<T>& out) {
        loader.load_shared(in, out);
    }
};

/// As the shared_ptr that it can be locked to; None where the object is gone. Loaded, it has
/// expired where no shared_ptr has come out that owns the object.
template <detail::pointee T>
struct codec<std::weak_ptr<T>> : detail::PointerFit<T> {
    static void load(auto& loader, const auto& in, std::weak_ptr<T>& out) {
        std::shared_ptr<T> pointer;
        loader.load_shared(in, pointer);
        out = pointer;
    }
    static void save(auto& pickler, const std::weak_ptr<T>& pointer) {
        pickler.plain().save_shared(pointer.lock());
    }
};

/// The object, or None.
template <detail::pointee T, class Deleter>
struct codec<std::unique_ptr<T, Deleter>> : detail::PointerFit<T> {
    static constexpr bool nullable = true;
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<std::remove_cv_t<T>>;

    static void save(auto& pickler, const std::unique_ptr<T, Deleter>& pointer) {
        pointer ? pickler.save_wrapped(*pointer) : pickler.save_none();
    }
    static void save_hashable(auto& pickler, const std::unique_ptr<T, Deleter>& pointer) {
        pointer ? pickler.save_wrapped_hashable(*pointer) : pickler.save_none();
    }

    static void load(auto& loader, const auto& in, std::unique_ptr<T, Deleter>& out) {
        constexpr bool deletes = std::same_as<Deleter, std::default_delete<T>>;
        static_assert(deletes,
                      "brine: a unique_ptr with a deleter of its own can't be loaded: it is not "
                      "known how to make what it deletes");
        if constexpr (deletes) {
            loader.load_unique(in, out);
        }
    }
};

/// The object that is referred to, as a value; loaded into that object, so there must be one: with
/// loads_into() and not with loads<T>().
template <class T>
struct codec<std::reference_wrapper<T>> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<std::remove_cv_t<T>>;

    static void save(auto& pickler, const std::reference_wrapper<T>& object) {
        pickler.save_wrapped(object.get());
    }
    static void save_hashable(auto& pickler, const std::reference_wrapper<T>& object) {
        pickler.save_wrapped_hashable(object.get());
    }

    static Fit fit(const auto& loader, const auto& in) {
        return loader.template fit<std::remove_cv_t<T>>(in);
    }
    static void load(auto& loader, const auto& in,
                     std::reference_wrapper<T>& out) requires(!std::is_const_v<T>) {
        loader.load(in, out.get());
    }
};

}  // namespace brine
