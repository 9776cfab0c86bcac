// The first two bytes say which allocation fails while the rest is loaded, copied and dumped: no
// leak, and nothing but bad_alloc and PickleErrors.

#include "fuzz.hpp"

#include <new>

#include <brine/brine.hpp>

#include "../operator_new.hpp"

namespace {

/// While it lives, the n-th allocation fails.
class Failing {
public:
    explicit Failing(std::size_t n) { operator_new::countdown = n; }
    Failing(const Failing&) = delete;
    Failing& operator=(const Failing&) = delete;
    ~Failing() { operator_new::countdown = 0; }
};

void use(std::string_view pickle, std::size_t n) {
    try {
        const Failing failing(n);
        brine::Document document = brine::loads(pickle);
        const brine::Document copy = document.clone();
        std::string written;
        brine::dumps_into(written, copy.root(), {.memo = brine::memo::strings});
        brine::loads_into(written, document);
    } catch (const std::bad_alloc&) {
        return;
    } catch (const brine::PickleError&) {
        return;
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input = fuzz::text_of(data, size);
    const std::size_t low = fuzz::take_byte(input);
    const std::size_t n = 1 + (low + 256U * (fuzz::take_byte(input) % 4U));
    const std::size_t before = operator_new::live;
    use(input, n);
    fuzz::require(operator_new::live == before, "memory that is not given back");
    return 0;
}
