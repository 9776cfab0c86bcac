"""The graphs that graphs.py compares: random ones, one for each seed, and those at boundaries."""
import itertools
import random

from graphs_tape import FIELDS, KINDS, NEWOBJ, NEWOBJ_EX, REDUCE, Builder

EDGES = [0, 1, 2, 3, 4, 255, 256, 257, 999, 1000, 1001, 2000, 2001, 65535, 65536, 65537]
INTEGERS = sorted({sign * (base + delta)
                   for base in [0] + [1 << bits for bits in (7, 8, 15, 16, 31, 32, 63, 64, 127,
                                                             2031, 2032, 2039, 2040, 2048)]
                   for delta in (-2, -1, 0, 1, 2) for sign in (1, -1)})
REALS = [0.0, -0.0, 1.5, float("inf"), float("-inf"), float("nan"), 5e-324, 1.7976931348623157e308]
NAMES = ["name", "size", "x", "value", "latin1", "graphs_model", "Outer", "", "\xe9t\xe9", "a b"]
ALPHABETS = ["abc xyz", "\x00\n\\'\x7f", "\x80\xe9\xff", "\u20ac\u4e2d", "\U0001f600",
             "\ud800\udfff"]
GLOBALS = [
    ("builtins", "range"), ("builtins", "len"), ("builtins", "getattr"), ("builtins", "bytes"),
    ("builtins", "bytearray"), ("builtins", "set"), ("builtins", "zip"), ("builtins", "int"),
    ("builtins", "str"), ("functools", "reduce"), ("functools", "partial"),
    ("collections", "OrderedDict"), ("_codecs", "encode"), ("io", "StringIO"),
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

    def __init__(self, by_value=False, name=""):
        super().__init__(by_value)
        self.name = name
        self.lossy = False
        self.labels = itertools.count(1000)
        self.once = {}

    def finish(self, root):
        self.root = self.end(root)
        return self

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
        return self.single(("name", name), lambda: self.name_(name))

    def name_(self, value):
        return Builder.name(self, value)

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
        self.seed = seed
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
        # Two surrogates in a row would be one character in UTF-16, but not in UTF-8.
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
        return (few * (size // max(len(few), 1) + 1))[:size]

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
                                   "TupleChild", "StringChild", "Outer.Inner.Innermost"])
        attributes = state = None
        items, entries = [], []
        if name.endswith("Keywords"):
            keywords = [(key, self.value(depth))
                        for key in self.random.sample(["a", "key", "value", "x"],
                                                      self.random.choice([1, 1, 2, 4]))]
            return self.keep(self.instance(NEWOBJ_EX, self.model(name), self.values(depth),
                                           keywords))
        if name == "TupleChild":
            made = self.instance(NEWOBJ, self.model(name), [self.tuple(self.values(depth))])
        elif name == "StringChild":
            made = self.instance(NEWOBJ, self.model(name), [self.text("text")])
        else:
            made = self.instance(NEWOBJ, self.model(name))
        self.keep(made)
        if name == "ListChild":
            items = self.values(depth)
        if name == "DictChild":
            entries = self.random_entries(depth)
        if self.random.random() < 0.5:
            attributes = [(key, self.value(depth)) for key in self.random.sample(["a", "b", "x"], 2)]
            state = self.state_of(attributes)
        if items or entries or state is not None:
            self.fill(made, items, entries, state)
        return made

    def random_described(self, depth):
        kind = self.random.randrange(len(KINDS) - 1)
        fields = [self.value(depth) for _ in FIELDS[KINDS[kind]].split()]
        if KINDS[kind] == "Called":
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
            made = self.keep(self.instance(REDUCE, self.builtin("ValueError"), self.values(depth)))
            if self.random.random() < 0.5:
                self.fill(made, state=self.state_of([("code", self.value(depth))]))
        else:
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


def boundary_graphs():
    yield from ()
