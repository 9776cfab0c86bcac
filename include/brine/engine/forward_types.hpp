#pragma once
// What is known of C++ types before an object is read into them: which opcodes it may start with,
// and whether two of them are equal in C++ wherever they are in Python.

#include <concepts>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>

#include <brine/engine/loader_codec.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>
#include <brine/model/int.hpp>
#include <brine/wire/opcodes.hpp>

namespace brine::detail {

template <class T>
inline constexpr bool plain_number = std::is_arithmetic_v<T> && !text_like<T>;
template <>
inline constexpr bool plain_number<Int> = true;

/// Made of one opcode.
template <class T>
inline constexpr bool plain_leaf = plain_number<T> || text_like<T>;

/// A dict whose keys are equal in Python has one entry; the objects of these types are then equal,
/// too, which is seen when they are put into a set or map.
template <class T>
inline constexpr bool plain_key = plain_leaf<T>;
template <class First, class Second>
inline constexpr bool plain_key<std::pair<First, Second>> = plain_key<First>&& plain_key<Second>;
template <class... Items>
inline constexpr bool plain_key<std::tuple<Items...>> = (plain_key<Items> && ...);

template <class T>
inline constexpr bool is_record = false;
template <described T>
inline constexpr bool is_record<T> = codec<T>::form == Form::dict;

/// Its names are those of a class that is no part of Python: Documents make data of some of those.
template <class T>
inline constexpr bool is_plain_class =
    codec<T>::module != "builtins" && codec<T>::module != "_codecs";

constexpr bool starts_int(Opcode op) noexcept {
    switch (op) {
        case Opcode::binint1:
        case Opcode::binint2:
        case Opcode::binint:
        case Opcode::long1:
        case Opcode::long4:
        case Opcode::newtrue:
        case Opcode::newfalse:
            return true;
        default:
            return false;
    }
}

constexpr bool starts_text(Opcode op) noexcept {
    switch (op) {
        case Opcode::short_binunicode:
        case Opcode::binunicode:
        case Opcode::binunicode8:
        case Opcode::binget:
        case Opcode::long_binget:
            return true;
        default:
            return false;
    }
}

/// False where no T starts with that opcode.
template <class T>
constexpr bool may_start(Opcode op) noexcept {
    const bool is_get = op == Opcode::binget || op == Opcode::long_binget;
    if constexpr (plain_number<T>) {
        return starts_int(op) || op == Opcode::binfloat;
    } else if constexpr (text_like<T>) {
        return starts_text(op);
    } else if constexpr (is_record<T>) {
        return op == Opcode::empty_dict || is_get;
    } else if constexpr (described<T>) {
        return op == Opcode::global || starts_text(op);
    } else if constexpr (std::ranges::range<T> && requires { typename T::mapped_type; }) {
        return op == Opcode::empty_dict || is_get;
    } else if constexpr (std::ranges::range<T> && requires { typename T::key_type; }) {
        return op == Opcode::empty_set || is_get;
    } else {
        return true;
    }
}

/// The unhashable ones are no keys.
constexpr bool may_start_key(Opcode op) noexcept {
    return op != Opcode::empty_list && op != Opcode::empty_dict && op != Opcode::empty_set;
}

}  // namespace brine::detail
