// pickletool repickle: loads, and writes what was loaded anew, at another protocol or with another
// memo.

#include <brine/dumps.hpp>

#include "commands.hpp"
#include "failure.hpp"
#include "output.hpp"
#include "pickles.hpp"

namespace pickletool {
namespace {

brine::DumpOptions options_for(const brine::Document& document, const Arguments& arguments) {
    return {.protocol = arguments.protocol.value_or(document.protocol()), .memo = arguments.memo};
}

}  // namespace

void repickle(const Arguments& arguments) {
    Pickles pickles(arguments);
    Output output(arguments.output);
    brine::Document document;
    while (pickles.next(document)) {
        try {
            brine::dump(document, output, options_for(document, arguments));
        } catch (const brine::PicklingError& error) {
            throw Failure(pickles.place(), error.what());
        }
    }
    output.commit();
}

}  // namespace pickletool
