#pragma once
// StaticGlobal in reductions and as a value; and the globals that the std codecs name.

#include <brine/mapping/codec.hpp>
#include <brine/model/static_global.hpp>

namespace brine {

template <fixed_string Module, fixed_string Name, Origin From>
struct codec<StaticGlobal<Module, Name, From>> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const StaticGlobal<Module, Name, From>&) {
        pickler.template save_static_global<StaticGlobal<Module, Name, From>>();
    }
};

namespace detail {

/// A class that CPython has in C.
template <fixed_string Module, fixed_string Name>
using CType = StaticGlobal<Module, Name, Origin::c_type>;

}  // namespace detail

}  // namespace brine
