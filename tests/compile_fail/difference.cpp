// expect: brine: to compare values of this type, it has to have an operator== or a description
#include <brine/tools/testing_compare.hpp>

struct Temperature {
    double degrees = 0;
#ifndef BRINE_FAIL
    bool operator==(const Temperature&) const = default;
#endif
};

bool use() { return brine::testing::difference(Temperature(), Temperature()).has_value(); }
