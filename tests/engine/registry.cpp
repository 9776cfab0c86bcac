#include <brine/engine/registry.hpp>

#include <string>
#include <typeindex>

#include "catch.hpp"

using brine::global;
using brine::Registry;

namespace {
int twice(int x) { return 2 * x; }
int thrice(int x) { return 3 * x; }
}  // namespace

TEST_CASE("registry: functions and types by name, the last name counts") {
    Registry registry;
    CHECK(registry.find_function(&twice) == nullptr);
    CHECK(registry.find_type(typeid(int)) == nullptr);
    registry.add_function(&twice, "m", "twice").add_type<int>("builtins", "int");
    REQUIRE(registry.find_function(&twice) != nullptr);
    CHECK(*registry.find_function(&twice) == global("m", "twice"));
    CHECK(registry.find_function(&thrice) == nullptr);
    CHECK(*registry.find_type(typeid(int)) == global("builtins", "int"));
    CHECK(registry.find_type(typeid(long)) == nullptr);
    registry.add_function(&twice, "m", "other");
    CHECK(*registry.find_function(&twice) == global("m", "other"));
}

// copyreg.add_extension
TEST_CASE("registry: an extension code stands for one global, both ways") {
    Registry registry;
    CHECK(registry.extension_code("m", "f") == 0);
    registry.add_extension("m", "f", 1).add_extension("m", "g", 0x7fffffff);
    CHECK(registry.extension_code("m", "f") == 1);
    CHECK(registry.extension_code("m", "h") == 0);
    REQUIRE(registry.find_extension(0x7fffffff) != nullptr);
    CHECK(*registry.find_extension(0x7fffffff) == global("m", "g"));
    CHECK(registry.find_extension(2) == nullptr);
    CHECK_NOTHROW(registry.add_extension("m", "f", 1));
    CHECK_THROWS_AS(registry.add_extension("m", "f", 2), brine::PicklingError);
    CHECK_THROWS_AS(registry.add_extension("m", "h", 1), brine::PicklingError);
    CHECK_THROWS_AS(registry.add_extension("m", "h", 0), brine::PicklingError);
    CHECK_THROWS_AS(registry.add_extension("m", "h", -1), brine::PicklingError);
    CHECK(registry.extension_code("m", "h") == 0);
    CHECK(registry.extension_code("m", "f") == 1);
}

TEST_CASE("registry: a copy is a registry of its own") {
    Registry registry;
    registry.add_extension("m", "f", 1);
    Registry copy = registry;
    copy.add_extension("m", "g", 2);
    CHECK(copy.extension_code("m", "f") == 1);
    CHECK(registry.extension_code("m", "g") == 0);
}
