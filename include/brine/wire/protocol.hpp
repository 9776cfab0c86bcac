#pragma once
// The numbers that pickle's protocols agree on (Lib/pickle.py, PEP 3154).

#include <cstddef>

namespace brine {

/// The newest protocol: Python 3.8 and later read it.
inline constexpr int highest_protocol = 5;
/// What brine writes unless told otherwise.
inline constexpr int default_protocol = 5;
/// The oldest protocol that brine writes, for documents; any other C++ type needs 2, which Python
/// 2.3 and later read.
inline constexpr int lowest_written_protocol = 0;

/// An open frame of this many bytes is closed before the next object (protocol 4+).
inline constexpr std::size_t frame_size_target = 64 * 1024;
/// A frame of fewer bytes than this is written without its header.
inline constexpr std::size_t frame_size_min = 4;
/// FRAME and its 8-byte length.
inline constexpr std::size_t frame_header_size = 9;
/// APPENDS, SETITEMS and ADDITEMS take at most this many items at once.
inline constexpr std::size_t batch_size = 1000;

}  // namespace brine
