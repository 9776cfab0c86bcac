// pickletool optimize: the same pickle, less what its memo keeps for nothing.

#include <string>

#include <brine/tools/optimize.hpp>

#include "commands.hpp"
#include "failure.hpp"
#include "input.hpp"
#include "output.hpp"

namespace pickletool {
namespace {

std::string optimized(const Arguments& arguments) {
    const std::string pickle = Input(arguments.input).read_all();
    try {
        return brine::optimize(pickle);
    } catch (const brine::UnpicklingError& error) {
        throw Failure(arguments.input, error.what());
    }
}

}  // namespace

void optimize(const Arguments& arguments) {
    const std::string pickle = optimized(arguments);
    Output output(arguments.output);
    output.print(pickle);
    output.commit();
}

}  // namespace pickletool
