#pragma once
// MemoryChunk: a large piece of memory. On Linux, pieces of 2 MiB and more are mapped and ask for
// huge pages, so that fresh memory takes one fault for 2 MiB instead of 512.

#include <cstddef>
#include <new>
#include <utility>

#if defined(__linux__) && __has_include(<sys/mman.h>)
#include <sys/mman.h>
#endif

namespace brine::detail {

class MemoryChunk {
public:
    static constexpr std::size_t huge_page = std::size_t{1} << 21U;
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    static constexpr bool maps = true;
#else
    static constexpr bool maps = false;
#endif

    /// @throws std::bad_alloc.
    explicit MemoryChunk(std::size_t size) : size_(size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
        if (is_mapped()) {
            // Huge pages lie on their own multiples: some more is mapped, and what is over is never
            // touched.
            void* const mapped = ::mmap(nullptr, size + huge_page, PROT_READ | PROT_WRITE,
                                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            if (mapped == MAP_FAILED) {
                throw std::bad_alloc();
            }
            mapped_ = mapped;
            const auto address = reinterpret_cast<std::size_t>(mapped);
            data_ = static_cast<char*>(mapped) + (huge_page - address % huge_page) % huge_page;
            ::madvise(data_, size, MADV_HUGEPAGE);
            return;
        }
#endif
        data_ = static_cast<char*>(::operator new(size));
    }
    MemoryChunk(MemoryChunk&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(other.size_), mapped_(other.mapped_) {}
    MemoryChunk& operator=(MemoryChunk&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(mapped_, other.mapped_);
        return *this;
    }
    ~MemoryChunk() {
        if (data_ == nullptr) {
            return;
        }
#if defined(__linux__) && defined(MADV_HUGEPAGE)
        if (is_mapped()) {
            ::munmap(mapped_, size_ + huge_page);
            return;
        }
#endif
        ::operator delete(data_);
    }

    [[nodiscard]] char* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    [[nodiscard]] bool is_mapped() const noexcept { return maps && size_ >= huge_page; }

    char* data_ = nullptr;
    std::size_t size_;
    void* mapped_ = nullptr;
};

}  // namespace brine::detail
