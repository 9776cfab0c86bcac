"""Compares brine's dis with pickletools.dis, on the pickles of tests/data and on random ones, whole
or without one opcode."""

import io
import pickletools
import random
import sys

import corpus_files
import random_pickles


def without_one_opcode(data, rng):
    starts = [pos for _, _, pos in pickletools.genops(data)] + [len(data)]
    i = rng.randrange(len(starts) - 1)
    return data[:starts[i]] + data[starts[i + 1]:]


def questions():
    rng = random.Random(1)
    asked = random_pickles.OLD + [file.data for file in corpus_files.corpus()]
    for data in random_pickles.pickles(1500, 1):
        asked.append(data)
        if data[:2] < b"\x80\x04":  # frames would not fit any more
            asked.append(without_one_opcode(data, rng))
    return asked


def expected(data):
    out = io.StringIO()
    verdict = "ok"
    try:
        pickletools.dis(data, out)
    except ValueError:
        verdict = "error"
    except IndexError:
        return "error", None  # pickletools is taken by surprise where something popped a mark
    return verdict, out.getvalue()


def main():
    asked = questions()
    errors = 0
    for data, answer in zip(asked, random_pickles.ask(sys.argv[1], asked)):
        verdict, text = answer.split(" ")
        ours = verdict, bytes.fromhex(text).decode()
        theirs = expected(data)
        errors += verdict == "error"
        if theirs[1] is None:
            ours = ours[0], None
        if ours != theirs:
            for our, their in zip(ours[1].splitlines(), theirs[1].splitlines()):
                if our != their:
                    print("brine says       %.300s\npickletools says %.300s" % (our, their))
            sys.exit("%r: %s, not %s" % (data[:200], ours[0], theirs[0]))
    print("%d pickles, %d of them malformed, as pickletools shows them" % (len(asked), errors))


if __name__ == "__main__":
    main()
