// pickletool show: the object, as Python prints it.

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <brine/base/utf8.hpp>
#include <brine/tools/repr.hpp>

#include "commands.hpp"
#include "output.hpp"
#include "pickles.hpp"

namespace pickletool {
namespace {

bool is_control(char32_t c) { return c < ' ' || (c >= 0x7F && c < 0xA0); }

/// repr() escapes text, but Python's names of classes and functions come as they are, and nothing
/// that a pickle names may give orders to the terminal.
std::string without_controls(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const brine::CodePoint point = brine::decode_wtf8(text);
        const std::size_t length = point.length == 0 ? 1 : point.length;
        if (is_control(point.value)) {
            fmt::format_to(std::back_inserter(out), "\\x{:02x}",
                           static_cast<std::uint32_t>(point.value));
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return out;
}

}  // namespace

void show(const Arguments& arguments) {
    const brine::ReprLimits limits =
        arguments.strict ? brine::ReprLimits::strict() : brine::ReprLimits();
    Pickles pickles(arguments);
    Output output("-");
    brine::Document document;
    while (pickles.next(document)) {
        output.print(without_controls(brine::repr(document, limits)) + '\n');
    }
    output.commit();
}

}  // namespace pickletool
