// pickletool dis: the opcodes, one a line.

#include <string>

#include <brine/tools/dis.hpp>

#include "commands.hpp"
#include "failure.hpp"
#include "input.hpp"
#include "output.hpp"

namespace pickletool {

void disassemble(const Arguments& arguments) {
    Input input(arguments.input);
    brine::StreamInput stream(input, brine::read_ahead::allowed);
    Output output("-");
    std::string text;
    try {
        brine::dis_into(text, stream);
    } catch (const brine::UnpicklingError& error) {
        input.progress().clear();
        output.print(text);  // what comes before the mistake is what one wants to see
        throw Failure(arguments.input, error.what());
    }
    input.progress().clear();
    output.print(text);
    output.commit();
}

}  // namespace pickletool
