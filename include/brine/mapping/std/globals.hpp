#pragma once
// Global: a class or function by name.

#include <brine/mapping/codec.hpp>
#include <brine/model/global.hpp>

namespace brine {

template <>
struct codec<Global> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const Global& object) {
        pickler.save_global(object.module, object.name);
    }
};

}  // namespace brine
