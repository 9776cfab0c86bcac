#pragma once
// The names of C++ types, data members and enumerators, taken from the compiler at compile time.

#include <cstddef>
#include <string_view>
#include <type_traits>

#include <brine/base/fixed_string.hpp>

namespace brine {
namespace detail {

template <class T>
consteval std::string_view text_with_type() {
    return __PRETTY_FUNCTION__;
}

template <auto Constant>
consteval std::string_view text_with_constant() {
    return __PRETTY_FUNCTION__;
}

// g++: "... [with T = X; std::string_view = ...]"; clang: "... [T = X]". A type whose name is known
// shows what stands around it.
template <class T>
consteval std::string_view cut_type_name() {
    constexpr std::string_view probe = text_with_type<double>();
    constexpr std::size_t before = probe.find("double");
    constexpr std::size_t after = probe.size() - before - std::string_view("double").size();
    std::string_view text = text_with_type<T>();
    text.remove_prefix(before);
    text.remove_suffix(after);
    return text;
}

struct probed {
    int probed_member;
};

consteval bool is_identifier_char(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// The identifier that ends "&ns::Class<X>::member" or "ns::Enum::value". Empty for "(Enum)5", which
// is what compilers print for a value that no enumerator has.
template <auto Constant>
consteval std::string_view cut_constant_name() {
    constexpr std::string_view probe = text_with_constant<&probed::probed_member>();
    constexpr std::string_view known = "probed_member";
    constexpr std::size_t after = probe.size() - probe.find(known) - known.size();
    std::string_view text = text_with_constant<Constant>();
    text.remove_suffix(after);
    std::size_t start = text.size();
    while (start > 0 && is_identifier_char(text[start - 1])) --start;
    text.remove_prefix(start);
    const bool number = !text.empty() && text[0] >= '0' && text[0] <= '9';
    return number ? std::string_view() : text;
}

// Kept apart from the compiler's whole text, so that a binary pays for the name alone.
template <class T>
inline constexpr fixed_string<cut_type_name<T>().size()> stored_type_name{cut_type_name<T>()};

template <auto Constant>
inline constexpr fixed_string<cut_constant_name<Constant>().size()> stored_constant_name{
    cut_constant_name<Constant>()};

}  // namespace detail

/// As the compiler spells it, so for messages only: the spelling differs between compilers.
template <class T>
[[nodiscard]] constexpr std::string_view type_name() noexcept {
    return detail::stored_type_name<T>.view();
}

/// "owner_" of &Account::owner_, without the class.
template <auto Member>
requires std::is_member_pointer_v<decltype(Member)>
[[nodiscard]] constexpr std::string_view member_name() noexcept {
    static_assert(!detail::stored_constant_name<Member>.empty(),
                  "brine: this compiler does not tell the member's name; write "
                  "brine::field<\"name\", &T::member>");
    return detail::stored_constant_name<Member>.view();
}

/// "red" of Colour::red; empty when no enumerator has the value.
template <auto Value>
requires std::is_enum_v<decltype(Value)>
[[nodiscard]] constexpr std::string_view enumerator_name() noexcept {
    return detail::stored_constant_name<Value>.view();
}

}  // namespace brine
