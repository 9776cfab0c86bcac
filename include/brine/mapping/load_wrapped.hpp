#pragma once
// How as_list and its like are loaded: into the container that they hold, or refer to.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <brine/base/errors.hpp>
#include <brine/mapping/load_range.hpp>
#include <brine/mapping/std/ranges.hpp>

namespace brine::detail {

template <class>
inline constexpr bool holds_range = false;
template <class Range>
requires(!std::is_const_v<Range>) inline constexpr bool holds_range<std::ranges::ref_view<Range>> =
    true;
template <class Range>
inline constexpr bool holds_range<std::ranges::owning_view<Range>> = true;

/// The container behind a view that keeps one.
template <class View>
requires holds_range<View>
auto& held_range(View& view) noexcept { return view.base(); }

template <class View>
using held_range_t = std::remove_reference_t<decltype(held_range(std::declval<View&>()))>;

/// A view of a container that items can be loaded into.
template <class View>
concept loadable_view = holds_range<View> && loadable_range<held_range_t<View>>;

/// One to which a key and a value can be added.
template <class View>
concept loadable_pairs_view = loadable_view<View> &&
    (map_like<held_range_t<View>> || growing_range<held_range_t<View>> ||
     placing_range<held_range_t<View>>);

template <class T>
concept assignable_bytes = requires(T& out, const std::ranges::range_value_t<T>* p) {
    out.assign(p, p);
};

/// A view of a container of bytes, or of memory that bytes can be views of.
template <class View>
concept loadable_bytes_view =
    (holds_range<View> &&
     (assignable_bytes<held_range_t<View>> || fixed_range<held_range_t<View>>)) ||
    std::constructible_from<View, const std::ranges::range_value_t<View>*, std::size_t>;

/// Adds to the end, or where the container places it.
template <class T, class Item>
void add_item(T& out, Item&& item) {
    if constexpr (growing_range<T>) {
        out.push_back(std::forward<Item>(item));
    } else {
        out.insert(std::forward<Item>(item));
    }
}

/// A set or frozenset into any container.
template <class T>
void load_elements(auto& loader, const auto& in, T& out) {
    using Item = typename loose<std::ranges::range_value_t<T>>::type;
    if constexpr (set_like<T>) {
        load_set(loader, in, out);
    } else {
        out.clear();
        loader.for_each_element(
            in, [&](const auto& element) { add_item(out, loader.template load<Item>(element)); });
    }
}

/// A dict into any container of pairs.
template <class T>
void load_pairs(auto& loader, const auto& in, T& out) {
    if constexpr (map_like<T>) {
        load_map(loader, in, out);
    } else {
        using Item = typename loose<std::ranges::range_value_t<T>>::type;
        using Key = std::remove_cvref_t<std::tuple_element_t<0, Item>>;
        using Mapped = std::remove_cvref_t<std::tuple_element_t<1, Item>>;
        out.clear();
        loader.for_each_entry(in, [&](const auto& key, const auto& value) {
            auto first = loader.template load<Key>(key);
            add_item(out, Item(std::move(first), loader.template load<Mapped>(value)));
        });
    }
}

/// Bytes into a container, which a view that is none becomes a view of.
template <class View>
void load_bytes_into(auto& loader, const auto& in, View& view) {
    using Item = std::remove_const_t<std::ranges::range_value_t<View>>;
    if constexpr (!holds_range<View>) {
        const std::span<const std::byte> bytes = loader.get_lasting_bytes(in);
        view = View(reinterpret_cast<const Item*>(bytes.data()), bytes.size());
    } else {
        auto& out = held_range(view);
        const std::span<const std::byte> bytes = loader.get_bytes(in);
        const auto* const first = reinterpret_cast<const Item*>(bytes.data());
        if constexpr (assignable_bytes<held_range_t<View>>) {
            out.assign(first, first + bytes.size());
        } else if (bytes.size() == std::ranges::size(out)) {
            std::copy_n(first, bytes.size(), std::ranges::begin(out));
        } else {
            loader.fail(Errc::type_mismatch, "expected " + std::to_string(std::ranges::size(out)) +
                                                 " bytes, found " + std::to_string(bytes.size()));
        }
    }
}

}  // namespace brine::detail
