#pragma once
// Kind: what a Value can be. Python's built-in types that pickles have opcodes for, and what stands
// for everything else.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace brine {

enum class Kind : std::uint8_t {
    none,
    bool_,
    int_,
    float_,
    str,
    bytes,
    bytearray,
    list,
    tuple,
    dict,
    set,
    frozenset,
    global,         ///< the name of a class or function
    object,         ///< what a call of a global would give: an inert object
    persistent_id,  ///< what a persistent_load would give
    buffer,         ///< memory that travels out of band
    extension,      ///< a code of copyreg.add_extension
};

namespace detail {

inline constexpr std::array kind_names = std::to_array<std::string_view>(
    {"NoneType", "bool", "int", "float", "str", "bytes", "bytearray", "list", "tuple", "dict",
     "set", "frozenset", "global", "object", "persistent id", "buffer", "extension"});

}  // namespace detail

static_assert(detail::kind_names.size() == static_cast<std::size_t>(Kind::extension) + 1);

/// As type(x).__name__ in Python, where there is such a type.
[[nodiscard]] constexpr std::string_view kind_name(Kind kind) noexcept {
    return detail::kind_names[static_cast<std::size_t>(kind)];
}

namespace detail {

/// What a pickle may call: what it has by name, by number or by a call.
[[nodiscard]] constexpr bool may_be_called(Kind kind) noexcept {
    return kind >= Kind::global && kind != Kind::buffer;
}

}  // namespace detail

/// How an inert object was made: its opcode.
enum class Made : std::uint8_t {
    reduce,     ///< REDUCE: callable(*args)
    newobj,     ///< NEWOBJ: cls.__new__(cls, *args)
    newobj_ex,  ///< NEWOBJ_EX: cls.__new__(cls, *args, **kwargs)
    obj,        ///< OBJ: cls(*args), or a bare instance of an old class
    inst,       ///< INST: the same, with the class by name
};

/// What happened to an inert object after it was made.
enum class StepKind : std::uint8_t {
    list_items,  ///< APPEND, APPENDS: extend(items)
    dict_items,  ///< SETITEM, SETITEMS: self[key] = value; keys and values alternate
    set_items,   ///< ADDITEMS: add(item)
    state,       ///< BUILD: __setstate__(state)
    call,        ///< a call on it whose result was dropped: a state setter
};

}  // namespace brine
