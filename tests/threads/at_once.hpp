// Work that eight threads do at once, on objects that they share. Where one of them writes to what
// another reads, ThreadSanitizer ends the program with an error.
#pragma once

#include <cstddef>
#include <functional>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "catch.hpp"

struct Job {
    std::string name;
    std::function<std::string()> run;
};

inline std::string answer_of(const Job& job) {
    try {
        return job.run();
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// Every thread does all jobs, each in an order of its own and with none of them done before. All
/// must come to the same answers, and so must one that is alone afterwards.
inline void check_at_once(const std::vector<Job>& jobs) {
    constexpr std::size_t thread_count = 8;
    std::vector<std::vector<std::string>> answers(thread_count,
                                                  std::vector<std::string>(jobs.size()));
    std::latch start(thread_count);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < thread_count; ++t) {
        threads.emplace_back([&jobs, &start, &mine = answers[t], t] {
            start.arrive_and_wait();
            for (std::size_t i = 0; i < jobs.size(); ++i) {
                const std::size_t job = (i + t * jobs.size() / thread_count) % jobs.size();
                mine[job] = answer_of(jobs[job]);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (std::size_t job = 0; job < jobs.size(); ++job) {
        INFO(jobs[job].name);
        const std::string alone = answer_of(jobs[job]);
        CHECK(!alone.empty());
        for (const std::vector<std::string>& of_thread : answers) {
            CHECK(of_thread[job] == alone);
        }
    }
}
