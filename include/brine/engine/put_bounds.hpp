#pragma once
// What the fast road of writing knows of a type before it sees an object: which way the type takes,
// and how many bytes it may need at once. See put_value.hpp.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <iterator>
#include <ranges>
#include <string_view>
#include <type_traits>
#include <utility>

#include <brine/engine/core.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>

namespace brine {

namespace detail {

/// A type that is None or what it points to: codec<T>::nullable.
template <class T>
concept nullable = has_codec<T> && requires(const T& object) {
    requires codec<T>::nullable;
    static_cast<bool>(object);
    *object;
};

/// A range that becomes a list: codec<T>::list.
template <class T>
concept sized_list = has_codec<T> && std::ranges::sized_range<const T> && requires {
    requires codec<T>::list;
};

/// Objects may be of a class derived from T.
template <class T>
concept dynamically_typed = std::is_polymorphic_v<T> && !std::is_final_v<T>;

/// Each object has to be looked at: a hook names T, or its class is known at run time only.
template <class P, class T>
concept looked_at = P::template names<T> || dynamically_typed<T>;

/// A pointer to a shared object: codec<T>::shared.
template <class T>
concept shared_pointer = has_codec<T> && requires {
    requires codec<T>::shared;
};

/// Written by put_described() where no hook and no dynamic type comes in between.
template <class T>
concept plainly_described = described<T> && !dynamically_typed<T>;

/// An item of a range as the type that it stands for; the proxies of vector<bool> become bool.
template <class Iterator>
decltype(auto) item_of(const Iterator& it) {
    if constexpr (std::same_as<std::iter_value_t<Iterator>, bool>) {
        return static_cast<bool>(*it);
    } else {
        return *it;
    }
}

template <class Iterator>
using item_t = std::remove_cvref_t<decltype(item_of(std::declval<const Iterator&>()))>;

}  // namespace detail

template <class P, class T>
consteval std::size_t put_bound();

namespace detail {

/// Room for the opcodes around fields: MARK, SETITEMS, BUILD and their like.
inline constexpr std::size_t around_fields = 8;

/// Bytes that a field with its name may take before put_value() makes room itself.
template <class P, class Field>
constexpr std::size_t field_bound =
    std::max(sizeof(PackedGet), Field::name.size() + 3) + put_bound<P, typename Field::type>();

/// The same for the fields of T from `First` on, and what closes them.
template <class P, class T, std::size_t First>
consteval std::size_t fields_bound() {
    std::size_t sum = around_fields;
    codec<T>::description::for_each([&]<class Field, std::size_t Index>() {
        sum += Index < First ? 0 : field_bound<P, Field>;
    });
    return sum;
}

}  // namespace detail

/// A type whose objects can't nest deeper than their type says, so that depth need not be counted.
template <class P, class T, int Depth = 0>
consteval bool is_shallow() {
    constexpr int deepest = 4;
    if constexpr (detail::looked_at<P, T> || Depth > deepest) {
        return false;
    } else if constexpr (flat<T> || text_like<T>) {
        return true;
    } else if constexpr (detail::plainly_described<T>) {
        bool all = true;
        codec<T>::description::for_each([&]<class Field, std::size_t>() {
            all = all && is_shallow<P, typename Field::type, Depth + 1>();
        });
        return all;
    } else if constexpr (detail::sized_list<T>) {
        return is_shallow<P, detail::item_t<std::ranges::iterator_t<const T>>, Depth + 1>();
    } else if constexpr (detail::nullable<T>) {
        return is_shallow<P, std::remove_cvref_t<decltype(*std::declval<const T&>())>, Depth + 1>();
    } else {
        return false;
    }
}

namespace detail {

/// Bytes that put_described() may take before it makes room itself, whoever has looked at the
/// object before.
template <class P, class T>
consteval std::size_t described_bound() {
    return sizeof(PackedGet) + around_fields + fields_bound<P, T, 0>();
}

}  // namespace detail

/// The longest that put_value() writes of a T before it makes room itself.
template <class P, class T>
consteval std::size_t put_bound() {
    if constexpr (detail::looked_at<P, T>) {
        return 0;
    } else if constexpr (flat<T>) {
        return codec<T>::max_size;
    } else if constexpr (detail::nullable<T>) {
        using Inner = std::remove_cvref_t<decltype(*std::declval<const T&>())>;
        if constexpr (detail::plainly_described<Inner>) {
            return 1;
        } else {
            return std::max<std::size_t>(1, put_bound<P, Inner>());
        }
    } else if constexpr (detail::shared_pointer<T>) {
        return encode::max_get;
    } else if constexpr (detail::plainly_described<T>) {
        return detail::described_bound<P, T>();
    } else {
        return 0;
    }
}

/// Writes an object at p; see put_value.hpp.
template <class P, class T>
char* put_value(P& pickler, char* p, const T& object, std::size_t rest);

namespace detail {

/// By the other road: save_object().
template <class P, class T>
char* put_generic(P& pickler, char* p, const T& object, std::size_t rest) {
    OpWriter& out = pickler.core().writer();
    out.commit(p);
    pickler.save(object);
    return out.room(out.cursor(), rest);
}

}  // namespace detail
}  // namespace brine
