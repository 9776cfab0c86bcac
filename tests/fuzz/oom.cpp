// The first two bytes say which allocation fails while the rest is loaded, copied and dumped: no
// leak, and nothing but bad_alloc and PickleErrors.

#include "fuzz.hpp"

#include <new>

#include <brine/brine.hpp>

namespace {

std::size_t countdown = 0;
std::size_t live = 0;

void* take(std::size_t size) {
    if (countdown != 0 && --countdown == 0) {
        throw std::bad_alloc();
    }
    void* const memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    ++live;
    return memory;
}

void give(void* memory) noexcept {
    live -= memory != nullptr ? 1U : 0U;
    std::free(memory);
}

/// While it lives, the n-th allocation fails.
class Failing {
public:
    explicit Failing(std::size_t n) { countdown = n; }
    Failing(const Failing&) = delete;
    Failing& operator=(const Failing&) = delete;
    ~Failing() { countdown = 0; }
};

void use(std::string_view pickle, std::size_t n) {
    try {
        const Failing failing(n);
        brine::Document document = brine::loads(pickle);
        const brine::Document copy = document.clone();
        std::string written;
        brine::dumps_into(written, copy.root(), {.memo = brine::memo::strings});
        brine::loads_into(written, document);
    } catch (const std::bad_alloc&) {
        return;
    } catch (const brine::PickleError&) {
        return;
    }
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    try {
        return take(size);
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}
void operator delete(void* memory, const std::nothrow_t&) noexcept { give(memory); }
void operator delete(void* memory) noexcept { give(memory); }
void operator delete[](void* memory) noexcept { give(memory); }
void operator delete(void* memory, std::size_t) noexcept { give(memory); }
void operator delete[](void* memory, std::size_t) noexcept { give(memory); }

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input = fuzz::text_of(data, size);
    const std::size_t low = fuzz::take_byte(input);
    const std::size_t n = 1 + (low + 256U * (fuzz::take_byte(input) % 4U));
    const std::size_t before = live;
    use(input, n);
    fuzz::require(live == before, "memory that is not given back");
    return 0;
}
