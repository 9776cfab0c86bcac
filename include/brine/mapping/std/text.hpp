#pragma once
// std::string, string_view, literals and char, and the same of char8_t: Python's str.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <brine/mapping/codec.hpp>

namespace brine {

template <class Allocator>
struct codec<std::basic_string<char, std::char_traits<char>, Allocator>> {
    static constexpr bool hashable = true;
    static std::string_view view(
        const std::basic_string<char, std::char_traits<char>, Allocator>& text) noexcept {
        return text;
    }
};

template <>
struct codec<std::string_view> {
    static constexpr bool hashable = true;
    static std::string_view view(std::string_view text) noexcept { return text; }
};

/// A literal: up to its first NUL.
template <std::size_t N>
struct codec<char[N]> {
    static constexpr bool hashable = true;
    static std::string_view view(const char (&text)[N]) noexcept {
        return {text, static_cast<std::size_t>(std::find(text, text + N, '\0') - text)};
    }
};

template <>
struct codec<const char*> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const char* text) {
        if (text == nullptr) {
            pickler.save_none();
        } else {
            pickler.save_str(text);
        }
    }
};
template <>
struct codec<char*> : codec<const char*> {};

/// One char is a str of one character; one that is no ASCII is invalid text.
template <>
struct codec<char> {
    static constexpr bool hashable = true;
    static std::string_view view(const char& text) noexcept { return {&text, 1}; }
};

namespace detail {

inline std::string_view view_of_utf8(std::u8string_view text) noexcept {
    return {reinterpret_cast<const char*>(text.data()), text.size()};
}

}  // namespace detail

template <class Allocator>
struct codec<std::basic_string<char8_t, std::char_traits<char8_t>, Allocator>> {
    static constexpr bool hashable = true;
    static std::string_view view(
        const std::basic_string<char8_t, std::char_traits<char8_t>, Allocator>& text) noexcept {
        return detail::view_of_utf8(text);
    }
};

template <>
struct codec<std::u8string_view> {
    static constexpr bool hashable = true;
    static std::string_view view(std::u8string_view text) noexcept {
        return detail::view_of_utf8(text);
    }
};

template <std::size_t N>
struct codec<char8_t[N]> {
    static constexpr bool hashable = true;
    static std::string_view view(const char8_t (&text)[N]) noexcept {
        const auto size = static_cast<std::size_t>(std::find(text, text + N, u8'\0') - text);
        return detail::view_of_utf8({text, size});
    }
};

template <>
struct codec<const char8_t*> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const char8_t* text) {
        codec<const char*>::save(pickler, reinterpret_cast<const char*>(text));
    }
};
template <>
struct codec<char8_t*> : codec<const char8_t*> {};

template <>
struct codec<char8_t> {
    static constexpr bool hashable = true;
    static std::string_view view(const char8_t& text) noexcept {
        return detail::view_of_utf8({&text, 1});
    }
};

}  // namespace brine
