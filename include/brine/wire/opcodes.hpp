#pragma once
// The 68 opcodes of pickle protocols 0 to 5, each described once, as data.
// Python: pickletools.opcodes, with the names and meanings of its argument and stack descriptors.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace brine {

enum class Opcode : std::uint8_t {
    mark = 0x28,
    empty_tuple = 0x29,
    stop = 0x2e,
    pop = 0x30,
    pop_mark = 0x31,
    dup = 0x32,
    binbytes = 0x42,
    short_binbytes = 0x43,
    float_ = 0x46,
    binfloat = 0x47,
    int_ = 0x49,
    binint = 0x4a,
    binint1 = 0x4b,
    long_ = 0x4c,
    binint2 = 0x4d,
    none = 0x4e,
    persid = 0x50,
    binpersid = 0x51,
    reduce = 0x52,
    string = 0x53,
    binstring = 0x54,
    short_binstring = 0x55,
    unicode = 0x56,
    binunicode = 0x58,
    empty_list = 0x5d,
    append = 0x61,
    build = 0x62,
    global = 0x63,
    dict = 0x64,
    appends = 0x65,
    get = 0x67,
    binget = 0x68,
    inst = 0x69,
    long_binget = 0x6a,
    list = 0x6c,
    obj = 0x6f,
    put = 0x70,
    binput = 0x71,
    long_binput = 0x72,
    setitem = 0x73,
    tuple = 0x74,
    setitems = 0x75,
    empty_dict = 0x7d,
    proto = 0x80,
    newobj = 0x81,
    ext1 = 0x82,
    ext2 = 0x83,
    ext4 = 0x84,
    tuple1 = 0x85,
    tuple2 = 0x86,
    tuple3 = 0x87,
    newtrue = 0x88,
    newfalse = 0x89,
    long1 = 0x8a,
    long4 = 0x8b,
    short_binunicode = 0x8c,
    binunicode8 = 0x8d,
    binbytes8 = 0x8e,
    empty_set = 0x8f,
    additems = 0x90,
    frozenset = 0x91,
    newobj_ex = 0x92,
    stack_global = 0x93,
    memoize = 0x94,
    frame = 0x95,
    bytearray8 = 0x96,
    next_buffer = 0x97,
    readonly_buffer = 0x98,
};

/// How the bytes after the opcode are laid out: Python's ArgumentDescriptor.
enum class ArgKind : std::uint8_t {
    none,
    uint1,
    uint2,
    int4,
    uint4,
    uint8,
    stringnl,
    stringnl_noescape,
    stringnl_noescape_pair,
    string1,
    string4,
    bytes1,
    bytes4,
    bytes8,
    bytearray8,
    decimalnl_short,
    decimalnl_long,
    floatnl,
    float8,
    unicodestringnl,
    unicodestring1,
    unicodestring4,
    unicodestring8,
    long1,
    long4,
};

struct ArgInfo {
    // What `size` says when it is not a number of bytes.
    static constexpr std::int8_t up_to_newline = -1;
    static constexpr std::int8_t taken_from_argument1 = -2;   // 1 byte
    static constexpr std::int8_t taken_from_argument4 = -3;   // 4 bytes, signed
    static constexpr std::int8_t taken_from_argument4u = -4;  // 4 bytes, unsigned
    static constexpr std::int8_t taken_from_argument8u = -5;  // 8 bytes, unsigned

    ArgKind kind;
    std::string_view name;
    std::int8_t size;
};

inline constexpr std::array arg_table = std::to_array<ArgInfo>({
    {ArgKind::none, "None", 0},
    {ArgKind::uint1, "uint1", 1},
    {ArgKind::uint2, "uint2", 2},
    {ArgKind::int4, "int4", 4},
    {ArgKind::uint4, "uint4", 4},
    {ArgKind::uint8, "uint8", 8},
    {ArgKind::stringnl, "stringnl", ArgInfo::up_to_newline},
    {ArgKind::stringnl_noescape, "stringnl_noescape", ArgInfo::up_to_newline},
    {ArgKind::stringnl_noescape_pair, "stringnl_noescape_pair", ArgInfo::up_to_newline},
    {ArgKind::string1, "string1", ArgInfo::taken_from_argument1},
    {ArgKind::string4, "string4", ArgInfo::taken_from_argument4},
    {ArgKind::bytes1, "bytes1", ArgInfo::taken_from_argument1},
    {ArgKind::bytes4, "bytes4", ArgInfo::taken_from_argument4u},
    {ArgKind::bytes8, "bytes8", ArgInfo::taken_from_argument8u},
    {ArgKind::bytearray8, "bytearray8", ArgInfo::taken_from_argument8u},
    {ArgKind::decimalnl_short, "decimalnl_short", ArgInfo::up_to_newline},
    {ArgKind::decimalnl_long, "decimalnl_long", ArgInfo::up_to_newline},
    {ArgKind::floatnl, "floatnl", ArgInfo::up_to_newline},
    {ArgKind::float8, "float8", 8},
    {ArgKind::unicodestringnl, "unicodestringnl", ArgInfo::up_to_newline},
    {ArgKind::unicodestring1, "unicodestring1", ArgInfo::taken_from_argument1},
    {ArgKind::unicodestring4, "unicodestring4", ArgInfo::taken_from_argument4u},
    {ArgKind::unicodestring8, "unicodestring8", ArgInfo::taken_from_argument8u},
    {ArgKind::long1, "long1", ArgInfo::taken_from_argument1},
    {ArgKind::long4, "long4", ArgInfo::taken_from_argument4},
});

constexpr const ArgInfo& arg_info(ArgKind kind) noexcept {
    return arg_table[static_cast<std::size_t>(kind)];
}

/// What an opcode takes off the stack and leaves on it: Python's StackObject.
enum class StackObject : std::uint8_t {
    any,
    none,
    bool_,
    int_,
    int_or_bool,
    float_,
    str,
    bytes,
    bytes_or_str,
    bytearray,
    buffer,
    tuple,
    list,
    dict,
    set,
    frozenset,
    mark,
    slice,  // everything above the topmost mark
};

inline constexpr std::array stack_object_names = std::to_array<std::string_view>(
    {"any", "None", "bool", "int", "int_or_bool", "float", "str", "bytes", "bytes_or_str",
     "bytearray", "buffer", "tuple", "list", "dict", "set", "frozenset", "mark", "stackslice"});

constexpr std::string_view stack_object_name(StackObject kind) noexcept {
    return stack_object_names[static_cast<std::size_t>(kind)];
}

/// Up to three stack objects, the deepest first.
class StackObjects {
public:
    static constexpr std::size_t capacity = 3;

    constexpr StackObjects() noexcept = default;

    template <class... Rest>
    constexpr StackObjects(StackObject first, Rest... rest) noexcept
        : items_{first, rest...}, size_(1 + sizeof...(Rest)) {
        static_assert(sizeof...(Rest) < capacity);
    }

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr const StackObject* begin() const noexcept { return items_.data(); }
    [[nodiscard]] constexpr const StackObject* end() const noexcept { return begin() + size_; }
    [[nodiscard]] constexpr StackObject operator[](std::size_t i) const noexcept {
        return items_[i];
    }

private:
    std::array<StackObject, capacity> items_{};
    std::uint8_t size_ = 0;
};

struct OpcodeInfo {
    std::string_view name;
    Opcode code;
    ArgKind arg;
    std::uint8_t proto;  // the first protocol that has it
    StackObjects stack_before;
    StackObjects stack_after;
};

// clang-format off
inline constexpr std::array opcode_table = [] {
    using O = Opcode;
    using A = ArgKind;
    using enum StackObject;
    return std::to_array<OpcodeInfo>({
    {"MARK",             O::mark,             A::none,            0, {}, {mark}},
    {"EMPTY_TUPLE",      O::empty_tuple,      A::none,            1, {}, {tuple}},
    {"STOP",             O::stop,             A::none,            0, {any}, {}},
    {"POP",              O::pop,              A::none,            0, {any}, {}},
    {"POP_MARK",         O::pop_mark,         A::none,            1, {mark, slice}, {}},
    {"DUP",              O::dup,              A::none,            0, {any}, {any, any}},
    {"BINBYTES",         O::binbytes,         A::bytes4,          3, {}, {bytes}},
    {"SHORT_BINBYTES",   O::short_binbytes,   A::bytes1,          3, {}, {bytes}},
    {"FLOAT",            O::float_,           A::floatnl,         0, {}, {float_}},
    {"BINFLOAT",         O::binfloat,         A::float8,          1, {}, {float_}},
    {"INT",              O::int_,             A::decimalnl_short, 0, {}, {int_or_bool}},
    {"BININT",           O::binint,           A::int4,            1, {}, {int_}},
    {"BININT1",          O::binint1,          A::uint1,           1, {}, {int_}},
    {"LONG",             O::long_,            A::decimalnl_long,  0, {}, {int_}},
    {"BININT2",          O::binint2,          A::uint2,           1, {}, {int_}},
    {"NONE",             O::none,             A::none,            0, {}, {none}},
    {"PERSID",           O::persid,           A::stringnl_noescape, 0, {}, {any}},
    {"BINPERSID",        O::binpersid,        A::none,            1, {any}, {any}},
    {"REDUCE",           O::reduce,           A::none,            0, {any, any}, {any}},
    {"STRING",           O::string,           A::stringnl,        0, {}, {bytes_or_str}},
    {"BINSTRING",        O::binstring,        A::string4,         1, {}, {bytes_or_str}},
    {"SHORT_BINSTRING",  O::short_binstring,  A::string1,         1, {}, {bytes_or_str}},
    {"UNICODE",          O::unicode,          A::unicodestringnl, 0, {}, {str}},
    {"BINUNICODE",       O::binunicode,       A::unicodestring4,  1, {}, {str}},
    {"EMPTY_LIST",       O::empty_list,       A::none,            1, {}, {list}},
    {"APPEND",           O::append,           A::none,            0, {list, any}, {list}},
    {"BUILD",            O::build,            A::none,            0, {any, any}, {any}},
    {"GLOBAL",           O::global,           A::stringnl_noescape_pair, 0, {}, {any}},
    {"DICT",             O::dict,             A::none,            0, {mark, slice}, {dict}},
    {"APPENDS",          O::appends,          A::none,            1, {list, mark, slice}, {list}},
    {"GET",              O::get,              A::decimalnl_short, 0, {}, {any}},
    {"BINGET",           O::binget,           A::uint1,           1, {}, {any}},
    {"INST",             O::inst,             A::stringnl_noescape_pair, 0, {mark, slice}, {any}},
    {"LONG_BINGET",      O::long_binget,      A::uint4,           1, {}, {any}},
    {"LIST",             O::list,             A::none,            0, {mark, slice}, {list}},
    {"OBJ",              O::obj,              A::none,            1, {mark, any, slice}, {any}},
    {"PUT",              O::put,              A::decimalnl_short, 0, {}, {}},
    {"BINPUT",           O::binput,           A::uint1,           1, {}, {}},
    {"LONG_BINPUT",      O::long_binput,      A::uint4,           1, {}, {}},
    {"SETITEM",          O::setitem,          A::none,            0, {dict, any, any}, {dict}},
    {"TUPLE",            O::tuple,            A::none,            0, {mark, slice}, {tuple}},
    {"SETITEMS",         O::setitems,         A::none,            1, {dict, mark, slice}, {dict}},
    {"EMPTY_DICT",       O::empty_dict,       A::none,            1, {}, {dict}},
    {"PROTO",            O::proto,            A::uint1,           2, {}, {}},
    {"NEWOBJ",           O::newobj,           A::none,            2, {any, any}, {any}},
    {"EXT1",             O::ext1,             A::uint1,           2, {}, {any}},
    {"EXT2",             O::ext2,             A::uint2,           2, {}, {any}},
    {"EXT4",             O::ext4,             A::int4,            2, {}, {any}},
    {"TUPLE1",           O::tuple1,           A::none,            2, {any}, {tuple}},
    {"TUPLE2",           O::tuple2,           A::none,            2, {any, any}, {tuple}},
    {"TUPLE3",           O::tuple3,           A::none,            2, {any, any, any}, {tuple}},
    {"NEWTRUE",          O::newtrue,          A::none,            2, {}, {bool_}},
    {"NEWFALSE",         O::newfalse,         A::none,            2, {}, {bool_}},
    {"LONG1",            O::long1,            A::long1,           2, {}, {int_}},
    {"LONG4",            O::long4,            A::long4,           2, {}, {int_}},
    {"SHORT_BINUNICODE", O::short_binunicode, A::unicodestring1,  4, {}, {str}},
    {"BINUNICODE8",      O::binunicode8,      A::unicodestring8,  4, {}, {str}},
    {"BINBYTES8",        O::binbytes8,        A::bytes8,          4, {}, {bytes}},
    {"EMPTY_SET",        O::empty_set,        A::none,            4, {}, {set}},
    {"ADDITEMS",         O::additems,         A::none,            4, {set, mark, slice}, {set}},
    {"FROZENSET",        O::frozenset,        A::none,            4, {mark, slice}, {frozenset}},
    {"NEWOBJ_EX",        O::newobj_ex,        A::none,            4, {any, any, any}, {any}},
    {"STACK_GLOBAL",     O::stack_global,     A::none,            4, {str, str}, {any}},
    {"MEMOIZE",          O::memoize,          A::none,            4, {any}, {any}},
    {"FRAME",            O::frame,            A::uint8,           4, {}, {}},
    {"BYTEARRAY8",       O::bytearray8,       A::bytearray8,      5, {}, {bytearray}},
    {"NEXT_BUFFER",      O::next_buffer,      A::none,            5, {}, {buffer}},
    {"READONLY_BUFFER",  O::readonly_buffer,  A::none,            5, {buffer}, {buffer}},
    });
}();
// clang-format on

namespace detail {

inline constexpr std::uint8_t no_opcode = 0xff;

inline constexpr std::array<std::uint8_t, 256> opcode_index = [] {
    std::array<std::uint8_t, 256> index{};
    index.fill(no_opcode);
    for (std::size_t i = 0; i < opcode_table.size(); ++i)
        index[static_cast<std::size_t>(opcode_table[i].code)] = static_cast<std::uint8_t>(i);
    return index;
}();

template <class Table>
consteval bool indexed_by_kind(const Table& table, ArgKind last) {
    for (std::size_t i = 0; i < table.size(); ++i)
        if (static_cast<std::size_t>(table[i].kind) != i) return false;
    return table.size() == static_cast<std::size_t>(last) + 1;
}

consteval bool opcodes_ascend() {
    for (std::size_t i = 1; i < opcode_table.size(); ++i)
        if (opcode_table[i - 1].code >= opcode_table[i].code) return false;
    return true;
}

consteval bool opcode_names_differ() {
    for (std::size_t i = 0; i < opcode_table.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (opcode_table[i].name == opcode_table[j].name) return false;
    return true;
}

}  // namespace detail

static_assert(opcode_table.size() == 68);
static_assert(detail::opcodes_ascend(), "sorted by code, so every code is unique");
static_assert(detail::opcode_names_differ());
static_assert(detail::indexed_by_kind(arg_table, ArgKind::long4));
static_assert(stack_object_name(StackObject::slice) == "stackslice");
static_assert(stack_object_names.size() == static_cast<std::size_t>(StackObject::slice) + 1);

/// Null for a byte that is no opcode.
[[nodiscard]] constexpr const OpcodeInfo* find_opcode(std::uint8_t code) noexcept {
    const std::uint8_t i = detail::opcode_index[code];
    return i == detail::no_opcode ? nullptr : &opcode_table[i];
}

[[nodiscard]] constexpr const OpcodeInfo& opcode_info(Opcode code) noexcept {
    return opcode_table[detail::opcode_index[static_cast<std::uint8_t>(code)]];
}

}  // namespace brine
