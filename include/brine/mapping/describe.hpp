#pragma once
// Descriptions of a type's fields, which all declared mappings share: a bare member pointer takes
// its own name, field<"name", &T::member> gives another, base<B> takes over a described base class.

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <brine/base/fixed_string.hpp>
#include <brine/base/type_name.hpp>
#include <brine/base/utf8.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/model/parts_of.hpp>

namespace brine {

/// What field<> and base<> are values of, so that they can stand beside member pointers.
template <fixed_string Name, auto Member>
struct field_entry {};
template <class Base>
struct base_entry {};

/// A member under a name of its own.
template <fixed_string Name, auto Member>
inline constexpr field_entry<Name, Member> field{};

/// All fields of Base, which is described itself, in the place where this stands.
template <class Base>
inline constexpr base_entry<Base> base{};

namespace detail {

template <class Pointer>
struct member_type;
template <class Class, class Type>
struct member_type<Type Class::*> {
    using type = Type;
};

/// One field: its name, its type, and how to get at it.
template <fixed_string Name, auto Member>
struct Field {
    static constexpr std::string_view name = Name.view();
    using type = std::remove_cv_t<typename member_type<decltype(Member)>::type>;

    template <class Object>
    static constexpr decltype(auto) of(Object& object) noexcept {
        return (object.*Member);
    }
};

template <class... Fields>
struct FieldList {};

template <class... Lists>
struct joined;
template <class... Fields>
struct joined<FieldList<Fields...>> {
    using type = FieldList<Fields...>;
};
template <class... First, class... Second, class... Rest>
struct joined<FieldList<First...>, FieldList<Second...>, Rest...> {
    using type = typename joined<FieldList<First..., Second...>, Rest...>::type;
};

// Compilers differ in whether the type of a parameter of class type is const.
template <auto Entry, class = std::remove_const_t<decltype(Entry)>>
struct entry_fields {
    static_assert(std::is_member_object_pointer_v<decltype(Entry)>,
                  "brine: describe fields by &T::member, brine::field<\"name\", &T::member> or "
                  "brine::base<Base>");
    static constexpr fixed_string<member_name<Entry>().size()> name{member_name<Entry>()};
    using type = FieldList<Field<name, Entry>>;
};
template <auto Entry, fixed_string Name, auto Member>
struct entry_fields<Entry, field_entry<Name, Member>> {
    using type = FieldList<Field<Name, Member>>;
};
template <auto Entry, class Base>
struct entry_fields<Entry, base_entry<Base>> {
    static_assert(described<Base>,
                  "brine: brine::base<Base> needs a Base that is described itself");
    using type = typename codec<Base>::description::list;
};

template <std::size_t N>
consteval bool all_different(const std::array<std::string_view, N>& names) {
    for (std::size_t i = 0; i < N; ++i) {
        for (std::size_t j = i + 1; j < N; ++j) {
            if (names[i] == names[j]) {
                return false;
            }
        }
    }
    return true;
}

template <std::size_t N>
consteval bool all_valid(const std::array<std::string_view, N>& names) {
    for (const std::string_view name : names) {
        if (!valid_utf8(name)) {
            return false;
        }
    }
    return true;
}

template <class List>
struct Description;

/// The fields of a described type, in order.
template <class... Fields>
struct Description<FieldList<Fields...>> {
    using list = FieldList<Fields...>;
    static constexpr std::size_t size = sizeof...(Fields);
    static constexpr std::array<std::string_view, size> names{Fields::name...};

    static_assert(all_different(names), "brine: two fields of a description have the same name");
    static_assert(all_valid(names), "brine: the names of fields are UTF-8");

    template <std::size_t Index>
    using at = std::tuple_element_t<Index, std::tuple<Fields...>>;

    /// Calls visit.template operator()<Field, Index>() for each field.
    template <class Visit>
    static constexpr void for_each(Visit&& visit) {
        [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            (visit.template operator()<Fields, Index>(), ...);
        }
        (std::index_sequence_for<Fields...>{});
    }
};

template <class List>
struct field_types;
template <class... Fields>
struct field_types<FieldList<Fields...>> : std::type_identity<TypeList<typename Fields::type...>> {
};
template <described T>
struct fields_of<T> : field_types<typename codec<T>::description::list> {};

template <auto... Entries>
using description_t =
    Description<typename joined<FieldList<>, typename entry_fields<Entries>::type...>::type>;

}  // namespace detail

/// The form in which a described type is written.
enum class Form {
    dict,        ///< a dict of its fields
    dataclass,   ///< NEWOBJ, then BUILD with a dict of its fields
    slots,       ///< NEWOBJ, then BUILD with (None, dict): attributes are set one by one
    call,        ///< the class called with the fields as arguments
    namedtuple,  ///< NEWOBJ with the fields as arguments
};

}  // namespace brine
