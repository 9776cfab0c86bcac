#pragma once
// Shared objects, and objects of classes that are known by name at run time only.

#include <brine/base/type_name.hpp>
#include <brine/engine/loader.hpp>
#include <brine/engine/loader_codec.hpp>

namespace brine {

namespace detail {

/// Points on to the same object: it has no identity of its own.
template <class T>
inline constexpr bool is_shared_pointer = false;
template <class T>
inline constexpr bool is_shared_pointer<std::shared_ptr<T>> = true;
template <class T>
inline constexpr bool is_shared_pointer<std::weak_ptr<T>> = true;

}  // namespace detail

/// What two places of a document hold in common. Numbers and names are no objects.
inline const void* Loader::identity(const Value& in) noexcept {
    const detail::Node& node = in.node();
    switch (node.kind) {
        case Kind::none:
        case Kind::bool_:
        case Kind::float_:
        case Kind::extension:
            return nullptr;
        case Kind::int_:
            return node.is_boxed() ? node.record : nullptr;
        case Kind::str:
        case Kind::bytes:
            return node.is_boxed() || node.size != 0 ? node.record : nullptr;
        case Kind::bytearray:
        case Kind::list:
        case Kind::tuple:
        case Kind::dict:
        case Kind::set:
        case Kind::frozenset:
        case Kind::global:
        case Kind::object:
        case Kind::persistent_id:
        case Kind::buffer:
            break;
    }
    return node.record;
}

/// The class for an object that a pointer to T is to point to; null for T itself.
template <class T>
const detail::LoadedClass* Loader::class_for(const Value& in) const {
    if constexpr (std::is_polymorphic_v<T>) {
        if (options_.registry != nullptr && in.is_object()) {
            const ObjectParts object = parts(in);
            if constexpr (detail::named_class<T>) {
                if (object.is(codec<T>::module, codec<T>::class_name)) {
                    return nullptr;
                }
            }
            if (const NamePair named = object.plain_name(); !named.name.empty()) {
                return options_.registry->find_class(named.module, named.name);
            }
            const Global named = object.name();
            return options_.registry->find_class(named.module, named.name);
        }
    }
    return nullptr;
}

template <class T>
void Loader::fail_of_class(const Value& in) const {
    fail(Errc::unregistered_type, "expected an object of a class that is derived from " +
                                      std::string(type_name<T>()) +
                                      " and added to convert.registry, found " + found(in));
}

template <class T>
T* Loader::cast(const detail::CppClass& type, void* object) {
    if constexpr (std::is_class_v<T>) {
        if (const auto offset = offsets_.find<T>(type, object)) {
            return reinterpret_cast<T*>(static_cast<char*>(object) + *offset);
        }
    } else if (*type.type == type_info_of<T>()) {
        return static_cast<T*>(object);
    }
    return nullptr;
}

template <class T>
std::shared_ptr<T> Loader::cast_shared(const Shared& known) {
    if (known.object == nullptr) {
        fail(Errc::type_mismatch,
             "the object holds itself, which its codec's load(const Value&) can't make");
    }
    T* const object = cast<T>(*known.type, known.object.get());
    if (object == nullptr) {
        fail(Errc::type_mismatch, "an object that is shared as two types, of which this one is " +
                                      std::string(type_name<T>()));
    }
    return {known.object, object};
}

template <class T>
void Loader::make_shared(const Value& in, const void* id, std::shared_ptr<T>& out) {
    if constexpr (detail::made_first<T>) {
        auto made = std::make_shared<T>();
        remember(id, {made, &detail::cpp_class<T>});
        load(in, *made);
        out = std::move(made);
    } else {
        remember(id, {nullptr, &detail::cpp_class<T>});
        out = std::make_shared<T>(load<T>(in));
        remember(id, {out, &detail::cpp_class<T>});
    }
}

template <class T>
void Loader::load_shared(const Value& in, std::shared_ptr<T>& out) {
    using Object = std::remove_cv_t<T>;
    if (in.is_none()) {
        out.reset();
        return;
    }
    const void* const id = detail::is_shared_pointer<Object> ? nullptr : identity(in);
    if (const auto known = shared_.find(id); id != nullptr && known != shared_.end()) {
        out = cast_shared<Object>(known->second);
        return;
    }
    if (const detail::LoadedClass* const found_class = class_for<Object>(in)) {
        const Shared made{found_class->make_shared(), found_class->type};
        Object* const object = cast<Object>(*made.type, made.object.get());
        if (object == nullptr) {
            fail_of_class<Object>(in);
        }
        std::shared_ptr<T> result(made.object, object);
        remember(id, made);
        found_class->load(*this, in, made.object.get());
        out = std::move(result);
    } else if constexpr (detail::makeable<Object>) {
        std::shared_ptr<Object> made;
        make_shared(in, id, made);
        out = std::move(made);
    } else if constexpr (std::is_polymorphic_v<Object>) {
        fail_of_class<Object>(in);
    } else {
        detail::explain_missing_load<Object>();
    }
}

template <class T>
void Loader::load_unique(const Value& in, std::unique_ptr<T>& out) {
    using Object = std::remove_cv_t<T>;
    if (in.is_none()) {
        out.reset();
        return;
    }
    if constexpr (std::has_virtual_destructor_v<Object>) {
        if (const detail::LoadedClass* const found_class = class_for<Object>(in)) {
            std::unique_ptr<void, void (*)(void*) noexcept> made(found_class->make(),
                                                                 found_class->destroy);
            Object* const object = cast<Object>(*found_class->type, made.get());
            if (object == nullptr) {
                fail_of_class<Object>(in);
            }
            found_class->load(*this, in, made.get());
            static_cast<void>(made.release());
            out.reset(object);
            return;
        }
    }
    if constexpr (detail::made_first<Object> && detail::makeable<Object>) {
        if constexpr (std::is_polymorphic_v<Object> || std::is_const_v<T>) {
            auto made = std::make_unique<Object>();
            load(in, *made);
            out = std::move(made);
        } else {
            if (out == nullptr) {
                out = std::make_unique<Object>();
            }
            load(in, *out);
        }
    } else if constexpr (detail::makeable<Object>) {
        out = std::make_unique<Object>(load<Object>(in));
    } else if constexpr (std::has_virtual_destructor_v<Object>) {
        fail_of_class<Object>(in);
    } else {
        detail::explain_missing_load<Object>();
    }
}

}  // namespace brine
