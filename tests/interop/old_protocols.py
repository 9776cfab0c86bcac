"""Loads what old_protocols.cpp wrote at protocols 0 to 2, in every Python, and compares it with the
values of the expressions beside it."""
# pythons: --min-version 2.7
from __future__ import print_function

import binascii
import io
import math
import os
import pickle
import pickletools
import sys
import types
from collections import OrderedDict
from datetime import date

PYTHON2 = sys.version_info[0] == 2
if PYTHON2:
    import cPickle

sys.setrecursionlimit(10000)


class Comparable(object):
    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None


class Plain(Comparable):
    def __init__(self, **state):
        self.__dict__.update(state)


class Number(int):
    pass


class Keywords(Comparable):
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.given = args, kwargs
        return self

    def __init__(self, *args, **kwargs):
        pass


class Stack(list):
    pass


class Kept(Comparable):
    def __init__(self, name):
        self.name = name


class Old:  # a classic class in Python 2
    def __init__(self, *args):
        self.args = args

    def __eq__(self, other):
        return isinstance(other, Old) and self.args == other.args


def set_state(obj, state):
    obj.set_by = state


def nested(depth):
    x = []
    for _ in range(depth - 1):
        x = [x]
    return x


def ring():
    x = []
    x.append((x,))
    return x


def own_key():
    x = Plain()
    x.me = x
    return x


oldies = sys.modules["oldies"] = types.ModuleType("oldies")
for thing in Plain, Number, Keywords, Stack, Old, set_state:
    setattr(oldies, thing.__name__, thing)
    thing.__module__ = "oldies"


def loaders():
    def persistent(base):
        class Unpickler(base):
            def persistent_load(self, name):
                return Kept(name if isinstance(name, type(u"")) else name.decode("ascii"))
        return lambda data: Unpickler(io.BytesIO(data)).load()

    def cpickle(data):
        unpickler = cPickle.Unpickler(io.BytesIO(data))
        unpickler.persistent_load = lambda name: Kept(name)
        return unpickler.load()

    yield persistent(pickle.Unpickler)
    yield cpickle if PYTHON2 else persistent(pickle._Unpickler)


def same(a, b):
    """Equal, in type as well."""
    if PYTHON2 and type(a) in (int, long) and type(b) in (int, long):  # noqa: F821
        return a == b
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b)
    if type(a) in (list, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def is_cycle(name, x):
    if name == "ring()":
        return type(x) is list and type(x[0]) is tuple and x[0][0] is x
    return type(x) is Plain and x.me is x


def check(protocol, memo, data, expression):
    highest = max(op.proto for op, _, _ in pickletools.genops(data))
    # CPython writes TUPLE2 for a state setter at every protocol.
    if highest > protocol and not (memo == "python" and b"set_state" in data):
        raise AssertionError("an opcode of protocol %d" % highest)
    for load in loaders():
        found = load(data)
        if expression in ("ring()", "own_key()"):
            fine = is_cycle(expression, found)
        else:
            fine = same(found, eval(expression))
        if not fine:
            raise AssertionError("found %.200r" % (found,))


def main():
    count = failed = 0
    with io.open(os.path.join(sys.argv[1], "old_protocols.txt"), encoding="ascii") as lines:
        for line in lines:
            protocol, memo, data, expression = line.rstrip("\n").split(" ", 3)
            count += 1
            try:
                check(int(protocol), memo, binascii.unhexlify(data.encode()), expression)
            except Exception as error:
                failed += 1
                print("%s at %s, %s: %s: %s" % (
                    expression, protocol, memo, type(error).__name__, error))
    print("%d pickles, %d of them wrong" % (count, failed))
    sys.exit(failed != 0 or count < 200)


if __name__ == "__main__":
    main()
