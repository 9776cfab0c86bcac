// brine's verdict and value against those of CPython's two unpicklers, for pickles that name no
// class: where the two agree, brine agrees with them. What brine then writes, they load as well.

#include "canonical.hpp"
#include "fixpoint.hpp"
#include "opcodes.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// The child, and pipes to and from it.
class Child {
public:
    Child() {
        int to[2];
        int from[2];
        fuzz::require(::pipe(to) == 0 && ::pipe(from) == 0, "no pipe");
        const pid_t child = ::fork();
        fuzz::require(child >= 0, "no child");
        if (child == 0) {
            ::dup2(to[0], STDIN_FILENO);
            ::dup2(from[1], STDOUT_FILENO);
            for (const int end : {to[0], to[1], from[0], from[1]}) {
                ::close(end);
            }
            ::execl(BRINE_FUZZ_PYTHON, BRINE_FUZZ_PYTHON, "-S", "-E", BRINE_FUZZ_CHILD, nullptr);
            ::_exit(127);
        }
        ::close(to[0]);
        ::close(from[1]);
        in_ = to[1];
        out_ = from[0];
        ::fcntl(in_, F_SETFD, FD_CLOEXEC);
        ::fcntl(out_, F_SETFD, FD_CLOEXEC);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        ::close(in_);
        ::close(out_);
        ::wait(nullptr);
    }

    /// What the C unpickler says, and pickle.py.
    std::array<std::string, 2> ask(std::string_view pickle, bool is_own) const {
        const std::uint32_t size =
            static_cast<std::uint32_t>(pickle.size()) | (is_own ? 1U << 31U : 0U);
        write({reinterpret_cast<const char*>(&size), sizeof size});
        write(pickle);
        std::array<std::string, 2> answers;
        for (std::string& answer : answers) {
            std::uint32_t length = 0;
            read(reinterpret_cast<char*>(&length), sizeof length);
            answer.resize(length);
            read(answer.data(), length);
        }
        return answers;
    }

private:
    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t n = ::write(in_, bytes.data(), bytes.size());
            fuzz::require(n > 0 || errno == EINTR, "the child has gone");
            bytes.remove_prefix(n > 0 ? static_cast<std::size_t>(n) : 0);
        }
    }
    void read(char* to, std::size_t size) const {
        while (size > 0) {
            const ssize_t n = ::read(out_, to, size);
            fuzz::require(n > 0 || (n < 0 && errno == EINTR), "the child has gone");
            to += n > 0 ? n : 0;
            size -= n > 0 ? static_cast<std::size_t>(n) : 0;
        }
    }

    int in_ = -1;
    int out_ = -1;
};

const Child& child() {
    static const Child one;
    return one;
}

/// Opcodes that name a class, ask the caller, or take memory by their argument alone.
bool is_left_out(const fuzz::Op& op) {
    using O = brine::Opcode;
    switch (fuzz::code_of(op)) {
        case O::global:
        case O::stack_global:
        case O::inst:
        case O::obj:
        case O::reduce:
        case O::newobj:
        case O::newobj_ex:
        case O::build:
        case O::ext1:
        case O::ext2:
        case O::ext4:
        case O::persid:
        case O::binpersid:
        case O::next_buffer:
        case O::readonly_buffer:
            return true;
        case O::long_binput:  // CPython makes its memo that large
            return op[3] != 0 || op[4] != 0;
        case O::put:
            return op.size() > 7;
        default:
            return false;
    }
}

/// What brine makes of it, as the child writes it.
std::string answer(std::string_view pickle) {
    try {
        const brine::Document document = brine::loads(pickle);
        return 'v' + fuzz::Canonical()(document.root());
    } catch (const fuzz::NotComparable&) {
        return "?";
    } catch (const brine::UnpicklingError& error) {
        fuzz::check_error(error, pickle.size());
        const std::string what = error.what();
        // CPython appends to whatever has a method of that name; brine to lists and objects.
        const bool is_own_rule = error.code() == brine::Errc::limit_exceeded ||
                                 what.ends_with("expected a list or an object, found bytearray");
        return is_own_rule ? "?" : 'e' + what;
    }
}

bool agree(std::string_view a, std::string_view b) {
    return a.front() == 'e' ? b.front() == 'e' : a == b;
}

void compare(std::string_view pickle, bool is_own) {
    const auto [c, pure] = child().ask(pickle, is_own);
    const std::string ours = answer(pickle);
    const bool unsure = c == "?" || pure == "?" || ours == "?" || !agree(c, pure);
    fuzz::require(unsure || agree(c, ours), "CPython loads it otherwise",
                  [&] { return c + '\n' + ours + '\n' + fuzz::disassembled(std::string(pickle)); });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view pickle = fuzz::text_of(data, size);
    const std::vector<fuzz::Op> ops = fuzz::split(pickle);
    if (std::ranges::any_of(ops, is_left_out)) {
        return -1;
    }
    compare(pickle, false);
    if (const auto document = brine::try_loads(pickle)) {
        const int protocol = 2 + static_cast<int>(size % 4);
        const brine::memo memo = fuzz::memo_of(static_cast<std::uint8_t>(size / 4 % 3));
        try {
            compare(fuzz::dump(*document, protocol, memo), true);
        } catch (const brine::PicklingError& error) {
            fuzz::require(false, "what was loaded can't be written", error.what());
        }
    }
    return 0;
}
