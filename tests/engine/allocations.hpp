// Counts what is taken from the heap, and makes it fail: operator_new.hpp, for several files.
#pragma once

#include <cstddef>
#include <functional>
#include <new>

#include <brine/loads.hpp>

#include "catch.hpp"

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

/// Runs action() with the first, the second, ... allocation failing until it comes through. What
/// it takes must be given back, and check() sees what it leaves each time.
inline void fail_each(const std::function<void()>& action, const std::function<void()>& check) {
    static_cast<void>(brine::loads("}(K\1K\2u."));  // what is made once for all
    bool failed = true;
    std::size_t n = 0;
    while (failed) {
        REQUIRE(++n < 2000);
        const std::size_t before = live();
        failed = false;
        fail_at(n);
        try {
            action();
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        fail_at(0);
        if (failed) {
            CHECK(live() == before);
        }
        check();
    }
    CHECK(n > 1);
}

}  // namespace allocations
