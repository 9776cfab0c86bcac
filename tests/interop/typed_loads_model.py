"""Values of every type that typed_loads.cpp loads; run by typed_loads.py in each Python.

    typed_loads_model.py    writes lines "NAME PROTOCOL HEX", one for each value and protocol
"""
from __future__ import print_function, unicode_literals

import array
import binascii
import collections
import datetime
import os
import pickle
import sys

PYTHON2 = sys.version_info[0] == 2
MODULE = str("typed_loads_model")


def ours(cls):
    """A class that pickles under this module's name, also where this is __main__."""
    cls.__module__ = MODULE
    setattr(sys.modules[__name__], cls.__name__, cls)
    return cls


try:
    import enum
except ImportError:  # before 3.4
    enum = None
try:
    from dataclasses import dataclass
except ImportError:  # before 3.7
    dataclass = None


def record(name, fields, **options):
    """A dataclass, or what its instances look like to pickle."""
    def init(self, *args):
        for field, value in zip(fields, args):
            object.__setattr__(self, field, value)

    if dataclass is None:
        return ours(type(str(name), (object,), {"__init__": init}))
    members = {"__annotations__": {field: object for field in fields}, "__module__": MODULE}
    cls = dataclass(**options)(type(str(name), (object,), members))
    return ours(cls)


Point = record("Point", ["x", "y", "label"])
Frozen = record("Frozen", ["x", "y"], frozen=True)
if sys.version_info >= (3, 10):
    Slots = record("Slots", ["x", "y"], slots=True)
    FrozenSlots = record("FrozenSlots", ["x", "y"], slots=True, frozen=True)
Tree = record("Tree", ["name", "parent", "children"])
Dog = record("Dog", ["name", "tricks"])
Cat = record("Cat", ["name", "lives"])


@ours
class Slotted(object):
    __slots__ = (str("x"), str("y"))


@ours
class Mixed(object):
    """With a dict and a slot: the state is a tuple of two dicts."""
    __slots__ = (str("x"), str("__dict__"))


@ours
class Called(object):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __reduce__(self):
        return Called, (self.x, self.y)


@ours
class Uncalled(object):
    """What C++ calls with its fields, and Python pickles by itself."""
    def __init__(self, x, y):
        self.x, self.y = x, y


@ours
class Keywords(object):
    def __new__(cls, x, **kwargs):
        self = object.__new__(cls)
        self.x, self.y = x, kwargs["y"]
        return self

    def __getnewargs_ex__(self):
        return (self.x,), {"y": self.y}

    def __getstate__(self):
        return None


Pair = ours(collections.namedtuple(str("Pair"), "x y"))


if enum is not None:
    @ours
    class Colour(enum.Enum):
        RED = 1
        GREEN = 2
        NONE = 3

    @ours
    class Level(enum.IntEnum):
        LOW = -1
        HIGH = 100


class Outer(object):
    class Inner(object):
        def __init__(self):
            self.x = 1


Outer.__module__ = Outer.Inner.__module__ = MODULE
Outer.Inner.__qualname__ = "Outer.Inner"


def made(cls, **fields):
    self = cls.__new__(cls)
    for field, value in fields.items():
        setattr(self, field, value)
    return self


def tree():
    root = Tree("root", None, [])
    root.children = [Tree("a", root, []), Tree("b", root, [])]
    return root


def ring():
    first = Tree("first", None, [])
    first.parent = first
    return [first, first]


SHARED_TEXT = "a text that is shared"


def cases():
    yield "none", None
    yield "bool", [True, False]
    yield "ints", [0, 1, -1, 255, 256, 65535, 65536, -2**31, 2**31, 2**63 - 1, -2**63]
    yield "u64", 2**64 - 1
    yield "int128", -2**127
    yield "big", 3**500
    yield "floats", [0.0, -0.0, 0.1, 1e300, float("inf"), 3]
    yield "text", ["", "a", "h\u00e9\U0001F600", "line\nline\\", SHARED_TEXT]
    yield "long_text", "x" * 100000
    if not PYTHON2:
        yield "bytes", [b"", b"a", b"\x00\xff" * 200]
        yield "raw", b"\x01\xff"
        yield "raw", bytearray(b"\x01\xff")
    yield "list", [1, 2, 3]
    yield "list", (1, 2, 3)
    yield "list", collections.deque([1, 2, 3])
    yield "list", collections.deque([1, 2, 3], 5)
    yield "nested", [[1], [], [2, 3]]
    yield "dict", {"one": [1], "none": []}
    yield "dict", collections.OrderedDict([("one", [1]), ("none", [])])
    yield "dict", collections.defaultdict(list, {"one": [1], "none": []})
    yield "keys", {(1, 2): "pair"}
    yield "set", {1, 2, 3}
    yield "set", frozenset([1, 2, 3])
    yield "tuple", (1, "two", 3.5)
    yield "tuple", [1, "two", 3.5]
    yield "optional", [1, None]
    yield "variant", [1, "a", None, [1], 2.5, {"k": 1}]
    yield "array_d", array.array(str("d"), [0.5, -1e300])
    yield "array_i", array.array(str("i"), [-2**31, 2**31 - 1])
    yield "timedelta", datetime.timedelta(days=-1, seconds=86399, microseconds=5)
    yield "naive", datetime.datetime(2024, 2, 29, 23, 59, 59, 999999)
    yield "date", datetime.date(2024, 2, 29)
    yield "time", datetime.time(23, 59, 58, 1)
    yield "complex", 1.5 - 2j
    yield "bitset", 2**99 + 1
    yield "error", ValueError("bad")
    yield "other_error", KeyError("bad")
    yield "os_error", OSError(2, "No such file or directory")
    yield "record", {"x": 1, "y": 2}
    yield "record", {"y": 2, "x": 1}
    yield "point", Point(1.5, 2, None)
    yield "point_label", Point(1.5, 2, "label")
    yield "frozen", Frozen(1, 2)
    yield "slotted", made(Slotted, x=1, y=2)
    yield "mixed", made(Mixed, x=1, y=2)
    yield "called", Called(1, 2)
    yield "uncalled", Uncalled(1, 2)
    yield "pair", Pair(1, 2)
    yield "pairs", [Pair(1, 2), Pair(3, 4)]
    yield "dogs", [Dog("Rex", ["sit"]), Cat("Tom", 9)]
    yield "tree", tree()
    yield "ring", ring()
    yield "shared_list", [SHARED_LIST, SHARED_LIST]
    yield "class", Point
    if PYTHON2:
        return
    yield "colour", [Colour.GREEN, Colour.NONE, Colour.GREEN]
    yield "level", Level.HIGH
    from datetime import timedelta, timezone
    from pathlib import PurePosixPath
    yield "aware", datetime.datetime(2024, 2, 29, 23, 59, 59, 999999, timezone.utc)
    yield "aware", datetime.datetime(2024, 3, 1, 1, 59, 59, 999999, timezone(timedelta(hours=2)))
    yield "aware", datetime.datetime(2024, 2, 29, 22, 59, 59, 999999,
                                     timezone(timedelta(hours=-1), "name"))
    if sys.version_info >= (3, 6):
        yield "naive", datetime.datetime(2024, 2, 29, 23, 59, 59, 999999, fold=1)
        yield "time", datetime.time(23, 59, 58, 1, fold=1)
    yield "path", PurePosixPath("/usr/lib/x")
    yield "path_bytes", PurePosixPath(os.fsdecode(b"a\xff/b"))
    yield "inner", Outer.Inner()
    yield "inner_class", Outer.Inner
    yield "keywords", Keywords(1, y=2)
    if sys.version_info >= (3, 10):
        yield "slots", Slots(1, 2)
        yield "frozen_slots", FrozenSlots(1, 2)
    if sys.version_info >= (3, 9):
        try:
            from zoneinfo import ZoneInfo
            yield "aware", datetime.datetime(2024, 2, 29, 23, 59, 59, 999999, ZoneInfo("UTC"))
        except Exception:  # no database of time zones
            pass


SHARED_LIST = [1, 2]
sys.modules[MODULE] = sys.modules[__name__]


def main():
    for name, value in cases():
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            if name == "keywords" and protocol < 2:
                continue  # __getnewargs_ex__ came with protocol 2
            if name in ("slotted", "mixed", "slots") and protocol < 2:
                continue  # copyreg refuses
            data = pickle.dumps(value, protocol)
            print(name, protocol, binascii.hexlify(data).decode("ascii"))


if __name__ == "__main__":
    main()
