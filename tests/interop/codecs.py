"""Loads what codecs.cpp wrote, and compares it with the values of the expressions beside it."""
# pythons: --min-version 2.7
from __future__ import print_function, unicode_literals

import array
import binascii
import io
import math
import os
import pickle
import sys
from datetime import date, datetime, time, timedelta

PYTHON2 = sys.version_info[0] == 2
if PYTHON2:
    import cPickle
    LOADS = [pickle.loads, cPickle.loads]
    # There is no timezone, no pathlib, and no array of 64 bits.
    SKIPPED = {"datetime utc", "datetime of a day", "datetime of 1969", "path", "path of bytes",
               "path relative", "dict of path", "array q", "array Q"}
else:
    from datetime import timezone
    from pathlib import PurePosixPath
    # pickle.py's own unpickler as well as C's.
    LOADS = [pickle.loads, pickle._loads]
    SKIPPED = set()

LAST_PROTOCOL = pickle.HIGHEST_PROTOCOL


def same(a, b):
    """Equal in type and value, down to signs of zeros and arguments of exceptions."""
    if PYTHON2 and isinstance(a, (int, long)) and not isinstance(a, bool):  # noqa: F821
        return isinstance(b, (int, long)) and a == b  # noqa: F821
    if type(a) is not type(b):
        return False
    if isinstance(a, float):
        return a == b and math.copysign(1, a) == math.copysign(1, b) or a != a and b != b
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, BaseException):
        return same(a.args, b.args) and getattr(a, "errno", None) == getattr(b, "errno", None)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a == b and all(same(a[key], b[key]) for key in a)
    if isinstance(a, datetime):
        return a == b and a.tzinfo is b.tzinfo
    if isinstance(a, array.array):
        return a == b and a.typecode == b.typecode
    return a == b


def same_in_other_order(a, b, pickled):
    """Of items in the other order of bytes Python makes an array of any type of that size and sign,
    of which a machine may have two."""
    if type(a) is not array.array or type(b) is not array.array:
        return False
    swapped = b[:]
    swapped.byteswap()
    return (a == b and a.itemsize == b.itemsize and a.typecode.islower() == b.typecode.islower()
            and swapped.tobytes() in pickled)


def check(line):
    """The number of pickles of this line that were compared."""
    fields = line.rstrip("\n").split("\t")
    name, expression = fields[:2]
    expected = eval(expression)
    count = 0
    for field in fields[2:]:
        protocol, policy, text = field.split(":")
        if int(protocol) > LAST_PROTOCOL:
            continue
        pickled = binascii.unhexlify(text)
        for loads in LOADS:
            try:
                loaded = loads(pickled)
            except Exception as error:
                sys.exit("{} {}: {!r}".format(name, field, error))
            if not same(loaded, expected) and not same_in_other_order(loaded, expected, pickled):
                sys.exit("{} {}\n  is     {!r}\n  not {!r}".format(name, field, loaded, expected))
            count += 1
    return count


def main():
    count = 0
    skipped = []
    names = set()
    with io.open(os.path.join(sys.argv[1], "codecs.txt"), encoding="ascii") as lines:
        for line in lines:
            name = line.split("\t", 1)[0]
            names.add(name)
            if name in SKIPPED:
                skipped.append(name)
            else:
                count += check(line)
    if len(names) < 70 or sorted(skipped) != sorted(SKIPPED):
        sys.exit("the manifest is not whole")
    if skipped:
        print("not in this Python: " + ", ".join(skipped))
    print("{} pickles of {} values load as they should".format(count, len(names) - len(skipped)))


main()
