#pragma once
// How a variant is loaded: the alternatives that the object is the written form of are tried first,
// then those that can be made from it; the first that takes all parts of the object wins.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include <brine/base/errors.hpp>
#include <brine/base/type_name.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>

namespace brine::detail {

template <class... Types>
Fit variant_fit(const auto& loader, const auto& in) {
    return std::max({Fit::no, loader.template fit<Types>(in)...});
}

template <std::size_t Index, class... Types>
void load_alternative(auto& loader, const auto& in, std::variant<Types...>& out) {
    using Type = std::variant_alternative_t<Index, std::variant<Types...>>;
    if constexpr (std::default_initializable<Type>) {
        if (out.index() != Index) {
            out.template emplace<Index>();
        }
        loader.load(in, *std::get_if<Index>(&out));
    } else {
        out.template emplace<Index>(loader.template load<Type>(in));
    }
}

/// With what was tried and why it failed, cut to what can be read.
template <class... Types>
[[noreturn]] void throw_no_alternative(const auto& loader, const auto& in, std::string tried) {
    constexpr std::size_t longest = 300;
    std::string names;
    for (const std::string_view name : {type_name<Types>()...}) {
        names += (names.empty() ? "" : ", ") + std::string(name);
    }
    if (names.size() > longest) {
        names.replace(longest, std::string::npos, "...");
    }
    if (tried.size() > longest) {
        tried.replace(longest, std::string::npos, "...");
    }
    loader.mismatch(in, "one of " + names + (tried.empty() ? "" : " (" + tried + ')'));
}

template <class... Types>
void load_variant(auto& loader, const auto& in, std::variant<Types...>& out) {
    constexpr std::size_t size = sizeof...(Types);
    const std::array<Fit, size> fits{loader.template fit<Types>(in)...};
    const auto candidates = static_cast<std::size_t>(
        std::ranges::count_if(fits, [](Fit fit) { return fit != Fit::no; }));
    std::string tried;
    const auto try_one = [&]<std::size_t Index>(Fit wanted) {
        if (fits[Index] != wanted) {
            return false;
        }
        if (candidates == 1) {
            load_alternative<Index>(loader, in, out);
            return true;
        }
        const auto failure = loader.attempt([&] { load_alternative<Index>(loader, in, out); });
        if (failure) {
            using Type = std::variant_alternative_t<Index, std::variant<Types...>>;
            tried += (tried.empty() ? "" : "; ") + std::string(type_name<Type>()) + ": " +
                     std::string(failure->path()) + (failure->path().empty() ? "" : " ") +
                     failure->reason();
        }
        return !failure;
    };
    const auto try_all = [&](Fit wanted) {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return (try_one.template operator()<Index>(wanted) || ...);
        }
        (std::index_sequence_for<Types...>{});
    };
    if (!try_all(Fit::exact) && !try_all(Fit::convertible)) {
        throw_no_alternative<Types...>(loader, in, tried);
    }
}

}  // namespace brine::detail
