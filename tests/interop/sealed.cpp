// Loads pickles in a process that can do nothing but take memory, write and end: any other system
// call, a look at the environment, a change of the locale or a search for a symbol ends it.

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#if defined(__linux__) && __has_include(<linux/seccomp.h>)
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <brine/brine.hpp>
#include <brine/tools/repr.hpp>

namespace {

bool sealed = false;

[[noreturn]] void report(std::string_view what) {
    static_cast<void>(::write(STDERR_FILENO, what.data(), what.size()));
    ::_exit(1);
}

void forbid(const char* what) {
    if (sealed) {
        report(what);
    }
}

/// All other system calls end the process by SIGSYS.
void seal() {
    constexpr long allowed[] = {
        SYS_mmap,
        SYS_munmap,
        SYS_mremap,
        SYS_madvise,
        SYS_mprotect,
        SYS_brk,
        SYS_futex,
        SYS_write,
        SYS_exit_group,
        SYS_rt_sigprocmask,
        SYS_sched_yield,
        SYS_gettid,
#if defined(SYS_mmap2)  // on 32 bits
        SYS_mmap2,
#endif
    };
    std::vector<sock_filter> filter;
    filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
    for (const long call : allowed) {
        filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1));
        filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    }
    filter.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
        std::puts("MISSING: seccomp, so nothing is known of what loading touches");
        std::exit(0);
    }
    sealed = true;
}

/// True where all of it is a value and comes out again.
bool use(const std::string& pickle) {
    try {
        const brine::Document document = brine::loads(pickle);
        static_cast<void>(brine::repr(document, brine::ReprLimits::strict()));
        static_cast<void>(brine::dumps(document));
        return true;
    } catch (const brine::PickleError&) {
        return false;
    }
}

void use_typed(const std::string& pickle) {
    static_cast<void>(brine::try_loads<std::vector<std::string>>(pickle));
}

}  // namespace

// In place of those of the C library.
extern "C" char* getenv(const char*) noexcept {
    forbid("the environment was looked at\n");
    return nullptr;
}
extern "C" char* setlocale(int, const char*) noexcept {
    forbid("the locale was looked at\n");
    return nullptr;
}

/// sealed FILE...; with an argument that is "open", "socket", "fork" or "getenv", it does that.
int main(int argc, char** argv) {
    std::vector<std::string> pickles;
    const std::string_view first = argc == 2 ? argv[1] : "";
    for (int i = 1; i < argc; ++i) {
        std::ifstream stream(argv[i], std::ios::binary);
        pickles.emplace_back(std::istreambuf_iterator<char>(stream),
                             std::istreambuf_iterator<char>());
    }
    // The seed of the hashes is made once in a process, and may come from a device.
    static_cast<void>(brine::detail::hash_seed());
    // LLVM's libunwind asks the environment once, at the first throw.
    try {
        throw std::exception();
    } catch (const std::exception&) {
    }
    std::size_t good = 0;
    seal();
    if (first == "open") {
        static_cast<void>(std::fopen("/dev/null", "r"));
    } else if (first == "fork") {
        static_cast<void>(::syscall(SYS_clone, 0, 0, 0, 0, 0));
    } else if (first == "getenv") {
        static_cast<void>(std::getenv("HOME"));
    }
    for (const std::string& pickle : pickles) {
        good += use(pickle) ? 1U : 0U;
        use_typed(pickle);
        // And with a byte of it that is another.
        for (std::size_t at = 0; at < pickle.size() && at < 100; at += 7) {
            std::string damaged = pickle;
            damaged[at] = static_cast<char>(damaged[at] ^ 1);
            static_cast<void>(use(damaged));
        }
    }
    const std::string line =
        std::to_string(good) + " of " + std::to_string(pickles.size()) + " loaded\n";
    static_cast<void>(::write(STDOUT_FILENO, line.data(), line.size()));
    ::_exit(0);
}

#else

int main() {
    std::puts("MISSING: seccomp, so nothing is known of what loading touches");
    return 0;
}

#endif
