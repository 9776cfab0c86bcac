#pragma once
// The readable name of a dynamic type, for messages.

#include <cstdlib>
#include <memory>
#include <string>
#include <typeinfo>

#if __has_include(<cxxabi.h>)
#include <cxxabi.h>
#endif

namespace brine {

/// As the compiler spells it, or as type_info has it where nothing can undo its mangling.
[[nodiscard]] inline std::string demangle(const char* mangled) {
#if __has_include(<cxxabi.h>)
    const std::unique_ptr<char, void (*)(void*)> name(
        abi::__cxa_demangle(mangled, nullptr, nullptr, nullptr), std::free);
    if (name != nullptr) {
        return name.get();
    }
#endif
    return mangled;
}

[[nodiscard]] inline std::string demangle(const std::type_info& type) {
    return demangle(type.name());
}

}  // namespace brine
