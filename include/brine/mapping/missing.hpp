#pragma once
// What the compiler says of a type without a codec: for each kind of type, what to write instead.

#include <any>
#include <memory>
#include <ranges>
#include <type_traits>

#include <brine/mapping/codec.hpp>

namespace brine::detail {

template <class T>
inline constexpr bool is_array_pointer = false;
template <class T, class Deleter>
requires std::is_array_v<T>
inline constexpr bool is_array_pointer<std::unique_ptr<T, Deleter>> = true;
template <class T>
requires std::is_array_v<T>
inline constexpr bool is_array_pointer<std::shared_ptr<T>> = true;
template <class T>
requires std::is_array_v<T>
inline constexpr bool is_array_pointer<std::weak_ptr<T>> = true;

/// The clock of a time point; void for any other type.
template <class T>
struct clock_of : std::type_identity<void> {};
template <class T>
requires requires { typename T::clock; } && requires {
    typename T::duration::period;
}
struct clock_of<T> : std::type_identity<typename T::clock> {};

/// Fails to compile, with the text that helps.
template <class T>
constexpr void explain_missing_codec() {
    if constexpr (std::is_enum_v<T>) {
        static_assert(always_false<T>,
                      "brine: this enum has no codec; specialize brine::codec<E> from "
                      "brine::enumeration<\"module\", \"Class\">, or pickle its number");
    } else if constexpr (std::is_member_pointer_v<T>) {
        static_assert(always_false<T>, "brine: a pointer to a member means nothing to Python");
    } else if constexpr (std::is_pointer_v<T>) {
        static_assert(always_false<T>,
                      "brine: a raw pointer does not say what it points to; pickle *pointer, "
                      "std::ref(*pointer), or keep it in a shared_ptr");
    } else if constexpr (is_array_pointer<T>) {
        static_assert(always_false<T>,
                      "brine: a smart pointer to an array does not know its size; pickle a "
                      "std::span");
    } else if constexpr (std::same_as<T, std::any>) {
        static_assert(always_false<T>,
                      "brine: std::any does not say what it may hold; use a std::variant or "
                      "brine::Boxed");
    } else if constexpr (!std::is_void_v<typename clock_of<T>::type>) {
        static_assert(always_false<T>,
                      "brine: this clock does not tell the date; pickle time_since_epoch(), or a "
                      "time point of std::chrono::system_clock");
    } else if constexpr (std::ranges::input_range<T>) {
        static_assert(always_false<T>,
                      "brine: this range can't be walked through a const reference; wrap it as "
                      "brine::as_list(std::move(range))");
    } else {
        static_assert(always_false<T>,
                      "brine: this type has no codec; specialize brine::codec<T>, for instance "
                      "from brine::dataclass<\"module\", \"Class\", &T::member>");
    }
}

}  // namespace brine::detail
