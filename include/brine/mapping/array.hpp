#pragma once
// as_array: numbers as Python's array.array, which loads 20 times faster than a list of them.

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <span>
#include <string_view>
#include <type_traits>

#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/load_wrapped.hpp>
#include <brine/mapping/reduction.hpp>
#include <brine/mapping/static_global.hpp>
#include <brine/mapping/std/numbers.hpp>
#include <brine/mapping/wrappers.hpp>
#include <brine/model/kind.hpp>

namespace brine {

namespace detail {

/// What array.array holds: integers of up to 64 bits, float and double.
template <class T>
concept array_item =
    (number<T> && sizeof(T) <= 8) || std::same_as<T, float> || std::same_as<T, double>;

/// A type of array items.
struct ArrayType {
    std::string_view typecode;
    int machine_format;  // of a little-endian machine; one more on a big-endian one
    bool one_byte;
};

/// Modules/arraymodule.c, enum machine_format_code. Integers are known by their width, so that long
/// is "q" or "i" and loads on every machine.
template <array_item T>
consteval ArrayType array_type() noexcept {
    if constexpr (std::same_as<T, float>) {
        return {"f", 14, false};
    } else if constexpr (std::same_as<T, double>) {
        return {"d", 16, false};
    } else {
        constexpr ArrayType types[2][4] = {
            {{"B", 0, true}, {"H", 2, false}, {"I", 6, false}, {"Q", 10, false}},
            {{"b", 1, true}, {"h", 4, false}, {"i", 8, false}, {"q", 12, false}}};
        return types[std::is_signed_v<T> ? 1 : 0][std::bit_width(sizeof(T)) - 1];
    }
}

template <class Range>
concept array_memory = std::ranges::contiguous_range<Range> && std::ranges::sized_range<Range> &&
    array_item<std::remove_cv_t<std::ranges::range_value_t<Range>>>;

using ArrayClass = StaticGlobal<"array", "array", Origin::heap_type>;
using ArrayReconstructor = CType<"array", "_array_reconstructor">;

}  // namespace detail

/// An array.array from contiguous numbers: from protocol 3 on as raw bytes in this machine's order,
/// which Python turns where it has to; at protocol 2 number by number.
template <std::ranges::view View>
struct as_array : detail::Wrapped<View> {
    using detail::Wrapped<View>::Wrapped;
};
template <class Range>
as_array(Range&&) -> as_array<detail::kept_t<Range>>;

template <class View>
struct codec<as_array<View>> {
    static void save(auto& pickler, const as_array<View>& object) {
        static_assert(detail::array_memory<View>,
                      "brine: as_array takes contiguous integers of up to 64 bits, floats or "
                      "doubles");
        if constexpr (detail::array_memory<View>) {
            View& items = object.items();
            save_items(pickler, std::span(std::ranges::data(items), std::ranges::size(items)));
        }
    }

    static constexpr Fit fit(Kind kind) noexcept { return detail::exact_if(kind == Kind::object); }
    static void load(auto& loader, const auto& in,
                     as_array<View>& out) requires detail::loadable_view<View> {
        detail::load_range(loader, in, detail::held_range(out.items()));
    }

private:
    template <class T>
    static void save_items(auto& pickler, std::span<T> items) {
        constexpr detail::ArrayType type = detail::array_type<std::remove_cv_t<T>>();
        constexpr bool big = std::endian::native == std::endian::big && !type.one_byte;
        if (pickler.core().protocol() < 3) {
            pickler.save_reduce(brine::reduce(detail::ArrayClass{}, type.typecode, as_list(items)));
        } else {
            pickler.save_reduce(brine::reduce(detail::ArrayReconstructor{}, detail::ArrayClass{},
                                              type.typecode, type.machine_format + (big ? 1 : 0),
                                              std::as_bytes(items)));
        }
    }
};

}  // namespace brine
