"""Loads what graphs.py wrote into one file, tapes and pickles, and compares the loaded graphs with
those that this Python builds from the tapes.
"""
import pickle
import struct
import sys

LOWEST = (3, 6)


def blocks(file):
    while True:
        header = file.read(4)
        if not header:
            return
        yield file.read(struct.unpack("<I", header)[0])


def main():
    from graphs_tape import compare, play
    sys.setrecursionlimit(10000)
    graphs = pickles = 0
    with open(sys.argv[1], "rb") as file:
        data = blocks(file)
        for tape in data:
            graphs += 1
            for protocol in (2, 3, 4, 5):
                written = next(data)
                if protocol <= pickle.HIGHEST_PROTOCOL:
                    try:
                        compare(play(tape), pickle.loads(written))
                        if protocol >= 4 and graphs % 4 == 0:  # this reader holds frames to be exact
                            compare(play(tape), pickle._loads(written))
                    except Exception as error:
                        sys.exit("graph %d, protocol %d: %s: %s" % (
                            graphs, protocol, type(error).__name__, error))
                    pickles += 1
    print("%d pickles of %d graphs load as they were" % (pickles, graphs))


if __name__ == "__main__":
    main()
