"""Loads what edited.cpp wrote: documents made by hand, of names that stand for anything. Whatever
brine has agreed to write, Python loads."""
# pythons: --min-version 3.6

import copyreg
import io
import os
import pickle
import sys

from anything import Meta

REAL = ("builtins", "copyreg", "functools", "_codecs")
# A persistent id that is no text, an extension code, a set that is a part of itself.
REFUSED = ("is one line of ASCII at protocol 0", "needs protocol 2", "needs protocol 4")


class Unpickler:
    def find_class(self, module, name):
        return super().find_class(module, name) if module in REAL else Meta

    def persistent_load(self, pid):
        return Meta()


class C(Unpickler, pickle.Unpickler):
    pass


class Pure(Unpickler, pickle._Unpickler):
    pass


def main(folder):
    for code in range(1, 256):
        copyreg.add_extension("m", "E%d" % code, code)
    counts = {}
    failures = 0
    with open(os.path.join(folder, "pickles")) as lines:
        for line in lines:
            protocol, pickled, *reason = line.rstrip("\n").split(" ", 2)
            if int(protocol) > pickle.HIGHEST_PROTOCOL:
                continue
            if pickled == "-":
                if not any(known in reason[0] for known in REFUSED):
                    failures += 1
                    print("protocol %s was refused: %s" % (protocol, reason[0]))
                continue
            counts[protocol] = counts.get(protocol, 0) + 1
            for unpickler in (C, Pure):
                try:
                    unpickler(io.BytesIO(bytes.fromhex(pickled))).load()
                except Exception as error:
                    failures += 1
                    print("%s, protocol %s: %r: %s" % (unpickler.__name__, protocol, error, pickled))
    print("loaded, by protocol: %s" % counts)
    if counts.get("4", 0) < 2400:
        failures += 1
        print("too few pickles were written")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
