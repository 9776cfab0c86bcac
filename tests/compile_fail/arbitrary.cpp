// expect: brine: it is not known how to make an arbitrary value of this type; say it in its codec
#include <brine/tools/testing_arbitrary.hpp>

struct Temperature {
    double degrees;
};

template <>
struct brine::codec<Temperature> {
    static void save(auto& pickler, const Temperature& x) { pickler.save_float(x.degrees); }
#ifndef BRINE_FAIL
    static Temperature arbitrary(auto& bytes) { return {bytes.byte() / 10.0}; }
#endif
};

double use() { return brine::testing::arbitrary<Temperature>({}).degrees; }
