// pickletool dis: the opcodes, one a line.

#include <brine/tools/dis.hpp>

#include "commands.hpp"
#include "failure.hpp"
#include "input.hpp"
#include "output.hpp"

namespace pickletool {
namespace {

/// The progress bar makes room for each piece of text.
struct Text {
    Output& output;
    Input& input;

    std::size_t write(std::span<const std::byte> bytes) {
        input.progress().clear();
        return output.write(bytes);
    }
};

}  // namespace

void disassemble(const Arguments& arguments) {
    Input input(arguments.input);
    brine::StreamInput stream(input, brine::read_ahead::allowed);
    Output output("-");
    Text text{output, input};
    try {
        brine::dis_into(text, stream, arguments.limits().decode);
    } catch (const brine::UnpicklingError& error) {
        throw Failure(arguments.input, error.what());  // behind the lines that come before it
    }
    output.commit();
}

}  // namespace pickletool
