#pragma once
// C++ classes as the Loader knows them at run time: how to make one, and how to get from an object
// to a base class of it.

#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>

#include <brine/base/type_info.hpp>

namespace brine {

class Loader;
class Value;

namespace detail {

template <class T>
class FieldsLoader;

/// A C++ class. Base classes are found as a catch clause finds them, which needs no list of them.
struct CppClass {
    const TypeInfo* type;
    void (*throw_pointer)(void* object);  // as a pointer to its own class
};

template <class T>
inline constexpr CppClass cpp_class{&type_info_of<T>(),
                                    [](void* object) { throw static_cast<T*>(object); }};

/// A class that a Registry can make by its Python name.
struct LoadedClass {
    const CppClass* type;
    std::shared_ptr<void> (*make_shared)();
    void* (*make)();
    void (*destroy)(void* object) noexcept;
    void (*load)(Loader& loader, const Value& in, void* object);
};

/// How far a base class is from the start of a class that is known to be the most derived one. That
/// is the same for all objects of the class, so one exception is thrown for each pair of classes.
class Offsets {
public:
    /// Nothing where Base is no public, unambiguous base class of the object's class.
    template <class Base>
    [[nodiscard]] std::optional<std::ptrdiff_t> find(const CppClass& type, void* object) {
        if (*type.type == type_info_of<Base>()) {
            return 0;
        }
        auto& of_base = offsets_[type_info_of<Base>()];
        const auto known = of_base.find(*type.type);
        if (known != of_base.end()) {
            return known->second;
        }
        const std::optional<std::ptrdiff_t> offset = measure<Base>(type, object);
        of_base.emplace(*type.type, offset);
        return offset;
    }

private:
    template <class Base>
    [[nodiscard]] static std::optional<std::ptrdiff_t> measure(const CppClass& type, void* object) {
        try {
            type.throw_pointer(object);
        } catch (Base* base) {
            return reinterpret_cast<char*>(base) - static_cast<char*>(object);
        } catch (...) {
        }
        return std::nullopt;
    }

    using OfBase = std::unordered_map<TypeIndex, std::optional<std::ptrdiff_t>>;
    std::unordered_map<TypeIndex, OfBase> offsets_;
};

}  // namespace detail

}  // namespace brine
