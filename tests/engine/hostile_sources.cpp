// Sources that fail in their own ways: streams whose exceptions are on, pipes that give a byte at a
// time while signals come, ends that are closed in the middle.
#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <functional>
#include <istream>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

#include <pthread.h>
#include <sys/time.h>
#include <unistd.h>

#include <brine/brine.hpp>
#include <brine/tools/repr.hpp>

#include "catch.hpp"

namespace {

using brine::Errc;
using std::string_literals::operator""s;

const std::string pickle = "\x80\4\x95\x19\0\0\0\0\0\0\0](\x8c\5texts\x94K\1I12\ncm\nf\n)Re."s;

std::string shown(const brine::Document& document) { return brine::repr(document); }

/// While it lives, a signal interrupts whatever this thread waits for, each millisecond.
class Interruptions {
public:
    Interruptions() {
        struct sigaction action {};
        action.sa_handler = [](int) { ++count; };  // without SA_RESTART
        REQUIRE(::sigaction(SIGALRM, &action, &before_) == 0);
        const itimerval each{{0, 1000}, {0, 1000}};
        REQUIRE(::setitimer(ITIMER_REAL, &each, nullptr) == 0);
    }
    Interruptions(const Interruptions&) = delete;
    Interruptions& operator=(const Interruptions&) = delete;
    ~Interruptions() {
        const itimerval never{};
        ::setitimer(ITIMER_REAL, &never, nullptr);
        ::sigaction(SIGALRM, &before_, nullptr);
    }
    /// Runs in another thread, which gets none of them, beside this one.
    static std::thread beside(std::function<void()> action) {
        return std::thread([action] {
            sigset_t all;
            sigfillset(&all);
            pthread_sigmask(SIG_BLOCK, &all, nullptr);
            action();
        });
    }
    /// Until two more have come.
    static void wait() {
        const int seen = count;
        while (count < seen + 2) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }

private:
    static inline std::atomic<int> count = 0;
    struct sigaction before_ {};
};

TEST_CASE("hostile: a descriptor is read on after each signal, and in pieces of any size") {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const std::string few = "](K\1I12\ne.";
    std::string got;
    {
        const Interruptions interruptions;
        std::thread writer = Interruptions::beside([&] {
            for (const char& c : few) {
                Interruptions::wait();
                static_cast<void>(::write(ends[1], &c, 1));
            }
        });
        brine::fd_source source(ends[0]);
        got = shown(brine::load(source));
        writer.join();
    }
    CHECK(got == "[1, 12]");
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("hostile: a descriptor is written on after each signal") {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const std::string text(300'000, 'x');
    std::string got;
    {
        const Interruptions interruptions;
        std::thread reader = Interruptions::beside([&] {
            std::string piece(50'000, '\0');
            ssize_t n = 0;
            do {
                Interruptions::wait();
                n = ::read(ends[0], piece.data(), piece.size());
                got.append(piece, 0, n > 0 ? static_cast<std::size_t>(n) : 0);
            } while (n > 0);
        });
        brine::dump(text, brine::fd_sink(ends[1]));
        ::close(ends[1]);
        reader.join();
    }
    CHECK(got == brine::dumps(text));
    ::close(ends[0]);
}

TEST_CASE("hostile: a pipe that is closed at any byte is truncated, a closed descriptor an error") {
    for (std::size_t size = 0; size < pickle.size(); ++size) {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        REQUIRE(::write(ends[1], pickle.data(), size) == static_cast<ssize_t>(size));
        ::close(ends[1]);
        brine::fd_source source(ends[0]);
        brine::Unpickler unpickler(source);
        try {
            static_cast<void>(unpickler.load());
            FAIL("it is loaded");
        } catch (const brine::UnpicklingError& error) {
            CHECK(error.code() == Errc::truncated);
        }
        ::close(ends[0]);
        CHECK_THROWS_AS(unpickler.load(), std::system_error);
    }
}

TEST_CASE("hostile: a stream whose exceptions are on fails with them at any byte") {
    using State = std::ios_base;
    for (std::size_t size = 0; size < pickle.size(); ++size) {
        for (const auto bits : {State::badbit, State::failbit | State::badbit,
                                State::eofbit | State::failbit | State::badbit}) {
            CAPTURE(size, bits);
            std::istringstream stream(pickle.substr(0, size));
            stream.exceptions(bits);
            brine::Document document;
            try {
                document = brine::load(stream);
                FAIL("it is loaded");
            } catch (const brine::UnpicklingError& error) {
                CHECK(error.code() == Errc::truncated);
            } catch (const std::ios_base::failure&) {
                CHECK((bits & (State::failbit | State::eofbit)) != 0);
            }
            CHECK(document.root().is_none());
        }
    }
    std::istringstream whole(pickle + "K\7."s);
    whole.exceptions(State::eofbit | State::failbit | State::badbit);
    CHECK(shown(brine::load(whole)) == shown(brine::loads(pickle)));
    CHECK(brine::load<int>(whole) == 7);
}

}  // namespace
