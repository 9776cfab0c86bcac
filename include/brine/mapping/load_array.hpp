#pragma once
// array.array into sequences of numbers: array._array_reconstructor(cls, typecode, format, bytes)
// from protocol 3 on, array.array(typecode, list) below (Modules/arraymodule.c).

#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/endian.hpp>
#include <brine/base/errors.hpp>
#include <brine/base/narrow.hpp>
#include <brine/model/kind.hpp>

namespace brine::detail {

/// What the items of an array.array may become.
template <class T>
concept array_number = std::floating_point<T> ||
    (builtin_integer<T> && sizeof(T) <= 8 && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
     !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>);

/// Items of one machine format.
template <class Item, bool Big, class T>
void load_array_items(auto& loader, std::span<const std::byte> bytes, T& out) {
    using To = typename T::value_type;
    using Bits = std::conditional_t<
        sizeof(Item) == 1, std::uint8_t,
        std::conditional_t<sizeof(Item) == 2, std::uint16_t,
                           std::conditional_t<sizeof(Item) == 4, std::uint32_t, std::uint64_t>>>;
    if (bytes.size() % sizeof(Item) != 0) {
        loader.fail(Errc::type_mismatch, "an array.array whose bytes are no whole number of items");
    }
    out.clear();
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(Item)) {
        const char* const p = reinterpret_cast<const char*>(bytes.data()) + at;
        const auto item = std::bit_cast<Item>(Big ? load_be<Bits>(p) : load_le<Bits>(p));
        if constexpr (std::integral<Item> && std::integral<To>) {
            if (!fits<To>(item)) {
                loader.fail(Errc::out_of_range, "an array.array with an item that does not fit");
            }
        }
        const auto to = static_cast<To>(item);
        if constexpr (std::floating_point<Item> && sizeof(To) < sizeof(Item)) {
            if (std::isinf(to) && !std::isinf(item)) {
                loader.fail(Errc::out_of_range, "the float is too large for a C++ float");
            }
        }
        out.push_back(to);
    }
}

template <class Little, class T>
void load_array_format(auto& loader, std::int64_t format, std::span<const std::byte> bytes,
                       T& out) {
    format % 2 == 0 ? load_array_items<Little, false>(loader, bytes, out)
                    : load_array_items<Little, true>(loader, bytes, out);
}

/// The machine formats 0 to 17; 18 to 21 are text.
template <class T>
void load_array_bytes(auto& loader, std::int64_t format, std::span<const std::byte> bytes, T& out) {
    constexpr bool real = std::floating_point<typename T::value_type>;
    if constexpr (real) {
        if (format == 14 || format == 15) {
            return load_array_format<float>(loader, format, bytes, out);
        }
        if (format == 16 || format == 17) {
            return load_array_format<double>(loader, format, bytes, out);
        }
    }
    switch (format) {
        case 0:
            return load_array_items<std::uint8_t, false>(loader, bytes, out);
        case 1:
            return load_array_items<std::int8_t, false>(loader, bytes, out);
        case 2:
        case 3:
            return load_array_format<std::uint16_t>(loader, format, bytes, out);
        case 4:
        case 5:
            return load_array_format<std::int16_t>(loader, format, bytes, out);
        case 6:
        case 7:
            return load_array_format<std::uint32_t>(loader, format, bytes, out);
        case 8:
        case 9:
            return load_array_format<std::int32_t>(loader, format, bytes, out);
        case 10:
        case 11:
            return load_array_format<std::uint64_t>(loader, format, bytes, out);
        case 12:
        case 13:
            return load_array_format<std::int64_t>(loader, format, bytes, out);
        default:
            loader.fail(Errc::type_mismatch, "an array.array of machine format " +
                                                 std::to_string(format) +
                                                 ", which does not fit these items");
    }
}

/// False where `in` is no array.array.
template <class T>
bool load_array(auto& loader, const auto& in, T& out) {
    if (loader.kind(in) != Kind::object) {
        return false;
    }
    const auto parts = loader.parts(in);
    if (parts.is("array", "_array_reconstructor") && parts.arg_count() == 4) {
        load_array_bytes(loader, loader.template get_integer<std::int64_t>(parts.arg(2)),
                         loader.get_bytes(parts.arg(3)), out);
        return true;
    }
    if (parts.is("array", "array") && parts.arg_count() == 2 &&
        loader.kind(parts.arg(1)) == Kind::list) {
        loader.load(parts.arg(1), out);
        return true;
    }
    return false;
}

}  // namespace brine::detail
