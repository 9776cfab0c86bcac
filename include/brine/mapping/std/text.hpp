#pragma once
// std::string, string_view, literals, char, u8string and the wider strings: Python's str.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <brine/base/utf_convert.hpp>
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

template <>
struct codec<std::u8string> {
    static constexpr bool hashable = true;
    static std::string_view view(const std::u8string& text) noexcept {
        return {reinterpret_cast<const char*>(text.data()), text.size()};
    }
};
template <>
struct codec<std::u8string_view> {
    static constexpr bool hashable = true;
    static std::string_view view(std::u8string_view text) noexcept {
        return {reinterpret_cast<const char*>(text.data()), text.size()};
    }
};

}  // namespace brine
