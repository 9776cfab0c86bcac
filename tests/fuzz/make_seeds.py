#!/usr/bin/env python3
"""Makes the seeds of the fuzzers anew: make_seeds.py [FOLDER], by default seeds/ beside it.

Small values at each protocol, and one pickle for each opcode that those do not have.
"""
import collections
import datetime
import decimal
import pathlib
import pickle
import pickletools
import sys




def values():
    ring = []
    ring.append(ring)
    shared = ["shared"]
    key = ("key", frozenset([1]))
    yield "leaves", [None, True, False, 0, 255, 256, -1, 2**31, 2**63, -2**2040, 1.5]
    yield "text", ["", "a", "\u00e9", "\ud800", "\U0001F600", "a\nb\\", "x" * 300]
    yield "bytes", [b"", b"a", b"\xff" * 300, bytearray(b"ab"), bytearray()]
    yield "containers", ([], (), {}, set(), frozenset(), [1], (1,), (1, 2), (1, 2, 3, 4),
                         {"a": 1}, {1, 2}, {key: shared}, shared)
    yield "cycle", (ring, {"ring": ring})
    yield "objects", [decimal.Decimal("1.5"), datetime.timedelta(1), complex(1, 2),
                      collections.OrderedDict(a=1), collections.deque([1], 3), range(3), ValueError]


def opcode_pickles():
    """For opcodes that Python's pickler does not write."""
    yield "DUP", b"N20."
    yield "POP_MARK", b"N(1."
    yield "STRING", b"S'a\\x41'\n."
    yield "BINSTRING", b"T\x01\0\0\0a."
    yield "SHORT_BINSTRING", b"U\x01a."
    yield "PERSID", b"Pid\n."
    yield "BINPERSID", b"NQ."
    yield "EXT1", b"\x82\x01."
    yield "EXT2", b"\x83\x01\0."
    yield "EXT4", b"\x84\x01\0\0\0."
    yield "INST", b"(im\nC\n."
    yield "OBJ", b"(cm\nC\no."
    yield "BUILD", b"cm\nC\n)\x81}b."
    yield "NEWOBJ_EX", b"cm\nC\n)}\x92."
    yield "BINBYTES8", b"\x8e\x01\0\0\0\0\0\0\0a."
    yield "BINUNICODE8", b"\x8d\x01\0\0\0\0\0\0\0a."
    yield "LONG4", b"\x8b\x01\0\0\0\x01."
    yield "GET", b"Np300\ng300\n."
    yield "LONG_BINGET, LONG_BINPUT", b"Nr\0\x01\0\0j\0\x01\0\0."
    yield "NEXT_BUFFER, READONLY_BUFFER", b"\x80\x05\x97\x98."
    yield "NEWOBJ", b"cm\nC\n)\x81."
    yield "POP", b"NN0."
    yield "SETITEMS", b"}(NNu."
    yield "LIST", b"(NNl."
    yield "DICT", b"(NNd."
    yield "popped call", b"]q\0cm\nf\nh\0\x85R0."
    yield "two", pickle.dumps(1) + pickle.dumps([2])


def main():
    beside = pathlib.Path(__file__).parent / "seeds"
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    seen = set()
    for name, value in values():
        for protocol in range(6):
            data = pickle.dumps(value, protocol)
            seen.update(op.name for op, _, _ in pickletools.genops(data))
            (folder / f"{name}-{protocol}").write_bytes(data)
    for name, data in opcode_pickles():
        seen.update(name.split(", "))
        (folder / name.replace(", ", "_").replace(" ", "_")).write_bytes(data)
    missing = {op.name for op in pickletools.opcodes} - seen
    if missing:
        sys.exit(f"no seed has {sorted(missing)}")


if __name__ == "__main__":
    main()
