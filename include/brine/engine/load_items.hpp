#pragma once
// Rows of a builder's items in memory that stays where it is, for the Unpickler's stack and memo.

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <type_traits>

namespace brine::detail {

/// Items that need no making: memory is enough, and they are assigned to as they come.
template <class Item>
inline constexpr bool plain_items =
    std::is_trivially_copyable_v<Item>&& std::is_trivially_destructible_v<Item>;

template <class Item>
[[nodiscard]] Item* make_items(void* memory, std::size_t count) {
    auto* const items = static_cast<Item*>(memory);
    // Pages that no item reaches are not to be touched.
    if constexpr (!plain_items<Item>) {
        std::uninitialized_default_construct_n(items, count);
    }
    return items;
}

template <class Item>
[[nodiscard]] Item* new_items(std::pmr::memory_resource& memory, std::size_t count) {
    return make_items<Item>(memory.allocate(count * sizeof(Item), alignof(Item)), count);
}

template <class Item>
void delete_items(std::pmr::memory_resource& memory, Item* items, std::size_t count) noexcept {
    if (items != nullptr) {
        std::destroy_n(items, count);
        memory.deallocate(items, count * sizeof(Item), alignof(Item));
    }
}

/// Lets go of what the items refer to.
template <class Item>
void forget_items(Item* items, std::size_t count) noexcept {
    if constexpr (!plain_items<Item>) {
        std::fill_n(items, count, Item{});
    }
}

}  // namespace brine::detail
