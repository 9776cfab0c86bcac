#pragma once
// Which types a C++ type is put together from: to find a Value or a view in it at compile time.

#include <array>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace brine {

class Value;

namespace detail {

template <class... T>
struct TypeList {};

/// Of containers and their like. Described types are added where they are known.
template <class T>
struct parts_of : std::type_identity<TypeList<>> {};
template <class T>
requires requires {
    typename T::key_type;
    typename T::mapped_type;
}
struct parts_of<T> : std::type_identity<TypeList<typename T::key_type, typename T::mapped_type>> {};
template <class T>
requires(
    !requires { typename T::mapped_type; } &&
    requires { typename T::value_type; }) struct parts_of<T>
    : std::type_identity<TypeList<typename T::value_type>> {
};
template <class T>
requires(
    !requires { typename T::value_type; } &&
    requires { typename T::element_type; }) struct parts_of<T>
    : std::type_identity<TypeList<typename T::element_type>> {
};
template <class A, class B>
struct parts_of<std::pair<A, B>> : std::type_identity<TypeList<A, B>> {};
template <class... T>
struct parts_of<std::tuple<T...>> : std::type_identity<TypeList<T...>> {};
template <class... T>
struct parts_of<std::variant<T...>> : std::type_identity<TypeList<T...>> {};
template <class T, std::size_t N>
struct parts_of<T[N]> : std::type_identity<TypeList<T>> {};

template <class T>
struct fields_of : std::type_identity<TypeList<>> {};

template <class T>
inline constexpr bool is_value = std::same_as<T, Value>;

/// Refers to what a document holds.
template <class T>
inline constexpr bool is_view = is_value<T>;
template <class Char>
inline constexpr bool is_view<std::basic_string_view<Char>> = true;
template <class T, std::size_t Extent>
inline constexpr bool is_view<std::span<T, Extent>> = true;

enum class Sought { values, views };

/// A T is, or is put together from, what is sought.
template <Sought What, class T, class... Seen>
consteval bool has_part();

template <Sought What, class... Seen, class... Parts>
consteval bool any_has_part(TypeList<Parts...>) {
    return (has_part<What, std::remove_cvref_t<Parts>, Seen...>() || ...);
}

template <Sought What, class T, class... Seen>
consteval bool has_part() {
    if constexpr (What == Sought::values ? is_value<T> : is_view<T>) {
        return true;
    } else if constexpr (std::is_scalar_v<T> || (std::same_as<T, Seen> || ...)) {
        return false;
    } else {
        return any_has_part<What, T, Seen...>(typename parts_of<T>::type()) ||
               any_has_part<What, T, Seen...>(typename fields_of<T>::type());
    }
}

}  // namespace detail

}  // namespace brine
