#pragma once
// difference(): the first place where two C++ values are not the same, and what differs there.

#include <algorithm>
#include <bitset>
#include <chrono>
#include <cmath>
#include <complex>
#include <concepts>
#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeindex>
#include <typeinfo>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <brine/base/builtin_integer.hpp>
#include <brine/base/type_name.hpp>
#include <brine/engine/hooks.hpp>
#include <brine/engine/loader_codec.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>
#include <brine/mapping/std/bytes.hpp>
#include <brine/mapping/std/numbers.hpp>
#include <brine/mapping/std/ranges.hpp>
#include <brine/mapping/std/wide_text.hpp>
#include <brine/model/global.hpp>
#include <brine/model/int.hpp>
#include <brine/tools/literals.hpp>

namespace brine::testing {

/// Where two values differ, as in "orders[3].price", empty at the root; and how.
struct Difference {
    std::string path;
    std::string what;
};

/// Where `actual` is not what `expected` is; nothing where it is. By their structure: numbers to
/// the bit, but NaN equals NaN; containers item by item, described types field by field and then by
/// their operator==, pointers by what they point to and by who shares it; all else by operator==.
/// Of an object behind a pointer to its base it sees the class, and the fields of the base.
template <class T>
[[nodiscard]] std::optional<Difference> difference(const T& expected, const T& actual);

}  // namespace brine::testing

namespace brine::detail {

template <class T>
inline constexpr bool is_variant_type = false;
template <class... Types>
inline constexpr bool is_variant_type<std::variant<Types...>> = true;
template <class T>
inline constexpr bool is_complex = false;
template <class T>
inline constexpr bool is_complex<std::complex<T>> = true;
template <class T>
inline constexpr bool is_bitset = false;
template <std::size_t N>
inline constexpr bool is_bitset<std::bitset<N>> = true;
template <class T>
inline constexpr bool is_time_of_day = false;
template <class Duration>
inline constexpr bool is_time_of_day<std::chrono::hh_mm_ss<Duration>> = true;

template <class T>
inline constexpr bool is_smart_pointer = false;
template <class T>
inline constexpr bool is_smart_pointer<std::shared_ptr<T>> = true;
template <class T>
inline constexpr bool is_smart_pointer<std::weak_ptr<T>> = true;
template <class T, class Deleter>
inline constexpr bool is_smart_pointer<std::unique_ptr<T, Deleter>> = true;

template <class T>
inline constexpr bool is_string = false;
template <class Char, class Traits, class Allocator>
inline constexpr bool is_string<std::basic_string<Char, Traits, Allocator>> = true;

template <class T>
concept tuple_like = !std::ranges::range<T> && requires {
    std::tuple_size<T>::value;
};

/// An object that Python knows by who it is. Of what can't be changed there, such as text and
/// numbers, equal ones may become one, and one may become several.
template <class T>
inline constexpr bool has_python_identity =
    !is_leaf<T> && !number<T> && !is_string<T> && !is_bitset<T> && !byte_range<T> &&
    !std::is_enum_v<T> && !std::is_pointer_v<T> && !is_optional<T> && !is_variant_type<T> &&
    !is_smart_pointer<T> && !std::same_as<T, Int> && !std::same_as<T, Global> &&
    !std::same_as<T, std::tuple<>>;

template <class T>
bool is_nan(const T& x) {
    if constexpr (std::floating_point<T>) {
        return std::isnan(x);
    } else {
        return false;
    }
}

/// Short text of a leaf, for messages; empty for what has none.
template <class T>
std::string leaf_text(const T& x) {
    constexpr std::size_t longest = 60;
    std::string text;
    if constexpr (std::same_as<T, bool>) {
        text = x ? "true" : "false";
    } else if constexpr (number<T> || std::same_as<T, Int>) {
        append_int_repr(text, Int(x));
    } else if constexpr (std::floating_point<T>) {
        text = fmt::format("{}", static_cast<double>(x));
    } else if constexpr (std::same_as<T, std::string>) {
        append_bytes_repr(text, x);
        text.erase(0, 1);
    } else if constexpr (std::is_enum_v<T>) {
        text = fmt::format("{}", static_cast<std::underlying_type_t<T>>(x));
    }
    return text.size() > longest ? text.substr(0, longest) + "..." : text;
}

/// Compares two graphs. false where they differ, with the path put together while it returns.
class Comparer {
public:
    template <class T>
    bool same(const T& a, const T& b);

    [[nodiscard]] testing::Difference take() {
        if (path_.starts_with('.')) {
            path_.erase(0, 1);
        }
        return {std::move(path_), std::move(what_)};
    }
    /// Some object was of a class derived from the one that it was compared as.
    [[nodiscard]] bool saw_base_only() const noexcept { return saw_base_only_; }

private:
    using Known = std::map<std::pair<const void*, std::type_index>, const void*>;

    bool differ(std::string what) {
        what_ = std::move(what);
        return false;
    }
    bool at(std::string step) {
        constexpr std::size_t longest = 400;
        path_.insert(0, step);
        if (path_.size() > longest) {
            path_.replace(longest, std::string::npos, "...");
        }
        return false;
    }

    template <class T>
    bool same_leaf(const T& a, const T& b);
    template <class T>
    bool same_number(T a, T b);
    template <class T>
    bool same_described(const T& a, const T& b);
    template <class T>
    bool same_tuple(const T& a, const T& b);
    template <class T>
    bool same_variant(const T& a, const T& b);
    template <class T>
    bool same_items(const T& a, const T& b);
    template <class T>
    bool same_entries(const T& a, const T& b);
    template <class T>
    bool same_elements(const T& a, const T& b);
    template <class T>
    bool same_pointee(const T* a, const T* b);
    template <class T>
    bool same_shared(const T* a, const T* b);
    bool same_error(const std::exception& a, const std::exception& b);
    bool same_error(const std::exception_ptr& a, const std::exception_ptr& b);
    template <class T>
    bool same_size(const T& a, const T& b);
    template <class T>
    bool same_nans(const T& a, const T& b);

    Known partners_;   // of the expected objects that are shared, the actual ones
    Known originals_;  // and the other way round
    std::size_t pointers_ = 0;
    bool saw_base_only_ = false;
    std::string path_;
    std::string what_;
};

template <class T>
bool Comparer::same(const T& a, const T& b) {
    if constexpr (described<T>) {
        return same_described(a, b);
    } else if constexpr (std::floating_point<T>) {
        return same_number(a, b);
    } else if constexpr (is_complex<T>) {
        return same_number(a.real(), b.real()) && same_number(a.imag(), b.imag());
    } else if constexpr (is_optional<T>) {
        return same_pointee(a ? &*a : nullptr, b ? &*b : nullptr);
    } else if constexpr (is_variant_type<T>) {
        return same_variant(a, b);
    } else if constexpr (tuple_like<T>) {
        return same_tuple(a, b);
    } else if constexpr (requires { a.lock(); }) {
        return same_shared(a.lock().get(), b.lock().get());
    } else if constexpr (requires { a.use_count(); }) {
        return same_shared(a.get(), b.get());
    } else if constexpr (is_smart_pointer<T>) {
        ++pointers_;
        return same_pointee(a.get(), b.get());
    } else if constexpr (std::derived_from<T, std::exception> ||
                         std::same_as<T, std::exception_ptr>) {
        return same_error(a, b);
    } else if constexpr (is_time_of_day<T>) {
        return same_leaf(a.to_duration(), b.to_duration());
    } else if constexpr (map_like<T>) {
        return same_entries(a, b);
    } else if constexpr (set_like<T>) {
        return same_elements(a, b);
    } else if constexpr (std::is_array_v<T> || (list_like<T> && has_codec<T>)) {
        return same_items(a, b);
    } else {
        return same_leaf(a, b);
    }
}

template <class T>
bool Comparer::same_leaf(const T& a, const T& b) {
    static_assert(std::equality_comparable<T>,
                  "brine: to compare values of this type, it has to have an operator== or a "
                  "description of its fields");
    if constexpr (std::equality_comparable<T>) {
        if (a == b) {
            return true;
        }
    }
    const std::string text = leaf_text(a);
    return differ(text.empty() ? std::string(type_name<T>()) + " became another one"
                               : text + " became " + leaf_text(b));
}

template <class T>
bool Comparer::same_number(T a, T b) {
    const bool same_nan = std::isnan(a) && std::isnan(b);
    return same_nan || (a == b && std::signbit(a) == std::signbit(b)) ||
           differ(leaf_text(a) + " became " + leaf_text(b));
}

template <class T>
bool Comparer::same_described(const T& a, const T& b) {
    const std::size_t pointers = pointers_;
    bool all = true;
    codec<T>::description::for_each([&]<class Field, std::size_t>() {
        all = all && (same(Field::of(a), Field::of(b)) || at('.' + std::string(Field::name)));
    });
    if constexpr (std::equality_comparable<T>) {
        // A pointer's own == asks for the very same object, and NaN is not even itself.
        if (all && pointers == pointers_ && a == a && !(a == b)) {
            return differ(
                "operator== finds a difference, and all fields that the codec names are "
                "the same: a field is not named");
        }
    }
    return all;
}

template <class T>
bool Comparer::same_tuple(const T& a, const T& b) {
    return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        return ((same(std::get<Index>(a), std::get<Index>(b)) ||
                 at('[' + std::to_string(Index) + ']')) &&
                ...);
    }
    (std::make_index_sequence<std::tuple_size_v<T>>{});
}

template <class T>
bool Comparer::same_variant(const T& a, const T& b) {
    if (a.index() != b.index()) {
        return differ(fmt::format("alternative {} became alternative {}", a.index(), b.index()));
    }
    return a.valueless_by_exception() ||
           std::visit(
               [&]<class Item>(const Item& item) { return same(item, *std::get_if<Item>(&b)); }, a);
}

template <class T>
bool Comparer::same_size(const T& a, const T& b) {
    const auto size_a = std::ranges::distance(a);
    const auto size_b = std::ranges::distance(b);
    return size_a == size_b || differ(fmt::format("{} items became {}", size_a, size_b));
}

template <class T>
bool Comparer::same_items(const T& a, const T& b) {
    using Item = std::ranges::range_value_t<T>;
    auto other = std::ranges::begin(b);
    const auto end = std::ranges::end(b);
    std::size_t index = 0;
    for (const auto& item : a) {
        if (other == end) {
            break;  // which same_size() reports
        }
        // A vector<bool> has no items to refer to.
        const Item& expected = item;
        const Item& actual = *other;
        if (!same(expected, actual)) {
            return at('[' + std::to_string(index) + ']');
        }
        ++other;
        ++index;
    }
    return same_size(a, b);
}

template <class T>
bool Comparer::same_entries(const T& a, const T& b) {
    std::size_t index = 0;
    for (const auto& [key, value] : a) {
        if (is_nan(key)) {
            continue;  // which none equals
        }
        const std::string text = leaf_text(key);
        const auto step = [&] {
            return at('[' + (text.empty() ? fmt::format("key {}", index) : text) + ']');
        };
        const auto found = b.find(key);
        if (found == b.end()) {
            differ("the key is not there");
            return step();
        }
        if (!same(key, found->first) || !same(value, found->second)) {
            return step();
        }
        ++index;
    }
    return same_nans(a, b) && same_size(a, b);
}

/// Where the items are that have a NaN for a key, which none equals.
template <class T>
auto nan_items(const T& items) {
    std::vector<std::ranges::iterator_t<const T>> found;
    for (auto at = std::ranges::begin(items); at != std::ranges::end(items); ++at) {
        if constexpr (map_like<T>) {
            if (is_nan((*at).first)) {
                found.push_back(at);
            }
        } else if (is_nan(*at)) {
            found.push_back(at);
        }
    }
    return found;
}

/// As many keys that are NaN, with the same values, in any order.
template <class T>
bool Comparer::same_nans(const T& a, const T& b) {
    const auto expected = nan_items(a);
    auto actual = nan_items(b);
    if (expected.size() != actual.size()) {
        return differ(fmt::format("{} NaN keys became {}", expected.size(), actual.size()));
    }
    if constexpr (map_like<T>) {
        for (const auto& item : expected) {
            const auto found = std::find_if(actual.begin(), actual.end(), [&](const auto& other) {
                Comparer trial = *this;
                const bool same = trial.same((*item).second, (*other).second);
                if (same) {
                    *this = std::move(trial);
                }
                return same;
            });
            if (found == actual.end()) {
                return same((*item).second, (*actual.front()).second) || at("[nan]");
            }
            actual.erase(found);
        }
    }
    return true;
}

template <class T>
bool Comparer::same_elements(const T& a, const T& b) {
    for (const auto& element : a) {
        if (is_nan(element)) {
            continue;  // which none equals
        }
        const auto found = b.find(element);
        if (found == b.end()) {
            return differ("the element " + leaf_text(element) + " is not there");
        }
        if (!same(element, *found)) {
            return at("{" + leaf_text(element) + "}");
        }
    }
    return same_nans(a, b) && same_size(a, b);
}

template <class T>
bool Comparer::same_pointee(const T* a, const T* b) {
    if (a == nullptr || b == nullptr) {
        return a == b || differ(a == nullptr ? "nothing became something" : "is gone");
    }
    if constexpr (std::is_polymorphic_v<T>) {
        if (typeid(*a) != typeid(*b)) {
            return differ("the object's class is another one");
        }
        saw_base_only_ = saw_base_only_ || typeid(*a) != typeid(T);
    }
    return same(*a, *b);
}

template <class T>
bool Comparer::same_shared(const T* a, const T* b) {
    ++pointers_;
    using Object = std::remove_cv_t<T>;
    if constexpr (has_python_identity<Object>) {
        if (a != nullptr && b != nullptr) {
            const auto whole = [](const T* object) -> const void* {
                if constexpr (std::is_polymorphic_v<T>) {
                    return dynamic_cast<const void*>(object);
                } else {
                    return object;
                }
            };
            const std::type_index type = std::is_polymorphic_v<T> ? typeid(void) : typeid(Object);
            const auto [partner, is_new] = partners_.try_emplace({whole(a), type}, whole(b));
            if (partner->second != whole(b)) {
                return differ("the object is no longer shared with an earlier place");
            }
            const auto [original, unshared] = originals_.try_emplace({whole(b), type}, whole(a));
            if (original->second != whole(a)) {
                return differ("the object is now shared with an earlier place");
            }
            if (!is_new) {
                return true;  // compared where it was first, or still being compared there
            }
        }
    }
    return same_pointee(a, b);
}

inline bool Comparer::same_error(const std::exception& a, const std::exception& b) {
    if (typeid(a) != typeid(b)) {
        return differ("an exception of another class");
    }
    return same_leaf(std::string(a.what()), std::string(b.what()));
}

inline bool Comparer::same_error(const std::exception_ptr& a, const std::exception_ptr& b) {
    if (a == nullptr || b == nullptr) {
        return (a == nullptr) == (b == nullptr) || differ("an exception or none");
    }
    try {
        std::rethrow_exception(a);
    } catch (const std::exception& error) {
        try {
            std::rethrow_exception(b);
        } catch (const std::exception& other) {
            return same_error(error, other);
        }
    }
}

}  // namespace brine::detail

template <class T>
std::optional<brine::testing::Difference> brine::testing::difference(const T& expected,
                                                                     const T& actual) {
    brine::detail::Comparer comparer;
    return comparer.same(expected, actual) ? std::nullopt : std::optional(comparer.take());
}
