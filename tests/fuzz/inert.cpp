// What is loaded is compared with itself and a copy, printed within a budget, disassembled,
// audited, and destroyed.

#include "fuzz.hpp"

#include <brine/brine.hpp>
#include <brine/tools/dis.hpp>
#include <brine/tools/globals.hpp>
#include <brine/tools/optimize.hpp>

namespace {

/// Runs a tool that may refuse the pickle.
template <class Tool>
void use(Tool tool, std::string_view pickle) {
    try {
        tool();
    } catch (const brine::UnpicklingError& error) {
        fuzz::check_error(error, pickle.size());
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view pickle = fuzz::text_of(data, size);
    use([&] { fuzz::check_copy(brine::loads(pickle)); }, pickle);
    use([&] { static_cast<void>(brine::dis(pickle)); }, pickle);
    use([&] { static_cast<void>(brine::globals(pickle)); }, pickle);
    use([&] { static_cast<void>(brine::optimize(pickle)); }, pickle);
    return 0;
}
