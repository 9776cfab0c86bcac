#pragma once
// Hooks on the way in: any object with one of these, found by `requires`, with Python's names.
//
//     find_class(module, name)    what the global is: a Global of another name, or an item of the
//                                 builder, as a Value; or nothing at all, to refuse by throwing
//     extension(code)             the Global that an extension code stands for
//     persistent_load(id)         the object of a persistent id, which is a Value
//
// Several are a chain, asked in order. One that answers with std::nullopt, not_handled or void lets
// the next be asked; where none answers, the thing stays inert.

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include <brine/engine/hooks.hpp>

namespace brine {

template <class H>
concept has_find_class = requires(H& h, std::string_view name) {
    h.find_class(name, name);
};

template <class H>
concept has_extension = requires(H& h, std::int32_t code) {
    h.extension(code);
};

template <class H, class Id>
concept has_persistent_load = requires(H& h, const Id& id) {
    h.persistent_load(id);
};

namespace detail {

/// Calls a hook and hands its answer to `use`; false where it declines.
template <class Call, class Use>
bool use_answer(Call call, Use use) {
    using Answer = std::remove_cvref_t<decltype(call())>;
    if constexpr (std::is_void_v<decltype(call())>) {
        call();
        return false;
    } else if constexpr (std::same_as<Answer, not_handled_t> ||
                         std::same_as<Answer, std::nullopt_t>) {
        static_cast<void>(call());
        return false;
    } else if constexpr (is_optional<Answer>) {
        const Answer answer = call();
        if (answer) {
            use(*answer);
        }
        return answer.has_value();
    } else {
        use(call());
        return true;
    }
}

}  // namespace detail
}  // namespace brine
