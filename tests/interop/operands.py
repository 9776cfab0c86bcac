"""What brine says of each opcode with every kind of operand, as operands.cpp wrote it, is what
CPython's C unpickler says: value or error, the error's place, and the value where Python made it
without a class. Where they differ, a row of INTENDED says why, and each row must be needed."""
# pythons: --min-version 3.8 --kind cpython

import collections
import copyreg
import io
import os
import pickle
import pickletools
import sys

from anything import Meta

NAMES = {"global", "extension", "persistent"}
MUTATORS = {"APPEND", "APPENDS", "SETITEM", "SETITEMS", "ADDITEMS", "BUILD"}


def mutable_bytes(op, target, operands, verdict):
    """bytearray is a sequence for CPython, whose items can be set and appended; no pickler does."""
    return target == "bytearray" and op in MUTATORS and verdict == "stack"


def list_items(op, target, operands, verdict):
    """SETITEM of an index of a list: no pickler does."""
    return target == "list" and op in ("SETITEM", "SETITEMS") and verdict == "stack"


def no_state(op, target, operands, verdict):
    """BUILD of None, or (None, None), is looked at only by the object that has no use for it."""
    return op == "BUILD" and operands in (["None"], ["nones"]) and verdict == "stack"


def names_are_no_objects(op, target, operands, verdict):
    """What a global, an extension or a persistent id stands for can't be changed by a pickle."""
    return target in NAMES and op in MUTATORS and verdict == "stack"


INTENDED = [mutable_bytes, list_items, no_state, names_are_no_objects]


class Buffer(bytes):
    """Out-of-band memory that may not be written to: a key as its bytes are."""

    __slots__ = ()

    def __repr__(self):
        return "buffer(%s)" % super().__repr__()


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        return Meta

    def persistent_load(self, pid):
        return Meta()


class File:
    """Without peek() and readinto(), so that CPython takes no byte before it needs it."""

    def __init__(self, data):
        self.data = io.BytesIO(data)
        self.read = self.data.read
        self.readline = self.data.readline


def starts_of(data):
    """Where the opcodes begin; pickletools stops where the stack is wrong, so not genops."""
    starts, stream = [], io.BytesIO(data)
    while stream.tell() < len(data):
        starts.append(stream.tell())
        op = pickletools.code2op[stream.read(1).decode("latin-1")]
        if op.arg is not None:
            op.arg.reader(stream)
    return starts


def only_plain(value):
    if type(value) in (list, tuple, set, frozenset):
        return all(map(only_plain, value))
    if type(value) is dict:
        return all(map(only_plain, value)) and all(map(only_plain, value.values()))
    return not isinstance(value, (type, memoryview))


def theirs(data):
    file = File(data)
    try:
        value = Unpickler(file, buffers=[Buffer(b"held") for _ in range(3)]).load()
    except Exception as error:
        unhashable = isinstance(error, TypeError) and "unhashable" in str(error)
        offset = max(at for at in starts_of(data) if at < file.data.tell())
        return "unhashable" if unhashable else "stack", str(offset), None
    return "value", "-", repr(value) if only_plain(value) else None


def unordered(text):
    """brine keeps the order of a set, Python does not."""
    return sorted(text) if "{" in text else text


def main():
    copyreg.add_extension("m", "C", 1)
    used = collections.Counter()
    failures = []
    count = 0
    with io.open(os.path.join(sys.argv[1], "operands.txt"), encoding="utf-8") as lines:
        for line in lines:
            name, data, verdict, offset, shown = line.rstrip("\n").split("\t")
            count += 1
            code, kinds = name.split(" ")
            kinds = kinds.split(",")
            data = bytes.fromhex(data)
            shown = bytes.fromhex(shown).decode()
            their_verdict, their_offset, their_repr = theirs(data)
            if (verdict, offset) == (their_verdict, their_offset):
                if their_repr is None or unordered(their_repr) == unordered(shown):
                    continue
            op = pickletools.code2op[chr(int(code, 16))].name
            operands = [kind for kind in kinds if kind != "nothing"]
            reason = next((row for row in INTENDED
                           if row(op, kinds[0], operands[1:], verdict)), None)
            if reason is None or their_verdict != "value":
                failures.append(f"{op} {kinds} {data}: brine says {verdict} at {offset} {shown}, "
                                f"Python {their_verdict} at {their_offset} {their_repr}")
            else:
                used[reason] += 1
    if failures:
        sys.exit("\n".join(failures[:40]) + f"\n{len(failures)} of {count} differ")
    stale = [row.__name__ for row in INTENDED if not used[row]]
    if stale:
        sys.exit("no longer different: " + ", ".join(stale))
    print(f"{count} pickles, {sum(used.values())} intended differences")


main()
