#pragma once
// A string literal as a template argument, as in field<"owner", &T::owner_>.

#include <compare>
#include <cstddef>
#include <string_view>

namespace brine {

/// N does not count the closing NUL; a NUL inside is part of the text.
template <std::size_t N>
struct fixed_string {
    // Public, because only then may the type be that of a template argument.
    char chars[N + 1]{};

    constexpr fixed_string() noexcept = default;

    // Implicit, so that a literal may stand for it.
    consteval fixed_string(const char (&literal)[N + 1]) noexcept {
        std::string_view(literal, N).copy(chars, N);
    }

    /// Copies the first N bytes of `text`, which must be there.
    constexpr explicit fixed_string(std::string_view text) noexcept { text.copy(chars, N); }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {chars, N}; }
    [[nodiscard]] constexpr operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] constexpr const char* c_str() const noexcept { return chars; }
    [[nodiscard]] static constexpr std::size_t size() noexcept { return N; }
    [[nodiscard]] static constexpr bool empty() noexcept { return N == 0; }
};

template <std::size_t Size>
fixed_string(const char (&)[Size]) -> fixed_string<Size - 1>;

template <std::size_t N, std::size_t M>
constexpr bool operator==(const fixed_string<N>& a, const fixed_string<M>& b) noexcept {
    return a.view() == b.view();
}

template <std::size_t N, std::size_t M>
constexpr std::strong_ordering operator<=>(const fixed_string<N>& a,
                                           const fixed_string<M>& b) noexcept {
    return a.view() <=> b.view();
}

template <std::size_t N>
constexpr bool operator==(const fixed_string<N>& a, std::string_view b) noexcept {
    return a.view() == b;
}

template <std::size_t N>
constexpr std::strong_ordering operator<=>(const fixed_string<N>& a, std::string_view b) noexcept {
    return a.view() <=> b;
}

}  // namespace brine
