// Counts what is taken from the heap, and makes it fail. The operators are in allocations.cpp.
#pragma once

#include <cstddef>

namespace allocations {

/// Pieces of memory that are in use.
std::size_t live();
/// The largest piece that was asked for since the last call.
std::size_t take_largest();
/// How many bytes more than at start_peak() were in use at once since then.
void start_peak();
std::size_t peak();
/// The n-th allocation from now on throws std::bad_alloc, where n is at least 1; 0: none does.
void fail_at(std::size_t n);

}  // namespace allocations
