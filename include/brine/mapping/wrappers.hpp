#pragma once
// as_list, as_tuple, as_set, as_frozenset, as_dict, as_bytes, as_bytearray: a range as another
// Python type than the one that it would become by itself.
//
//     brine::dumps(brine::as_tuple(vector));
//     brine::dumps(brine::as_bytes(std::string_view(text)));
//
// An lvalue is kept by reference and has to outlive the wrapper, an rvalue is owned. A range that
// can be walked only once, such as an istream_view, can be written only once.
//
// What is loaded goes into the container that is kept, which a codec of your own makes use of:
//
//     static void load(auto& loader, const auto& in, Blob& out) {
//         auto bytes = brine::as_bytes(out.text);  // a std::string
//         loader.load(in, bytes);
//     }

#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

#include <brine/mapping/codec.hpp>
#include <brine/mapping/load_wrapped.hpp>
#include <brine/mapping/std/bytes.hpp>

namespace brine {

namespace detail {

/// A view of a range: by reference to an lvalue, by value of an rvalue.
template <class Range>
struct kept;
template <class Range>
requires std::is_lvalue_reference_v<Range>
struct kept<Range> : std::type_identity<std::ranges::ref_view<std::remove_reference_t<Range>>> {
};
template <std::ranges::view Range>
struct kept<Range> : std::type_identity<Range> {};
template <class Range>
requires(!std::is_lvalue_reference_v<Range> && !std::ranges::view<Range>) struct kept<Range>
    : std::type_identity<std::ranges::owning_view<Range>> {
};

template <std::ranges::view View>
class Wrapped {
public:
    Wrapped() = default;

    template <class Range>
    explicit Wrapped(Range&& range) : items_(std::forward<Range>(range)) {}

    /// Walking some views changes them, and they may be inside of a const object.
    [[nodiscard]] View& items() const noexcept { return items_; }

private:
    mutable View items_;
};

template <class T>
concept wrappable = std::ranges::input_range<T>;

template <class T>
using kept_t = typename kept<T>::type;

template <class View>
inline constexpr bool holds_hashable =
    brine::hashable<std::remove_cv_t<std::ranges::range_value_t<View>>>;

/// Contiguous memory of one-byte items. A char array is either a literal or a buffer, so neither.
template <class Range>
concept byte_memory = std::ranges::contiguous_range<Range> && std::ranges::sized_range<Range> &&
                          sizeof(std::ranges::range_value_t<Range>) == 1 &&
                      std::is_trivially_copyable_v<std::ranges::range_value_t<Range>>;

template <class View>
inline constexpr bool is_char_array = false;
template <class Char, std::size_t N>
requires std::same_as < std::remove_const_t<Char>,
char > inline constexpr bool is_char_array<std::ranges::ref_view<Char[N]>> = true;

template <class View>
std::span<const std::byte> memory_of(View& view) {
    static_assert(byte_memory<View>,
                  "brine: as_bytes and as_bytearray take contiguous memory of one-byte items; "
                  "for other numbers use brine::as_array or a std::span of bytes");
    static_assert(!is_char_array<View>,
                  "brine: a char array may be a literal, which ends in a NUL, or a buffer; wrap a "
                  "std::string_view or a std::span instead");
    if constexpr (byte_memory<View>) {
        return std::as_bytes(std::span(std::ranges::data(view), std::ranges::size(view)));
    } else {
        return {};
    }
}

/// Items that are a key and a value each.
template <class Item>
concept pair_like = requires {
    requires std::tuple_size<std::remove_cvref_t<Item>>::value == 2;
};

}  // namespace detail

/// A list, from any input range. In a dict key or a set element a tuple, as any list.
template <std::ranges::view View>
struct as_list : detail::Wrapped<View> {
    using detail::Wrapped<View>::Wrapped;
};
template <class Range>
as_list(Range&&) -> as_list<detail::kept_t<Range>>;

/// A tuple, from any input range.
template <std::ranges::view View>
struct as_tuple : detail::Wrapped<View> {
    using detail::Wrapped<View>::Wrapped;
};
template <class Range>
as_tuple(Range&&) -> as_tuple<detail::kept_t<Range>>;

/// A set. In a dict key or a set element a frozenset, as any set.
template <std::ranges::view View>
struct as_set : detail::Wrapped<View> {
    using detail::Wrapped<View>::Wrapped;
};
template <class Range>
as_set(Range&&) -> as_set<detail::kept_t<Range>>;

/// A frozenset.
template <std::ranges::view View>
struct as_frozenset : detail::Wrapped<View> {
    using detail::Wrapped<View>::Wrapped;
};
template <class Range>
as_frozenset(Range&&) -> as_frozenset<detail::kept_t<Range>>;

/// A dict, from a range of pairs. Of equal keys Python keeps the last value, so a multimap loses
/// entries; by itself it is a list of pairs.
template <std::ranges::view View>
struct as_dict : detail::Wrapped<View> {
    using detail::Wrapped<View>::Wrapped;
};
template <class Range>
as_dict(Range&&) -> as_dict<detail::kept_t<Range>>;

/// bytes, from text or any contiguous one-byte items.
template <std::ranges::view View>
struct as_bytes : detail::Wrapped<View> {
    using detail::Wrapped<View>::Wrapped;
};
template <class Range>
as_bytes(Range&&) -> as_bytes<detail::kept_t<Range>>;

/// A bytearray, from what as_bytes takes.
template <std::ranges::view View>
struct as_bytearray : detail::Wrapped<View> {
    using detail::Wrapped<View>::Wrapped;
};
template <class Range>
as_bytearray(Range&&) -> as_bytearray<detail::kept_t<Range>>;

template <class View>
struct codec<as_list<View>> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = detail::holds_hashable<View>;
    static void save(auto& pickler, const as_list<View>& object) {
        pickler.save_list(object.items());
    }
    static void save_hashable(auto& pickler, const as_list<View>& object) {
        pickler.template save_tuple_of<Place::key>(object.items());
    }

    static constexpr Fit fit(Kind kind) noexcept {
        return detail::fit_of(kind, Kind::list, Kind::tuple);
    }
    static void load(auto& loader, const auto& in,
                     as_list<View>& out) requires detail::loadable_view<View> {
        detail::load_range(loader, in, detail::held_range(out.items()));
    }
};

template <class View>
struct codec<as_tuple<View>> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = detail::holds_hashable<View>;
    static void save(auto& pickler, const as_tuple<View>& object) {
        pickler.save_tuple_of(object.items());
    }
    static void save_hashable(auto& pickler, const as_tuple<View>& object) {
        pickler.template save_tuple_of<Place::key>(object.items());
    }

    static constexpr Fit fit(Kind kind) noexcept {
        return detail::fit_of(kind, Kind::tuple, Kind::list);
    }
    static void load(auto& loader, const auto& in,
                     as_tuple<View>& out) requires detail::loadable_view<View> {
        detail::load_range(loader, in, detail::held_range(out.items()));
    }
};

template <class View>
struct codec<as_set<View>> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = true;
    static void save(auto& pickler, const as_set<View>& object) {
        pickler.save_set(object.items());
    }
    static void save_hashable(auto& pickler, const as_set<View>& object) {
        pickler.save_frozenset(object.items());
    }

    static constexpr Fit fit(Kind kind) noexcept {
        return detail::fit_of(kind, Kind::set, Kind::frozenset);
    }
    static void load(auto& loader, const auto& in,
                     as_set<View>& out) requires detail::loadable_view<View> {
        detail::load_elements(loader, in, detail::held_range(out.items()));
    }
};

template <class View>
struct codec<as_frozenset<View>> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const as_frozenset<View>& object) {
        pickler.save_frozenset(object.items());
    }

    static constexpr Fit fit(Kind kind) noexcept {
        return detail::fit_of(kind, Kind::frozenset, Kind::set);
    }
    static void load(auto& loader, const auto& in,
                     as_frozenset<View>& out) requires detail::loadable_view<View> {
        detail::load_elements(loader, in, detail::held_range(out.items()));
    }
};

template <class View>
struct codec<as_dict<View>> {
    static void save(auto& pickler, const as_dict<View>& object) {
        constexpr bool pairs = detail::pair_like<std::ranges::range_value_t<View>>;
        static_assert(pairs, "brine: as_dict takes a range of pairs, a key and a value each");
        if constexpr (pairs) {
            pickler.save_dict(object.items());
        }
    }

    static constexpr Fit fit(Kind kind) noexcept {
        return detail::fit_of(kind, Kind::dict, Kind::object);
    }
    static void load(auto& loader, const auto& in,
                     as_dict<View>& out) requires detail::loadable_pairs_view<View> {
        detail::load_pairs(loader, in, detail::held_range(out.items()));
    }
};

template <class View>
struct codec<as_bytes<View>> : detail::BytesFit {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const as_bytes<View>& object) {
        pickler.save_bytes(detail::memory_of(object.items()));
    }

    static void load(auto& loader, const auto& in,
                     as_bytes<View>& out) requires detail::loadable_bytes_view<View> {
        detail::load_bytes_into(loader, in, out.items());
    }
};

template <class View>
struct codec<as_bytearray<View>> : detail::BytesFit {
    static void save(auto& pickler, const as_bytearray<View>& object) {
        pickler.save_bytearray(detail::memory_of(object.items()));
    }

    static void load(auto& loader, const auto& in,
                     as_bytearray<View>& out) requires detail::loadable_bytes_view<View> {
        detail::load_bytes_into(loader, in, out.items());
    }
};

}  // namespace brine
