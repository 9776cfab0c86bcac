#pragma once
// Global: a class or function by name.

#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/model/global.hpp>

namespace brine {

template <>
struct codec<Global> {
    static constexpr bool hashable = true;
    static void save(auto& pickler, const Global& object) {
        pickler.save_global(object.module, object.name);
    }

    static constexpr Fit fit(Kind kind) noexcept {
        // Below protocol 4, what is in a class is got from it by a call of getattr.
        return kind == Kind::object ? Fit::convertible : detail::exact_if(kind == Kind::global);
    }
    static void load(auto& loader, const auto& in, Global& out) { out = loader.get_global(in); }
};

}  // namespace brine
