"""Descriptions of object graphs, from which Python and graphs.cpp build the same graph, and the
comparison of two graphs. Runs in any Python from 3.6 on.

A tape is a run of instructions. Most make one object, which gets the next number; others refer to
it by that. Numbers are LEB128; texts, bytes and lists have their length in front.
"""
import functools
import importlib
import itertools
import struct
import sys

import graphs_model

# The arguments of each instruction, in the order of `enum class Op` in graphs.cpp: number, integer,
# float, text, data, list of numbers, entries (pairs of numbers), keywords (text and number),
# optional number.
INSTRUCTIONS = {
    "none": "", "boolean": "n", "integer": "i", "real": "f", "text": "t", "name": "t",
    "bytes": "d", "bytearray": "d", "list": "", "tuple": "l", "dict": "", "set": "l",
    "frozenset": "l", "named": "tt", "instance": "nnlk", "described": "nln", "extend": "nl",
    "update": "ne", "fill": "nleoo", "end": "nn",
}
OPS = list(INSTRUCTIONS)
REDUCE, NEWOBJ, NEWOBJ_EX = range(3)  # brine::Construct
KINDS = "Point Box Marker Slotted Row Called Record Color TupleChild".split()
FIELDS = {"Point": "x y", "Box": "content", "Marker": "", "Slotted": "left right",
          "Row": "first second third fourth", "Called": "a b", "Record": "name size x"}


class Writer:
    def __init__(self):
        self.tape = bytearray()

    def write(self, op, *arguments):
        self.tape.append(OPS.index(op))
        for shape, argument in zip(INSTRUCTIONS[op], arguments):
            getattr(self, shape)(argument)

    def n(self, number):
        while number > 0x7F:
            self.tape.append(number & 0x7F | 0x80)
            number >>= 7
        self.tape.append(number)

    def d(self, data):
        self.n(len(data))
        self.tape += data

    def t(self, text):
        self.d(text.encode("utf-8", "surrogatepass"))

    def i(self, value):
        size = (value if value >= 0 else ~value).bit_length() // 8 + 1
        self.d(value.to_bytes(size, "little", signed=True))

    def f(self, value):
        self.tape += struct.pack(">d", value)

    def l(self, numbers):
        self.n(len(numbers))
        for number in numbers:
            self.n(number)

    def e(self, entries):
        self.n(len(entries))
        for key, value in entries:
            self.n(key)
            self.n(value)

    def k(self, keywords):
        self.n(len(keywords))
        for name, value in keywords:
            self.t(name)
            self.n(value)

    def o(self, number):
        self.l([] if number is None else [number])


class Reader:
    def __init__(self, tape, at=0):
        self.tape = tape
        self.at = at

    def take(self, size):
        self.at += size
        return self.tape[self.at - size:self.at]

    def n(self):
        number = shift = 0
        while True:
            byte = self.take(1)[0]
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    def d(self):
        return bytes(self.take(self.n()))

    def t(self):
        return self.d().decode("utf-8", "surrogatepass")

    def i(self):
        return int.from_bytes(self.d(), "little", signed=True)

    def f(self):
        return struct.unpack(">d", self.take(8))[0]

    def l(self):
        return [self.n() for _ in range(self.n())]

    def e(self):
        return [(self.n(), self.n()) for _ in range(self.n())]

    def k(self):
        return [(self.t(), self.n()) for _ in range(self.n())]

    def o(self):
        return self.n() if self.n() else None


class Builder(Writer):
    """Builds objects and writes the tape. Each method that makes an object returns its number.

    Identity is what counts: texts and bytes are new objects, but where CPython has only one.
    by_value: what has one referrer is a C++ value without identity in graphs.cpp.
    """

    def __init__(self, by_value=False):
        super().__init__()
        self.n(int(by_value))
        self.objects = []
        self.number_of = {}  # id -> number

    def end(self, root, first):
        """first: what is pickled before the root, where two pickles have one memo."""
        self.write("end", root, first)
        return self.objects[root]

    def none(self):
        return self.add(None, "none")

    def boolean(self, value):
        return self.add(bool(value), "boolean", int(value))

    def integer(self, value):
        return self.add(value, "integer", value)

    def real(self, value):
        return self.add(value, "real", value)

    def text(self, value):
        fresh = value.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
        return self.add(fresh, "text", value)

    def name(self, value):
        return self.add(sys.intern(value), "name", value)

    def bytes(self, value):
        fresh = (b"?" + value)[1:]  # a single byte comes from CPython's cache
        return self.add(fresh, "bytes", value)

    def bytearray(self, value):
        return self.add(bytearray(value), "bytearray", value)

    def list(self):
        return self.add([], "list")

    def extend(self, target, items):
        """Fills a list, which may be in its items."""
        self.objects[target].extend(self.get(items))
        self.write("extend", target, items)

    def dict(self):
        return self.add({}, "dict")

    def update(self, target, entries):
        self.set_items(target, entries)
        self.write("update", target, self.entries_of(target))

    def tuple(self, items):
        return self.add(tuple(self.get(items)), "tuple", items)

    # The order of a set is known when it has been made.

    def set(self, items):
        made = set(self.get(items))
        return self.add(made, "set", [self.number_of[id(item)] for item in made])

    def frozenset(self, items):
        made = frozenset(self.get(items))
        return self.add(made, "frozenset", [self.number_of[id(item)] for item in made])

    def named(self, module, name):
        found = functools.reduce(getattr, name.split("."), importlib.import_module(module))
        return self.add(found, "named", module, name)

    def instance(self, construct, cls, args=(), keywords=()):
        """cls(*args), or cls.__new__(cls, *args, **keywords)."""
        call, values = self.objects[cls], self.get(args)
        if construct != REDUCE:
            call, values = call.__new__, [call] + values
        made = call(*values, **{sys.intern(name): self.objects[number]
                                for name, number in keywords})
        return self.add(made, "instance", construct, cls, args, keywords)

    def fill(self, target, items=(), entries=(), state=None, setter=None):
        """What a reduction does with an instance that has been made."""
        made = self.objects[target]
        if items:
            made.extend(self.get(items))
        self.set_items(target, entries)
        if isinstance(made, dict):
            entries = self.entries_of(target)
        if setter is not None:
            self.objects[setter](made, self.objects[state])
        elif state is not None:
            set_state(made, self.objects[state])
        self.write("fill", target, items, entries, state, setter)

    def described(self, kind, fields, value=0):
        """An object of a type that is described to brine field by field; or Color(value)."""
        name, values = KINDS[kind], self.get(fields)
        cls = {"Called": graphs_model.Outer.Called}.get(name) or getattr(graphs_model, name, dict)
        if name == "Color":
            made = cls(value)
        elif name in ("Row", "Called"):
            made = cls(*values)
        elif name == "TupleChild":
            made = cls(values)
        elif name == "Record":
            made = dict(zip(map(sys.intern, FIELDS[name].split()), values))
        else:
            made = cls()
            for field, item in zip(FIELDS[name].split(), values):
                setattr(made, field, item)
        return self.add(made, "described", kind, fields, value)

    # Parts of these.

    def add(self, made, op, *arguments):
        self.write(op, *arguments)
        self.objects.append(made)
        self.number_of.setdefault(id(made), len(self.objects) - 1)
        return len(self.objects) - 1

    def get(self, numbers):
        return [self.objects[number] for number in numbers]

    def set_items(self, target, entries):
        for key, value in entries:
            self.objects[target][self.objects[key]] = self.objects[value]

    def entries_of(self, target):
        """What is in a dict now: equal keys are one entry."""
        return [(self.number_of[id(key)], self.number_of[id(value)])
                for key, value in self.objects[target].items()]


def set_state(made, state):
    """What BUILD does."""
    if hasattr(made, "__setstate__"):
        made.__setstate__(state)
        return
    attributes, slots = state if isinstance(state, tuple) else (state, {})
    for name, value in (attributes or {}).items():
        made.__dict__[sys.intern(name)] = value
    for name, value in slots.items():
        setattr(made, name, value)


def play(tape):
    """Builds what the tape describes, with this Python."""
    reader, builder = Reader(tape), Builder()
    reader.n()
    while True:
        op = OPS[reader.n()]
        made = getattr(builder, op)(*[getattr(reader, shape)() for shape in INSTRUCTIONS[op]])
        if op == "end":
            return made


class Different(Exception):
    pass


class Comparison:
    """Compares two graphs: types, values, order, and which objects are the same.

    What is immutable and has no __reduce__ of its own may be one object here and two there.
    """

    def __init__(self):
        self.partner = {}, {}
        self.seen = set()
        self.alive = []

    def check(self, a, b, path="root"):
        if type(a) is not type(b):
            raise Different("%s: %s and %s" % (path, type(a), type(b)))
        check = getattr(self, "check_" + type(a).__name__, None)
        if type(a).__module__ != "builtins" or check is None:
            check = self.check_object
        check(a, b, path)

    def need(self, equal, path, a, b):
        if not equal:
            raise Different("%s: %.200r and %.200r" % (path, a, b))

    def is_new(self, a, b, path):
        """False where the pair has been compared; fails where a or b had another partner."""
        for partner, one, other in ((self.partner[0], a, b), (self.partner[1], b, a)):
            if partner.setdefault(id(one), id(other)) != id(other):
                raise Different("%s: shared in one graph, not in the other: %.200r" % (path, one))
        return self.is_new_value(a, b)

    def is_new_value(self, a, b):
        pair = id(a), id(b)
        if pair in self.seen:
            return False
        self.seen.add(pair)
        self.alive.append((a, b))
        return True

    def check_value(self, a, b, path):
        self.need(a == b, path, a, b)

    check_NoneType = check_bool = check_int = check_str = check_bytes = check_value

    def check_float(self, a, b, path):
        self.need(struct.pack("d", a) == struct.pack("d", b), path, a, b)

    def check_bytearray(self, a, b, path):
        if self.is_new(a, b, path):
            self.need(a == b, path, a, b)

    def check_list(self, a, b, path):
        if self.is_new(a, b, path):
            self.check_items(a, b, path)

    def check_tuple(self, a, b, path):
        if self.is_new_value(a, b):
            self.check_items(a, b, path)

    def check_dict(self, a, b, path):
        if self.is_new(a, b, path):
            self.check_items(list(a), list(b), path + ".keys")
            self.check_items(list(a.values()), list(b.values()), path)

    def check_set(self, a, b, path):
        if self.is_new(a, b, path):
            self.check_elements(a, b, path)

    def check_frozenset(self, a, b, path):
        if self.is_new_value(a, b):
            self.check_elements(a, b, path)

    def check_items(self, a, b, path):
        self.need(len(a) == len(b), path, len(a), len(b))
        for index, (one, other) in enumerate(zip(a, b)):
            if one is other or type(one) is type(other) is int and one == other:
                continue
            self.check(one, other, "%s[%d]" % (path, index))

    def check_elements(self, a, b, path):
        self.need(len(a) == len(b), path, len(a), len(b))
        if a == b and all(type(item) is int for item in itertools.chain(a, b)):
            return
        others = {signature(item): item for item in b}
        for item in a:
            key = signature(item)
            self.need(key in others, path, item, b)
            self.check(item, others[key], path + "{}")

    def check_object(self, a, b, path):
        if isinstance(a, type) or callable(a) and a is b:
            return self.need(a is b, path, a, b)
        if self.is_new(a, b, path):
            ours, theirs = a.__reduce_ex__(4), b.__reduce_ex__(4)
            if isinstance(ours, str):
                return self.need(a is b, path, a, b)
            self.alive.append((ours, theirs))
            self.need(len(ours) == len(theirs), path, ours, theirs)
            for index, (one, other) in enumerate(zip(ours, theirs)):
                if index in (3, 4) and one is not None and other is not None:
                    one, other = list(one), list(other)
                    self.alive.append((one, other))
                self.check(one, other, "%s.reduced%d" % (path, index))


def signature(item):
    """Tells elements of one set apart, with the same result in another graph."""
    if isinstance(item, graphs_model.Thing):
        return "Thing", item.args[0]
    if type(item) in (tuple, frozenset):
        return type(item), type(item)(signature(part) for part in item)
    if type(item) in (float, complex, range):
        return type(item), repr(item)
    return type(item), item


def compare(a, b):
    """Raises Different."""
    Comparison().check(a, b)
