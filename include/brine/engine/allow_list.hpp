#pragma once
// AllowList: a hook that lets a pickle name these globals and no others. Python: the restricted
// find_class of "Restricting Globals" in the documentation of pickle.

#include <initializer_list>
#include <set>
#include <string_view>
#include <utility>

#include <brine/model/failure.hpp>
#include <brine/model/global.hpp>
#include <brine/wire/decode_errors.hpp>

namespace brine {

/// Whole pairs of module and name, compared byte by byte. At a protocol below 3 they are Python 3's
/// names, unless fix_imports is off. A global that is not listed is Errc::forbidden_global at its
/// opcode, even where its result would be dropped.
class AllowList {
public:
    AllowList() = default;
    AllowList(std::initializer_list<Global> globals) : globals_(globals) {}

    AllowList& add(std::string_view module, std::string_view name) {
        globals_.insert(global(module, name));
        return *this;
    }

    /// What picklers use for sets, bytes and bytearrays below protocols 3, 4 and 5.
    AllowList& add_built_in_data() {
        for (const std::string_view name : {"set", "frozenset", "bytes", "bytearray"}) {
            add("builtins", name);
        }
        return add("_codecs", "encode");
    }

    [[nodiscard]] bool allows(std::string_view module, std::string_view name) const {
        return globals_.contains(global(module, name));
    }

    void find_class(std::string_view module, std::string_view name) const {
        if (!allows(module, name)) {
            detail::throw_failure(Errc::forbidden_global, "the global " + shown(module) + '.' +
                                                              shown(name) + " is not allowed");
        }
    }

private:
    std::set<Global> globals_;
};

}  // namespace brine
