#pragma once
// All of brine.

#include <brine/dumps.hpp>
#include <brine/mapping/declared.hpp>
#include <brine/mapping/std/bytes.hpp>
#include <brine/mapping/std/globals.hpp>
#include <brine/mapping/std/numbers.hpp>
#include <brine/mapping/std/pointers.hpp>
#include <brine/mapping/std/ranges.hpp>
#include <brine/mapping/std/text.hpp>
#include <brine/mapping/std/tuples.hpp>
#include <brine/version.hpp>
