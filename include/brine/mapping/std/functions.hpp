#pragma once
// Functions and types of C++: the Python functions and classes that the registry knows them by.

#include <string>
#include <typeindex>
#include <typeinfo>

#include <brine/base/demangle.hpp>
#include <brine/base/errors.hpp>
#include <brine/base/type_name.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/model/global.hpp>

namespace brine {

namespace detail {

[[noreturn]] inline void throw_unnamed_function(std::string_view type) {
    throw_pickling(Errc::unregistered_type,
                   "a function of type " + std::string(type) +
                       " has no Python name; call registry.add_function(&function, \"module\", "
                       "\"name\") and set options.registry, or name it in a hook");
}

[[noreturn]] inline void throw_unnamed_type(const std::string& type) {
    throw_pickling(Errc::unregistered_type,
                   "the type " + type + " has no Python name; call registry.add_type<" + type +
                       ">(\"module\", \"name\") and set options.registry, or name it in a hook");
}

/// A function by the name that it has in the registry. Null is None.
template <class Pointer>
struct FunctionCodec {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const Pointer& function) {
        if (function == nullptr) {
            return pickler.save_none();
        }
        const auto* registry = pickler.core().options().registry;
        const Global* named = registry == nullptr ? nullptr : registry->find_function(function);
        if (named == nullptr) {
            throw_unnamed_function(type_name<Pointer>());
        }
        pickler.save_global(named->module, named->name);
    }
};

void save_type(auto& pickler, std::type_index type) {
    const auto* registry = pickler.core().options().registry;
    const Global* named = registry == nullptr ? nullptr : registry->find_type(type);
    if (named == nullptr) {
        throw_unnamed_type(demangle(type.name()));
    }
    pickler.save_global(named->module, named->name);
}

}  // namespace detail

template <class R, class... Args>
struct codec<R (*)(Args...)> : detail::FunctionCodec<R (*)(Args...)> {};
template <class R, class... Args>
struct codec<R (*)(Args...) noexcept> : detail::FunctionCodec<R (*)(Args...) noexcept> {};

/// The class that stands for the C++ type in Python.
template <>
struct codec<std::type_index> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const std::type_index& type) {
        detail::save_type(pickler, type);
    }
};

template <>
struct codec<std::type_info> {
    static constexpr bool hashable = true;
    static constexpr bool takes_derived = true;  // typeid gives objects of the compiler's classes
    static void save(auto& pickler, const std::type_info& type) {
        detail::save_type(pickler, type);
    }
};

}  // namespace brine
