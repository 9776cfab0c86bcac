#pragma once
// Reductions: what __reduce__ answers in Python. A callable and its arguments make the object
// again; then come list items, dict items and the state, as in copyreg and PEP 307.

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include <brine/mapping/codec.hpp>
#include <brine/model/global.hpp>

namespace brine {

/// Which opcode makes the object.
enum class Construct {
    reduce,     ///< callable(*args)
    newobj,     ///< cls.__new__(cls, *args)
    newobj_ex,  ///< cls.__new__(cls, *args, **kwargs)
};

/// A part of a reduction that is not there.
struct NoPart {};

/// A keyword argument: a static or computed name and a value.
template <class T>
struct Keyword {
    std::string name;
    T value;
};

/// One reduction. Parts are held by value; wrap one in std::cref to refer to it instead.
template <class Callable, class Args, class Kwargs = std::tuple<>, class State = NoPart,
          class ListItems = NoPart, class DictItems = NoPart, class Setter = NoPart>
struct Reduction {
    Construct construct;
    Callable callable;
    Args args;
    Kwargs kwargs;
    State state_part;
    ListItems list_part;
    DictItems dict_part;
    Setter setter_part;

    /// What BUILD, or the state setter, gets: __setstate__'s argument, or a dict of attributes.
    /// None is no state, as in Python.
    template <class T>
    [[nodiscard]] auto state(T value) && {
        return rebuild(std::move(value), std::move(list_part), std::move(dict_part),
                       std::move(setter_part));
    }

    /// A callable that is called as setter(object, state) in place of __setstate__.
    template <class T>
    [[nodiscard]] auto state_setter(T setter) && {
        return rebuild(std::move(state_part), std::move(list_part), std::move(dict_part),
                       std::move(setter));
    }

    /// A range whose items are appended to the object: object.extend(items).
    template <class Range>
    [[nodiscard]] auto list_items(Range items) && {
        return rebuild(std::move(state_part), std::move(items), std::move(dict_part),
                       std::move(setter_part));
    }

    /// A range of pairs that are set on the object: object[key] = value.
    template <class Range>
    [[nodiscard]] auto dict_items(Range items) && {
        return rebuild(std::move(state_part), std::move(list_part), std::move(items),
                       std::move(setter_part));
    }

private:
    template <class S, class L, class D, class F>
    auto rebuild(S state_value, L list_value, D dict_value, F setter) {
        return Reduction<Callable, Args, Kwargs, S, L, D, F>{construct,
                                                             std::move(callable),
                                                             std::move(args),
                                                             std::move(kwargs),
                                                             std::move(state_value),
                                                             std::move(list_value),
                                                             std::move(dict_value),
                                                             std::move(setter)};
    }
};

namespace detail {

/// Literals and other C strings, which must not be null, are kept as strings of their own.
template <class T>
using part_t = std::conditional_t<std::is_same_v<std::decay_t<T>, const char*> ||
                                      std::is_same_v<std::decay_t<T>, char*>,
                                  std::string, std::decay_t<T>>;

template <class T>
inline constexpr bool is_reduction = false;
template <class... Parts>
inline constexpr bool is_reduction<Reduction<Parts...>> = true;

}  // namespace detail

/// callable(*args) makes the object. The callable is a Global or anything picklable that Python can
/// call when it has been rebuilt.
template <class Callable, class... Args>
[[nodiscard]] auto reduce(Callable callable, Args&&... args) {
    using Tuple = std::tuple<detail::part_t<Args>...>;
    return Reduction<Callable, Tuple>{Construct::reduce,
                                      std::move(callable),
                                      Tuple(std::forward<Args>(args)...),
                                      {},
                                      {},
                                      {},
                                      {},
                                      {}};
}

/// cls.__new__(cls, *args) makes the object; __init__ is not called.
template <class Class, class... Args>
[[nodiscard]] auto newobj(Class cls, Args&&... args) {
    using Tuple = std::tuple<detail::part_t<Args>...>;
    return Reduction<Class, Tuple>{
        Construct::newobj, std::move(cls), Tuple(std::forward<Args>(args)...), {}, {}, {}, {}, {}};
}

/// A keyword argument for newobj_ex.
template <class T>
[[nodiscard]] auto keyword(std::string_view name, T&& value) {
    return Keyword<detail::part_t<T>>{std::string(name), std::forward<T>(value)};
}

/// cls.__new__(cls, *args, **kwargs) makes the object: args is a tuple, kwargs are keyword()s.
template <class Class, class... Args, class... Kwargs>
[[nodiscard]] auto newobj_ex(Class cls, std::tuple<Args...> args, Keyword<Kwargs>... kwargs) {
    return Reduction<Class, std::tuple<Args...>, std::tuple<Keyword<Kwargs>...>>{
        Construct::newobj_ex,
        std::move(cls),
        std::move(args),
        {std::move(kwargs)...},
        {},
        {},
        {},
        {}};
}

template <class T>
concept reduction = detail::is_reduction<std::remove_cvref_t<T>>;

/// A reduction is a value too: as an argument or a state, it stands for what it makes.
template <class... Parts>
struct codec<Reduction<Parts...>> {
    static void save(auto& pickler, const Reduction<Parts...>& object) {
        pickler.save_reduce(object);
    }
};

}  // namespace brine
