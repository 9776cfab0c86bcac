#pragma once
// StaticGlobal: a Global whose names are known at compile time.

#include <cstdint>
#include <string_view>

#include <brine/base/fixed_string.hpp>

namespace brine {

/// What CPython makes the name from, which shows in pickles that are to equal its own: a class of a
/// Python module shares the texts of its names with other names, one made in C has its own.
enum class Origin : std::uint8_t {
    python,     ///< module and name are shared
    c_type,     ///< the name is its own: classes and functions in C
    heap_type,  ///< and so is the module's name: classes in C that are made at run time
};

/// Its type alone says which class or function it is.
template <fixed_string Module, fixed_string Name, Origin From = Origin::python>
struct StaticGlobal {
    static constexpr std::string_view module = Module.view();
    static constexpr std::string_view name = Name.view();
    static constexpr Origin origin = From;
};

/// The class or function `Name` of `Module`: quicker to write than global(module, name).
template <fixed_string Module, fixed_string Name>
[[nodiscard]] consteval StaticGlobal<Module, Name> global() {
    return {};
}

}  // namespace brine
