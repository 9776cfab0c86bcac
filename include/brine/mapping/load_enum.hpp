#pragma once
// How enumerators are loaded: from Class(value), or by name from getattr(Class, name), which is
// what Python 3.11 and 3.12.0 write (Lib/enum.py, __reduce_ex__).

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include <brine/base/errors.hpp>
#include <brine/base/type_name.hpp>
#include <brine/model/kind.hpp>

namespace brine::detail {

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// RED is Colour::red, and None_ or none_ is NONE: C++ has its own habits, and its own keywords.
constexpr bool same_name(std::string_view python, std::string_view cpp) noexcept {
    if (cpp.ends_with('_') && !python.ends_with('_')) {
        cpp.remove_suffix(1);
    }
    return std::ranges::equal(python, cpp, [](char a, char b) { return lower(a) == lower(b); });
}

/// The two arguments of getattr(cls, name).
bool is_member_by_name(const auto& parts) {
    return parts.is("builtins", "getattr") && parts.arg_count() == 2;
}

bool is_enum_of(const auto& loader, const auto& in, std::string_view module,
                std::string_view class_name) {
    if (loader.kind(in) != Kind::object) {
        return false;
    }
    const auto parts = loader.parts(in);
    return parts.is(module, class_name) ||
           (is_member_by_name(parts) && loader.is_class(parts.arg(0), module, class_name));
}

template <class Values, class Enum>
void load_enum_by_name(auto& loader, std::string_view name, std::string_view class_name,
                       Enum& out) {
    for (const auto& known : Values::names()) {
        if (!known.name.empty() && same_name(name, known.name)) {
            out = known.value;
            return;
        }
    }
    loader.fail(Errc::type_mismatch, std::string(class_name) + '.' + std::string(name) +
                                         " is no enumerator of " + std::string(type_name<Enum>()) +
                                         std::string(Values::known));
}

template <class Values, class Enum>
void load_enum(auto& loader, const auto& in, std::string_view module, std::string_view class_name,
               Enum& out) {
    if (!is_enum_of(loader, in, module, class_name)) {
        loader.mismatch(in, "a " + std::string(module) + '.' + std::string(class_name));
    }
    const auto parts = loader.parts(in);
    if (!parts.is(module, class_name)) {
        return load_enum_by_name<Values>(loader, loader.get_text(parts.arg(1)), class_name, out);
    }
    typename Values::loaded value{};
    loader.load_args(parts, value);
    const std::optional<Enum> found = Values::from(value);
    if (!found) {
        loader.fail(Errc::type_mismatch, Values::shown(value) +
                                             " is the value of no enumerator of " +
                                             std::string(type_name<Enum>()));
    }
    out = *found;
}

}  // namespace brine::detail
