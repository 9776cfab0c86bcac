"""What Python pickled, read by brine and written back at each protocol, is the same graph: same
types, values, order and aliasing. Under memo::python it is the same bytes wherever Python's own load
and dump give the same bytes. Usage: redump.py PROGRAM"""

import array
import collections
import copyreg
import dataclasses
import datetime
import decimal
import enum
import fractions
import functools
import io
import pickle
import random
import subprocess
import sys
import types
import uuid

try:
    import cloudpickle
except ImportError:
    cloudpickle = None
try:
    import numpy
except ImportError:
    numpy = None

import random_pickles

sys.setrecursionlimit(20000)
WRITTEN = range(6)  # the protocols in which brine writes a Document
MEMOS = "standard", "python", "strings"


@dataclasses.dataclass
class Point:
    x: int
    y: float
    label: str = "p"


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b


class Plain:
    pass


class KeywordNew:
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.given = args, kwargs
        return self

    def __getnewargs_ex__(self):
        return getattr(self, "given", ((), {}))  # protocols 0 and 1 do not call __new__

    def __getstate__(self):
        return None


class ListOf(list):
    pass


class DictOf(dict):
    pass


class SetOf(set):
    pass


class Colour(enum.Enum):
    RED = 1
    GREEN = "g"


Pair = collections.namedtuple("Pair", "left right")


class Outer:
    class Inner:
        pass


def set_state(obj, state):
    obj.__dict__.update(state)


class BySetter:
    def __reduce__(self):
        return BySetter, (), dict(self.__dict__), None, None, set_state


class Recursive:
    """Its own constructor argument leads back to it."""

    def __init__(self, box):
        self.box = box

    def __reduce__(self):
        return Recursive, (self.box,)


def recursive_list():
    x = [1]
    x.append(x)
    return x


def recursive_tuple():
    x = ([], 2, 3, 4)
    x[0].append(x)
    return x


def small_recursive_tuple():
    x = ([],)
    x[0].append(x)
    return x


def recursive_dict():
    x = {}
    x["self"] = x
    x["more"] = [x, x]
    return x


def recursive_object():
    x = Plain()
    x.me = x
    x.friends = [x, Plain()]
    x.friends[1].friend = x
    return x


def recursive_reduce():
    box = []
    box.append(Recursive(box))
    return box[0]


def setter():
    x = BySetter()
    x.name = "n"
    x.me = x
    return [x, x]


def shared():
    text = "a longer text"
    part = [text, text]
    key = ("t", 1)
    return {key: part, "again": part, "key": key, text: (part, key), "b": b"bytes!" * 3}


def cases():
    yield from (None, True, False, 0, 1, -1, 255, 256, 65535, 65536, 2**31, -(2**31), 2**63, -(2**63))
    yield from (2**100, -(2**100), 1 << 3000, 0.0, -0.0, 1.5, float("inf"), 1e300)
    yield from ("", "a", "é", "abc", "\u20ac" * 100, "x" * 300, "y" * 70000, "\ud800", "\U0001f600")
    yield from (b"", b"a", b"abc\xff", b"z" * 300, b"w" * 70000, bytearray(), bytearray(b"ab\xff"))
    yield from ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {"a": 1}, {1: 2, 3: 4})
    yield from (set(), {1}, {1, "a"}, frozenset(), frozenset({1, 2}), [frozenset({("a", 1)})])
    for n in (999, 1000, 1001, 2000, 2001):
        yield list(range(n))
        yield {i: str(i) for i in range(n)}
        yield {i * 3 for i in range(n)}
        yield collections.deque(range(n))
        yield collections.OrderedDict((i, i) for i in range(n))
    yield [["x%d" % i, {"name": "n%d" % i, "v": i * 0.5}] for i in range(300)]
    yield list("text %d" % i for i in range(9000))
    yield recursive_list()
    yield recursive_tuple()
    yield small_recursive_tuple()
    yield recursive_dict()
    yield recursive_object()
    yield recursive_reduce()
    yield setter()
    yield shared()
    yield [Point(1, 2.5), Point(3, 4.0, "q")]
    yield Slotted(1, [2])
    yield KeywordNew(1, two=2)
    yield [KeywordNew(), KeywordNew(1, 2, 3)]
    plain = Plain()
    plain.x, plain.y = plain, "text"
    yield [plain, Plain, plain]
    items = ListOf([1, 2, 3])
    items.extra = items
    yield items
    entries = DictOf(a=1, b=[2])
    entries.more = entries
    yield entries
    yield SetOf({1, 2})
    yield [Colour.RED, Colour.GREEN, Colour.RED]
    yield {Colour.RED: Pair(1, Pair(2, 3))}
    yield [Outer.Inner, Outer.Inner(), Outer]
    yield [int, str, len, collections.OrderedDict, type(None), Ellipsis, NotImplemented]
    yield [range(3), slice(1, 2), complex(1, -2), ValueError("v", 1), OSError(2, "no")]
    yield collections.OrderedDict(a=1, b=2)
    yield collections.defaultdict(list, a=[1])
    yield collections.Counter("abracadabra")
    yield collections.deque([1, 2], maxlen=5)
    yield collections.ChainMap({"a": 1}, {"b": 2})
    yield [datetime.datetime(2024, 2, 29, 1, 2, 3, 4), datetime.date(1, 1, 1), datetime.time(1, 2)]
    yield [datetime.timedelta(1, 2, 3), datetime.timezone.utc, decimal.Decimal("1.50")]
    yield [fractions.Fraction(1, 3), uuid.UUID(int=7), functools.partial(int, base=2)]
    yield [array.array("d", [1.5, 2.5]), array.array("i", range(5)), types.SimpleNamespace(a=1)]
    yield [recursive_list().append, "text".join, dict.fromkeys, datetime.datetime.now]
    yield {plain: 1, Pair(1, 2): 2, (1, (2, frozenset({3}))): 3}


def cloud_cases():
    def closure(n):
        def inner(x):
            return x + n

        return inner

    def factorial(n):
        return 1 if n == 0 else n * factorial(n - 1)

    class Dynamic:
        kind = "dynamic"

        def method(self):
            return self.kind, __class__

    instance = Dynamic()
    instance.f = closure(3)
    yield closure(2), lambda f: f(40) == 42
    yield factorial, lambda f: f(5) == 120
    yield [Dynamic, instance], lambda v: v[1].method() == ("dynamic", v[0]) and v[1].f(1) == 4
    yield (lambda: [factorial, Dynamic]), lambda f: f()[0](4) == 24


def order(key):
    """Sorts what is in a set: as repr, but that of a set depends on addresses."""
    if isinstance(key, (tuple, frozenset)):
        parts = [order(part) for part in key]
        return "%s%s" % (type(key).__name__, parts if type(key) is tuple else sorted(parts))
    return repr(key)


def describe(root, text_identity):
    """A list of tokens that is equal for equal graphs."""
    seen = {}
    alive = []

    def walk(x):
        kind = type(x)
        if x is None or kind in (bool, int, float, complex, range, slice, type(...), type(NotImplemented)):
            return [kind.__name__, repr(x)]
        if kind in (str, bytes) and not text_identity:
            return [kind.__name__, x]
        if id(x) in seen:
            return ["ref", seen[id(x)]]
        seen[id(x)] = len(seen)
        alive.append(x)
        if kind in (str, bytes):
            return [kind.__name__, x]
        if kind is bytearray:
            return ["bytearray", bytes(x)]
        if kind in (list, tuple):
            return [kind.__name__, [walk(i) for i in x]]
        if kind is dict:
            return ["dict", [(walk(k), walk(v)) for k, v in x.items()]]
        if kind in (set, frozenset):
            return [kind.__name__, [walk(i) for i in sorted(x, key=order)]]
        if isinstance(x, (type, types.FunctionType)):
            return ["global", x.__module__, x.__qualname__]
        reduced = x.__reduce_ex__(4)
        if isinstance(reduced, str):
            return ["global", type(x).__module__, reduced]
        parts = [list(p) if i in (3, 4) and p is not None else p for i, p in enumerate(reduced)]
        return ["reduce", [walk(p) for p in parts]]

    return walk(root)


class Redumper:
    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, data, protocol, memo, encoding="latin1", buffers=()):
        """buffers: bytes and bytearrays."""
        send, receive = self.process.stdin, self.process.stdout
        words = [protocol, memo, encoding, len(data)]
        words += ["rw"[isinstance(b, bytearray)] + str(len(b)) for b in buffers]
        send.write(" ".join(map(str, words)).encode() + b"\n" + data + b"".join(buffers))
        send.flush()
        verdict, size = receive.readline().split()
        answer = receive.read(int(size))
        if verdict != b"ok":
            raise AssertionError("brine refused: " + answer.decode())
        return answer


def check(condition, what, value):
    if not condition:
        raise AssertionError("%s: %.200r" % (what, value))


def check_value(redump, value, counts):
    for read in range(6):
        try:
            data = pickle.dumps(value, read)
        except (pickle.PicklingError, TypeError, OverflowError):
            continue
        expected = describe(pickle.loads(data), False)
        for written in WRITTEN:
            for memo in MEMOS:
                again = redump(data, written, memo)
                what = "protocol %d to %d, memo %s" % (read, written, memo)
                found = describe(pickle.loads(again), False)
                check(found == expected, what, value)
                second = redump(again, written, memo)
                check(redump(second, written, memo) == second, what + ", no fixed point", value)
                counts["graphs"] += 1
        if pickle.dumps(pickle.loads(data), read) == data:
            check(redump(data, read, "python") == data, "protocol %d, bytes" % read, value)
            counts["bytes"] += 1


def check_effects(redump):
    """Calls whose results are dropped are made again."""
    log = []
    sys.modules["redump_effects"] = module = types.ModuleType("redump_effects")

    def record(*args):
        log.append(args)
        return Plain()

    record.__module__, record.__qualname__ = "redump_effects", "record"
    module.record = record
    call = b"credump_effects\nrecord\n"
    data = b"\x80\x02" + call + b"K\x01\x85R0" + call + b"K\x02\x85Rq\x00K\x07"
    data += call + b"h\x00K\x03\x86R0" + b"]" + call + b"K\x04\x85Ra0."
    pickle.loads(data)
    made, log[:] = sorted(a[-1] for a in log), []
    for protocol in WRITTEN:
        for memo in MEMOS:
            check(pickle.loads(redump(data, protocol, memo)) == 7, "effects", data)
            again, log[:] = sorted(a[-1] for a in log), []
            check(again == made, "effects at protocol %d" % protocol, again)


def check_random(redump, counts):
    """Random graphs at the oldest protocols, whose bytes have rules of their own."""
    rng = random.Random(1)
    while counts["random"] < 1000:
        graph = random_pickles.Graph(rng)
        # A state's keys of one character are objects of their own in some Pythons.
        built_in = counts["random"] % 3 != 0
        if built_in:
            graph.kinds = 7
        value = graph.make(rng.randrange(5))
        for protocol in 0, 1:
            try:
                data = pickle.dumps(value, protocol)
                loaded = pickle.loads(data)
                again = pickle.dumps(loaded, protocol)
            except (pickle.PicklingError, TypeError, ValueError):
                continue  # not every object has a form in the old protocols
            found = redump(data, protocol, "python")
            if again == data and built_in:
                check(found == data, "protocol %d, random bytes" % protocol, value)
                counts["random bytes"] += 1
            expected = describe(loaded, False)
            for memo in MEMOS:
                for written in 0, 1, 2:
                    other = redump(data, written, memo)
                    check(describe(pickle.loads(other), False) == expected, "random", value)
            counts["random"] += 1
    check(counts["random bytes"] > 500, "too few cases", counts)


def main():
    redump = Redumper(sys.argv[1])
    counts = collections.Counter()
    for value in cases():
        check_value(redump, value, counts)
    check_effects(redump)
    check_random(redump, counts)
    if numpy is not None:
        arrays = numpy.arange(6.0).reshape(2, 3), numpy.array(["a", "bc"]), numpy.float32(1.5)
        for read in range(2, 6):
            data = pickle.dumps([*arrays, arrays[0]], read)
            for written in WRITTEN:
                again = pickle.loads(redump(data, written, "standard"))
                check(again[0] is again[3] and (again[0] == arrays[0]).all(), "numpy", again)
                counts["numpy"] += 1
    if cloudpickle is not None:
        for value, works in cloud_cases():
            data = cloudpickle.dumps(value)
            for written in WRITTEN:
                for memo in MEMOS:
                    check(works(pickle.loads(redump(data, written, memo))), "cloudpickle", value)
                    counts["cloudpickle"] += 1
    print(", ".join("%d %s" % (n, what) for what, n in counts.items()))
    check(counts["graphs"] > 5000 and counts["bytes"] > 500, "too few cases", counts)


if __name__ == "__main__":
    main()
