# -*- coding: utf-8 -*-
"""Objects of the built-in types, of the standard library and of corpus_model.py.

For every Python since 2.7.
"""

import array
import collections
import datetime
import decimal
import fractions
import functools
import operator
import random
import re
import uuid

import corpus_model as model
from corpus_case import Cases

case = Cases()
PY3 = (3, 0)


# ---- what has no parts ----------------------------------------------------------------------


@case("None and the bools")
def constants():
    return [None, True, False]


@case("Ellipsis and NotImplemented", since=PY3)
def singletons():
    return [Ellipsis, NotImplemented, type(None), type(Ellipsis), type(NotImplemented)]


@case("ints around each size that the wire knows")
def ints():
    edges = [0, 2 ** 8, 2 ** 15, 2 ** 16, 2 ** 31, 2 ** 32, 2 ** 63, 2 ** 64, 2 ** 100]
    return [sign * (edge + step) for edge in edges for step in (-1, 0, 1) for sign in (1, -1)]


@case("ints of 255, 256 and 300 bytes, of either sign")
def huge_ints():
    return [sign * (1 << bits) + step for bits in (2030, 2031, 2039, 2040, 2047, 2400)
            for sign in (1, -1) for step in (-1, 0)]


@case("floats: zeros, the smallest, the largest, infinities, NaN")
def floats():
    return [0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e17, 1e-5, 123456789.125, 5e-324,
            2.2250738585072014e-308, 1.7976931348623157e308, float("inf"), -float("inf"),
            float("nan")]


@case("complex numbers")
def complexes():
    return [0j, 1 - 2j, complex(-0.0, float("inf")), complex(float("nan"), 1)]


@case("texts of each width, with what the text protocols escape")
def texts():
    return [u"", u"a", u"\xe9", u"plain", u"a\\b'\"\n\r\t\x00\x1a\x7f", u"\xe9\xff\x85\xa0",
            u"\u20ac\u2028", u"\U0001f600\U0010ffff", u"\\u0041", u"x" * 255, u"x" * 256,
            u"\xe9" * 127 + u"x", u"\xe9" * 128, u"\u20ac" * 85, u"\u20ac" * 86]


@case("texts with lone surrogates", since=PY3)
def surrogates():
    return [u"\ud800", u"\udfff", u"a\udc80b", u"\ud83d\ude00", u"\udc00\ud800", {u"\ud800": 1}]


@case("a text of 3,000 characters, twice", protocols=(0, 2, 4))
def long_text():
    text = u"0123456789" * 300
    return [text, text]


@case("bytes of each size that the wire knows", since=PY3)
def some_bytes():
    return [b"", b"a", b"\xff", b"ab", b"abc", bytes(bytearray(range(256))), b"z" * 255, b"z" * 256]


@case("8-bit strings of Python 2", until=PY3)
def eight_bit():
    return ["", "a", "\xff", "plain", "it's \"quoted\"\n\\", "".join(map(chr, range(256))),
            "z" * 255, "z" * 256]


@case("bytearrays")
def bytearrays():
    shared = bytearray(b"shared\x00\xff")
    return [bytearray(), bytearray(b"a"), bytearray(range(256)), shared, shared]


@case("a text, bytes, and a bytearray where they turn up again")
def shared_leaves():
    text, data = u"a longer text", b"longer bytes"
    return [text, [text], {text: text}, data, (data, data), u"".join([u"a longer", u" text"])]


# ---- containers -----------------------------------------------------------------------------


@case("tuples of 0 to 5 items, nested, shared")
def tuples():
    pair = (1, (2,))
    return [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), (1, 2, 3, 4, 5), (((),),), pair,
            (pair, pair)]


@case("lists, nested, shared")
def lists():
    shared = [1]
    return [[], [1], [1, 2], [[], [[]]], shared, [shared, shared]]


@case("dicts, with keys of each hashable kind")
def dicts():
    shared = {u"key": u"value"}
    return [{}, {u"a": 1}, {1: 2, 3: 4}, {None: 1}, {True: 1, 2: 2.0}, {1.5: u"x", -1.5: u"y"},
            {(1, (2, u"t")): []}, {frozenset([1, 2]): {}}, {b"bytes": 1}, shared, [shared]]


@case("sets and frozensets, nested, shared")
def sets():
    shared, frozen = set([7]), frozenset([8])
    return [set(), set([1]), set([1, 2, 3]), set([u"one text"]), frozenset(), frozenset([1, 2]),
            set([frozenset([(1, 2)])]), shared, frozen, [shared, frozen]]


@case("lists, dicts and sets of 999, 1000 and 1001 items, and 2001: how CPython batches",
      protocols=(0, 1, 2, 4))
def batches():
    return [make(count) for count in (999, 1000, 1001) for make in (
        lambda n: [None] * n, lambda n: dict.fromkeys(range(n)))] + [[0] * 2001]


@case("sets of 1000 and 1001 items", protocols=(2, 4))
def batches_of_sets():
    return [set(range(1000)), set(range(1001))]


@case("deques, and dicts and lists of a class, of 1000 and 1001 items",
      protocols=(0, 2, 4))
def batches_of_objects():
    return [made for n in (1000, 1001) for made in (
        collections.deque([None] * n), model.ListOf([None] * n),
        collections.OrderedDict.fromkeys(range(n)))]


@case("a table as services send it: a list of dicts with the same keys")
def records():
    return [{u"id": i, u"name": u"name %d" % i, u"score": i / 4.0, u"tags": [u"t%d" % (i % 3)],
             u"parent": None if i % 2 else (i, i + 1)} for i in range(60)]


@case("lists in lists, 150 deep")
def deep_list():
    made = []
    for _ in range(150):
        made = [made]
    return made


@case("a tuple in a dict in a list, 50 times")
def deep_mixture():
    made = None
    for i in range(50):
        made = [{u"k": (made, i)}]
    return made


# ---- cycles ---------------------------------------------------------------------------------


@case("a list in itself")
def recursive_list():
    made = [1]
    made.append(made)
    return made


@case("a dict in itself, also as the value of a value")
def recursive_dict():
    made = {}
    made[u"self"] = made
    made[u"more"] = [made, made]
    return made


@case("a tuple of 1, 2, 3 and 4 items in a list of its own")
def recursive_tuples():
    made = []
    for count in (1, 2, 3, 4):
        box = []
        box.append((box,) + tuple(range(count - 1)))
        made.append(box[0])
    return made


@case("lists, dicts and tuples in one another, in a ring")
def ring():
    first, second = [], {}
    third = (first, second)
    first.append(second)
    second[u"third"] = third
    return third


@case("a frozenset that holds an object that holds it", since=PY3)
def recursive_frozenset():
    obj = model.Plain()
    obj.sets = frozenset([obj])
    return obj.sets


@case("a set that holds an object that holds it", protocols=range(2, 6))
def recursive_set():
    obj = model.Plain()
    obj.sets = set([obj])
    return obj.sets


@case("an object in its own state, and two that hold each other")
def recursive_object():
    obj, friend = model.Plain(), model.Plain()
    obj.me, obj.friend, friend.friend = obj, friend, obj
    return [obj, friend]


@case("an object whose arguments lead back to it: the list is pickled")
def recursive_args():
    box = []
    box.append(model.Recursive(box))
    return box


@case("an object whose arguments lead back to it: the object is pickled", since=(3, 5))
def recursive_args_first():
    return recursive_args()[0]


@case("a list of a class in itself, a dict of a class in itself", protocols=range(2, 6))
def recursive_subclasses():
    items, entries = model.ListOf([1]), model.DictOf(a=1)
    items.append(items)
    items.extra = items
    entries[u"self"] = entries
    entries.extra = entries
    return [items, entries]


@case("a deque, an OrderedDict and a defaultdict in themselves", since=PY3)
def recursive_collections():
    items, entries = collections.deque([1]), collections.OrderedDict(a=1)
    default = collections.defaultdict(list)
    items.append(items)
    entries[u"self"] = entries
    default[u"self"] = default
    return [items, entries, default]


# ---- classes of each shape ------------------------------------------------------------------


@case("classes without a base, in Python 2 INST and OBJ; one with __getinitargs__")
def old_style():
    plain, state = model.Old(), model.OldState()
    plain.x = [plain]
    state.y = u"text"
    return [plain, model.Old(), model.OldArgs(), model.OldArgs(1, [u"two"]), state, plain]


@case("an object with attributes, one without, one class twice")
def plain_objects():
    first, second = model.Plain(), model.Plain()
    first.x, first.name = 1, u"first"
    second.x, second.name = 2, u"second"
    return [first, second, first, model.Plain(), model.Plain]


@case("__slots__, some of them empty, and slots beside a __dict__", protocols=range(2, 6))
def slots():
    made = model.Slots(), model.Slots(), model.SlotsChild()
    made[0].left, made[0].right = 1, [2]
    made[1].left = made[0]
    made[2].left, made[2].other = u"l", u"o"
    return list(made)


@case("__getnewargs__")
def new_args():
    return [model.NewArgs(), model.NewArgs(1), model.NewArgs(1, u"2", 3, 4)]


@case("__getnewargs_ex__: NEWOBJ_EX, below protocol 4 a partial", since=(3, 6))
def new_args_ex():
    shared = [1]
    return [model.NewArgsEx(), model.NewArgsEx(shared, two=shared), model.NewArgsEx(1, 2, 3, x=4)]


@case("__getstate__ and __setstate__ with states of many kinds")
def states():
    made = []
    for value in (1, u"text", (1, 2), [3], {u"k": 4}, (None, {u"s": 5}), u"", 0.5):
        made.append(model.State())
        made[-1].value = value
    return made


@case("__reduce__ with arguments, state, items and entries")
def reduced():
    made = model.Reduced(1, u"two")
    made.items, made.entries, made.state = [1, made, 3], {u"k": made, u"l": 2}, [made]
    only_items, only_entries = model.Reduced(), model.Reduced()
    only_items.items, only_entries.entries = [1], {1: 2}
    return [made, only_items, only_entries, model.Reduced((1,), [2], {}, 4)]


@case("__reduce__ with all six fields: a state setter", since=(3, 8))
def state_setter():
    made = model.BySetter(1)
    made.items, made.entries, made.name, made.me = [1, 2], {u"k": made}, u"n", made
    return [made, made, model.BySetter()]


@case("__reduce__ that gives the name of a global")
def reduced_to_a_name():
    return [model.the_named, model.the_named]


@case("copyreg.pickle: a reducer that is registered")
def registered():
    return [model.Registered(1), model.Registered([model.Registered(u"x")])]


@case("extension codes of one, two and four bytes")
def extensions():
    return [model.Extension, model.Extension2, model.Extension4, model.Extension(), model.Extension]


@case("classes derived from built-in types", since=PY3)
def derived():
    items, entries = model.ListOf([1, 2, 3]), model.DictOf([(u"a", 1), (u"b", [2])])
    items.extra, entries.extra = u"more", items
    tagged = model.TextOf(u"text")
    tagged.extra = entries
    return [items, entries, model.SetOf([1]), model.FrozenSetOf([2]), model.TupleOf([1, items]),
            model.IntOf(5), model.FloatOf(1.5), tagged]


@case("classes derived from built-in types", until=PY3)
def derived_2():
    items, entries = model.ListOf([1, 2, 3]), model.DictOf([("a", 1)])
    items.extra, entries.extra = u"more", items
    return [items, entries, model.SetOf([1]), model.TupleOf([1, items]), model.IntOf(5),
            model.FloatOf(1.5), model.TextOf("text")]


@case("exceptions: with arguments, with attributes, one of our own")
def exceptions():
    raised = ValueError(u"text", 1)
    raised.extra = [1]
    return [Exception(), raised, KeyError(1), OSError(2, u"no such"), model.Failure(u"m", 3),
            StopIteration(1), raised.args]


@case("named tuples")
def named_tuples():
    pair = model.Pair(1, u"r")
    return [pair, model.Pair(pair, [pair]), pair]


@case("enumerations", since=(3, 6))
def enums():
    colours = [model.Colour.RED, model.Colour.GREEN, model.Colour.CRIMSON, model.Level.HIGH]
    return [colours, {model.Colour.RED: 1}, model.Access.READ | model.Access.WRITE,
            model.Access.READ]


@case("data classes, one frozen", since=(3, 7))
def dataclasses():
    return [model.Point(1, 2.5), model.Point(3, 4.0, u"q"), model.Frozen([1]), model.Point]


@case("objects as keys and in sets", protocols=range(2, 6))
def objects_as_keys():
    key, one = model.Ordered(1), model.Ordered(2)
    return [{key: [key], model.Pair(1, 2): 3}, set([one]), frozenset([model.Pair(3, one)]), one]


# ---- globals --------------------------------------------------------------------------------


@case("built-in types and functions, also those that Python 2 called otherwise")
def builtins():
    return [int, str, list, dict, object, len, map, zip, range, filter, sorted, type, Exception,
            OSError, KeyError, collections.OrderedDict, functools.reduce, getattr]


@case("a function, a class, a class in a class, unbound and bound methods", since=(3, 4))
def nested_globals():
    inner = model.Outer.Inner()
    return [model.function, model.Outer, model.Outer.Inner, model.Outer.Inner.Most, inner,
            model.Outer.Inner.method, inner.method, model.Outer.of_class, model.Outer.of_nothing,
            dict.fromkeys, [].append, datetime.datetime.now]


# ---- the standard library -------------------------------------------------------------------


@case("range and slice", since=PY3)
def ranges():
    return [range(3), range(1, 10, 2), range(0), slice(1, 2), slice(None, None, -1), range(2 ** 70)]


@case("xrange and slice", until=PY3)
def ranges_2():
    return [xrange(3), xrange(1, 10, 2), slice(1, 2)]  # noqa: F821


@case("deque, defaultdict, Counter, OrderedDict")
def collections_():
    shared = [1]
    return [collections.deque([shared, 2], 5), collections.deque(),
            collections.defaultdict(list, {u"a": shared}), collections.Counter(u"aab"),
            collections.OrderedDict([(u"b", 1), (u"a", shared)]), collections.OrderedDict()]


@case("ChainMap, UserDict, SimpleNamespace, MappingProxy's dict", since=(3, 3))
def collections_3():
    import types
    return [collections.ChainMap({u"a": 1}, {u"b": 2}), collections.UserDict(a=1),
            collections.UserList([1]), collections.UserString(u"s"), types.SimpleNamespace(a=[1])]


@case("iterators that have begun", since=(3, 0), until=(3, 12))
def iterators():
    import itertools
    made = iter([1, 2, 3]), iter((1, 2)), iter(range(5)), itertools.count(3), iter(u"text")
    for iterator in made:
        next(iterator)
    return list(made) + [enumerate([7]), reversed([1, 2]), zip([1], [2]), map(len, [u"abc"])]


@case("dates and times")
def dates():
    return [datetime.datetime(2024, 2, 29, 23, 59, 58, 999999), datetime.date(1, 1, 1),
            datetime.time(1, 2), datetime.time(23, 59, 59, 1), datetime.timedelta(-1, 2, 3),
            datetime.date(9999, 12, 31), datetime.datetime(255, 1, 1)]


@case("dates and times with a time zone, and in the second pass of an hour", since=(3, 6))
def zoned_dates():
    zone = datetime.timezone(datetime.timedelta(hours=-3, minutes=-30), u"here")
    return [datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc), zone,
            datetime.datetime(2024, 1, 1, 12, tzinfo=zone), datetime.time(1, tzinfo=zone),
            datetime.datetime(2024, 10, 27, 2, 30, fold=1), datetime.time(2, 30, fold=1)]


@case("decimals and fractions")
def numbers():
    return [decimal.Decimal("1.50"), decimal.Decimal("-0"), decimal.Decimal("NaN"),
            decimal.Decimal("1E+1000"), fractions.Fraction(-1, 3), fractions.Fraction(2 ** 70, 3)]


@case("UUIDs, one twice")
def uuids():
    shared = uuid.UUID(int=7)
    return [shared, uuid.UUID("12345678-1234-5678-1234-567812345678"), shared]


@case("paths", since=(3, 4), until=(3, 13))
def paths():
    import pathlib
    return [pathlib.PurePosixPath(u"a/b"), pathlib.PurePosixPath(u"/"),
            pathlib.PureWindowsPath(u"c:\\x")]


@case("paths, whose module got another name", since=(3, 13))
def paths_3_13():
    import pathlib
    return [pathlib.PurePosixPath(u"a/b"), pathlib.PureWindowsPath(u"c:\\x")]


@case("addresses and networks", since=(3, 3))
def addresses():
    import ipaddress
    return [ipaddress.ip_address(u"127.0.0.1"), ipaddress.ip_address(u"::1"),
            ipaddress.ip_network(u"10.0.0.0/8")]


@case("partials, getters and callers", since=(3, 5))
def partials():
    made = functools.partial(int, base=2)
    made.extra = [made]
    return [made, functools.partial(functools.partial(max, 1), 2), operator.itemgetter(1, u"a"),
            operator.attrgetter(u"x.y"), operator.methodcaller(u"join", [u"a"], key=1)]


@case("arrays of numbers", since=(3, 0))
def arrays():
    return [array.array("b", [-1, 2]), array.array("H", range(3)), array.array("q", [2 ** 40]),
            array.array("f", [1.5]), array.array("d", [-0.0, 1e300]), array.array("d")]


@case("arrays of numbers", until=(3, 0))
def arrays_2():
    return [array.array("b", [-1, 2]), array.array("l", range(3)), array.array("d", [1.5])]


@case("regular expressions")
def patterns():
    return [re.compile(u"a+b"), re.compile(u"[x-z]", re.MULTILINE)]


@case("a generator of random numbers, in its state 1250 large ints", protocols=(0, 2, 4))
def generators():
    return random.Random(1)


@case("everything together, as a configuration would have it", since=(3, 7))
def mixture():
    when = datetime.datetime(2024, 5, 6, 7, 8, 9)
    owner = model.Point(1, 2.0)
    tree = model.Plain()
    tree.children = [model.Plain(), model.Plain()]
    for child in tree.children:
        child.parent, child.created = tree, when
    return {u"tree": tree, u"by type": collections.defaultdict(list, {model.Colour.RED: [owner]}),
            (1, u"key"): frozenset([u"only"]), u"owner": owner, u"when": when, 3: [owner] * 3,
            u"limits": (float("inf"), -1, 2 ** 64), u"blob": b"\x00\x01\x02" * 20}
