// The version of the library, and its only macros. CMake reads the three numbers from here.
#pragma once

#define BRINE_VERSION_MAJOR 0
#define BRINE_VERSION_MINOR 1
#define BRINE_VERSION_PATCH 0

// 0.1.0 is 100, 1.2.3 is 10203.
#define BRINE_VERSION \
    (BRINE_VERSION_MAJOR * 10000 + BRINE_VERSION_MINOR * 100 + BRINE_VERSION_PATCH)
