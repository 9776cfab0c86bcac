// Any bytes, with the default limits, the strict ones and each encoding: nothing but
// UnpicklingError comes out.

#include "fuzz.hpp"

#include <brine/brine.hpp>

namespace {

void load(std::string_view pickle, const brine::LoadOptions& options) {
    brine::Unpickler<std::string_view, brine::DocumentBuilder> unpickler(pickle, options);
    try {
        const brine::Document document = unpickler.load();
        fuzz::require(unpickler.consumed() <= pickle.size(), "more consumed than there is");
    } catch (const brine::UnpicklingError& error) {
        fuzz::check_error(error, pickle.size());
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view pickle = fuzz::text_of(data, size);
    load(pickle, {});
    brine::LoadOptions options;
    options.limits = brine::LoadLimits::strict();
    options.encoding = static_cast<brine::encoding>(size % 4);
    options.errors = static_cast<brine::decode_errors>(size % 5);
    options.fix_imports = size % 2 == 0;
    options.borrow = size % 3 == 0;
    load(pickle, options);
    return 0;
}
