// expect: brine: brine::base<Base> needs a Base that is described itself
#include <brine/brine.hpp>

struct Base {
    int x = 0;
};
struct Derived : Base {};

#ifndef BRINE_FAIL
template <>
struct brine::codec<Base> : brine::record<&Base::x> {};
#endif
template <>
struct brine::codec<Derived> : brine::record<brine::base<Base>> {};

std::string use() { return brine::dumps(Derived{}); }
