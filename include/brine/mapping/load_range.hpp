#pragma once
// How sequences, sets and maps are loaded: items that are there already are loaded in place, so
// that what they own is reused.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <brine/base/errors.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/load_array.hpp>

namespace brine::detail {

/// Grows at its end: vector, deque, list.
template <class T>
concept growing_range = requires(T& items, std::ranges::range_value_t<T> item) {
    items.push_back(std::move(item));
    items.erase(items.begin(), items.end());
    items.clear();
};

/// Places its items itself: multiset, multimap.
template <class T>
concept placing_range = requires(T& items, std::ranges::range_value_t<T> item) {
    typename T::key_type;
    items.insert(std::move(item));
    items.clear();
};

template <class T>
concept front_range = requires(T& items) {
    items.before_begin();
    items.erase_after(items.begin(), items.end());
};

template <class T>
concept fixed_range = std::is_bounded_array_v<T> || requires {
    std::tuple_size<T>::value;
};

/// Is given its size, and items then: valarray.
template <class T>
concept sizable_range = requires(T& items, std::ranges::range_value_t<T> item) {
    items.resize(std::size_t{});
    items[std::size_t{}] = std::move(item);
};

template <class T>
concept loadable_range =
    growing_range<T> || placing_range<T> || front_range<T> || fixed_range<T> || sizable_range<T>;

/// A pair whose first is not const, as the items of maps are loaded.
template <class T>
struct loose : std::type_identity<T> {};
template <class First, class Second>
struct loose<std::pair<const First, Second>> : std::type_identity<std::pair<First, Second>> {};

template <class T>
void grow(auto& loader, const auto& item, T& out) {
    using Item = std::ranges::range_value_t<T>;
    if constexpr (std::is_lvalue_reference_v<std::ranges::range_reference_t<T>> &&
                  std::default_initializable<Item> && requires { out.emplace_back(); }) {
        out.emplace_back();
        loader.load(item, out.back());
    } else {
        out.push_back(loader.template load<Item>(item));
    }
}

/// Makes room, now and then, for what is likely to come, where a container would grow step by step.
class Room {
public:
    template <class T>
    [[gnu::always_inline]] void make(auto& loader, const auto& in, T& out) {
        if constexpr (requires { out.reserve(std::size_t{}); }) {
            if (out.size() >= next_) [[unlikely]] {
                const std::size_t likely = loader.likely_size(in, out.size());
                if (likely > out.size()) {
                    out.reserve(likely);
                }
                next_ = std::max(likely, out.size() + step);
            }
        }
    }

private:
    static constexpr std::size_t step = 512;
    std::size_t next_ = step;
};

template <class T>
void load_growing(auto& loader, const auto& in, T& out) {
    using Item = std::ranges::range_value_t<T>;
    if constexpr (!std::is_lvalue_reference_v<std::ranges::range_reference_t<T>> ||
                  std::is_arithmetic_v<Item>) {
        out.clear();
    }
    if constexpr (requires { out.reserve(std::size_t{}); }) {
        out.reserve(loader.size_hint(in));
    }
    auto next = out.begin();
    const auto size = out.size();
    std::size_t done = 0;
    [[maybe_unused]] Room room;
    loader.template for_each_item<std::ranges::range_value_t<T>>(in, [&](const auto& item) {
        if (done < size) {
            if constexpr (std::is_lvalue_reference_v<std::ranges::range_reference_t<T>>) {
                loader.load(item, *next++);
            }
            ++done;
        } else {
            if constexpr (!std::is_arithmetic_v<Item>) {
                room.make(loader, in, out);
            }
            grow(loader, item, out);
        }
    });
    if (done < size) {
        out.erase(next, out.end());
    }
}

template <class T>
void load_placing(auto& loader, const auto& in, T& out) {
    out.clear();
    loader.template for_each_item<std::ranges::range_value_t<T>>(in, [&](const auto& item) {
        out.insert(loader.template load<typename loose<std::ranges::range_value_t<T>>::type>(item));
    });
}

template <class T>
void load_front(auto& loader, const auto& in, T& out) {
    auto last = out.before_begin();
    loader.template for_each_item<std::ranges::range_value_t<T>>(in, [&](const auto& item) {
        if (std::next(last) == out.end()) {
            last =
                out.insert_after(last, loader.template load<std::ranges::range_value_t<T>>(item));
        } else {
            loader.load(item, *++last);
        }
    });
    out.erase_after(last, out.end());
}

template <class T>
void load_fixed(auto& loader, const auto& in, T& out) {
    const std::size_t size = std::ranges::size(out);
    std::size_t done = 0;
    loader.template for_each_item<std::ranges::range_value_t<T>>(in, [&](const auto& item) {
        if (done < size) {
            loader.load(item, out[done]);
        }
        ++done;
    });
    if (done != size) {
        loader.fail(Errc::type_mismatch,
                    "expected " + std::to_string(size) + " items, found " + std::to_string(done));
    }
}

template <class T>
void load_sizable(auto& loader, const auto& in, T& out) {
    std::vector<std::ranges::range_value_t<T>> items;
    load_growing(loader, in, items);
    out.resize(items.size());
    std::ranges::move(items, std::ranges::begin(out));
}

/// False where `in` is no array.array.
template <class T>
bool load_array_into(auto& loader, const auto& in, T& out) {
    if constexpr (growing_range<T>) {
        return load_array(loader, in, out);
    } else {
        std::vector<std::ranges::range_value_t<T>> items;
        if (!load_array(loader, in, items)) {
            return false;
        }
        if constexpr (sizable_range<T>) {
            out.resize(items.size());
        } else if (items.size() != std::ranges::size(out)) {
            loader.fail(Errc::type_mismatch, "expected " + std::to_string(std::ranges::size(out)) +
                                                 " items, found " + std::to_string(items.size()));
        }
        std::ranges::copy(items, std::ranges::begin(out));
        return true;
    }
}

template <class T>
void load_range(auto& loader, const auto& in, T& out) {
    if constexpr (array_number<std::ranges::range_value_t<T>> &&
                  (growing_range<T> || fixed_range<T> || sizable_range<T>)) {
        if (load_array_into(loader, in, out)) {
            return;
        }
    }
    if constexpr (growing_range<T>) {
        load_growing(loader, in, out);
    } else if constexpr (placing_range<T>) {
        load_placing(loader, in, out);
    } else if constexpr (front_range<T>) {
        load_front(loader, in, out);
    } else if constexpr (fixed_range<T>) {
        load_fixed(loader, in, out);
    } else {
        load_sizable(loader, in, out);
    }
}

template <class T>
void load_set(auto& loader, const auto& in, T& out) {
    out.clear();
    if constexpr (requires { out.reserve(std::size_t{}); }) {
        out.reserve(loader.size_hint(in));
    }
    loader.template for_each_element<typename T::key_type>(in, [&](const auto& element) {
        if (!out.insert(loader.template load<typename T::key_type>(element)).second) {
            loader.fail(Errc::out_of_range, "two elements become equal");
        }
    });
}

template <class T>
void load_map(auto& loader, const auto& in, T& out) {
    out.clear();
    if constexpr (requires { out.reserve(std::size_t{}); }) {
        out.reserve(loader.size_hint(in));
    }
    Room room;
    loader.template for_each_entry<typename T::key_type, typename T::mapped_type>(
        in, [&](const auto& key, const auto& value) {
            room.make(loader, in, out);
            const std::size_t before = out.size();
            auto& mapped = out[loader.template load<typename T::key_type>(key)];
            if (out.size() == before) {
                loader.fail(Errc::out_of_range, "two keys become equal");
            }
            loader.load(value, mapped);
        });
}

}  // namespace brine::detail
