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

void use_document(const brine::Document& document) {
    const brine::Value root = document.root();
    fuzz::require(root == root, "a value that is not equal to itself");
    const std::string shown = brine::repr(root, fuzz::short_repr);
    const brine::Document copy = document.clone();
    fuzz::require(brine::repr(copy, fuzz::short_repr) == shown, "a copy that prints otherwise",
                  shown);
    if (shown.find("nan") == std::string::npos) {
        fuzz::require(copy.root() == root, "a copy that is not equal", shown);
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view pickle = fuzz::text_of(data, size);
    use([&] { use_document(brine::loads(pickle)); }, pickle);
    use([&] { static_cast<void>(brine::dis(pickle)); }, pickle);
    use([&] { static_cast<void>(brine::globals(pickle)); }, pickle);
    use([&] { static_cast<void>(brine::optimize(pickle)); }, pickle);
    return 0;
}
