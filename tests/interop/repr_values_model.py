"""Prints values of Python's built-in types: a line each of the pickle and the repr, in hexadecimal.
Runs in any Python 3.

    repr_values_model.py MASK

MASK is a file with one character for each code point, "1" where brine takes it for printable. The
first line says which Unicode this Python has, and how many code points only brine, and only this
Python, takes for printable. Those are left out of the values.
"""
import pickle
import random
import struct
import sys
import unicodedata

COUNT = 8000
rng = random.Random(20240811)


def agreeing(mask):
    """The code points of which both say the same, and how many there are of which they don't."""
    agreed, only_brine, only_python = [], 0, 0
    for point, brine in enumerate(mask):
        python = chr(point).isprintable()
        if python == (brine == "1"):
            agreed.append(point)
        elif python:
            only_python += 1
        else:
            only_brine += 1
    return agreed, only_brine, only_python


def ints():
    for bits in range(0, 700):
        for x in (1 << bits, (1 << bits) - 1, (1 << bits) + 1, rng.getrandbits(bits + 1)):
            yield x
            yield -x
    for digits in range(1, 4300, 59):
        yield 10 ** digits
        yield -10 ** digits + 1
    yield 10 ** 4300 - 1  # the longest that Python prints, unless told otherwise
    yield 1 - 10 ** 4300


def floats():
    def of_bits(bits):
        return struct.unpack("<d", struct.pack("<Q", bits))[0]

    for x in (0.0, 1e308, 5e-324, 2.2250738585072014e-308, 0.1, 1 / 3, 123456789.123456789):
        yield x
        yield -x
    for x in (float("nan"), float("inf"), -float("inf"), -float("nan")):
        yield x
    for exponent in range(-330, 309):
        yield float("1e%d" % exponent)
        yield float("-%de%d" % (rng.getrandbits(60), exponent - 18))
    for _ in range(1500):
        yield of_bits(rng.getrandbits(64))
        yield of_bits(rng.getrandbits(rng.randrange(1, 53)))  # subnormal
        yield float(rng.getrandbits(rng.randrange(40, 64)))   # about 1e16
        yield rng.getrandbits(12) / 1000


def texts(agreed):
    everything = [chr(point) for point in agreed]
    for first in range(0, len(everything), 256):
        yield "".join(everything[first:first + 256])
    alphabets = ["'\"", "'", '"', "\\'\"\n\r\t\0ab", everything[:128], everything[:256],
                 [chr(c) for c in range(0xD7F0, 0xE010)] + ["a", "'"], everything,
                 ["\ud800", "\udc00", "\udfff", "\U0010ffff", "\U0001f600", "x", "\u2028", "\xad"]]
    for _ in range(3000):
        alphabet = rng.choice(alphabets)
        yield "".join(c for c in rng.choices(alphabet, k=rng.choice((0, 1, 2, 5, 30)))
                      if ord(c) in agreed_set)


def byte_strings():
    yield bytes(range(256))
    alphabets = [range(256), b"'\"", b"'", b'"', b"\\'\"\n\r\t\0ab\x7f\x80"]
    for _ in range(1500):
        data = bytes(rng.choices(rng.choice(alphabets), k=rng.choice((0, 1, 2, 5, 30))))
        yield data
        yield bytearray(data)


def hashable(leaves, depth):
    kind = rng.randrange(5) if depth else 0
    if kind == 1:
        return tuple(hashable(leaves, depth - 1) for _ in range(rng.randrange(4)))
    if kind == 2:
        return frozenset(hashable(leaves, depth - 1) for _ in range(rng.randrange(5)))
    leaf = rng.choice(leaves)
    return bytes(leaf) if isinstance(leaf, bytearray) else leaf


def nested(leaves, depth):
    kind = rng.randrange(8) if depth else 7
    size = rng.choice((0, 1, 1, 2, 3, 6))
    if kind in (0, 1):
        return [nested(leaves, depth - 1) for _ in range(size)]
    if kind == 2:
        return tuple(nested(leaves, depth - 1) for _ in range(size))
    if kind in (3, 4):
        return {hashable(leaves, depth - 1): nested(leaves, depth - 1) for _ in range(size)}
    if kind == 5:
        return {hashable(leaves, depth - 1) for _ in range(size)}
    if kind == 6:
        return hashable(leaves, depth)
    return rng.choice(leaves)


def cycles(leaves):
    """Containers that hold themselves, at some place within."""
    def a_list(inner):
        return [rng.choice(leaves), inner]

    def a_dict(inner):
        return {"a": rng.choice(leaves), "self": inner}

    def a_tuple(inner):
        return (rng.choice(leaves), inner)

    for _ in range(600):
        if rng.randrange(2):
            outer = []
            hold = outer.append
        else:
            outer = {}
            hold = lambda inner, outer=outer: outer.update(again=inner)
        inner = outer
        for _ in range(rng.randrange(4)):
            inner = rng.choice((a_list, a_dict, a_tuple))(inner)
        hold(inner)
        hold([inner, outer])
        yield rng.choice((outer, inner, (inner,)))


def values(agreed):
    for x in (None, True, False, [], (), {}, set(), frozenset(), [[]], [()], ((),), {(): {}}):
        yield x
    leaves = [None, True, False]
    for make in (ints(), floats(), texts(agreed), byte_strings()):
        made = list(make)
        for x in made:
            yield x
        leaves += [x for x in rng.sample(made, 400)
                   if not isinstance(x, int) or x.bit_length() < 100]
    for x in cycles(leaves):
        yield x
    while True:
        yield nested(leaves, 4)


with open(sys.argv[1]) as file:
    points, only_brine, only_python = agreeing(file.read())
agreed_set = frozenset(points)
print(unicodedata.unidata_version, only_brine, only_python)
for number, value in enumerate(values(points)):
    if number == COUNT:
        break
    data = pickle.dumps(value, rng.randrange(pickle.HIGHEST_PROTOCOL + 1))
    text = repr(value).encode("utf-8", "surrogatepass")
    print(data.hex(), text.hex())
