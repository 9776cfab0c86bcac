#pragma once
// std::pair and std::tuple: Python's tuple. std::optional, variant, monostate, nullptr and nullopt.

#include <concepts>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

#include <brine/base/errors.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/fit.hpp>
#include <brine/mapping/load_variant.hpp>
#include <brine/wire/encode.hpp>

namespace brine {

namespace detail {

template <class... Items>
struct TupleCodec {
    static constexpr bool key_form = true;
    static constexpr bool hashable = (brine::hashable<std::remove_cvref_t<Items>> && ...);

    static void save(auto& pickler, const auto& items) { pickler.save_tuple_like(items); }
    static void save_hashable(auto& pickler, const auto& items) {
        pickler.template save_tuple_like<Place::key>(items);
    }

    static constexpr Fit fit(Kind kind) noexcept { return fit_of(kind, Kind::tuple, Kind::list); }
    static void load(auto& loader, const auto& in, auto& items) {
        std::apply([&](auto&... item) { loader.load_items(in, item...); }, items);
    }
};

struct NoneCodec {
    static constexpr bool hashable = true;
    static constexpr std::size_t max_size = 1;
    static char* put(char* p, const auto&) noexcept { return encode::op(p, Opcode::none); }

    static constexpr Fit fit(Kind kind) noexcept { return exact_if(kind == Kind::none); }
    static void load(auto& loader, const auto& in, const auto&) { loader.expect_none(in); }
};

}  // namespace detail

template <class First, class Second>
struct codec<std::pair<First, Second>> : detail::TupleCodec<First, Second> {};

template <class... Items>
struct codec<std::tuple<Items...>> : detail::TupleCodec<Items...> {};

template <>
struct codec<std::monostate> : detail::NoneCodec {};
template <>
struct codec<std::nullptr_t> : detail::NoneCodec {};
template <>
struct codec<std::nullopt_t> : detail::NoneCodec {};

/// None, or what is in it.
template <class T>
struct codec<std::optional<T>> {
    static constexpr bool nullable = true;
    static constexpr bool key_form = true;
    static constexpr bool hashable = brine::hashable<T>;

    static void save(auto& pickler, const std::optional<T>& object) {
        object ? pickler.save_wrapped(*object) : pickler.save_none();
    }
    static void save_hashable(auto& pickler, const std::optional<T>& object) {
        object ? pickler.save_wrapped_hashable(*object) : pickler.save_none();
    }

    static Fit fit(const auto& loader, const auto& in) {
        return loader.is_none(in) ? Fit::exact : loader.template fit<T>(in);
    }
    static void load(auto& loader, const auto& in, std::optional<T>& out) {
        if (loader.is_none(in)) {
            out.reset();
        } else if constexpr (std::default_initializable<T>) {
            loader.load(in, out ? *out : out.emplace());
        } else {
            out.emplace(loader.template load<T>(in));
        }
    }
};

/// The alternative that it holds. Loaded as the first alternative that the object is the written
/// form of and that takes its parts, or else as the first that can be made from it.
template <class... Types>
struct codec<std::variant<Types...>> {
    static constexpr bool key_form = true;
    static constexpr bool hashable = (brine::hashable<Types> && ...);

    static void save(auto& pickler, const std::variant<Types...>& object) {
        check(object);
        std::visit([&](const auto& value) { pickler.save_wrapped(value); }, object);
    }
    static void save_hashable(auto& pickler, const std::variant<Types...>& object) {
        check(object);
        std::visit([&](const auto& value) { pickler.save_wrapped_hashable(value); }, object);
    }

    static Fit fit(const auto& loader, const auto& in) {
        return detail::variant_fit<Types...>(loader, in);
    }
    static void load(auto& loader, const auto& in, std::variant<Types...>& out) {
        detail::load_variant(loader, in, out);
    }

private:
    static void check(const std::variant<Types...>& object) {
        if (object.valueless_by_exception()) {
            throw_pickling(Errc::unpicklable, "a variant that holds no value");
        }
    }
};

}  // namespace brine
