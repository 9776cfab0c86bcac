#pragma once
// char16_t, char32_t and wchar_t, and strings of them: Python's str.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <brine/base/errors.hpp>
#include <brine/base/text.hpp>
#include <brine/base/utf_convert.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>

namespace brine {

namespace detail {

/// UTF-16 or UTF-32 as a str. A lone surrogate needs text::surrogatepass.
template <wide_unit Unit>
void save_wide(auto& pickler, std::basic_string_view<Unit> units) {
    std::string utf8;
    const bool in_range = append_utf8(utf8, units);
    const bool passes = pickler.core().options().text == text::surrogatepass;
    if (!in_range || (!passes && !valid_utf8(utf8))) {
        throw_pickling(Errc::invalid_text,
                       in_range ? "text holds a lone surrogate; to let it through set options.text "
                                  "to text::surrogatepass"
                                : "text holds a code point above U+10FFFF");
    }
    pickler.save_str_as(text::surrogatepass, utf8);
}

/// A lone surrogate needs text::surrogatepass too.
template <wide_unit Unit, class String>
void load_wide(auto& loader, const auto& in, String& out) {
    std::string utf8;
    loader.load_text(in, utf8);
    std::basic_string<Unit> units;
    if (!append_from_utf8(units, utf8)) {
        loader.fail(Errc::invalid_text, "the str is no valid Unicode");
    }
    out.assign(units.begin(), units.end());
}

struct WideFit {
    static constexpr Fit fit(Kind kind) noexcept { return exact_if(kind == Kind::str); }
};

}  // namespace detail

template <wide_unit Unit, class Allocator>
struct codec<std::basic_string<Unit, std::char_traits<Unit>, Allocator>> : detail::WideFit {
    static void load(auto& loader, const auto& in,
                     std::basic_string<Unit, std::char_traits<Unit>, Allocator>& out) {
        detail::load_wide<Unit>(loader, in, out);
    }
    static constexpr bool hashable = true;
    static void save(auto& pickler,
                     const std::basic_string<Unit, std::char_traits<Unit>, Allocator>& units) {
        detail::save_wide<Unit>(pickler, units);
    }
};

template <wide_unit Unit>
struct codec<std::basic_string_view<Unit>> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const std::basic_string_view<Unit>& units) {
        detail::save_wide<Unit>(pickler, units);
    }
};

/// A literal: up to its first NUL. Loaded, it is filled up with NULs.
template <wide_unit Unit, std::size_t N>
struct codec<Unit[N]> : detail::WideFit {
    static void load(auto& loader, const auto& in, Unit (&out)[N]) {
        std::basic_string<Unit> units;
        detail::load_wide<Unit>(loader, in, units);
        if (units.size() > N) {
            loader.fail(Errc::out_of_range, "a str of " + std::to_string(units.size()) +
                                                " units for an array of " + std::to_string(N));
        }
        std::fill(std::copy(units.begin(), units.end(), out), out + N, Unit{});
    }
    static constexpr bool hashable = true;
    static void save(auto& pickler, const Unit (&units)[N]) {
        const auto size = std::find(units, units + N, Unit{}) - units;
        detail::save_wide<Unit>(pickler, {units, static_cast<std::size_t>(size)});
    }
};

/// Up to its NUL; a null pointer is None.
template <wide_unit Unit>
struct codec<const Unit*> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const Unit* units) {
        if (units == nullptr) {
            pickler.save_none();
        } else {
            detail::save_wide<Unit>(pickler, units);
        }
    }
};
template <wide_unit Unit>
struct codec<Unit*> : codec<const Unit*> {};

/// A str of one character.
template <wide_unit Unit>
struct codec<Unit> : detail::WideFit {
    static void load(auto& loader, const auto& in, Unit& out) {
        std::basic_string<Unit> units;
        detail::load_wide<Unit>(loader, in, units);
        if (units.size() != 1) {
            loader.fail(Errc::out_of_range, "expected a str of one character");
        }
        out = units[0];
    }
    static constexpr bool hashable = true;
    static void save(auto& pickler, const Unit& unit) {
        detail::save_wide<Unit>(pickler, {&unit, 1});
    }
};

}  // namespace brine
