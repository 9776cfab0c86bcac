"""Compares brine's Int, as int.cpp wrote it, with Python's int."""
# pythons: --min-version 3.6 --kind cpython

import io
import os
import sys

WIDTHS = [(bits, signed) for bits in (8, 16, 32, 64, 128) for signed in (True, False)]


def double_text(value):
    try:
        return float(value).hex()
    except OverflowError:
        return "overflow"


def fits(value):
    lows = [(bits, -(2 ** (bits - 1)) if signed else 0) for bits, signed in WIDTHS]
    return "".join(str(int(low <= value < low + 2 ** bits)) for bits, low in lows)


def described(value):
    size = value.bit_length() // 8 + 1
    data = value.to_bytes(size, "little", signed=True) if value else b""
    if size > 1 and data[-1] == 0xFF and data[-2] & 0x80:
        data = data[:-1]
    return [str(value), hex(value), "x" + data.hex(), str(hash(value)), str(value.bit_length()),
            double_text(value), fits(value)]


def expected(kind, question):
    if kind == "compare":
        a, b = [int(text, 16) for text in question]
        return ["{}{:d}".format("<" if a < b else ">" if a > b else "=", a == b)]
    data = bytes.fromhex(question[0][1:])
    if kind == "bytes":
        return described(int.from_bytes(data, "little", signed=True))
    try:
        return described(int(data.decode(), int(kind)))
    except ValueError:
        return ["invalid"]


def agrees(ours, theirs):
    if len(ours) != 7 or len(theirs) != 7:
        return ours == theirs
    doubles = ours.pop(5), theirs.pop(5)
    widths = ours.pop(5), theirs.pop(5)
    if "overflow" not in doubles:  # C and Python write the same double differently
        doubles = [float.fromhex(text) for text in doubles]
    # Without __int128 brine says nothing of it.
    return (ours == theirs and doubles[0] == doubles[1] and len(widths[0]) in (8, 10)
            and widths[1].startswith(widths[0]))


def main():
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    count = {}
    with io.open(os.path.join(sys.argv[1], "int.txt"), encoding="utf-8") as lines:
        for line in lines:
            kind, *rest = line.split()
            size = 2 if kind == "compare" else 1
            theirs = expected(kind, rest[:size])
            if not agrees(rest[size:], theirs[:]):
                sys.exit("{}  Python {}".format(line, " ".join(theirs)))
            count[kind] = count.get(kind, 0) + 1
    if not {"0", "2", "10", "16", "bytes", "compare"} <= set(count):
        sys.exit("some kinds of lines are missing")
    print(f"{sum(count.values())} answers as Python's int gives")


main()
