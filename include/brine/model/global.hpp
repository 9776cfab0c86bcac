#pragma once
// Global: the name of something importable, a class or a function, as pickles hold it.

#include <string>
#include <string_view>
#include <utility>

namespace brine {

/// module and qualified name, as in `from module import name`; nested classes are "Outer.Inner".
struct Global {
    std::string module;
    std::string name;

    friend bool operator==(const Global&, const Global&) = default;
    friend auto operator<=>(const Global&, const Global&) = default;
};

/// The class or function `name` of `module`, by name. Python 3's names: "builtins", not
/// "__builtin__".
[[nodiscard]] inline Global global(std::string_view module, std::string_view name) {
    return {std::string(module), std::string(name)};
}

}  // namespace brine
