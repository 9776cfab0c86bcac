"""Loads what hooks.cpp wrote and checks that it has become what was meant."""
# pythons: --min-version 3.6

import collections
import fractions
import io
import os
import pickle
import sys
import types

Fraction = fractions.Fraction


class Node:
    pass


class Circle:
    def __init__(self, radius):
        self.radius = radius


class Keyed:
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.got = args, kwargs
        return self


class Function:
    def __call__(self, n):
        return 1 if n < 2 else n * self.again(n - 1)


def set_state(function, state):
    function.__dict__.update(state)
    return "dropped"


def call(*args):
    return args


class Unpickler(pickle.Unpickler):
    def persistent_load(self, pid):
        return "looked up: %s %d" % pid


def check_stones(load):
    assert load() == [("light", 1), "looked up: stone 10", "looked up: stone 20",
                      "looked up: stone 10"]


def check_fractions(load):
    prices, two, rest = load()
    assert prices == {"a": Fraction(1, 4), "b": Fraction(3, 2)}
    assert (two, rest) == (2, [Fraction(1, 2), Fraction(3, 4)])
    assert all(type(x) is Fraction for x in [two] + rest + list(prices.values()))


def check_tree(load):
    root = load()
    assert type(root) is Node and root.name == "root" and root.parent is None
    assert [child.name for child in root.children] == ["left", "right"]
    assert all(child.parent is root for child in root.children)


def check_recursive(load):
    function = load()
    assert function.again is function
    assert function(5) == 120


def check_keywords(load):
    assert load().got == ((1,), {"key": 2, "other": "x"})


def check_ordered(load):
    ordered = load()
    assert type(ordered) is collections.OrderedDict
    assert list(ordered.items()) == [("a", 1), ((1, 2), [3])]


def check_shapes(load):
    first, second = load()
    assert first is second and type(first) is Circle and first.radius == 5


def check_stream(load):
    text, tree = load()
    again, later, other = load()
    assert text == "shared" and again is text and later == "later"
    assert tree.name == other.name == "root" and tree is not other
    assert [len(x) for x in load()] == [70000, 3]
    assert load() is text
    try:
        load()
    except EOFError:
        return
    sys.exit("more pickles than were written")


def main():
    module = types.ModuleType("hooks_types")
    for item in (Node, Circle, Keyed, Function, set_state, call):
        setattr(module, item.__name__, item)
    sys.modules["hooks_types"] = module

    loaded = 0
    for name in sorted(os.listdir(sys.argv[1])):
        if int(name[-1]) > pickle.HIGHEST_PROTOCOL:
            continue
        with io.open(os.path.join(sys.argv[1], name), "rb") as file:
            data = file.read()
        try:
            globals()["check_" + name.split(".")[0]](Unpickler(io.BytesIO(data)).load)
        except Exception:
            print("in " + name)
            raise
        loaded += 1
    if loaded < 8 * 3 * 3:
        sys.exit("some pickles are missing")
    print("%d pickles became what was meant" % loaded)


main()
