"""What the pickles of graphs.py name: classes and functions of every kind that pickle knows."""
import collections
import copyreg
import enum


class Point:
    """Made by NEWOBJ and BUILD with a dict, as dataclasses are."""


class Box(Point):
    pass


class Marker(Point):
    pass


class Slotted:
    __slots__ = ("left", "right")


Row = collections.namedtuple("Row", "first second third fourth")


class Color(enum.Enum):
    red = 1
    green = 2
    blue = 300

    def __reduce_ex__(self, protocol):
        # As in every Python but some 3.11, where it is getattr(Color, "blue").
        return Color, (self.value,)


class Thing:
    """Reduces as its parts say: class, arguments, list items, dict items, state and setter."""

    def __init__(self, *args):
        self.args = list(args)
        self.items = []
        self.entries = []
        self.state = None
        self.setter = None

    def __reduce__(self):
        if not (self.items or self.entries or self.state is not None):
            return type(self), tuple(self.args)
        parts = type(self), tuple(self.args), self.state, iter(self.items), iter(self.entries)
        return parts if self.setter is None else parts + (self.setter,)

    def append(self, item):
        self.items.append(item)

    def extend(self, items):
        self.items.extend(items)

    def __setitem__(self, key, value):
        self.entries.append((key, value))

    def __setstate__(self, state):
        self.state = state


def set_state(thing, state):
    thing.state = state
    thing.setter = set_state


class NewArgs(Thing):
    """Made by NEWOBJ with arguments."""

    def __new__(cls, *args):
        self = super().__new__(cls)
        Thing.__init__(self, *args)
        return self

    def __init__(self, *args):
        pass

    def __reduce_ex__(self, protocol):
        reduced = Thing.__reduce__(self)
        return (copyreg.__newobj__, (type(self),) + reduced[1]) + reduced[2:]


class Keywords:
    """Made by NEWOBJ_EX, or below protocol 4 by functools.partial."""

    def __new__(cls, *args, **kwargs):
        self = super().__new__(cls)
        self.args = list(args)
        self.kwargs = dict(kwargs)
        return self

    def __reduce_ex__(self, protocol):
        return copyreg.__newobj_ex__, (type(self), tuple(self.args), dict(self.kwargs))


class Outer:
    class Called(Thing):
        pass

    class Inner:
        class Keywords(Keywords):
            def __new__(cls, *args, **kwargs):
                return super().__new__(cls, *args, **kwargs)

        class Innermost:
            pass

        def method(self):
            pass

    @staticmethod
    def set_state(thing, state):
        thing.state = state
        thing.setter = Outer.set_state


class ListChild(list):
    pass


class DictChild(dict):
    pass


class TupleChild(tuple):
    pass


class StringChild(str):
    pass


def function():
    pass
