#pragma once
// How enumerators are loaded: from Class(value), or by name from getattr(Class, name), which is
// what Python 3.11 and 3.12.0 write (Lib/enum.py, __reduce_ex__).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <brine/base/errors.hpp>
#include <brine/base/type_name.hpp>
#include <brine/model/kind.hpp>

namespace brine::detail {

/// An enum that can hold any value of its underlying type, so that its values can be gone through.
template <class Enum>
concept counted_enum = requires {
    Enum{std::underlying_type_t<Enum>{}};
};

/// The values whose names are known: 0 to 127, and each single bit.
inline constexpr std::size_t counted_values = 128;

template <class Enum>
struct NamedEnumerator {
    std::string_view name;
    Enum value;
};

template <counted_enum Enum>
inline constexpr auto enumerators = []<std::size_t... Value>(std::index_sequence<Value...>) {
    using Number = std::underlying_type_t<Enum>;
    return std::array<NamedEnumerator<Enum>, sizeof...(Value)>{
        {{enumerator_name<static_cast<Enum>(static_cast<Number>(Value))>(),
          static_cast<Enum>(static_cast<Number>(Value))}...}};
}
(std::make_index_sequence<counted_values>{});

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

template <class Enum>
void load_enum_by_name(auto& loader, std::string_view name, std::string_view class_name,
                       Enum& out) {
    if constexpr (counted_enum<Enum>) {
        for (const auto& known : enumerators<Enum>) {
            if (!known.name.empty() && same_name(name, known.name)) {
                out = known.value;
                return;
            }
        }
    }
    loader.fail(Errc::type_mismatch, std::string(class_name) + '.' + std::string(name) +
                                         " is no enumerator of " + std::string(type_name<Enum>()) +
                                         " from 0 to 127");
}

template <class Enum>
void load_enum(auto& loader, const auto& in, std::string_view module, std::string_view class_name,
               Enum& out) {
    if (!is_enum_of(loader, in, module, class_name)) {
        loader.mismatch(in, "a " + std::string(module) + '.' + std::string(class_name));
    }
    const auto parts = loader.parts(in);
    if (!parts.is(module, class_name)) {
        return load_enum_by_name(loader, loader.get_text(parts.arg(1)), class_name, out);
    }
    std::underlying_type_t<Enum> value{};
    loader.load_args(parts, value);
    out = static_cast<Enum>(value);
}

}  // namespace brine::detail
