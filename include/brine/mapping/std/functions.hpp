#pragma once
// Functions and types of C++: the Python functions and classes that the registry knows them by.

#include <string>

#include <brine/base/errors.hpp>
#include <brine/base/type_info.hpp>
#include <brine/base/type_name.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/std/globals.hpp>
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

    static Fit fit(const auto& loader, const auto& in) {
        return loader.is_none(in) ? Fit::exact : codec<Global>::fit(loader.kind(in));
    }
    /// Only what the registry has by that name and of that very type.
    static void load(auto& loader, const auto& in, Pointer& out) {
        out = nullptr;
        if (loader.is_none(in)) {
            return;
        }
        const Global named = loader.get_global(in);
        const auto* registry = loader.options().registry;
        if (registry != nullptr) {
            out = registry->template find_function_named<Pointer>(named.module, named.name);
        }
        if (out == nullptr) {
            loader.fail(Errc::unregistered_type, loader.found(in) + " is no function of type " +
                                                     std::string(type_name<Pointer>()) +
                                                     " that convert.registry knows");
        }
    }
};

void save_type(auto& pickler, TypeIndex type) {
    const auto* registry = pickler.core().options().registry;
    const Global* named = registry == nullptr ? nullptr : registry->find_type(type);
    if (named == nullptr) {
        throw_unnamed_type(readable_name(type));
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
struct codec<TypeIndex> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const TypeIndex& type) { detail::save_type(pickler, type); }

    static constexpr Fit fit(Kind kind) noexcept { return codec<Global>::fit(kind); }
    static TypeIndex load(auto& loader, const auto& in) {
        const Global named = loader.get_global(in);
        const auto* registry = loader.options().registry;
        const auto* type =
            registry == nullptr ? nullptr : registry->find_type_named(named.module, named.name);
        if (type == nullptr) {
            loader.fail(Errc::unregistered_type,
                        loader.found(in) + " is no type that convert.registry knows");
        }
        return *type;
    }
};

template <>
struct codec<TypeInfo> {
    static constexpr bool hashable = true;
    static constexpr bool takes_derived = true;  // typeid gives objects of the compiler's classes
    static void save(auto& pickler, const TypeInfo& type) { detail::save_type(pickler, type); }
};

}  // namespace brine
