#pragma once
// Writing and reading. The tools that print (repr, dis, optimize, globals) are in
// <brine/tools/...>.

#include <brine/dumps.hpp>
#include <brine/loads.hpp>
#include <brine/loads_typed.hpp>
#include <brine/mapping/array.hpp>
#include <brine/mapping/declared.hpp>
#include <brine/mapping/static_global.hpp>
#include <brine/mapping/std/bitset.hpp>
#include <brine/mapping/std/bytes.hpp>
#include <brine/mapping/std/chrono.hpp>
#include <brine/mapping/std/complex.hpp>
#include <brine/mapping/std/durations.hpp>
#include <brine/mapping/std/errors.hpp>
#include <brine/mapping/std/filesystem.hpp>
#include <brine/mapping/std/functions.hpp>
#include <brine/mapping/std/globals.hpp>
#include <brine/mapping/std/numbers.hpp>
#include <brine/mapping/std/pointers.hpp>
#include <brine/mapping/std/ranges.hpp>
#include <brine/mapping/std/text.hpp>
#include <brine/mapping/std/tuples.hpp>
#include <brine/mapping/std/wide_text.hpp>
#include <brine/mapping/wrappers.hpp>
#include <brine/version.hpp>
