// pickletool optimize: the same pickle, less what its memo keeps for nothing.

#include <string>

#include <brine/tools/optimize.hpp>

#include "commands.hpp"
#include "failure.hpp"
#include "input.hpp"
#include "output.hpp"

namespace pickletool {

void optimize(const Arguments& arguments) {
    const brine::DecodeLimits limits = arguments.limits().decode;
    const std::string pickle = Input(arguments.input).read_all(limits.input_bytes);
    Output output(arguments.output);
    try {
        brine::optimize_into(output, pickle, limits);
    } catch (const brine::UnpicklingError& error) {
        throw Failure(arguments.input, error.what());
    }
    output.commit();
}

}  // namespace pickletool
