"""Compares brine's opcode table, as opcodes.cpp wrote it, with pickletools.opcodes."""
# pythons: --min-version 3.8

import io
import os
import pickletools
import sys

CPP_KEYWORDS = {"int", "float", "long"}


def expected_row(op):
    enumerator = op.name.lower()
    if enumerator in CPP_KEYWORDS:
        enumerator += "_"
    arg = (op.arg.name, op.arg.n) if op.arg else ("None", 0)
    return [
        op.name, enumerator, str(ord(op.code)), arg[0], str(arg[1]), str(op.proto),
        ",".join(item.name for item in op.stack_before),
        ",".join(item.name for item in op.stack_after),
    ]


def main():
    with io.open(os.path.join(sys.argv[1], "opcodes.txt"), encoding="utf-8") as lines:
        ours = [line.rstrip("\n").split("\t") for line in lines]
    theirs = [expected_row(op) for op in sorted(pickletools.opcodes, key=lambda op: op.code)]
    for our, their in zip(ours, theirs):
        if our != their:
            sys.exit(f"brine says       {our}\npickletools says {their}")
    if len(ours) != len(theirs):
        sys.exit(f"{len(ours)} opcodes instead of {len(theirs)}")
    print(f"{len(ours)} opcodes as in pickletools")


main()
