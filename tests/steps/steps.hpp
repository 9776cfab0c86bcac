// Counts the work of a program in steps, so that a test can tell what is linear without a clock:
// each edge of the control flow is one, and so are 16 bytes that are copied, compared, searched,
// set or taken from the heap.
#pragma once

#include <cstdint>

namespace steps {

/// Since the program began. What is compiled with -fsanitize-coverage=trace-pc counts.
std::uint64_t count() noexcept;

}  // namespace steps
