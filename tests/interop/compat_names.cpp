// Writes where brine says that a global is in the other Python, for every module and every name
// that the tables know: lines "2 MODULE NAME MODULE NAME" and "3 ...", for compat_names.py.

#include <brine/model/compat_names.hpp>

#include <ostream>
#include <set>
#include <string_view>

#include "lines.hpp"

namespace {

using Words = std::set<std::string_view>;

template <class Rows>
void collect_names(const Rows& rows, Words& modules, Words& names) {
    for (const auto& row : rows) {
        modules.insert({row.from.module, row.to.module});
        names.insert({row.from.name, row.to.name});
    }
}

template <class Rows>
void collect_modules(const Rows& rows, Words& modules) {
    for (const auto& row : rows) modules.insert({row.from, row.to});
}

void write_all(std::ostream& out) {
    using namespace brine::detail;
    Words modules{"builtins", "exceptions", "unheard"};
    Words names{"OSError", "Unheard"};
    names.insert(compat_exceptions.begin(), compat_exceptions.end());
    names.insert(compat_os_errors.begin(), compat_os_errors.end());
    collect_names(compat_names, modules, names);
    collect_names(compat_names_2to3, modules, names);
    collect_names(compat_names_3to2, modules, names);
    collect_modules(compat_modules, modules);
    collect_modules(compat_modules_2to3, modules);
    collect_modules(compat_modules_3to2, modules);
    const auto write = [&out](char python, std::string_view module, std::string_view name,
                              const brine::NamePair& there) {
        out << python << ' ' << module << ' ' << name << ' ' << there.module << ' ' << there.name
            << '\n';
    };
    for (const std::string_view module : modules) {
        for (const std::string_view name : names) {
            write('2', module, name, brine::to_python2(module, name));
            write('3', module, name, brine::to_python3(module, name));
        }
    }
}

}  // namespace

int main(int argc, char** argv) { return write_lines(argc, argv, "compat_names.txt", write_all); }
