// expect: brine: Value::as<T>() takes bool, integers
#include <brine/loads_typed.hpp>

#include <string>

struct Unknown {};

#ifdef BRINE_FAIL
auto use(const brine::Value& value) { return value.as<Unknown>(); }
#else
auto use(const brine::Value& value) { return value.as<std::string>(); }
#endif
