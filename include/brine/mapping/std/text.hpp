#pragma once
// std::string, string_view, literals and char, and the same of char8_t: Python's str.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <brine/base/errors.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>

namespace brine {

namespace detail {

struct TextFit {
    static constexpr Fit fit(Kind kind) noexcept { return exact_if(kind == Kind::str); }
};

/// Into a char array, which is filled up with NULs.
template <class Char, std::size_t N>
void load_char_array(auto& loader, const auto& in, Char (&out)[N]) {
    std::basic_string<Char> text;
    loader.load_text(in, text);
    if (text.size() > N) {
        loader.fail(Errc::out_of_range, "a str of " + std::to_string(text.size()) +
                                            " bytes for an array of " + std::to_string(N));
    }
    std::fill(std::copy(text.begin(), text.end(), out), out + N, Char{});
}

template <class Char>
void load_one_char(auto& loader, const auto& in, Char& out) {
    const std::string_view text = loader.get_text(in);
    if (text.size() != 1) {
        loader.fail(Errc::out_of_range, "expected a str of one ASCII character");
    }
    out = static_cast<Char>(text[0]);
}

}  // namespace detail

template <class Allocator>
struct codec<std::basic_string<char, std::char_traits<char>, Allocator>> : detail::TextFit {
    using String = std::basic_string<char, std::char_traits<char>, Allocator>;
    static constexpr bool hashable = true;
    static std::string_view view(const String& text) noexcept { return text; }
    static void load(auto& loader, const auto& in, String& out) { loader.load_text(in, out); }
};

/// Loaded where the text outlives the conversion: from a Value, or with LoadOptions::borrow.
template <>
struct codec<std::string_view> : detail::TextFit {
    static constexpr bool hashable = true;
    static std::string_view view(std::string_view text) noexcept { return text; }
    static void load(auto& loader, const auto& in, std::string_view& out) {
        out = loader.get_lasting_text(in);
    }
};

/// A literal: up to its first NUL.
template <std::size_t N>
struct codec<char[N]> : detail::TextFit {
    static constexpr bool hashable = true;
    static std::string_view view(const char (&text)[N]) noexcept {
        return {text, static_cast<std::size_t>(std::find(text, text + N, '\0') - text)};
    }
    static void load(auto& loader, const auto& in, char (&out)[N]) {
        detail::load_char_array(loader, in, out);
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
struct codec<char> : detail::TextFit {
    static constexpr bool hashable = true;
    static std::string_view view(const char& text) noexcept { return {&text, 1}; }
    static void load(auto& loader, const auto& in, char& out) {
        detail::load_one_char(loader, in, out);
    }
};

namespace detail {

inline std::string_view view_of_utf8(std::u8string_view text) noexcept {
    return {reinterpret_cast<const char*>(text.data()), text.size()};
}

}  // namespace detail

template <class Allocator>
struct codec<std::basic_string<char8_t, std::char_traits<char8_t>, Allocator>> : detail::TextFit {
    using String = std::basic_string<char8_t, std::char_traits<char8_t>, Allocator>;
    static constexpr bool hashable = true;
    static std::string_view view(const String& text) noexcept { return detail::view_of_utf8(text); }
    static void load(auto& loader, const auto& in, String& out) { loader.load_text(in, out); }
};

template <>
struct codec<std::u8string_view> : detail::TextFit {
    static void load(auto& loader, const auto& in, std::u8string_view& out) {
        const std::string_view text = loader.get_lasting_text(in);
        out = {reinterpret_cast<const char8_t*>(text.data()), text.size()};
    }
    static constexpr bool hashable = true;
    static std::string_view view(std::u8string_view text) noexcept {
        return detail::view_of_utf8(text);
    }
};

template <std::size_t N>
struct codec<char8_t[N]> : detail::TextFit {
    static void load(auto& loader, const auto& in, char8_t (&out)[N]) {
        detail::load_char_array(loader, in, out);
    }
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
struct codec<char8_t> : detail::TextFit {
    static constexpr bool hashable = true;
    static std::string_view view(const char8_t& text) noexcept {
        return detail::view_of_utf8({&text, 1});
    }
    static void load(auto& loader, const auto& in, char8_t& out) {
        detail::load_one_char(loader, in, out);
    }
};

}  // namespace brine
