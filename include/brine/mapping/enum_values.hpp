#pragma once
// What a member of a Python enum has for its value: the C++ enumerator's number, or a given text.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <brine/base/errors.hpp>
#include <brine/base/fixed_string.hpp>
#include <brine/base/type_name.hpp>
#include <brine/mapping/describe.hpp>
#include <brine/wire/decode_errors.hpp>

namespace brine {

/// What enumerator<> is a value of.
template <fixed_string Text, auto Value>
struct enumerator_entry {
    static constexpr std::string_view text = Text.view();
    static constexpr auto value = Value;
};

/// An enumerator whose member has a text for its value in Python.
template <fixed_string Text, auto Value>
inline constexpr enumerator_entry<Text, Value> enumerator{};

namespace detail {

/// An enum that can hold any value of its underlying type, so that its values can be gone through.
template <class Enum>
concept counted_enum = requires {
    Enum{std::underlying_type_t<Enum>{}};
};

/// The values whose names are known: 0 to 127.
inline constexpr std::size_t counted_values = 128;

template <class Enum>
struct NamedEnumerator {
    std::string_view name;
    Enum value;
};

template <class Enum, std::size_t... Value>
consteval auto enumerators_of(std::index_sequence<Value...>) {
    using Number = std::underlying_type_t<Enum>;
    return std::array<NamedEnumerator<Enum>, sizeof...(Value)>{
        {{enumerator_name<static_cast<Enum>(static_cast<Number>(Value))>(),
          static_cast<Enum>(static_cast<Number>(Value))}...}};
}

template <counted_enum Enum>
inline constexpr auto enumerators =
    enumerators_of<Enum>(std::make_index_sequence<counted_values>{});

template <class Entry>
inline constexpr bool is_enumerator_entry = false;
template <fixed_string Text, auto Value>
inline constexpr bool is_enumerator_entry<enumerator_entry<Text, Value>> = true;

/// Texts.
template <class Enum, auto... Entries>
struct EnumValues {
    using loaded = std::string;
    static constexpr std::string_view known{};

    static_assert((is_enumerator_entry<std::remove_const_t<decltype(Entries)>> && ...),
                  "brine: the values of an enumeration are given by brine::enumerator<\"text\", "
                  "E::value>");
    static_assert((std::same_as<std::remove_const_t<decltype(Entries.value)>, Enum> && ...),
                  "brine: an enumerator of another enum than the codec's");
    static_assert(all_different(std::array{Entries.text...}),
                  "brine: two enumerators have the same text");

    static constexpr std::span<const NamedEnumerator<Enum>> names() noexcept { return named; }

    /// @throws PicklingError where the codec does not give the enumerator.
    static std::string_view of(Enum value) {
        const auto* const found = std::ranges::find(named, value, &NamedEnumerator<Enum>::value);
        if (found == named.end()) {
            throw_pickling(Errc::unpicklable, "an enumerator of " + std::string(type_name<Enum>()) +
                                                  " to which its codec gives no text");
        }
        return texts[static_cast<std::size_t>(found - named.begin())];
    }
    static std::optional<Enum> from(std::string_view text) noexcept {
        const auto* const found = std::ranges::find(texts, text);
        return found == texts.end()
                   ? std::nullopt
                   : std::optional(named[static_cast<std::size_t>(found - texts.begin())].value);
    }
    static std::string shown(std::string_view text) { return "'" + brine::shown(text) + "'"; }

private:
    static constexpr std::array<std::string_view, sizeof...(Entries)> texts{Entries.text...};
    static constexpr std::array<NamedEnumerator<Enum>, sizeof...(Entries)> named{
        {{enumerator_name<Entries.value>(), Entries.value}...}};
};

/// Numbers.
template <class Enum>
struct EnumValues<Enum> {
    using loaded = std::underlying_type_t<Enum>;
    static constexpr std::string_view known = " from 0 to 127";

    static constexpr std::span<const NamedEnumerator<Enum>> names() noexcept {
        if constexpr (counted_enum<Enum>) {
            return enumerators<Enum>;
        } else {
            return {};
        }
    }

    static constexpr loaded of(Enum value) noexcept { return static_cast<loaded>(value); }
    static constexpr std::optional<Enum> from(loaded number) noexcept {
        return static_cast<Enum>(number);
    }
    static std::string shown(loaded number) { return std::to_string(number); }
};

}  // namespace detail

}  // namespace brine
