#include <brine/model/compat_names.hpp>

#include <string>

#include "catch.hpp"

using brine::NamePair;
using brine::to_python2;
using brine::to_python3;

TEST_CASE("compat_names: a name that moved is mapped with its module") {
    STATIC_REQUIRE(to_python2("builtins", "range") == NamePair{"__builtin__", "xrange"});
    STATIC_REQUIRE(to_python2("builtins", "int") == NamePair{"__builtin__", "long"});
    STATIC_REQUIRE(to_python2("builtins", "str") == NamePair{"__builtin__", "unicode"});
    STATIC_REQUIRE(to_python2("builtins", "zip") == NamePair{"itertools", "izip"});
    STATIC_REQUIRE(to_python3("__builtin__", "unicode") == NamePair{"builtins", "str"});
    STATIC_REQUIRE(to_python3("itertools", "imap") == NamePair{"builtins", "map"});
    STATIC_REQUIRE(to_python3("__builtin__", "basestring") == NamePair{"builtins", "str"});
}

TEST_CASE("compat_names: any other name goes with its module") {
    STATIC_REQUIRE(to_python2("builtins", "set") == NamePair{"__builtin__", "set"});
    STATIC_REQUIRE(to_python2("copyreg", "_reconstructor") ==
                   NamePair{"copy_reg", "_reconstructor"});
    STATIC_REQUIRE(to_python2("_functools", "partial") == NamePair{"functools", "partial"});
    STATIC_REQUIRE(to_python3("__builtin__", "set") == NamePair{"builtins", "set"});
    STATIC_REQUIRE(to_python3("cPickle", "loads") == NamePair{"pickle", "loads"});
}

TEST_CASE("compat_names: what is in no table stays, whole names only") {
    STATIC_REQUIRE(to_python2("collections", "OrderedDict") ==
                   NamePair{"collections", "OrderedDict"});
    STATIC_REQUIRE(to_python2("builtins.x", "int") == NamePair{"builtins.x", "int"});
    STATIC_REQUIRE(to_python3("builtins", "range") == NamePair{"builtins", "range"});
    STATIC_REQUIRE(to_python3("__builtin__", "Unicode") == NamePair{"builtins", "Unicode"});
    STATIC_REQUIRE(to_python3("", "") == NamePair{"", ""});
}

TEST_CASE("compat_names: exceptions, and OSError for its subclasses") {
    STATIC_REQUIRE(to_python2("builtins", "ValueError") == NamePair{"exceptions", "ValueError"});
    STATIC_REQUIRE(to_python2("builtins", "FileNotFoundError") ==
                   NamePair{"exceptions", "OSError"});
    STATIC_REQUIRE(to_python2("builtins", "ModuleNotFoundError") ==
                   NamePair{"exceptions", "ImportError"});
    STATIC_REQUIRE(to_python2("multiprocessing.context", "TimeoutError") ==
                   NamePair{"multiprocessing", "TimeoutError"});
    STATIC_REQUIRE(to_python3("exceptions", "ValueError") == NamePair{"builtins", "ValueError"});
    STATIC_REQUIRE(to_python3("exceptions", "StandardError") == NamePair{"builtins", "Exception"});
    STATIC_REQUIRE(to_python3("exceptions", "Unheard") == NamePair{"exceptions", "Unheard"});
}

TEST_CASE("compat_names: a name mapping is not followed by a module mapping") {
    // dbm is a module of Python 2 as well, which became dbm.ndbm.
    STATIC_REQUIRE(to_python3("whichdb", "whichdb") == NamePair{"dbm", "whichdb"});
    STATIC_REQUIRE(to_python3("dbm", "whichdb") == NamePair{"dbm.ndbm", "whichdb"});
    const std::string module = "whichdb";
    CHECK(to_python3(module, "other") == NamePair{"dbm", "other"});
}
