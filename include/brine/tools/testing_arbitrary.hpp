#pragma once
// arbitrary<T>: any value of a type that brine loads, made of a fuzzer's bytes.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <valarray>
#include <variant>
#include <vector>

#include <brine/base/utf_convert.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>
#include <brine/mapping/std/ranges.hpp>
#include <brine/tools/testing_bytes.hpp>

namespace brine::testing {

/// A T made of what `bytes` decides: every type that loads<T> takes, but those that view what
/// something else owns. A type that is described field by field is filled field by field. Any other
/// type of your own, and one whose fields depend on each other, says itself how it is made, in its
/// codec:
///
///     static Interval arbitrary(auto& bytes) {
///         const int first = bytes.template integer<int>();
///         return Interval(first, bytes.template integer<int>());
///     }
///
/// All values can be pickled at every protocol. Pointers share objects at times and make no cycles.
template <class T>
[[nodiscard]] T arbitrary(Bytes& bytes);

/// The same, of a whole input. To be preferred where T holds pointers: `bytes` owns, too, what they
/// share, for as long as it lives.
template <class T>
[[nodiscard]] T arbitrary(std::span<const std::byte> data) {
    Bytes bytes(data);
    return arbitrary<T>(bytes);
}

}  // namespace brine::testing

namespace brine::detail {

using testing::arbitrary;
using testing::Bytes;

/// A codec that says how its type is made.
template <class T>
concept made_by_codec = requires(Bytes& bytes) {
    { codec<T>::arbitrary(bytes) } -> std::convertible_to<T>;
};

template <class T>
struct Maker {
    static T make(Bytes&) {
        static_assert(always_false<T>,
                      "brine: it is not known how to make an arbitrary value of this type; say it "
                      "in its codec: static T arbitrary(auto& bytes)");
    }
};

/// In its place, for arrays too.
template <class T>
void fill(Bytes& bytes, T& out) {
    out = arbitrary<T>(bytes);
}
/// Text up to the first NUL: UTF-8 is never shorter than what it is converted to.
template <class Char, std::size_t N>
requires std::same_as<Char, char> || std::same_as<Char, char8_t> || wide_unit<Char>
void fill(Bytes& bytes, Char (&out)[N]) {
    const std::string text = bytes.text(N);
    std::basic_string<Char> units;
    if constexpr (wide_unit<Char>) {
        static_cast<void>(append_from_utf8(units, text));
    } else {
        units.assign(text.begin(), text.end());
    }
    const auto end = std::copy(units.begin(), std::find(units.begin(), units.end(), Char{}), out);
    std::fill(end, out + N, Char{});
}
template <class T, std::size_t N>
void fill(Bytes& bytes, T (&out)[N]) {
    for (T& item : out) {
        fill(bytes, item);
    }
}

// None, tuples and what may hold one of several.

template <class T>
requires std::same_as<T, std::monostate> || std::same_as<T, std::nullptr_t>
struct Maker<T> {
    static T make(Bytes&) { return {}; }
};

template <class T>
struct Maker<std::optional<T>> {
    static std::optional<T> make(Bytes& bytes) {
        std::optional<T> made;
        if (bytes.boolean()) {
            bytes.deeper([&] { made.emplace(arbitrary<T>(bytes)); });
        }
        return made;
    }
};

template <class First, class Second>
struct Maker<std::pair<First, Second>> {
    static std::pair<First, Second> make(Bytes& bytes) {
        return {arbitrary<std::remove_const_t<First>>(bytes), arbitrary<Second>(bytes)};
    }
};

template <class... Items>
struct Maker<std::tuple<Items...>> {
    static std::tuple<Items...> make(Bytes& bytes) {
        return std::tuple<Items...>{arbitrary<Items>(bytes)...};
    }
};
template <>
struct Maker<std::tuple<>> {
    static std::tuple<> make(Bytes&) { return {}; }
};

template <class... Types>
struct Maker<std::variant<Types...>> {
    static std::variant<Types...> make(Bytes& bytes) {
        using Make = std::variant<Types...> (*)(Bytes&);
        constexpr auto makers = []<std::size_t... Index>(std::index_sequence<Index...>) {
            return std::array<Make, sizeof...(Types)>{[](Bytes& from) {
                return std::variant<Types...>(std::in_place_index<Index>, arbitrary<Types>(from));
            }...};
        }
        (std::index_sequence_for<Types...>{});
        return makers[bytes.below(sizeof...(Types))](bytes);
    }
};

// Containers.

template <class T, std::size_t N>
struct Maker<std::array<T, N>> {
    static std::array<T, N> make(Bytes& bytes) {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return std::array<T, N>{(static_cast<void>(Index), arbitrary<T>(bytes))...};
        }
        (std::make_index_sequence<N>{});
    }
};

template <class T>
inline constexpr bool sorts_items = requires {
    typename T::key_type;
};

/// A sequence, or a multiset or a multimap.
template <list_like T>
requires loadable_range<T> && std::default_initializable<T>
struct Maker<T> {
    using Item = typename loose<std::ranges::range_value_t<T>>::type;

    static T make(Bytes& bytes) {
        T made;
        bytes.deeper([&] {
            for (std::size_t i = bytes.size(); i > 0; --i) {
                add(bytes, made);
            }
        });
        return made;
    }

private:
    static void add(Bytes& bytes, T& made) {
        if constexpr (sorts_items<T>) {
            made.insert(bytes.as_key([&] { return arbitrary<Item>(bytes); }));
        } else if constexpr (front_range<T>) {
            made.push_front(arbitrary<Item>(bytes));
        } else {
            made.push_back(arbitrary<Item>(bytes));
        }
    }
};

/// Which has its size before its items.
template <class Item>
struct Maker<std::valarray<Item>> {
    static std::valarray<Item> make(Bytes& bytes) {
        const auto items = arbitrary<std::vector<Item>>(bytes);
        std::valarray<Item> made(items.size());
        std::copy(items.begin(), items.end(), std::begin(made));
        return made;
    }
};

template <set_like T>
struct Maker<T> {
    static T make(Bytes& bytes) {
        T made;
        bytes.deeper([&] {
            for (std::size_t i = bytes.size(); i > 0; --i) {
                made.insert(bytes.as_key([&] { return arbitrary<typename T::value_type>(bytes); }));
            }
        });
        return made;
    }
};

template <map_like T>
struct Maker<T> {
    static T make(Bytes& bytes) {
        T made;
        bytes.deeper([&] {
            for (std::size_t i = bytes.size(); i > 0; --i) {
                auto key = bytes.as_key([&] { return arbitrary<typename T::key_type>(bytes); });
                made.emplace(std::move(key), arbitrary<typename T::mapped_type>(bytes));
            }
        });
        return made;
    }
};

// Pointers.

template <class T>
struct Maker<std::unique_ptr<T>> {
    static std::unique_ptr<T> make(Bytes& bytes) {
        std::unique_ptr<T> made;
        if (bytes.boolean()) {
            bytes.deeper(
                [&] { made = std::make_unique<T>(arbitrary<std::remove_const_t<T>>(bytes)); });
        }
        return made;
    }
};

/// Null, new, or one that was made before. A key shares nothing: what is hashed is another object
/// in Python than what is not.
template <class T>
struct Maker<std::shared_ptr<T>> {
    static std::shared_ptr<T> make(Bytes& bytes) {
        const std::uint8_t how = bytes.byte();
        auto& known = bytes.shared<T>();
        std::shared_ptr<T> made;
        if (how % 4 == 3 && !known.empty() && !bytes.in_key()) {
            made = known[how / 4U % known.size()];
        } else if (how % 4 != 0) {
            bytes.deeper(
                [&] { made = std::make_shared<T>(arbitrary<std::remove_const_t<T>>(bytes)); });
            if (made != nullptr && !bytes.in_key()) {
                known.push_back(made);
            }
        }
        return made;
    }
};

/// To what a shared_ptr has, or to nothing.
template <class T>
struct Maker<std::weak_ptr<T>> {
    static std::weak_ptr<T> make(Bytes& bytes) {
        const auto& known = bytes.shared<T>();
        const std::uint8_t how = bytes.byte();
        return how == 0 || known.empty() ? std::weak_ptr<T>() : known[how % known.size()];
    }
};

/// Null: only a registry knows others.
template <class R, class... Args>
struct Maker<R (*)(Args...)> {
    static auto make(Bytes&) -> R (*)(Args...) { return nullptr; }
};

// Types of the user's own.

template <class T>
requires described<T> &&(!made_by_codec<T>)struct Maker<T> {
    static T make(Bytes& bytes) {
        T made{};
        codec<T>::description::for_each(
            [&]<class Field, std::size_t>() { fill(bytes, Field::of(made)); });
        return made;
    }
};

}  // namespace brine::detail

template <class T>
T brine::testing::arbitrary(Bytes& bytes) {
    if constexpr (brine::detail::made_by_codec<T>) {
        return codec<T>::arbitrary(bytes);
    } else {
        return brine::detail::Maker<T>::make(bytes);
    }
}

#include <brine/tools/testing_leaves.hpp>
