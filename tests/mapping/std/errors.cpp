#include <brine/mapping/std/errors.hpp>

#include <brine/brine.hpp>

#include <cerrno>
#include <exception>
#include <future>
#include <ios>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "mapping/python_bytes.hpp"

namespace {

struct MissingKey : std::out_of_range {
    using std::out_of_range::out_of_range;
};

struct Bankrupt final : std::runtime_error {
    Bankrupt() : std::runtime_error("no money") {}
};

/// The Python class that the error becomes.
template <class Error>
std::string class_of(const Error& error) {
    const std::string pickle = brine::dumps(error, {.protocol = 3});
    const std::size_t start = pickle.find('\n') + 1;
    return pickle.substr(start, pickle.find('\n', start) - start);
}

}  // namespace

template <>
struct brine::codec<Bankrupt> {
    static auto reduce(const Bankrupt&) {
        return brine::reduce(brine::global("bank", "Bankrupt"));
    }
};

TEST_CASE("errors: an exception is the class that pybind11 chooses") {
    CHECK(class_of(std::bad_alloc()) == "MemoryError");
    CHECK(class_of(std::bad_array_new_length()) == "MemoryError");
    CHECK(class_of(std::domain_error("")) == "ValueError");
    CHECK(class_of(std::invalid_argument("")) == "ValueError");
    CHECK(class_of(std::length_error("")) == "ValueError");
    CHECK(class_of(std::range_error("")) == "ValueError");
    CHECK(class_of(std::out_of_range("")) == "IndexError");
    CHECK(class_of(std::overflow_error("")) == "OverflowError");
    CHECK(class_of(std::underflow_error("")) == "RuntimeError");
    CHECK(class_of(std::logic_error("")) == "RuntimeError");
    CHECK(class_of(std::runtime_error("")) == "RuntimeError");
    CHECK(class_of(std::ios_base::failure("")) == "RuntimeError");
    CHECK(class_of(std::exception()) == "RuntimeError");
}

TEST_CASE("errors: what() is the argument, byte for byte as Python writes it") {
    // ValueError('hello')
    check_as_python(std::invalid_argument("hello"),
        {"800263657863657074696f6e730a56616c75654572726f720a7100580500000068656c6c6f710185710252710"
        "32e",
        "8003636275696c74696e730a56616c75654572726f720a7100580500000068656c6c6f71018571025271032e",
        "80049527000000000000008c086275696c74696e73948c0a56616c75654572726f729493948c0568656c6c6f9"
        "4859452942e"});
    // [RuntimeError('one'), RuntimeError('two')]
    check_as_python(std::vector{std::runtime_error("one"), std::runtime_error("two")},
        {"80025d71002863657863657074696f6e730a52756e74696d654572726f720a710158030000006f6e657102857"
        "1035271046801580300000074776f7105857106527107652e",
        "80035d710028636275696c74696e730a52756e74696d654572726f720a710158030000006f6e6571028571035"
        "271046801580300000074776f7105857106527107652e",
        "80049537000000000000005d94288c086275696c74696e73948c0c52756e74696d654572726f729493948c036"
        "f6e65948594529468038c0374776f9485945294652e"});
    const std::string pickle = brine::dumps(std::runtime_error("\xff"));
    CHECK(pickle.find("\xed\xb3\xbf") != std::string::npos);
}

TEST_CASE("errors: the dynamic type counts, through references, pointers and exception_ptr") {
    const MissingKey error("key");
    const std::exception& base = error;
    CHECK(class_of(base) == "IndexError");
    CHECK(class_of(std::shared_ptr<std::exception>(std::make_shared<MissingKey>("key"))) ==
          "IndexError");
    CHECK(class_of(std::make_exception_ptr(error)) == "IndexError");
    CHECK(brine::dumps(std::exception_ptr()) == brine::dumps(nullptr));
    CHECK(error_of(std::make_exception_ptr(1)) == brine::Errc::unpicklable);
}

TEST_CASE("errors: a codec of its own goes before, by the static or the registered type") {
    const Bankrupt error;
    const std::exception& base = error;
    CHECK(class_of(error) == "Bankrupt");
    CHECK(class_of(base) == "RuntimeError");
    brine::Registry registry;
    registry.add<Bankrupt>().add<MissingKey>();
    const brine::DumpOptions options{.registry = &registry};
    CHECK(brine::dumps(base, options) == brine::dumps(error));
    CHECK(brine::dumps(std::make_exception_ptr(error), options) == brine::dumps(error));
    // Registered without a codec of its own: the one that serves all.
    CHECK(brine::dumps(MissingKey("key"), options) == brine::dumps(std::out_of_range("key")));
    const MissingKey missing("key");
    CHECK(brine::dumps<std::exception>(missing, options) == brine::dumps(std::out_of_range("key")));
}

TEST_CASE("errors: a reducer of the registry goes before the codec that serves all") {
    brine::Registry registry;
    const auto reducer = [](const MissingKey& error) {
        return brine::reduce(brine::global("builtins", "KeyError"), error.what());
    };
    registry.add_reducer<MissingKey, std::exception>(reducer).add_reducer<MissingKey>(reducer);
    const brine::DumpOptions options{.protocol = 3, .registry = &registry};
    const MissingKey missing("key");
    CHECK(brine::dumps<std::exception>(missing, options).find("KeyError") != std::string::npos);
    CHECK(brine::dumps(missing, options).find("KeyError") != std::string::npos);
}

TEST_CASE("errors: an error_code is OSError where it has an errno") {
    CHECK(brine::dumps(std::error_code()) == brine::dumps(nullptr));
    const auto missing = std::make_error_code(std::errc::no_such_file_or_directory);
    CHECK(class_of(missing) == "OSError");
    CHECK(class_of(std::error_code(ENOENT, std::system_category())) == "OSError");
    CHECK(class_of(std::make_error_code(std::future_errc::no_state)) == "RuntimeError");
}
