"""Values of every type, written by each Python at each protocol: typed_loads.cpp loads them as C++
types, compares them with what they should be, writes them at each protocol and memo policy, and
loads them again.

    typed_loads.py PROGRAM
"""
import os
import subprocess
import sys

import pythons

MODEL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "typed_loads_model.py")
# Kinds of values: what one Python lacks, others have.
EXPECTED = 55


def main():
    program = sys.argv[1]
    failed = False
    names = set()
    for interpreter in pythons.find():
        if interpreter.kind == "jython":
            continue
        written = pythons.run(interpreter, MODEL, stderr=subprocess.PIPE)
        if written.returncode != 0:
            print("%s cannot write: %s" % (interpreter.text, written.stderr))
            failed = True
            continue
        names.update(line.split(" ", 1)[0] for line in written.stdout.splitlines())
        done = subprocess.run([program], input=written.stdout, stdout=subprocess.PIPE,
                              universal_newlines=True)
        lines = done.stdout.splitlines()
        failed |= done.returncode != 0
        print("%s: %s" % (interpreter.text, "\n".join(lines[-20:])))
    if len(names) < EXPECTED:
        sys.exit("only %d kinds of values were written" % len(names))
    sys.exit(failed)


main()
