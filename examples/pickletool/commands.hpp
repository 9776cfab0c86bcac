#pragma once
// The commands, each in a file of its own.

#include "arguments.hpp"

namespace pickletool {

void load(const Arguments& arguments);
void show(const Arguments& arguments);
void disassemble(const Arguments& arguments);
void list_globals(const Arguments& arguments);
void optimize(const Arguments& arguments);
void repickle(const Arguments& arguments);

}  // namespace pickletool
