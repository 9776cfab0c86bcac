"""Classes that the pickles of the corpus name. For every Python since 2.7."""

import collections
import functools

try:
    import copyreg
except ImportError:
    import copy_reg as copyreg
try:
    import dataclasses
except ImportError:
    dataclasses = None
try:
    import enum
except ImportError:
    enum = None


class Old:
    """Without a base: in Python 2 its instances are written with INST and OBJ."""


class OldArgs:
    def __init__(self, *args):
        self.given = args

    def __getinitargs__(self):
        return self.given


class OldState:
    def __getstate__(self):
        return self.__dict__, "state"

    def __setstate__(self, state):
        self.__dict__.update(state[0])


class Plain(object):
    pass


class Slots(object):
    __slots__ = ("left", "right")


class SlotsChild(Slots):
    """Slots and a __dict__."""


class NewArgs(object):
    def __new__(cls, *args):
        self = object.__new__(cls)
        self.given = args
        return self

    def __getnewargs__(self):
        return getattr(self, "given", ())


class NewArgsEx(object):
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.given = args, kwargs
        return self

    def __getnewargs_ex__(self):
        return getattr(self, "given", ((), {}))


class State(object):
    """Its state is no dict."""

    value = None

    def __getstate__(self):
        return self.value

    def __setstate__(self, state):
        self.value = state


class Reduced(object):
    """All fields of a reduction but the last."""

    def __init__(self, *args):
        self.args = args
        self.items = []
        self.entries = {}
        self.state = None

    def __reduce__(self):
        return Reduced, self.args, self.state, iter(self.items), iter(sorted(self.entries.items()))

    def __setstate__(self, state):
        self.state = state

    def append(self, item):
        self.items.append(item)

    def extend(self, items):
        self.items.extend(items)

    def __setitem__(self, key, value):
        self.entries[key] = value


def set_state(obj, state):
    obj.__dict__.update(state)


class BySetter(object):
    """All six fields: the last is called on the object and its state."""

    def __init__(self, *args):
        self.args = args
        self.items = []
        self.entries = {}

    def __reduce__(self):
        state = {key: value for key, value in sorted(self.__dict__.items())
                 if key not in ("args", "items", "entries")}
        return (BySetter, self.args, state, iter(self.items), iter(sorted(self.entries.items())),
                set_state)

    append = Reduced.__dict__["append"]
    extend = Reduced.__dict__["extend"]
    __setitem__ = Reduced.__dict__["__setitem__"]


class Named(object):
    """Reduces to the name of a global."""

    def __reduce__(self):
        return "the_named"


the_named = Named()


class Recursive(object):
    """Its own constructor's argument leads back to it."""

    def __init__(self, box):
        self.box = box

    def __reduce__(self):
        return Recursive, (self.box,)


class Registered(object):
    def __init__(self, value):
        self.value = value


copyreg.pickle(Registered, lambda obj: (Registered, (obj.value,)))


class Extension(object):
    pass


class Extension2(object):
    pass


class Extension4(object):
    pass


EXTENSIONS = {"Extension": 0xF0, "Extension2": 0xF00D, "Extension4": 0x0F00BA12}
for _name, _code in EXTENSIONS.items():
    copyreg.add_extension(__name__, _name, _code)


class ListOf(list):
    pass


class DictOf(dict):
    pass


class SetOf(set):
    pass


class FrozenSetOf(frozenset):
    pass


class TupleOf(tuple):
    pass


class IntOf(int):
    pass


class FloatOf(float):
    pass


class TextOf(str):
    pass


class Failure(Exception):
    def __init__(self, message, code):
        Exception.__init__(self, message, code)
        self.code = code


Pair = collections.namedtuple("Pair", "left right")


class Outer(object):
    class Inner(object):
        class Most(object):
            pass

        def method(self):
            return "method"

    @classmethod
    def of_class(cls):
        return cls

    @staticmethod
    def of_nothing():
        return "nothing"


@functools.total_ordering
class Ordered(object):
    """A key: equal and ordered by value."""

    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value

    def __lt__(self, other):
        return self.value < other.value

    def __hash__(self):
        return hash(self.value)


def function():
    return "function"


class Persistent(object):
    """Written as a persistent id."""

    def __init__(self, name):
        self.name = name

    def __eq__(self, other):
        return type(self) is type(other) and self.name == other.name

    def __hash__(self):
        return hash(self.name)


if enum is not None:
    Colour = enum.Enum("Colour", [("RED", 1), ("GREEN", "g"), ("CRIMSON", 1)], module=__name__)
    Level = enum.IntEnum("Level", [("LOW", 1), ("HIGH", 2)], module=__name__)
if hasattr(enum, "Flag"):
    Access = enum.Flag("Access", [("READ", 1), ("WRITE", 2)], module=__name__)

if dataclasses is not None:
    Point = dataclasses.make_dataclass(
        "Point", [("x", int), ("y", float), ("label", str, dataclasses.field(default="p"))])
    Point.__module__ = __name__
    Frozen = dataclasses.make_dataclass("Frozen", [("value", object)], frozen=True)
    Frozen.__module__ = __name__
