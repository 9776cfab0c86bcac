#pragma once
// save_reduce(): reductions, in the order of Modules/_pickle.c's function of that name.

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

#include <brine/engine/error_path.hpp>
#include <brine/engine/is_none.hpp>
#include <brine/engine/save_containers.hpp>
#include <brine/engine/saver.hpp>

namespace brine {

namespace detail {

template <class Part>
inline constexpr bool is_part = !std::same_as<std::remove_cv_t<Part>, NoPart>;

/// A DynamicReduction's part is there or not at run time; any other is there if its type is.
template <class R>
inline constexpr bool is_dynamic = requires(const R& r) {
    r.args.size();
};

template <class R, class Part>
bool is_there(const Part& part) {
    if constexpr (is_dynamic<R>) {
        return part.has_value();
    } else {
        return is_part<Part>;
    }
}

template <class R, class Part>
const auto& value_of(const Part& part) {
    if constexpr (is_dynamic<R>) {
        return *part;
    } else {
        return part;
    }
}

/// A part held by std::cref is what that refers to.
template <class Part>
const Part& unwrapped(const Part& part) {
    return part;
}
template <class Part>
Part& unwrapped(const std::reference_wrapper<Part>& part) {
    return part.get();
}

/// The class's name, if the callable is one or holds one.
template <class Callable>
std::optional<Global> global_in(const Callable& callable) {
    if constexpr (std::same_as<Callable, Global>) {
        return callable;
    } else if constexpr (requires { callable.template get_if<Global>(); }) {
        const Global* held = callable.template get_if<Global>();
        return held != nullptr ? std::optional(*held) : std::nullopt;
    } else if constexpr (requires { Callable::origin; }) {
        return global(Callable::module, Callable::name);
    } else {
        return std::nullopt;
    }
}

}  // namespace detail

template <class Self>
template <reduction R>
void Saver<Self>::save_reduce(const R& r) {
    using detail::is_part;
    auto& pickler = self().plain();
    constexpr bool may_have_setter = is_part<decltype(r.setter_part)>;
    static_assert(is_part<decltype(r.state_part)> || !may_have_setter,
                  "brine: a state_setter needs a state; add .state(...) to the reduction");

    writer().boundary();
    construct(r);
    // The object may have been written while its own arguments were: then those count.
    if (const Slot slot = core().find(self().who()); slot != no_slot) {
        writer().op(Opcode::pop);
        return writer().get(slot);
    }
    Slot slot = core().memoize(self().who());
    const bool has_setter = may_have_setter && detail::is_there<R>(r.setter_part);
    if (has_setter && slot == no_slot) {
        slot = core().put_slot();
    }
    if constexpr (is_part<decltype(r.list_part)>) {
        pickler.save_list_items(detail::unwrapped(r.list_part), false);
    }
    if constexpr (is_part<decltype(r.dict_part)>) {
        pickler.save_dict_items(detail::unwrapped(r.dict_part), false);
    }
    if constexpr (may_have_setter) {
        if (has_setter) {
            return save_state_by_setter(r, slot);
        }
    }
    if constexpr (is_part<decltype(r.state_part)>) {
        if (detail::is_there<R>(r.state_part) &&
            !detail::is_none(detail::value_of<R>(r.state_part))) {
            detail::at_step(" (state)", [&] { pickler.save(detail::value_of<R>(r.state_part)); });
            writer().op(Opcode::build);
        }
    }
}

/// setter(object, state), whose result is dropped.
template <class Self>
template <class R>
void Saver<Self>::save_state_by_setter(const R& r, Slot object) {
    auto& pickler = self().plain();
    if (!detail::is_there<R>(r.state_part)) {
        throw_pickling(Errc::invalid_hook, "a reduction has a state setter but no state");
    }
    if (detail::is_none(detail::value_of<R>(r.state_part))) {
        return;
    }
    pickler.save(detail::value_of<R>(r.setter_part));
    core().save_get(object);
    detail::at_step(" (state)", [&] { pickler.save(detail::value_of<R>(r.state_part)); });
    writer().op(Opcode::tuple2);
    writer().op(Opcode::reduce);
    writer().op(Opcode::pop);
}

template <class Self>
template <class R>
void Saver<Self>::construct(const R& r) {
    auto& pickler = self().plain();
    if constexpr (detail::is_dynamic<R>) {
        if (!r.kwargs.empty() && r.construct != Construct::newobj_ex) {
            throw_pickling(Errc::invalid_hook,
                           "a reduction has keywords, which only Construct::newobj_ex takes");
        }
    }
    if (r.construct == Construct::newobj_ex && core().protocol() < 4) {
        return construct_with_partial(r);
    }
    pickler.save(r.callable);
    detail::at_step(" (args)", [&] {
        if constexpr (detail::is_dynamic<R>) {
            pickler.save_tuple_of(r.args);
        } else {
            pickler.save_tuple_like(r.args);
        }
    });
    switch (r.construct) {
        case Construct::reduce:
            return writer().op(Opcode::reduce);
        case Construct::newobj:
            return writer().op(Opcode::newobj);
        case Construct::newobj_ex:
            save_kwargs(r.kwargs);
            return writer().op(Opcode::newobj_ex);
    }
}

/// NEWOBJ_EX below protocol 4: functools.partial(cls.__new__, cls, *args, **kwargs)(), where the
/// partial object itself is pickled as functools does it.
template <class Self>
template <class R>
void Saver<Self>::construct_with_partial(const R& r) {
    auto& pickler = self().plain();
    core().save_global("functools", "partial");
    const Slot function = save_new_function(r.callable);
    writer().small_tuple(1);
    core().memoize(Anonymous{});
    writer().op(Opcode::reduce);
    core().memoize(Anonymous{});

    writer().boundary();
    writer().op(Opcode::mark);
    core().save_get(function);
    detail::at_step(" (args)", [&] {
        if constexpr (detail::is_dynamic<R>) {
            const std::size_t size = 1 + r.args.size();
            writer().boundary();
            if (size > 3) {
                writer().op(Opcode::mark);
            }
            pickler.save(r.callable);
            for (std::size_t i = 0; i < r.args.size(); ++i) {
                detail::at_index(i, [&] { pickler.save(r.args[i]); });
            }
            pickler.close_tuple(size);
        } else {
            std::apply([&](const auto&... args) { pickler.save_tuple(r.callable, args...); },
                       r.args);
        }
    });
    save_kwargs(r.kwargs);
    core().save_none();
    writer().op(Opcode::tuple);
    core().memoize(Anonymous{});
    writer().op(Opcode::build);

    writer().boundary();
    writer().op(Opcode::empty_tuple);
    writer().op(Opcode::reduce);
}

/// cls.__new__, as a nested global where it is known that cls is one. Returns its slot.
template <class Self>
template <class Callable>
Slot Saver<Self>::save_new_function(const Callable& cls) {
    std::optional<Global> function = detail::global_in(cls);
    if (function) {
        function->name += ".__new__";
        if (const Slot slot = core().find_global(*function); slot != no_slot) {
            core().save_get(slot);
            return slot;
        }
    }
    core().save_global("builtins", "getattr");
    self().plain().save(cls);
    core().save_str("__new__");
    writer().small_tuple(2);
    core().memoize(Anonymous{});
    writer().op(Opcode::reduce);
    const Slot slot = core().put_slot();
    if (function) {
        core().remember(*function, slot);
    }
    return slot;
}

template <class Self>
template <class Kwargs>
void Saver<Self>::save_kwargs(const Kwargs& kwargs) {
    auto& pickler = self().plain();
    std::size_t size = 0;
    std::size_t index = 0;
    const auto save_keyword = [&](const auto& keyword) {
        if (size > 1 && index % batch_size == 0) {
            if (index != 0) {
                writer().op(Opcode::setitems);
            }
            writer().op(Opcode::mark);
        }
        ++index;
        core().save_name(keyword.name);
        detail::at_key(keyword.name, [&] { pickler.save(keyword.value); });
    };
    writer().boundary();
    writer().op(Opcode::empty_dict);
    core().memoize(Anonymous{});
    if constexpr (requires { kwargs.size(); }) {
        size = kwargs.size();
        std::ranges::for_each(kwargs, save_keyword);
    } else {
        size = std::tuple_size_v<Kwargs>;
        std::apply([&](const auto&... keyword) { (save_keyword(keyword), ...); }, kwargs);
    }
    if (size > 0) {
        writer().op(size > 1 ? Opcode::setitems : Opcode::setitem);
    }
    if (core().exact() && size > 0 && size % batch_size == 0) {
        writer().op(Opcode::mark);
        writer().op(Opcode::setitems);
    }
}

namespace detail {
/// Tag of an enum's members, whose "addresses" are their values.
template <class Enum>
struct Enumerator {};
}  // namespace detail

template <class Self>
template <class Enum, class Written>
void Saver<Self>::save_enum(Enum value, const Written& written, std::string_view module,
                            std::string_view class_name) {
    using Number = std::underlying_type_t<Enum>;
    const auto number = static_cast<Number>(value);
    const auto address = static_cast<std::uintptr_t>(number);
    const bool fits = static_cast<Number>(address) == number;  // else written each time
    const Identity who{std::bit_cast<const void*>(address), type_tag<detail::Enumerator<Enum>>};
    if (const Slot slot = fits ? core().find(who) : no_slot; slot != no_slot) {
        return core().save_get(slot);
    }
    writer().boundary();
    core().save_global(module, class_name);
    self().plain().save(written);
    writer().small_tuple(1);
    core().memoize(Anonymous{});
    writer().op(Opcode::reduce);
    if (fits) {
        core().remember(who, core().put_slot());
    } else {
        core().memoize(Anonymous{});
    }
}

}  // namespace brine
