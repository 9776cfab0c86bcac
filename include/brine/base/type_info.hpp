#pragma once
// Types as values: std::type_info, and what stands for it in programs that are compiled without
// RTTI. There a class with virtual functions has to be final, so that it is known what an object
// is.

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <typeinfo>

#include <brine/base/demangle.hpp>
#include <brine/base/type_name.hpp>

namespace brine {

#ifdef __cpp_rtti

using TypeInfo = std::type_info;
using TypeIndex = std::type_index;

template <class T>
[[nodiscard]] constexpr const TypeInfo& type_info_of() noexcept {
    return typeid(T);
}

namespace detail {

/// Of the whole object, of which this may be a part.
template <class T>
[[nodiscard]] const TypeInfo& dynamic_type_of(const T& object) noexcept {
    return typeid(object);
}

template <class T>
[[nodiscard]] const void* whole_object(const T* object) noexcept {
    return dynamic_cast<const void*>(object);
}

/// Null where the object is no To.
template <class To, class From>
[[nodiscard]] const To* downcast(const From* object) noexcept {
    return dynamic_cast<const To*>(object);
}

}  // namespace detail

/// As the compiler spells it.
[[nodiscard]] inline std::string readable_name(TypeIndex type) { return demangle(type.name()); }

#else

/// There is one for each type in a program or shared library; who it is its address says.
class TypeInfo {
public:
    constexpr explicit TypeInfo(std::string_view name) noexcept : name_(name) {}
    TypeInfo(const TypeInfo&) = delete;
    TypeInfo& operator=(const TypeInfo&) = delete;

    [[nodiscard]] constexpr std::string_view name() const noexcept { return name_; }
    friend constexpr bool operator==(const TypeInfo& a, const TypeInfo& b) noexcept {
        return &a == &b;
    }

private:
    std::string_view name_;
};

class TypeIndex {
public:
    constexpr TypeIndex(const TypeInfo& type) noexcept : type_(&type) {}

    [[nodiscard]] constexpr std::string_view name() const noexcept { return type_->name(); }
    [[nodiscard]] std::size_t hash_code() const noexcept {
        return std::hash<const TypeInfo*>()(type_);
    }
    friend constexpr bool operator==(const TypeIndex&, const TypeIndex&) noexcept = default;
    friend std::strong_ordering operator<=>(const TypeIndex& a, const TypeIndex& b) noexcept {
        return std::compare_three_way()(a.type_, b.type_);
    }

private:
    const TypeInfo* type_;
};

namespace detail {

template <class T>
inline constexpr TypeInfo type_info{type_name<T>()};

template <class T>
inline constexpr bool known_without_rtti = !std::is_polymorphic_v<T> || std::is_final_v<T>;

}  // namespace detail

template <class T>
[[nodiscard]] constexpr const TypeInfo& type_info_of() noexcept {
    return detail::type_info<std::remove_cvref_t<T>>;
}

namespace detail {

template <class T>
[[nodiscard]] const TypeInfo& dynamic_type_of(const T&) noexcept {
    static_assert(known_without_rtti<T>,
                  "brine: without RTTI a class with virtual functions has to be final; compile "
                  "without -fno-rtti");
    return type_info_of<T>();
}

template <class T>
[[nodiscard]] const void* whole_object(const T* object) noexcept {
    static_assert(known_without_rtti<T>,
                  "brine: without RTTI a class with virtual functions has to be final; compile "
                  "without -fno-rtti");
    return object;
}

template <class To, class From>
[[nodiscard]] const To* downcast(const From* object) noexcept {
    static_assert(
        std::is_base_of_v<To, From>,
        "brine: exceptions, and classes by their base classes, need RTTI; compile without "
        "-fno-rtti");
    return object;
}

}  // namespace detail

[[nodiscard]] inline std::string readable_name(TypeIndex type) { return std::string(type.name()); }

#endif

}  // namespace brine

#ifndef __cpp_rtti
template <>
struct std::hash<brine::TypeIndex> {
    std::size_t operator()(const brine::TypeIndex& type) const noexcept { return type.hash_code(); }
};
#endif
