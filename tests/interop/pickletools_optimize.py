"""Compares brine's optimize with pickletools.optimize, byte for byte, on random pickles."""

import pickletools
import sys

import random_pickles


def expected(data):
    try:
        return "ok " + pickletools.optimize(data).hex()
    except (ValueError, KeyError, TypeError):
        return "error"


def main():
    asked = random_pickles.OLD + list(random_pickles.pickles(3000, 2))
    for data, answer in zip(asked, random_pickles.ask(sys.argv[1], asked)):
        if answer != expected(data):
            sys.exit("of %r\nbrine makes       %s\npickletools makes %s" % (
                data[:200], answer[:500], expected(data)[:500]))
    print("%d pickles optimized as pickletools does" % len(asked))


main()
