"""The graphs that graphs.py compares: random ones, one for each seed, and those at boundaries."""
import collections
import graphlib
import itertools
import random

from graphs_tape import FIELDS, INSTRUCTIONS, KINDS, NEWOBJ, NEWOBJ_EX, REDUCE, Builder

EDGES = [0, 1, 2, 3, 4, 255, 256, 257, 999, 1000, 1001, 2000, 2001, 65535, 65536, 65537]
INTEGERS = sorted({sign * (base + delta)
                   for base in [0] + [1 << bits for bits in (7, 8, 15, 16, 31, 32, 63, 64, 127,
                                                             2031, 2032, 2039, 2040, 2048)]
                   for delta in (-2, -1, 0, 1, 2) for sign in (1, -1)})
REALS = [0.0, -0.0, 1.5, float("inf"), float("-inf"), float("nan"), 5e-324,
         1.7976931348623157e308]
NAMES = ["name", "size", "x", "value", "latin1", "graphs_model", "Outer", "", "\xe9t\xe9", "a b"]
# In CPython 3.11 and 3.12 an interned 'x' is another object than the one that texts of one
# character share, from 3.13 on it is the same: so no text here equals a name of one letter (a, b,
# x, y).
ALPHABETS = ["mnop uvw", "\x00\n\\'\x7f", "\x80\xe9\xff", "\u20ac\u4e2d", "\U0001f600",
             "\ud800\udfff"]
# Of what is made in C only types: a name that a C function gives itself is no interned string.
GLOBALS = [
    ("builtins", "range"), ("builtins", "bytes"), ("builtins", "bytearray"), ("builtins", "set"),
    ("builtins", "zip"), ("builtins", "int"), ("builtins", "str"), ("functools", "partial"),
    ("collections", "OrderedDict"), ("collections", "UserDict"), ("urllib.parse", "quote"),
    ("graphs_model", "function"), ("graphs_model", "Thing"), ("graphs_model", "Outer"),
    ("graphs_model", "Outer.Inner"), ("graphs_model", "Outer.Inner.Innermost"),
    ("graphs_model", "Outer.Inner.method"), ("graphs_model", "Outer.set_state"),
]
# Python 2 has no such names.
LOSSY_GLOBALS = [("builtins", "FileExistsError"), ("builtins", "ModuleNotFoundError"),
                 ("builtins", "ConnectionError")]
THINGS = [(REDUCE, "Thing"), (REDUCE, "Outer.Called"), (NEWOBJ, "NewArgs")]
SETTERS = ["set_state", "Outer.set_state"]


class Graph(Builder):
    """A builder that knows more."""

    def __init__(self, by_value=False, title=""):
        self.parts = collections.defaultdict(list)  # of each object, by number
        super().__init__(by_value)
        self.title = title
        self.lossy = False
        self.labels = itertools.count(1000)
        self.once = {}

    def finish(self, root):
        lists = [n for n, made in enumerate(self.objects) if type(made) is list]
        first = lists[len(lists) // 2] if lists else root
        self.root, self.first = self.objects[root], self.objects[first]
        self.end(root, first)
        try:
            graphlib.TopologicalSorter(self.parts).prepare()
        except graphlib.CycleError:
            self.tape[0] = 0  # values can't be in a cycle
        return self

    def write(self, op, *arguments):
        super().write(op, *arguments)
        whole = arguments[0] if op in ("extend", "update", "fill") else len(self.objects)
        for shape, argument in zip(INSTRUCTIONS[op], arguments):
            if shape == "l":
                self.parts[whole] += argument
            elif shape == "e":
                self.parts[whole] += itertools.chain(*argument)
            elif shape == "k":
                self.parts[whole] += [number for _, number in argument]
            elif shape == "o" and argument is not None:
                self.parts[whole].append(argument)

    def single(self, key, make):
        """The number of what exists only once."""
        if key not in self.once:
            self.once[key] = make()
        return self.once[key]

    def model(self, name):
        return self.single(name, lambda: self.named("graphs_model", name))

    def builtin(self, name, module="builtins"):
        return self.single((module, name), lambda: self.named(module, name))

    def list_of(self, items):
        made = self.list()
        self.extend(made, items)
        return made

    def dict_of(self, entries):
        made = self.dict()
        self.update(made, entries)
        return made

    def state_of(self, attributes):
        return self.dict_of([(self.name_of(name), value) for name, value in attributes])

    def name_of(self, name):
        return self.single(("name", name), lambda: self.name(name))

    def thing(self, cls="Thing", construct=REDUCE, args=()):
        """The label in front tells Things apart."""
        return self.instance(construct, self.model(cls), [self.integer(next(self.labels))]
                             + list(args))

    def thing_class_of(self, kind):
        return self.instance(REDUCE, self.builtin("type"), [kind])


class RandomGraph(Graph):
    def __init__(self, seed):
        self.random = random.Random(seed)
        super().__init__(by_value=seed % 2 == 1)
        self.left = self.random.choice([3, 10, 30, 100, 100, 300])
        self.pool = []
        self.hashable_pool = []

    def make(self):
        kind = self.random.random()
        if kind < 0.2:
            root = self.knot()
        elif kind < 0.9:
            root = self.list_of([self.value(0) for _ in range(self.random.randrange(1, 8))])
        else:
            root = self.value(0)
        return self.finish(root)

    # Sizes.

    def size(self):
        """Mostly small; sometimes at an edge that the graph can still afford."""
        if self.random.random() < 0.05:
            return self.random.choice(EDGES)
        return self.random.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 9])

    def count(self, depth):
        if self.left <= 0 or depth > 6:
            return self.random.randrange(2)
        return self.random.choice([0, 1, 1, 2, 2, 3, 3, 4, 5, 9])

    # Values.

    def keep(self, number, hashable=False):
        self.pool.append(number)
        if hashable:
            self.hashable_pool.append(number)
        return number

    def value(self, depth):
        self.left -= 1
        if self.pool and self.random.random() < 0.25:
            return self.random.choice(self.pool)
        if depth > 8 or self.left <= 0 or self.random.random() < 0.45:
            return self.hashable(depth)
        make = self.random.choice([
            self.random_list, self.random_list, self.random_dict, self.random_dict,
            self.random_tuple, self.random_set, self.random_bytearray, self.random_thing,
            self.random_thing, self.random_instance, self.random_described, self.random_described,
            self.run, self.knot, self.random_library])
        return make(depth + 1)

    def values(self, depth):
        return [self.value(depth) for _ in range(self.count(depth))]

    def hashable(self, depth):
        self.left -= 1
        if self.hashable_pool and self.random.random() < 0.2:
            return self.random.choice(self.hashable_pool)
        makes = [self.none, lambda: self.boolean(self.random.random() < 0.5), self.random_integer,
                 self.random_integer, lambda: self.real(self.random_real()), self.random_text,
                 self.random_text, self.random_text, self.random_bytes, self.random_name]
        if depth <= 6 and self.left > 0:
            makes += [lambda: self.tuple([self.hashable(depth + 1)
                                          for _ in range(self.count(depth))]),
                      lambda: self.frozenset([self.hashable(depth + 1)
                                              for _ in range(self.count(depth))]),
                      self.random_global, self.random_color, lambda: self.random_thing(depth + 1)]
        return self.keep(self.random.choice(makes)(), hashable=True)

    def random_integer(self):
        if self.random.random() < 0.5:
            return self.integer(self.random.randrange(-10, 300))
        return self.integer(self.random.choice(INTEGERS))

    def random_real(self):
        return self.random.choice(REALS + [self.random.uniform(-1e6, 1e6)] * 8)

    def random_text(self):
        size = self.size()
        alphabet = self.random.choice(ALPHABETS[:1] * 6 + ALPHABETS)
        letters = [self.random.choice(alphabet) for _ in range(min(size, 7))] or [""]
        text = ("".join(letters) * size)[:size]
        return self.text(text)

    def random_name(self):
        return self.name_of(self.random.choice(NAMES))

    def random_bytes(self):
        return self.bytes(self.random_data())

    def random_bytearray(self, _depth):
        return self.keep(self.bytearray(self.random_data()))

    def random_data(self):
        size = self.size()
        few = bytes(self.random.randrange(256) for _ in range(min(size, 7)))
        data = (few * (size // max(len(few), 1) + 1))[:size]
        return b"z" if data in (b"a", b"b", b"x", b"y") else data  # text below protocol 3

    def random_global(self):
        if self.random.random() < 0.05:
            self.lossy = True
            return self.named(*self.random.choice(LOSSY_GLOBALS))
        if self.random.random() < 0.1:
            return self.singleton_type()
        return self.named(*self.random.choice(GLOBALS))

    def singleton_type(self):
        return self.single("NoneType", lambda: self.thing_class_of(self.none()))

    def random_color(self):
        return self.described(KINDS.index("Color"), [], self.random.choice([1, 2, 300]))

    def random_list(self, depth):
        made = self.keep(self.list())
        self.extend(made, self.values(depth))
        return made

    def random_dict(self, depth):
        made = self.keep(self.dict())
        self.update(made, self.random_entries(depth))
        return made

    def random_entries(self, depth):
        return [(self.hashable(depth), self.value(depth)) for _ in range(self.count(depth))]

    def random_tuple(self, depth):
        return self.keep(self.tuple(self.values(depth)))

    def random_set(self, depth):
        return self.keep(self.set([self.hashable(depth) for _ in range(self.count(depth))]))

    def run(self, depth):
        """Many items of a kind, or the very same one many times."""
        size = self.random.choice([255, 256, 999, 1000, 1001, 2000, 2001])
        if self.random.random() < 0.97:
            size = self.random.randrange(10, 60)
        same = self.hashable(depth)
        items = [same if self.random.random() < 0.5 else self.integer(self.random.randrange(10**6))
                 for _ in range(size)]
        kind = self.random.randrange(4)
        if kind == 0:
            return self.keep(self.list_of(items))
        if kind == 1:
            return self.keep(self.tuple(items))
        if kind == 2:
            return self.keep(self.set(items))
        return self.keep(self.dict_of(list(zip(items, items[1:] + items[:1]))))

    # Instances.

    def random_thing(self, depth):
        construct, cls = self.random.choice(THINGS)
        made = self.keep(self.thing(cls, construct, self.values(depth + 1)), hashable=True)
        self.random_parts(made, depth)
        return made

    def random_parts(self, made, depth):
        items = self.values(depth) if self.random.random() < 0.3 else []
        entries = self.random_entries(depth) if self.random.random() < 0.3 else []
        state = setter = None
        if self.random.random() < 0.4:
            state = self.value(depth)
            if self.objects[state] is None:
                state = self.integer(0)
            if self.random.random() < 0.4:
                setter = self.model(self.random.choice(SETTERS))
        if items or entries or state is not None:
            self.fill(made, items, entries, state, setter)

    def random_instance(self, depth):
        name = self.random.choice(["Keywords", "Outer.Inner.Keywords", "ListChild", "DictChild",
                                   "StringChild", "Outer.Inner.Innermost"])
        state = None
        items, entries = [], []
        if name.endswith("Keywords"):
            keywords = [(key, self.value(depth))
                        for key in self.random.sample(["a", "key", "value", "x"],
                                                      self.random.choice([1, 1, 2, 4]))]
            return self.keep(self.instance(NEWOBJ_EX, self.model(name), self.values(depth),
                                           keywords))
        if name == "StringChild":
            made = self.instance(NEWOBJ, self.model(name), [self.text("text")])
        else:
            made = self.instance(NEWOBJ, self.model(name))
        self.keep(made)
        if name == "ListChild":
            items = self.values(depth)
        if name == "DictChild":
            entries = self.random_entries(depth)
        if self.random.random() < 0.5:
            attributes = [(key, self.value(depth))
                          for key in self.random.sample(["a", "b", "x"], 2)]
            state = self.state_of(attributes)
        if items or entries or state is not None:
            self.fill(made, items, entries, state)
        return made

    def random_described(self, depth):
        name = self.random.choice([*FIELDS, "TupleChild"])
        kind = KINDS.index(name)
        fields = ([self.value(depth) for _ in FIELDS[name].split()] if name in FIELDS
                  else self.values(depth))
        if name == "Called":
            fields[0] = self.integer(next(self.labels))
        return self.keep(self.described(kind, fields))

    def random_library(self, depth):
        kind = self.random.choice(["OrderedDict", "deque", "bounded", "defaultdict", "complex",
                                   "date", "timedelta", "range", "slice", "error", "file"])
        if kind == "OrderedDict":
            made = self.keep(self.instance(REDUCE, self.builtin(kind, "collections")))
            self.fill(made, (), self.random_entries(depth))
        elif kind == "deque":
            made = self.keep(self.instance(REDUCE, self.builtin("deque", "collections")))
            self.fill(made, self.values(depth))
        elif kind == "bounded":
            made = self.keep(self.instance(REDUCE, self.builtin("deque", "collections"),
                                           [self.tuple([]), self.integer(20)]))
            self.fill(made, self.values(depth))
        elif kind == "defaultdict":
            made = self.keep(self.instance(REDUCE, self.builtin(kind, "collections"),
                                           [self.builtin("list")]))
            self.fill(made, (), self.random_entries(depth))
        elif kind == "complex":
            made = self.instance(REDUCE, self.builtin(kind), [self.real(1.5), self.real(-0.0)])
        elif kind == "date":
            made = self.instance(REDUCE, self.builtin(kind, "datetime"),
                                 [self.bytes(b"\x07\xe8\x06\xff"[:3] + b"\x07")])
        elif kind == "timedelta":
            made = self.instance(REDUCE, self.builtin(kind, "datetime"),
                                 [self.integer(n) for n in (3, 86399, 999999)])
        elif kind in ("range", "slice"):
            made = self.instance(REDUCE, self.builtin(kind),
                                 [self.integer(n) for n in (1, 1000000, 3)])
        elif kind == "error":
            # Its args are one tuple with an identity, which in C++ an object's arguments have not.
            made = self.keep(self.instance(REDUCE, self.builtin("ValueError"),
                                           [self.random_text(), self.random_integer()]))
            if self.random.random() < 0.5:
                self.fill(made, state=self.state_of([("code", self.value(depth))]))
        else:
            self.lossy = True  # at protocol 2 an OSError, whose class the platform's errno decides
            made = self.instance(REDUCE, self.builtin("FileNotFoundError"),
                                 [self.integer(2), self.text("No such file")])
        return self.keep(made)

    def knot(self, depth=0):
        """Objects that hold each other: what is in the first leads back to it."""
        holders = []
        for _ in range(self.random.randrange(1, 4)):
            make = self.random.choice([self.list, self.dict, self.thing, self.thing])
            holders.append(make())
        around = [self.value(depth + 1) for _ in range(self.random.randrange(4))] + holders
        self.random.shuffle(around)
        kind = self.random.randrange(6)
        if kind == 0:
            made = self.tuple(around)
        elif kind == 1:
            things = [n for n in holders if type(self.objects[n]).__name__ == "Thing"]
            made = self.frozenset(things + [self.hashable(9) for _ in range(2)])
        elif kind == 2:
            made = self.thing("Thing", REDUCE, around)
        elif kind == 3:
            made = self.instance(NEWOBJ_EX, self.model("Keywords"), around,
                                 [("back", self.tuple(around[:1]))])
        elif kind == 4:
            made = self.described(KINDS.index("Row"), (around * 4)[:4])
        else:
            made = self.described(KINDS.index("Called"), [self.integer(next(self.labels)),
                                                          around[0]])
        for holder in holders:
            inside = [made] + [self.value(depth + 1) for _ in range(self.random.randrange(3))]
            self.random.shuffle(inside)
            target = self.objects[holder]
            if isinstance(target, list):
                self.extend(holder, inside)
            elif isinstance(target, dict):
                self.update(holder, [(self.hashable(9), item) for item in inside])
            else:
                self.fill(holder, inside, (), made,
                          self.model(self.random.choice(SETTERS)) if len(inside) == 1 else None)
            self.keep(holder)
        return self.keep(made)


def random_graph(seed):
    return RandomGraph(seed).make()


# Graphs at boundaries: functions of a Graph that return its root, by name.

SMALL_EDGES = [n for n in EDGES if n < 65000]
WIDE = ["m", "\xe9", "\u20ac", "\U0001f600", "\udfff"]


def text_of(letter, size):
    """`size` bytes of UTF-8."""
    width = len(letter.encode("utf-8", "surrogatepass"))
    return letter * (size // width) + "m" * (size % width)


def thrice(g, make):
    """The same object twice and an equal one."""
    one = make()
    return g.list_of([one, one, make()])


def integers(g, size):
    return [g.integer(n) for n in range(size)]


def pairs(items):
    return list(zip(items, items))


def filled(g, made, **parts):
    g.fill(made, **parts)
    return made


def library(g, name):
    return g.instance(REDUCE, g.builtin(name, "collections"))


CONTAINERS = {
    "list": lambda g, items: g.list_of(items),
    "tuple": lambda g, items: g.tuple(items),
    "set": lambda g, items: g.set(items),
    "frozenset": lambda g, items: g.frozenset(items),
    "dict": lambda g, items: g.dict_of(pairs(items)),
    "deque": lambda g, items: filled(g, library(g, "deque"), items=items),
    "OrderedDict": lambda g, items: filled(g, library(g, "OrderedDict"), entries=pairs(items)),
    "Thing's items": lambda g, items: filled(g, g.thing(), items=items, entries=pairs(items)),
    "Thing's args": lambda g, items: g.thing(args=items),
    "NewArgs's args": lambda g, items: g.thing("NewArgs", NEWOBJ, items),
    "ListChild": lambda g, items: filled(
        g, g.instance(NEWOBJ, g.model("ListChild")), items=items),
    "TupleChild": lambda g, items: g.described(KINDS.index("TupleChild"), items),
    "keywords": lambda g, items: g.instance(
        NEWOBJ_EX, g.model("Keywords"), items, [("key%d" % i, n) for i, n in enumerate(items)]),
}


def sized_cases():
    for size in EDGES:
        for letter in WIDE:
            for length in {size, size * len(letter.encode("utf-8", "surrogatepass"))}:
                text = text_of(letter, length)
                yield f"text {letter!a} {length}", lambda g, t=text: thrice(g, lambda: g.text(t))
        data = b"\x00\xff~" * 30000
        yield f"bytes {size}", lambda g, n=size: thrice(g, lambda: g.bytes(data[:n]))
        yield f"bytearray {size}", lambda g, n=size: thrice(g, lambda: g.bytearray(data[:n]))
    for name, make in CONTAINERS.items():
        for size in EDGES:
            if size < 65000 or name in ("list", "tuple", "set", "frozenset", "dict"):
                yield f"{name} of {size}", lambda g, make=make, n=size: make(g, integers(g, n))
    for size in SMALL_EDGES:
        yield f"texts {size}", lambda g, n=size: g.list_of([g.text("%d" % i) for i in range(n)])
        yield f"the same text {size} times", lambda g, n=size: g.tuple([g.text("mn")] * n)
        yield f"lists {size}", lambda g, n=size: g.list_of([g.list() for _ in range(n)])


def atom_cases():
    for value in INTEGERS:
        yield f"{value}", lambda g, v=value: g.integer(v)
    for value in REALS:
        yield f"{value}", lambda g, v=value: g.real(v)
    yield "None", lambda g: g.none()
    yield "()", lambda g: g.tuple([])
    yield "True", lambda g: g.boolean(True)
    yield "name", lambda g: g.name_of("latin1")
    yield "NoneType", lambda g: g.list_of([g.thing_class_of(g.none())] * 2)
    for module, name in GLOBALS + LOSSY_GLOBALS:
        def make(g, module=module, name=name):
            g.lossy = True
            # partial is made at run time by C, and its module's name is no interned string.
            text = g.none() if name == "partial" else g.name_of(module)
            return g.tuple([g.named(module, name), text, g.named(module, name)])
        yield f"{module}.{name}", make


# What may come where a frame is full.
ITEMS = {
    "int": lambda g: g.integer(5), "None": lambda g: g.none(), "float": lambda g: g.real(0.5),
    "big int": lambda g: g.integer(1 << 80), "bool": lambda g: g.boolean(True),
    "text": lambda g: g.text("mm"), "name": lambda g: g.name_of("name"),
    "bytes": lambda g: g.bytes(b"123"), "bytearray": lambda g: g.bytearray(b"123"),
    "()": lambda g: g.tuple([]), "tuple": lambda g: g.tuple([g.integer(1), g.none()]),
    "list": lambda g: g.list_of([g.integer(1), g.integer(2)]), "dict": lambda g: g.dict_of(
        [(g.integer(1), g.integer(2))]), "set": lambda g: g.set([g.integer(1)]),
    "frozenset": lambda g: g.frozenset([g.integer(1)]), "class": lambda g: g.model("Outer.Inner"),
    "Thing": lambda g: filled(g, g.thing(), items=[g.integer(1)], state=g.text("mm"),
                              setter=g.model("set_state")),
    "NewArgs": lambda g: g.thing("NewArgs", NEWOBJ),
    "Keywords": lambda g: g.instance(NEWOBJ_EX, g.model("Keywords"), [], [("a", g.none())]),
    "Point": lambda g: g.described(KINDS.index("Point"), [g.none(), g.integer(3)]),
    "Slotted": lambda g: g.described(KINDS.index("Slotted"), [g.none(), g.integer(3)]),
    "Row": lambda g: g.described(KINDS.index("Row"), [g.none(), g.none(), g.none(), g.text("mm")]),
    "Called": lambda g: g.described(KINDS.index("Called"), [g.integer(next(g.labels)), g.none()]),
    "Record": lambda g: g.described(KINDS.index("Record"), [g.none(), g.none(), g.none()]),
    "Color": lambda g: g.described(KINDS.index("Color"), [], 2),
    "large": lambda g: g.bytes(bytes(65536)), "large text": lambda g: g.text("m" * 65536),
}


def frame_cases():
    for name, item in ITEMS.items():
        # In front are EMPTY_LIST, MEMOIZE, MARK, a header of 5 bytes and another MEMOIZE.
        for size in range(65536 - 30, 65536) if not name.startswith("large") else (0, 1, 65527):
            def make(g, size=size, item=item):
                return g.list_of([g.bytes(bytes(size))] + [item(g) for _ in range(12)])
            yield f"{size} bytes, then {name}", make
        yield f"{name} alone", item
        yield f"{name} after 65536 bytes", lambda g, item=item: g.tuple(
            [g.bytes(bytes(65536)), item(g)])
    for size in (65535, 65536):
        for kind in ("text", "bytes", "bytearray"):
            data = "m" * size if kind == "text" else b"m" * size
            yield f"{kind} {size}", lambda g, k=kind, d=data: getattr(g, k)(d)
            yield f"({kind} {size},)", lambda g, k=kind, d=data: g.tuple([getattr(g, k)(d)])
            yield f"{kind} {size} twice", lambda g, k=kind, d=data: g.list_of(
                [getattr(g, k)(d), getattr(g, k)(d)])
    yield "many frames", lambda g: g.list_of([g.text("%05d" % n) for n in range(40000)])


def memo_cases():
    for size in [*range(250, 260), 65540]:
        def make(g, size=size):
            texts = [g.text("%d" % n) for n in range(10, 10 + size)]
            around = texts[:3] + texts[248:260] + texts[-12:]
            return g.tuple([g.list_of(texts), g.list_of(around), g.list(), g.list_of(around)])
        yield f"memo of {size}", make
        # The class, the names and the keys of a type get their slots late.
        def late(g, size=size % 1000):
            lists = [g.list() for _ in range(size - 20)]
            return g.list_of(lists + [item(g) for item in list(ITEMS.values())[:-2] * 2])
        yield f"names behind {size % 1000}", late


HOLDERS = {
    "list": (lambda g: g.list(), lambda g, n, inside: g.extend(n, [inside])),
    "dict": (lambda g: g.dict(), lambda g, n, inside: g.update(n, [(g.integer(1), inside)])),
    "Thing's items": (lambda g: g.thing(), lambda g, n, inside: g.fill(n, [inside])),
    "Thing's entries": (lambda g: g.thing(),
                        lambda g, n, inside: g.fill(n, [], [(g.integer(1), inside)])),
    "Thing's state": (lambda g: g.thing(), lambda g, n, inside: g.fill(n, state=inside)),
    "Thing's set state": (lambda g: g.thing(), lambda g, n, inside: g.fill(
        n, state=inside, setter=g.model("Outer.set_state"))),
    "ListChild": (lambda g: g.instance(NEWOBJ, g.model("ListChild")),
                  lambda g, n, inside: g.fill(n, [inside])),
    "attributes": (lambda g: g.instance(NEWOBJ, g.model("Outer.Inner.Innermost")),
                   lambda g, n, inside: g.fill(n, state=g.state_of([("a", inside)]))),
}


def cycle_cases():
    wrappers = {f"tuple of {size}": lambda g, n, size=size: g.tuple([n] + integers(g, size - 1))
                for size in (1, 2, 3, 4, 5)}
    wrappers.update((name, lambda g, n, make=make: make(g, [n]))
                    for name, make in CONTAINERS.items() if name != "dict")
    wrappers["dict"] = lambda g, n: g.dict_of([(g.integer(1), n)])
    for kind in ("Point", "Box", "Slotted", "Row", "Record"):
        wrappers[kind] = lambda g, n, kind=kind: g.described(
            KINDS.index(kind), [n] * len(FIELDS[kind].split()))
    wrappers["Called"] = lambda g, n: g.described(KINDS.index("Called"),
                                                  [g.integer(next(g.labels)), n])
    for inner, (make, fill) in HOLDERS.items():
        for outer, wrap in wrappers.items():
            hashed = "set" in outer or outer in ("OrderedDict", "Thing's items", "deque")
            if hashed and not inner.startswith("Thing"):
                continue
            for root in (0, 1, 2):
                def graph(g, make=make, fill=fill, wrap=wrap, root=root):
                    holder = make(g)
                    around = wrap(g, holder)
                    fill(g, holder, around)
                    return g.tuple([holder, around]) if root == 2 else (holder, around)[root]
                yield f"{inner} in {outer}, root {root}", graph


def nested_cases():
    for name, make in CONTAINERS.items():
        def graph(g, make=make):
            inside = g.thing()
            for _ in range(100):
                inside = make(g, [inside])
            return inside
        if name not in ("set", "dict", "deque", "OrderedDict", "ListChild", "Thing's items",
                        "keywords"):
            yield f"100 times {name}", graph


def boundary_graphs():
    for cases in (atom_cases, sized_cases, frame_cases, memo_cases, cycle_cases, nested_cases):
        for name, make in cases():
            for by_value in (False, True):
                graph = Graph(by_value, f"{cases.__name__}: {name}, by_value={by_value}")
                root = make(graph)
                if by_value and len(graph.objects) > 50000:
                    continue
                yield graph.finish(root)
