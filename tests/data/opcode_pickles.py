"""Pickles put together by hand: each of the 68 opcodes, also where no pickler writes it.

For every Python 3 that knows protocol 5.
"""

import collections
import pickletools
import struct
import types

Assembled = collections.namedtuple("Assembled", "name what data buffers")

PICKLES = []

# The codes by their names in pickletools, and by which each pickle is put together.
o = types.SimpleNamespace(**{op.name: op.code.encode("latin-1") for op in pickletools.opcodes})


def add(name, what, *parts, protocol=0, buffers=()):
    start = o.PROTO + bytes([protocol]) if protocol >= 2 else b""
    PICKLES.append(Assembled(name, what, start + b"".join(parts) + o.STOP, buffers))


def line(text):
    return text.encode("utf-8") + b"\n"


def u1(number):
    return struct.pack("<B", number)


def u4(number):
    return struct.pack("<I", number)


def u8(number):
    return struct.pack("<Q", number)


def one(number):
    return o.BININT1 + u1(number)


def text(value):
    data = value.encode("utf-8", "surrogatepass")
    return o.BINUNICODE + u4(len(data)) + data


def frame(*parts):
    data = b"".join(parts)
    return o.FRAME + u8(len(data)) + data


def named(name, module="corpus_model"):
    return o.GLOBAL + line(module) + line(name)


# ---- numbers --------------------------------------------------------------------------------

add("none", "NONE", o.NONE)
add("bools", "NEWTRUE, NEWFALSE", o.NEWTRUE, o.NEWFALSE, o.TUPLE2, protocol=2)
add("int", "INT: of 32 bits, of more, negative, the bools, with spaces",
    o.MARK, *(o.INT + line(t) for t in ("0", "-1", "2147483647", "-2147483648", "2147483648",
                                        "-99999999999999999999", "00", "01", " 12", "+3")), o.LIST)
add("long", "LONG with and without its L, of any size",
    o.MARK, *(o.LONG + line(t) for t in ("0L", "-1L", "12", "36893488147419103232L",
                                         "-36893488147419103232")), o.LIST)
add("binint", "BININT1, BININT2 and BININT, each at its ends, also where a shorter one would do",
    o.MARK, one(0), one(255), o.BININT2 + b"\0\0", o.BININT2 + b"\xff\xff",
    *(o.BININT + struct.pack("<i", n) for n in (0, -1, 2**31 - 1, -(2**31))), o.LIST)
add("long1", "LONG1: empty, minimal, with needless bytes, of 255",
    o.MARK, *(o.LONG1 + u1(len(d)) + d for d in (b"", b"\xff", b"\x80", b"\xff\0", b"\x7f\0\0\0",
                                                 b"\xff" * 9, bytes(range(1, 256)))),
    o.LIST, protocol=2)
add("long4", "LONG4: empty, short, of 256",
    o.MARK, *(o.LONG4 + u4(len(d)) + d for d in (b"", b"\x01", b"\xfe\xff", bytes(range(256)))),
    o.LIST, protocol=2)
add("float", "FLOAT: what Python writes, what else it reads",
    o.MARK, *(o.FLOAT + line(t) for t in ("1.5", "-0.0", "1e+16", "1e300", "nan", "inf", "-inf",
                                          "5e-324", ".5", "5.", "Infinity")), o.LIST)
add("binfloat", "BINFLOAT: ends, zeros, infinities, a NaN with a payload",
    o.MARK, *(o.BINFLOAT + struct.pack(">d", v) for v in (0.0, -0.0, 1.5, 1e308, 5e-324)),
    *(o.BINFLOAT + bytes.fromhex(h) for h in ("7ff0000000000000", "fff0000000000000",
                                              "7ff8000000000123")), o.LIST)

# ---- texts and bytes ------------------------------------------------------------------------

add("string", "STRING: either quote, escapes",
    o.MARK, *(o.STRING + line(t) for t in ("''", '"a\'b"', r"'a\x41\n\\\'\101\t\0'", '"\\"q\\""')),
    o.LIST)
add("string_latin1", "STRING and the binary ones with bytes above 127",
    o.MARK, o.STRING + b"'caf\\xe9'\n", o.SHORT_BINSTRING + b"\x04caf\xe9",
    o.BINSTRING + u4(4) + b"caf\xe9", o.LIST)
add("binstring", "BINSTRING, SHORT_BINSTRING: empty, with a NUL and an end of line",
    o.MARK, o.BINSTRING + u4(0), o.BINSTRING + u4(5) + b"a\0b\nc", o.SHORT_BINSTRING + b"\0",
    o.SHORT_BINSTRING + b"\x03x\ny", o.SHORT_BINSTRING + b"\xff" + b"s" * 255, o.LIST)
add("unicode", "UNICODE: escapes of 4 and 8 digits, Latin-1 as it is, a surrogate",
    o.MARK, *(o.UNICODE + t + b"\n" for t in (b"", b"abc", b"\\u20ac\\U0001f600", b"caf\xe9",
                                              b"\\u005c\\u000a\\u0000", b"\\ud800", b"a\\x41")),
    o.LIST)
add("binunicode", "BINUNICODE: empty, each width, a lone surrogate",
    o.MARK, *map(text, ("", "a", "\xe9", "\u20ac", "\U0001f600", "a\ud800b")), o.LIST)
add("short_binunicode", "SHORT_BINUNICODE, also of 255 bytes",
    o.MARK, o.SHORT_BINUNICODE + b"\0", o.SHORT_BINUNICODE + b"\x03\xe2\x82\xac",
    o.SHORT_BINUNICODE + b"\xff" + b"t" * 255, o.LIST, protocol=4)
add("binunicode8", "BINUNICODE8, short as no pickler would write it",
    o.MARK, o.BINUNICODE8 + u8(0), o.BINUNICODE8 + u8(5) + "a\u20acb".encode("utf-8"), o.LIST,
    protocol=4)
add("binbytes", "SHORT_BINBYTES, BINBYTES, BINBYTES8",
    o.MARK, o.SHORT_BINBYTES + b"\0", o.SHORT_BINBYTES + b"\x02\xff\0", o.BINBYTES + u4(0),
    o.BINBYTES + u4(3) + b"abc", o.BINBYTES8 + u8(0), o.BINBYTES8 + u8(3) + b"xyz", o.LIST,
    protocol=4)
add("bytearray8", "BYTEARRAY8", o.MARK, o.BYTEARRAY8 + u8(0), o.MEMOIZE,
    o.BYTEARRAY8 + u8(3) + b"ab\xff", o.MEMOIZE, o.BINGET + b"\1", o.LIST, protocol=5)

# ---- containers -----------------------------------------------------------------------------

add("tuples", "EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3, TUPLE, also of none",
    o.MARK, o.EMPTY_TUPLE, one(1), o.TUPLE1, one(1), one(2), o.TUPLE2, one(1), one(2), one(3),
    o.TUPLE3, o.MARK, o.TUPLE, o.MARK, one(1), one(2), one(3), one(4), o.TUPLE, o.TUPLE, protocol=2)
add("lists", "EMPTY_LIST, LIST, APPEND, APPENDS, also of none",
    o.MARK, o.EMPTY_LIST, o.MARK, o.LIST, o.MARK, one(1), one(2), o.LIST, one(3), o.APPEND,
    o.EMPTY_LIST, o.MARK, o.APPENDS, o.EMPTY_LIST, o.MARK, one(4), one(5), o.APPENDS,
    o.MARK, one(6), o.APPENDS, o.TUPLE)
add("dicts", "EMPTY_DICT, DICT, SETITEM, SETITEMS; a key twice",
    o.MARK, o.EMPTY_DICT, o.MARK, o.DICT, o.MARK, one(1), one(2), one(1), one(3), o.DICT,
    one(4), o.NONE, o.SETITEM, o.EMPTY_DICT, o.MARK, o.SETITEMS, o.EMPTY_DICT,
    o.MARK, text("a"), one(1), text("b"), one(2), text("a"), one(3), o.SETITEMS, o.TUPLE)
add("equal_keys", "1, 1.0 and True are one key, which is the first; the last value counts",
    o.EMPTY_DICT, o.MARK, one(1), text("int"), o.BINFLOAT + struct.pack(">d", 1.0), text("float"),
    o.NEWTRUE, text("bool"), o.LONG1 + b"\1\2", text("two"), o.SETITEMS, protocol=2)
add("nan_keys", "NaN is another key each time, unless it is the same object",
    o.EMPTY_DICT, o.MARK, o.BINFLOAT + struct.pack(">d", float("nan")), o.BINPUT + b"\0", one(1),
    o.BINFLOAT + struct.pack(">d", float("nan")), one(2), o.BINGET + b"\0", one(3), o.SETITEMS,
    protocol=2)
add("sets", "EMPTY_SET, ADDITEMS, FROZENSET, also of none",
    o.MARK, o.EMPTY_SET, o.EMPTY_SET, o.MARK, one(1), one(1), one(2), o.ADDITEMS, o.EMPTY_SET,
    o.MARK, o.ADDITEMS, o.MARK, o.FROZENSET, o.MARK, one(1), o.NEWTRUE, one(2), o.FROZENSET,
    o.TUPLE, protocol=4)

# ---- the stack and the memo -----------------------------------------------------------------

add("pop", "POP, of an object and of a mark", one(1), one(2), o.POP, o.MARK, o.POP)
add("pop_mark", "POP_MARK", one(1), o.MARK, one(2), one(3), o.POP_MARK)
add("dup", "DUP: one list twice", o.EMPTY_LIST, o.DUP, o.MARK, one(1), o.APPENDS, o.TUPLE2,
    protocol=2)
add("left_over", "what is below the top at STOP, also a mark", one(1), o.MARK, one(2), text("top"))
add("memo_text", "PUT and GET, with a large index",
    o.MARK, text("a"), o.PUT + line("0"), o.GET + line("0"), text("b"), o.PUT + line("70000"),
    o.GET + line("70000"), o.GET + line("0"), o.LIST)
add("memo_binary", "BINPUT, BINGET, LONG_BINPUT, LONG_BINGET; one index twice",
    o.MARK, text("a"), o.BINPUT + b"\xff", o.BINGET + b"\xff", text("b"), o.LONG_BINPUT + u4(256),
    o.LONG_BINGET + u4(256), o.LONG_BINGET + u4(255), text("c"), o.BINPUT + b"\xff",
    o.BINGET + b"\xff", o.LIST)
add("memoize", "MEMOIZE behind a PUT: its index is the number of entries",
    o.MARK, text("a"), o.BINPUT + b"\7", text("b"), o.MEMOIZE, o.BINGET + b"\1", o.BINGET + b"\7",
    o.LIST, protocol=4)
add("recursive_tuple", "a tuple in itself, as CPython writes it: POP and GET",
    o.EMPTY_LIST, o.BINPUT + b"\0", o.BINGET + b"\0", o.TUPLE1, o.BINPUT + b"\1", o.APPEND, o.POP,
    o.BINGET + b"\1", protocol=2)
add("late_proto", "PROTO behind other opcodes, and another one", one(1), o.PROTO + b"\3",
    o.PROTO + b"\2", protocol=4)
add("frames", "FRAME: several, one empty, opcodes between them",
    frame(o.MARK, text("a"), o.MEMOIZE), text("outside"), o.MEMOIZE, frame(),
    frame(o.BINGET + b"\0", o.BINGET + b"\1", o.TUPLE), protocol=4)
add("old_in_new", "opcodes of protocol 0 under PROTO 5",
    o.MARK, o.INT + line("1"), o.STRING + line("'s'"), o.FLOAT + line("1.5"), o.LONG + line("2L"),
    o.UNICODE + line("u"), o.LIST, protocol=5)
add("new_in_old", "opcodes of protocols 2 to 5 without a PROTO",
    o.MARK, o.NEWTRUE, o.EMPTY_SET, o.SHORT_BINUNICODE + b"\1x", o.BYTEARRAY8 + u8(1) + b"b",
    one(1), o.TUPLE1, o.LIST)

# ---- objects --------------------------------------------------------------------------------

add("global", "GLOBAL, also of a built-in under its old name",
    o.MARK, named("Plain"), named("list", "__builtin__"), named("unicode", "__builtin__"),
    named("xrange", "__builtin__"), named("OrderedDict", "collections"), o.LIST)
add("global_3", "GLOBAL in protocol 3: names are as they are",
    o.MARK, named("Plain"), named("range", "builtins"), o.LIST, protocol=3)
add("stack_global", "STACK_GLOBAL, names from the memo, a dotted name",
    o.MARK, text("corpus_model"), o.MEMOIZE, text("Plain"), o.STACK_GLOBAL, o.BINGET + b"\0",
    text("Outer.Inner.method"), o.STACK_GLOBAL, o.LIST, protocol=4)
add("inst", "INST with and without arguments",
    o.MARK, o.MARK, o.INST + line("corpus_model") + line("Old"), o.BINPUT + b"\0", o.EMPTY_DICT,
    text("x"), o.BINGET + b"\0", o.SETITEM, o.BUILD,
    o.MARK, one(1), text("two"), o.INST + line("corpus_model") + line("OldArgs"), o.LIST)
add("obj", "OBJ with and without arguments",
    o.MARK, o.MARK, named("Old"), o.OBJ, o.BINPUT + b"\0", o.EMPTY_DICT, text("x"),
    o.BINGET + b"\0", o.SETITEM, o.BUILD, o.MARK, named("OldArgs"), one(1), text("two"), o.OBJ,
    o.LIST)
add("inst_unknown", "INST and OBJ of classes that are nowhere",
    o.MARK, o.MARK, o.INST + line("nowhere") + line("Class"), o.MARK, named("Other", "nowhere"),
    one(1), o.OBJ, o.LIST)
add("reduce", "REDUCE with 0, 1 and 4 arguments",
    o.MARK, named("Reduced"), o.EMPTY_TUPLE, o.REDUCE, named("Reduced"), one(1), o.TUPLE1, o.REDUCE,
    named("Reduced"), o.MARK, one(1), one(2), one(3), one(4), o.TUPLE, o.REDUCE, o.LIST, protocol=2)
add("shared_args", "one tuple is the arguments of two objects, and an object of its own",
    o.MARK, named("Reduced"), o.BINPUT + b"\0", text("a"), one(1), o.TUPLE2, o.BINPUT + b"\1",
    o.REDUCE, o.BINGET + b"\0", o.BINGET + b"\1", o.REDUCE, o.BINGET + b"\1", o.LIST, protocol=2)
add("newobj", "NEWOBJ and NEWOBJ_EX",
    o.MARK, named("NewArgs"), o.BINPUT + b"\0", o.EMPTY_TUPLE, o.NEWOBJ, o.BINGET + b"\0", one(1),
    o.TUPLE1, o.NEWOBJ, named("NewArgsEx"), one(1), o.TUPLE1, o.EMPTY_DICT, text("two"), one(2),
    o.SETITEM, o.NEWOBJ_EX, o.LIST, protocol=4)
add("build", "BUILD twice on one object; with slots; with a state that is no dict",
    o.MARK, named("Plain"), o.EMPTY_TUPLE, o.NEWOBJ, o.EMPTY_DICT, text("a"), one(1), o.SETITEM,
    o.BUILD, o.EMPTY_DICT, text("b"), one(2), o.SETITEM, o.BUILD,
    named("SlotsChild"), o.EMPTY_TUPLE, o.NEWOBJ, o.EMPTY_DICT, text("other"), one(3), o.SETITEM,
    o.EMPTY_DICT, text("left"), one(4), o.SETITEM, o.TUPLE2, o.BUILD,
    named("State"), o.EMPTY_TUPLE, o.NEWOBJ, one(5), o.BUILD, o.LIST, protocol=2)
add("items_of_objects", "APPEND, APPENDS, SETITEM, SETITEMS on an object, in turn",
    named("Reduced"), o.EMPTY_TUPLE, o.REDUCE, one(1), o.APPEND, text("k"), one(2), o.SETITEM,
    o.MARK, one(3), one(4), o.APPENDS, o.MARK, text("k"), one(5), text("l"), one(6), o.SETITEMS,
    one(7), o.BUILD, one(8), o.APPEND, protocol=2)
add("items_of_a_set_class", "ADDITEMS on an object of a class derived from set",
    named("SetOf"), o.EMPTY_TUPLE, o.NEWOBJ, o.MARK, one(1), one(2), o.ADDITEMS, protocol=4)
add("state_setter", "a call on an object, whose result is dropped: REDUCE and POP",
    named("Plain"), o.EMPTY_TUPLE, o.NEWOBJ, o.BINPUT + b"\0", named("set_state"),
    o.BINGET + b"\0", o.EMPTY_DICT, text("me"), o.BINGET + b"\0", o.SETITEM, o.TUPLE2, o.REDUCE,
    o.POP, protocol=2)
add("dropped_calls", "objects that are made and dropped",
    named("Reduced"), one(1), o.TUPLE1, o.REDUCE, o.POP, o.MARK, named("Reduced"), one(2), o.TUPLE1,
    o.REDUCE, o.POP_MARK, one(3), protocol=2)
add("ext", "EXT1, EXT2 and EXT4",
    o.MARK, o.EXT1 + b"\xf0", o.EXT2 + b"\x0d\xf0", o.EXT4 + struct.pack("<i", 0x0F00BA12),
    o.EXT1 + b"\xf0", o.EMPTY_TUPLE, o.NEWOBJ, o.LIST, protocol=2)
add("persid", "PERSID", o.MARK, o.PERSID + line("an id"), o.PERSID + line("other"), o.LIST)
add("binpersid", "BINPERSID of a text, an int, a tuple with what the memo has",
    o.MARK, text("an id"), o.BINPUT + b"\0", o.BINPERSID, one(7), o.BINPERSID, o.BINGET + b"\0",
    one(1), o.TUPLE2, o.BINPERSID, o.BINPUT + b"\1", o.BINGET + b"\1", o.LIST, protocol=2)
add("old_data", "what protocols below 3 write for bytes, sets and bytearrays",
    o.MARK, named("encode", "_codecs"), o.BINPUT + b"\0", text("a\xff"), text("latin1"),
    o.BINPUT + b"\1", o.TUPLE2, o.REDUCE, named("bytes", "__builtin__"), o.EMPTY_TUPLE, o.REDUCE,
    named("set", "__builtin__"), o.EMPTY_LIST, o.MARK, one(1), one(2), o.APPENDS, o.TUPLE1,
    o.REDUCE, named("frozenset", "__builtin__"), o.EMPTY_LIST, o.TUPLE1, o.REDUCE,
    named("bytearray", "__builtin__"), o.BINGET + b"\0", text("b\xfe"), o.BINGET + b"\1", o.TUPLE2,
    o.REDUCE, o.TUPLE1, o.REDUCE, named("bytearray", "__builtin__"), text("c\xfd"),
    o.BINGET + b"\1", o.TUPLE2, o.REDUCE, o.LIST, protocol=2)
add("next_buffer", "NEXT_BUFFER and READONLY_BUFFER, of writable and readonly memory",
    o.MARK, o.NEXT_BUFFER, o.MEMOIZE, o.NEXT_BUFFER, o.READONLY_BUFFER, o.MEMOIZE, o.NEXT_BUFFER,
    o.BINGET + b"\0", o.BINGET + b"\1", o.LIST, protocol=5,
    buffers=(bytearray(b"writable"), bytearray(b"made readonly"), b"readonly"))
