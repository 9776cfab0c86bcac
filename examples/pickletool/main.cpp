// pickletool: looks into pickles, checks them and writes them anew, without Python and without
// running a line of what they name.

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>

#include <unistd.h>

#include <fmt/format.h>

#include <brine/version.hpp>

#include "arguments.hpp"
#include "failure.hpp"
#include "help.hpp"
#include "output.hpp"
#include "terminal.hpp"

namespace pickletool {
namespace {

enum ExitCode { good = 0, failed = 1, misused = 2 };

void complain(std::string_view message) {
    const std::string label = styled(STDERR_FILENO, Style::error, "pickletool:");
    fmt::print(stderr, "{} {}\n", label, one_line(message));
}

void print(std::string_view text) {
    Output output("-");
    output.print(text);
    output.commit();
}

ExitCode run(int argc, char** argv) {
    const Arguments arguments = parse_arguments({argv + 1, argv + argc});
    if (arguments.help) {
        print(help);
    } else if (arguments.version) {
        print(fmt::format("pickletool {}.{}.{}\n", BRINE_VERSION_MAJOR, BRINE_VERSION_MINOR,
                          BRINE_VERSION_PATCH));
    } else {
        arguments.command->run(arguments);
    }
    return good;
}

ExitCode run_and_complain(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const WrongUsage& error) {
        complain(error.what());
        fmt::print(stderr, "{}", help);
        return misused;
    } catch (const std::bad_alloc&) {
        complain("out of memory");
    } catch (const std::exception& error) {
        complain(error.what());
    }
    return failed;
}

}  // namespace
}  // namespace pickletool

int main(int argc, char** argv) { return pickletool::run_and_complain(argc, argv); }
