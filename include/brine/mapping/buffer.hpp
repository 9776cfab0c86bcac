#pragma once
// brine::buffer: memory that protocol 5 can carry out of band (PEP 574, pickle.PickleBuffer).

#include <cstddef>
#include <span>
#include <type_traits>

namespace brine {

/// A view of contiguous memory, which must outlive the pickling. In band it is written as bytes if
/// read-only and as bytearray if not; out of band the pickle only says that it goes here.
struct buffer {
    std::span<const std::byte> bytes;
    bool readonly = true;

    buffer() = default;

    template <class T, std::size_t Extent>
    requires std::is_trivially_copyable_v<T>
    explicit buffer(std::span<T, Extent> view, bool is_readonly = std::is_const_v<T>)
        : bytes(std::as_bytes(view)), readonly(is_readonly) {}
};

}  // namespace brine
