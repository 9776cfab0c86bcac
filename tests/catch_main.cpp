// The main of every test program, for Catch2 2 (Catch2 3 brings a compiled one).
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
