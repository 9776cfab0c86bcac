// pickletool show: the object, as Python prints it.

#include <string>

#include <brine/tools/repr.hpp>

#include "commands.hpp"
#include "output.hpp"
#include "pickles.hpp"

namespace pickletool {
void show(const Arguments& arguments) {
    const brine::ReprLimits limits =
        arguments.strict ? brine::ReprLimits::strict() : brine::ReprLimits();
    Pickles pickles(arguments);
    Output output("-");
    brine::Document document;
    while (pickles.next(document)) {
        output.print(brine::repr(document, limits) + '\n');
    }
    output.commit();
}

}  // namespace pickletool
