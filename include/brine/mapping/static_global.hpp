#pragma once
// StaticGlobal in reductions and as a value; and the globals that the std codecs name.

#include <string>

#include <brine/mapping/codec.hpp>
#include <brine/model/global.hpp>
#include <brine/model/static_global.hpp>

namespace brine {

template <fixed_string Module, fixed_string Name, Origin From>
struct codec<StaticGlobal<Module, Name, From>> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const StaticGlobal<Module, Name, From>&) {
        pickler.template save_static_global<StaticGlobal<Module, Name, From>>();
    }
    static void load(auto& loader, const auto& in, StaticGlobal<Module, Name, From>&) {
        const Global found = loader.get_global(in);
        if (found != global(Module.view(), Name.view())) {
            loader.mismatch(
                in, "the name " + std::string(Module.view()) + '.' + std::string(Name.view()));
        }
    }
};

namespace detail {

/// A class or function that CPython has in C.
template <fixed_string Module, fixed_string Name>
using CType = StaticGlobal<Module, Name, Origin::c_type>;

}  // namespace detail

}  // namespace brine
