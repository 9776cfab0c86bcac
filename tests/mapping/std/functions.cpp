#include <brine/mapping/std/functions.hpp>

#include <brine/brine.hpp>

#include <map>
#include <optional>
#include <string>
#include <typeindex>
#include <typeinfo>

#include "mapping/python_bytes.hpp"

namespace {

double square_root(double x) { return x; }
int unknown() noexcept { return 0; }

struct Money {};
struct Coin : Money {};

struct NameFunctions {
    std::optional<brine::Global> reducer_override(double (*const& function)(double)) {
        if (function == &square_root) {
            return brine::global("cmath", "sqrt");
        }
        return std::nullopt;
    }
};

}  // namespace

TEST_CASE("functions: the registry names a function") {
    brine::Registry registry;
    registry.add_function(&square_root, "math", "sqrt");
    const brine::DumpOptions options{.registry = &registry};
    const std::string expected = brine::dumps(brine::global("math", "sqrt"));
    CHECK(brine::dumps(&square_root, options) == expected);
    CHECK(brine::dumps(square_root, options) == expected);
    CHECK(brine::dumps(std::map<double (*)(double), int>{{&square_root, 1}}, options).size() >
          expected.size());
}

TEST_CASE("functions: a null function is None") {
    CHECK(brine::dumps(static_cast<int (*)()>(nullptr)) == brine::dumps(nullptr));
}

TEST_CASE("functions: a function that nobody names is an error that says what to call") {
    brine::Registry registry;
    CHECK(error_of(&unknown) == brine::Errc::unregistered_type);
    CHECK(error_of(&unknown, {.registry = &registry}) == brine::Errc::unregistered_type);
    CHECK(message_of(&unknown).find("registry.add_function") != std::string::npos);
    registry.add_function(&unknown, "m", "f");
    CHECK(brine::dumps(&unknown, {.registry = &registry}) == brine::dumps(brine::global("m", "f")));
}

TEST_CASE("functions: a hook goes before the registry") {
    brine::Registry registry;
    registry.add_function(&square_root, "math", "sqrt");
    CHECK(brine::dumps(&square_root, {.registry = &registry}, NameFunctions{}) ==
          brine::dumps(brine::global("cmath", "sqrt")));
    CHECK(brine::dumps(square_root, {.registry = &registry}, NameFunctions{}) ==
          brine::dumps(brine::global("cmath", "sqrt")));
}

TEST_CASE("functions: the registry names a type") {
    brine::Registry registry;
    registry.add_type<Money>("bank", "Money");
    const brine::DumpOptions options{.registry = &registry};
    const std::string expected = brine::dumps(brine::global("bank", "Money"));
    CHECK(brine::dumps(typeid(Money), options) == expected);
    CHECK(brine::dumps(std::type_index(typeid(Money)), options) == expected);
    CHECK(error_of(typeid(Coin), options) == brine::Errc::unregistered_type);
    CHECK(error_of(std::type_index(typeid(Money))) == brine::Errc::unregistered_type);
    CHECK(message_of(typeid(Money)).find("Money>(\"module\", \"name\")") != std::string::npos);
    CHECK(message_of(typeid(Money)).find("registry.add_type<") != std::string::npos);
}
