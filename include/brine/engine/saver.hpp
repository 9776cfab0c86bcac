#pragma once
// Saver: how objects with parts are written, for whatever derives from it: a Pickler, the
// type-erased AnyPickler, or either of them about to write one object that has an identity.
//
// Self says what it writes for: who() is the object's identity, or Anonymous for a value; plain()
// is the pickler without one, which its parts go to; any() is the same pickler with its type
// erased.
//
// save_object() states the whole order in one screen. Bytes follow Modules/_pickle.c.

#include <concepts>
#include <cstddef>
#include <iterator>
#include <memory>
#include <ranges>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <brine/base/errors.hpp>
#include <brine/base/type_name.hpp>
#include <brine/engine/core.hpp>
#include <brine/engine/hooks.hpp>
#include <brine/mapping/codec.hpp>
#include <brine/mapping/describe.hpp>
#include <brine/mapping/reduction.hpp>

namespace brine {

/// What hooks, tables and codecs are asked for one object, and in which order.
template <Place Where, class Self, class T>
void save_object(Self& self, const T& object);

/// The same but for persistent_id.
template <Place Where, class Self, class T>
void save_unasked(Self& self, const T& object);

/// A pickler that is about to write one object with an identity. Its parts go through the pickler.
template <class P>
class Identified;

template <class Self>
class Saver {
public:
    // What codecs call. Each call writes one object.

    /// Any object, by the order of save_object().
    template <class T>
    void save(const T& object);
    /// The same in a dict key or set element: a list becomes a tuple, a set a frozenset.
    template <class T>
    void save_hashable(const T& object);

    /// What a wrapper such as a variant holds: in Python the two are one object.
    template <class T>
    void save_wrapped(const T& object) {
        if constexpr (std::is_function_v<T>) {
            save_object<Place::value>(self(), &object);
        } else {
            save_object<Place::value>(self(), object);
        }
    }
    template <class T>
    void save_wrapped_hashable(const T& object) {
        save_object<Place::key>(self(), object);
    }

    void save_none() { core().save_none(); }
    void save_bool(bool value) { core().save_bool(value); }
    void save_int(std::int64_t value) { core().save_int(value); }
    void save_uint(std::uint64_t value) {
        char* p = core().writer().object(core().writer().cursor(), encode::max_uint64);
        core().writer().commit(encode::unsigned_integer(p, value));
    }
    /// An int of any size, from two's complement bytes, low byte first.
    void save_big_int(std::span<const std::byte> bytes) { core().save_big_int(bytes); }
    void save_float(double value) { core().save_float(value); }
    void save_str(std::string_view utf8) { core().save_str(utf8, self().who()); }
    /// A str whose invalid bytes are treated as `invalid` says, whatever the options do.
    void save_str_as(text invalid, std::string_view utf8) {
        core().save_str_as(invalid, utf8, self().who());
    }
    /// A name that recurs, such as a keyword: written once.
    void save_name(std::string_view name) { core().save_name(name); }
    void save_bytes(std::span<const std::byte> data) { core().save_bytes(data, self().who()); }
    void save_bytearray(std::span<const std::byte> data) {
        core().save_bytearray(data, self().who());
    }
    void save_buffer(const buffer& view) { core().save_buffer(view, self().who()); }
    void save_global(std::string_view module, std::string_view name) {
        remember_global(core().save_global(module, name));
    }
    /// What a StaticGlobal names.
    template <class Static>
    void save_static_global() {
        const Identity who{nullptr, type_tag<Static>};
        remember_global(
            core().save_static_global(who, Static::module, Static::name, Static::origin));
    }
    /// An object that there is but one of, such as datetime.timezone.utc: write(saver) writes it
    /// where it is met first.
    template <class Singleton, class Write>
    void save_singleton(Write&& write) {
        const Shared object{{nullptr, type_tag<Singleton>}};
        if (const Slot slot = core().find(object); slot != no_slot) {
            return core().save_get(slot);
        }
        Identified identified(self().plain(), object);
        write(identified);
    }

    /// A list from any input range; it is walked once and need not know its size.
    template <std::ranges::input_range Range>
    void save_list(Range&& items);
    /// A dict from an input range of pairs.
    template <std::ranges::input_range Range>
    void save_dict(Range&& items);
    template <std::ranges::input_range Range>
    void save_set(Range&& items);
    template <std::ranges::input_range Range>
    void save_frozenset(Range&& items);
    /// A tuple from a range.
    template <Place Where = Place::value, std::ranges::input_range Range>
    void save_tuple_of(Range&& items);
    /// A tuple of these items.
    template <class... Items>
    void save_tuple(const Items&... items) {
        save_tuple_like<Place::value>(std::tie(items...));
    }
    /// A tuple from a std::tuple, std::pair or std::array.
    template <Place Where = Place::value, class Tuple>
    void save_tuple_like(const Tuple& items);

    /// A reduction: what __reduce__ answers.
    template <reduction R>
    void save_reduce(const R& r);
    /// cls(written), each enumerator once.
    template <class Enum, class Written>
    void save_enum(Enum value, const Written& written, std::string_view module,
                   std::string_view class_name);

    /// What a shared_ptr or weak_ptr points to: once, and then by reference.
    template <Place Where = Place::value, class T>
    void save_shared(const std::shared_ptr<T>& pointer);

    /// Gives the object just written its memo slot. save_...() do so themselves; for codecs that
    /// write opcodes of their own.
    void memoize() { core().memoize(self().who()); }

protected:
    Saver() = default;

private:
    template <class>
    friend class Saver;

    [[nodiscard]] Self& self() noexcept { return static_cast<Self&>(*this); }
    [[nodiscard]] PicklerCore& core() noexcept { return self().core(); }
    [[nodiscard]] OpWriter& writer() noexcept { return core().writer(); }

    void remember_global(Slot slot) {
        if constexpr (Self::has_identity) {
            if (slot != no_slot) {
                core().remember(self().who(), slot);
            }
        }
    }

    template <class Range>
    void save_list_items(Range&& items, bool exact_list);
    template <class Range>
    void save_dict_items(Range&& items, bool exact_dict);
    template <class Range>
    void save_set_items(Range&& items);
    template <class Range>
    void save_set_as_call(std::string_view name, Range&& items);
    template <class R>
    void save_state_by_setter(const R& r, Slot object);
    template <class R>
    void construct(const R& r);
    template <class R>
    void construct_with_partial(const R& r);
    template <class Callable>
    Slot save_new_function(const Callable& cls);
    template <class Kwargs>
    void save_kwargs(const Kwargs& kwargs);
    void close_tuple(std::size_t size);
};

/// Self's identity, for the memo.
template <class P>
class Identified : public Saver<Identified<P>> {
public:
    static constexpr bool has_identity = true;

    Identified(P& pickler, const Shared& object) : pickler_(pickler), object_(object) {}

    [[nodiscard]] PicklerCore& core() noexcept { return pickler_.core(); }
    [[nodiscard]] P& plain() noexcept { return pickler_; }
    [[nodiscard]] const Shared& who() const noexcept { return object_; }
    [[nodiscard]] auto& any() noexcept { return pickler_.any(); }

private:
    P& pickler_;
    const Shared& object_;
};

namespace detail {

/// The identity of the object that is being written; null where it has none.
template <class Self>
const Shared* shared_of(const Self& self) {
    if constexpr (Self::has_identity) {
        return &self.who();
    } else {
        return nullptr;
    }
}

}  // namespace detail

}  // namespace brine
