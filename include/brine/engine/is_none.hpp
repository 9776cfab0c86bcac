#pragma once
// is_none(): whether a value becomes None, which as a state or as a persistent id is none at all.

#include <concepts>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <system_error>
#include <type_traits>
#include <variant>

#include <brine/engine/hooks.hpp>
#include <brine/engine/put_bounds.hpp>
#include <brine/mapping/codec.hpp>

namespace brine::detail {

template <class T>
inline constexpr bool is_weak_pointer = false;
template <class T>
inline constexpr bool is_weak_pointer<std::weak_ptr<T>> = true;

template <class T>
[[nodiscard]] bool is_none(const T& value) {
    if constexpr (tells_none<T>) {
        return value.is_none();
    } else if constexpr (is_one_graph<T>) {
        return value.root().is_none();
    } else if constexpr (is_variant<T>) {
        return !value.valueless_by_exception() &&
               std::visit([](const auto& held) { return is_none(held); }, value);
    } else if constexpr (is_weak_pointer<T>) {
        return is_none(value.lock());
    } else if constexpr (nullable<T> || shared_pointer<T>) {
        return !value || is_none(*value);
    } else if constexpr (!std::same_as<std::unwrap_reference_t<T>, T>) {
        return is_none(value.get());
    } else if constexpr (std::is_pointer_v<T> || std::same_as<T, std::exception_ptr>) {
        return value == nullptr;
    } else if constexpr (std::same_as<T, std::error_code>) {
        return !value;
    } else {
        return std::same_as<T, std::nullptr_t> || std::same_as<T, std::nullopt_t> ||
               std::same_as<T, std::monostate>;
    }
}

}  // namespace brine::detail
