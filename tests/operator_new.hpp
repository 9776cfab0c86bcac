// operator new and delete that count, and that fail when they are told to. For one file of a
// program: they replace those of the standard library, and can't be inline.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

namespace operator_new {

inline std::size_t live = 0;        // pieces that are in use
inline std::size_t live_bytes = 0;  // in all of them
inline std::size_t most_bytes = 0;  // that live_bytes has been
inline std::size_t largest = 0;     // of all that were asked for
inline std::size_t countdown = 0;   // the n-th allocation from now on fails; 0: none does

/// Before each piece stands its size.
inline constexpr std::size_t header = alignof(std::max_align_t);

inline void* take(std::size_t size) {
    if (countdown != 0 && --countdown == 0) {
        throw std::bad_alloc();
    }
    void* const memory = std::malloc(header + size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    std::memcpy(memory, &size, sizeof size);
    ++live;
    live_bytes += size;
    most_bytes = live_bytes > most_bytes ? live_bytes : most_bytes;
    largest = size > largest ? size : largest;
    return static_cast<char*>(memory) + header;
}

inline void give(void* memory) noexcept {
    if (memory == nullptr) {
        return;
    }
    void* const whole = static_cast<char*>(memory) - header;
    std::size_t size = 0;
    std::memcpy(&size, whole, sizeof size);
    --live;
    live_bytes -= size;
    std::free(whole);
}

}  // namespace operator_new

void* operator new(std::size_t size) { return operator_new::take(size); }
void* operator new[](std::size_t size) { return operator_new::take(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    try {
        return operator_new::take(size);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { operator_new::give(memory); }
void operator delete(void* memory) noexcept { operator_new::give(memory); }
void operator delete[](void* memory) noexcept { operator_new::give(memory); }
void operator delete(void* memory, std::size_t) noexcept { operator_new::give(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator_new::give(memory); }
