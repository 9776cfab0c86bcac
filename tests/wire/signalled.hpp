#pragma once
// Signals that let a system call which waits end with EINTR.

#include <chrono>
#include <csignal>
#include <thread>

#include <pthread.h>

#include "catch.hpp"

class Signalled {
public:
    Signalled() {
        struct sigaction action = {};
        action.sa_handler = [](int) {};
        REQUIRE(::sigaction(SIGUSR1, &action, &before_) == 0);
    }
    Signalled(const Signalled&) = delete;
    Signalled& operator=(const Signalled&) = delete;
    ~Signalled() { ::sigaction(SIGUSR1, &before_, nullptr); }

    // Several, as the thread may not wait yet when the first one comes.
    void disturb(pthread_t thread) const {
        for (int i = 0; i < 20; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            ::pthread_kill(thread, SIGUSR1);
        }
    }

private:
    struct sigaction before_ = {};
};
