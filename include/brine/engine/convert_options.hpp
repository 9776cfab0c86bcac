#pragma once
// Options of conversions from Python objects to C++ types: one aggregate with defaults.

#include <cstddef>
#include <cstdint>

#include <brine/base/text.hpp>

namespace brine {

class Registry;

/// What becomes of attributes and keys that a described type does not name.
enum class unknown_fields : std::uint8_t {
    error,   ///< a ConversionError
    ignore,  ///< they are lost
};

/// What becomes of fields that the object does not have. A std::optional is then empty in any case.
enum class missing_fields : std::uint8_t {
    error,  ///< a ConversionError
    keep,   ///< they keep the value that T{} gives them
};

/// A codec may say the first two itself, for its type alone:
/// `static constexpr auto unknown_fields = brine::unknown_fields::ignore;`
struct ConvertOptions {
    brine::unknown_fields unknown_fields = brine::unknown_fields::error;
    brine::missing_fields missing_fields = brine::missing_fields::error;
    /// What lone surrogates become in a std::string: an error, bytes, or three bytes as they are.
    brine::text text = brine::text::strict;
    /// Objects nested deeper than this are an error. Each level takes stack, 650 bytes or less
    /// where the compiler optimizes, 1500 where it does not (x86-64): for a thread with 128 KiB of
    /// it 50 levels are safe. A Document may be of any depth.
    std::size_t max_depth = 1000;
    /// How many objects may come out; 0: a million, and a hundred for each byte of the pickle. One
    /// object of a pickle can stand in many places, and a copy of it in each may be too much. As
    /// many may come out of Value::as<T>(), for each byte of the document's memory.
    std::uint64_t max_objects = 0;
    /// How many bytes of texts, of bytes and of long ints may come out; 0: 16 MiB, and a hundred
    /// for each byte of the pickle and of its buffers. One text, too, can stand in many places.
    std::uint64_t max_bytes = 0;
    /// Classes, functions and extension codes by name; it must outlive the conversion.
    const Registry* registry = nullptr;

    /// What holds for a pickle of so many bytes.
    [[nodiscard]] std::uint64_t objects_for(std::uint64_t pickle) const noexcept {
        return max_objects != 0 ? max_objects : 1'000'000 + 100 * pickle;
    }
    [[nodiscard]] std::uint64_t bytes_for(std::uint64_t pickle) const noexcept {
        return max_bytes != 0 ? max_bytes : (std::uint64_t{16} << 20U) + 100 * pickle;
    }
};

}  // namespace brine
