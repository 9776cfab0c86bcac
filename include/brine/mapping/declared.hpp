#pragma once
// The declared mappings: base classes for a codec that say what Python class a C++ type is.
//
//     template <> struct brine::codec<Point>
//         : brine::dataclass<"geometry", "Point", &Point::x, &Point::y> {};

#include <string_view>
#include <type_traits>

#include <brine/base/fixed_string.hpp>
#include <brine/base/utf8.hpp>
#include <brine/mapping/describe.hpp>
#include <brine/mapping/enum_values.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/load_enum.hpp>

namespace brine {

namespace detail {

constexpr bool is_global_name(std::string_view module, std::string_view name) noexcept {
    return !module.empty() && !name.empty() && valid_utf8(module) && valid_utf8(name);
}

template <Form F, fixed_string Module, fixed_string Class, auto... Entries>
struct Declared {
    static constexpr Form form = F;
    static constexpr std::string_view module = Module.view();
    static constexpr std::string_view class_name = Class.view();
    using description = description_t<Entries...>;

    static_assert(F == Form::dict || is_global_name(module, class_name),
                  "brine: Python finds no class by an empty name, or one that is not UTF-8");
};

}  // namespace detail

/// An instance of a Python class whose attributes are set from a dict, without __init__:
/// dataclasses (frozen ones too) and plain classes. A class with __setstate__ gets the dict there.
/// Fields are bare member pointers, field<"name", &T::member>, and base<Base>.
template <fixed_string Module, fixed_string Class, auto... Fields>
struct dataclass : detail::Declared<Form::dataclass, Module, Class, Fields...> {};

/// The same for classes with __slots__, which have no dict: each attribute is set by setattr. Suits
/// any class that lets its attributes be set; a frozen class with slots needs call<>.
template <fixed_string Module, fixed_string Class, auto... Fields>
struct slotted : detail::Declared<Form::slots, Module, Class, Fields...> {};

/// An instance made by Class(*fields), in the order given. Python loads it 2 to 2.6 times faster
/// than a dataclass<>; __init__ runs.
template <fixed_string Module, fixed_string Class, auto... Fields>
struct call : detail::Declared<Form::call, Module, Class, Fields...> {};

/// A collections.namedtuple or typing.NamedTuple of that name.
template <fixed_string Module, fixed_string Class, auto... Fields>
struct namedtuple : detail::Declared<Form::namedtuple, Module, Class, Fields...> {};

/// A dict with the fields' names as keys; no class is needed on Python's side.
template <auto... Fields>
struct record : detail::Declared<Form::dict, "", "", Fields...> {};

/// A member of an enum.Enum, written as Class(value); the value is that of the C++ enumerator.
/// Where the values are texts in Python, they are given:
///
///     template <> struct brine::codec<Tint>
///         : brine::enumeration<"paint", "Tint", brine::enumerator<"light blue", Tint::light_blue>,
///                                               brine::enumerator<"red", Tint::red>> {};
///
/// Loaded also by the member's name, as Python 3.11 writes it; see load_enum.hpp.
template <fixed_string Module, fixed_string Class, auto... Enumerators>
struct enumeration {
    static constexpr std::string_view module = Module.view();
    static constexpr std::string_view class_name = Class.view();
    static constexpr bool hashable = true;

    template <class Enum>
    requires std::is_enum_v<Enum>
    static void save(auto& pickler, Enum value) {
        using Values = detail::EnumValues<Enum, Enumerators...>;
        pickler.save_enum(value, Values::of(value), module, class_name);
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::exact_if(detail::is_enum_of(loader, in, module, class_name));
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    static void load(auto& loader, const auto& in, Enum& out) {
        using Values = detail::EnumValues<Enum, Enumerators...>;
        detail::load_enum<Values>(loader, in, module, class_name, out);
    }
};

}  // namespace brine
