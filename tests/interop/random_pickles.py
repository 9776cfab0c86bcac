"""Random pickles of random object graphs, for the scripts that compare brine with pickletools."""

import collections
import copyreg
import datetime
import decimal
import fractions
import functools
import io
import pickle
import random
import struct
import subprocess


class Plain:
    def __init__(self, value):
        self.value = value


class Slots:
    __slots__ = ("a", "b")


class Keywords:
    def __new__(cls, *args, **kwargs):
        return super().__new__(cls)

    def __getnewargs_ex__(self):
        return (1, "two"), {"three": 3.0}


class Reduced:
    def __init__(self, items):
        self.items = items

    def __reduce__(self):
        return Reduced, ([],), {"state": self.items}, iter(self.items), iter([("k", 1)])

    def append(self, item):
        self.items.append(item)

    def __setitem__(self, key, value):
        pass


class Outer:
    class Inner:
        pass


class Extension:
    pass


class Persistent(str):
    pass


copyreg.add_extension(__name__, "Extension", 0x1234)

GLOBALS = [len, print, Plain, Outer.Inner, Extension, collections.OrderedDict, functools.partial]


class Pickler(pickle.Pickler):
    def persistent_id(self, obj):
        return str.__str__(obj) if type(obj) is Persistent else None


class Graph:
    """Makes random objects, and lets them turn up again."""

    kinds = 12  # of container(); the first 7 are built in

    def __init__(self, rng):
        self.rng = rng
        self.seen = []

    def text(self):
        rng = self.rng
        letters = rng.choice(["abc '\"\\\n\t", "\x00\x7f\x85\xad\xe9\xff", "aé€\u200b\u0378\ue000",
                              "\ud800\udc80a", "😀\U000e0001\U0010ffff", "abcdefgh"])
        return "".join(rng.choice(letters) for _ in range(rng.choice([0, 1, 3, 10, 40, 300])))

    def number(self):
        rng = self.rng
        return rng.choice([
            lambda: rng.randrange(-5, 300), lambda: rng.randrange(-70000, 70000),
            lambda: rng.randrange(-2 ** 33, 2 ** 33), lambda: rng.randrange(-2 ** 70, 2 ** 70),
            lambda: rng.getrandbits(rng.choice([64, 2040, 3000])), lambda: -2 ** 63,
            lambda: struct.unpack("<d", rng.getrandbits(64).to_bytes(8, "little"))[0],
            lambda: rng.choice([0.0, -0.0, 1.5, 1e16, 1e-5, 123456789012345678.0, float("inf"),
                                float("-inf"), float("nan"), 5e-324, 0.1]),
            lambda: True, lambda: False, lambda: None, lambda: ..., lambda: 1 + 2j])()

    def leaf(self):
        rng = self.rng
        data = bytes(rng.getrandbits(8) for _ in range(rng.choice([0, 1, 4, 300])))
        return rng.choice([
            self.text, self.text, self.number, self.number, lambda: data, lambda: bytearray(data),
            lambda: rng.choice(GLOBALS), lambda: Persistent("id %d" % rng.randrange(10)),
            lambda: datetime.datetime(2024, 5, 6, 7, 8, 9, rng.randrange(10 ** 6)),
            lambda: decimal.Decimal("1.50"), lambda: fractions.Fraction(1, 3)])()

    def hashable(self, depth):
        rng = self.rng
        if depth > 0 and rng.random() < 0.3:
            return rng.choice([tuple, frozenset])(
                self.hashable(depth - 1) for _ in range(rng.randrange(5)))
        return rng.choice([self.text, self.number])()

    def container(self, depth):
        rng = self.rng
        size = rng.choice([0, 1, 2, 3, 7, 7, 1003 if depth == 1 else 4])
        items = [self.make(depth - 1) for _ in range(size)]
        kind = rng.randrange(self.kinds)
        if kind < 4:
            if rng.random() < 0.1:
                items.append(items)
            return items
        if kind == 4:
            return tuple(items)
        if kind == 5:
            return {self.hashable(1): item for item in items}
        if kind == 6:
            return rng.choice([set, frozenset])(self.hashable(1) for _ in items)
        if kind == 7:
            obj = Plain(items)
            if rng.random() < 0.3:
                obj.me = obj
            return obj
        if kind == 8:
            obj = Slots()
            obj.a = items
            return obj
        if kind == 9:
            return rng.choice([Keywords, Extension, Outer.Inner])()
        if kind == 10:
            return Reduced(items)
        return rng.choice([collections.OrderedDict((i, item) for i, item in enumerate(items)),
                           collections.deque(items), collections.Counter("abca")])

    def make(self, depth):
        rng = self.rng
        if self.seen and rng.random() < 0.2:
            return rng.choice(self.seen)
        obj = self.container(depth) if depth > 0 and rng.random() < 0.6 else self.leaf()
        self.seen.append(obj)
        return obj


def dumps(obj, protocol, buffers):
    out = io.BytesIO()
    callback = (lambda _: False) if buffers and protocol == 5 else None
    Pickler(out, protocol, buffer_callback=callback).dump(obj)
    return out.getvalue()


def pickles(count, seed):
    """Yields `count` pickles, of each protocol in turn."""
    rng = random.Random(seed)
    made = 0
    while made < count:
        obj = Graph(rng).make(rng.randrange(5))
        if made % 50 == 0:
            big = rng.choice(["x" * 70000, b"y" * 70000, list(range(20000)), ["é" * 40000] * 2])
            obj = [obj, big, big, obj]
        if made % 20 == 5:
            obj = [obj, pickle.PickleBuffer(b"readonly"), pickle.PickleBuffer(bytearray(b"data"))]
        for protocol in range(6):
            try:
                data = dumps(obj, protocol, made % 40 == 5)
            except (pickle.PicklingError, TypeError, ValueError):
                continue  # not every object has a form in the old protocols
            yield data
            made += 1


# What today's picklers do not write.
OLD = [
    b"S'abc'\n.", b"S\"a'b\"\n.", b"S'a\\x41\\n\\\\'\n.", b"U\x03a\xe9'.",
    b"T\x03\x00\x00\x00a\xff\n.",
    b"(ia\nb\n.", b"(ca\nb\nK\x01K\x02o.", b"(cm\nn\no.", b"I01\n.", b"I00\n.", b"I-12\n.",
    b"L12L\n.",
    b"L12\n.", b"F1.5\n.", b"F-1e300\n.", b"(I1\nI2\nd.", b"(lI1\na.", b"NN0.", b"N2\x86.",
    b"(NN1N.", b"N(0.", b"\x82\x01.", b"\x83\x01\x02.", b"\x84\x01\x02\x03\x04.",
    b"\x8b\x03\x00\x00\x00\x01\x02\x03.", b"\x8a\x00.", b"\x8d\x02\x00\x00\x00\x00\x00\x00\x00ab.",
    b"\x8e\x02\x00\x00\x00\x00\x00\x00\x00ab.", b"Nr\x00\x01\x00\x00j\x00\x01\x00\x00\x86.",
    b"Pan id\n.", b"Np300\ng300\n\x86.", b"Nq\x05\x94h\x01\x86.", b"N\x80\x02.", b"N.rest",
    b".", b"(.", b"NN.", b"Nt.", b"h\x01.", b"Nq\x01q\x01.", b"q\x01.", b"(q\x01.", b"\xff", b"N",
    b"",
]


def ask(program, questions):
    """The program's answer to each question."""
    lines = "".join(question.hex() + "\n" for question in questions)
    done = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    answers = done.stdout.decode().splitlines()
    if len(answers) != len(questions):
        raise SystemExit("%d answers to %d questions" % (len(answers), len(questions)))
    return answers
