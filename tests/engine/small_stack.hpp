// A thread of its own, with little stack.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <thread>

#include "catch.hpp"

#if __has_include(<pthread.h>)
#include <pthread.h>
#endif

// Also with sanitizers, whose frames are larger. On s390x every frame has 160 bytes that its caller
// leaves to it, and what is not optimized has many frames.
#if defined(__s390x__) && !defined(__OPTIMIZE__)
inline constexpr std::size_t small_stack = 256 << 10;
#else
inline constexpr std::size_t small_stack = 128 << 10;
#endif

/// What the body returns is a list of what went wrong.
inline std::string on_small_stack(std::function<std::string()> body) {
    std::string failures;
    std::function<void()> task = [&] {
        try {
            failures = body();
        } catch (const std::exception& error) {
            failures = error.what();
        }
    };
#if __has_include(<pthread.h>)
    pthread_attr_t attributes;
    REQUIRE(pthread_attr_init(&attributes) == 0);
    REQUIRE(pthread_attr_setstacksize(&attributes, small_stack) == 0);
    pthread_t thread{};
    const auto run = [](void* given) -> void* {
        (*static_cast<std::function<void()>*>(given))();
        return nullptr;
    };
    REQUIRE(pthread_create(&thread, &attributes, run, &task) == 0);
    REQUIRE(pthread_join(thread, nullptr) == 0);
    REQUIRE(pthread_attr_destroy(&attributes) == 0);
#else
    std::thread(task).join();  // whose stack can't be chosen, but is no match for a million frames
#endif
    return failures;
}
