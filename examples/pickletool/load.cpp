// pickletool load: whether a pickle is good, by its exit status.

#include <fmt/format.h>

#include "commands.hpp"
#include "output.hpp"
#include "pickles.hpp"

namespace pickletool {

void load(const Arguments& arguments) {
    Pickles pickles(arguments);
    Output output("-");
    brine::Document document;
    while (pickles.next(document)) {
        if (arguments.consumed) {
            output.print(fmt::format("{}\n", pickles.consumed()));
        }
    }
    output.commit();
}

}  // namespace pickletool
