// Not compiled with -fsanitize-coverage=trace-pc itself.
#include "steps.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

std::uint64_t counted = 0;

void add_bytes(std::size_t n) noexcept { counted += n / 16; }

void* take(std::size_t size) {
    add_bytes(size);
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    return memory;
}

}  // namespace

std::uint64_t steps::count() noexcept { return counted; }

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

// The compiler calls the first of these; the linker's --wrap turns calls of memcpy into calls of
// __wrap_memcpy, and so on.
extern "C" {

void __sanitizer_cov_trace_pc();
void __sanitizer_cov_trace_pc() { ++counted; }

void* __real_memcpy(void* to, const void* from, std::size_t n);
void* __wrap_memcpy(void* to, const void* from, std::size_t n);
void* __wrap_memcpy(void* to, const void* from, std::size_t n) {
    add_bytes(n);
    return __real_memcpy(to, from, n);
}

void* __real_memmove(void* to, const void* from, std::size_t n);
void* __wrap_memmove(void* to, const void* from, std::size_t n);
void* __wrap_memmove(void* to, const void* from, std::size_t n) {
    add_bytes(n);
    return __real_memmove(to, from, n);
}

void* __real_memset(void* to, int byte, std::size_t n);
void* __wrap_memset(void* to, int byte, std::size_t n);
void* __wrap_memset(void* to, int byte, std::size_t n) {
    add_bytes(n);
    return __real_memset(to, byte, n);
}

int __real_memcmp(const void* a, const void* b, std::size_t n);
int __wrap_memcmp(const void* a, const void* b, std::size_t n);
int __wrap_memcmp(const void* a, const void* b, std::size_t n) {
    const int order = __real_memcmp(a, b, n);
    if (order == 0) {
        add_bytes(n);
    }
    return order;
}

int __real_bcmp(const void* a, const void* b, std::size_t n);
int __wrap_bcmp(const void* a, const void* b, std::size_t n);
int __wrap_bcmp(const void* a, const void* b, std::size_t n) { return __wrap_memcmp(a, b, n); }

void* __real_memchr(const void* in, int byte, std::size_t n);
void* __wrap_memchr(const void* in, int byte, std::size_t n);
void* __wrap_memchr(const void* in, int byte, std::size_t n) {
    void* const found = __real_memchr(in, byte, n);
    add_bytes(found == nullptr ? n
                               : static_cast<std::size_t>(static_cast<char*>(found) -
                                                          static_cast<const char*>(in)));
    return found;
}

}  // extern "C"
