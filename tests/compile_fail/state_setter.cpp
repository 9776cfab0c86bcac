// expect: brine: a state_setter needs a state
#include <brine/brine.hpp>

struct T {};

template <>
struct brine::codec<T> {
    static auto reduce(const T&) {
        const brine::Global f = brine::global("builtins", "print");
#ifdef BRINE_FAIL
        return brine::reduce(f).state_setter(f);
#else
        return brine::reduce(f).state(1).state_setter(f);
#endif
    }
};

std::string use() { return brine::dumps(T{}); }
