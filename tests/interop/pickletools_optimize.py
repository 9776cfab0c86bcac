"""Compares brine's optimize with pickletools.optimize, byte for byte, on the pickles of tests/data
and on random ones."""

import pickletools
import sys

import corpus_files
import random_pickles


def expected(data):
    try:
        return "ok " + pickletools.optimize(data).hex()
    except (ValueError, KeyError, TypeError):
        return "error"


def main():
    asked = random_pickles.OLD + [file.data for file in corpus_files.corpus()]
    asked += random_pickles.pickles(3000, 2)
    for data, answer in zip(asked, random_pickles.ask(sys.argv[1], asked)):
        if answer != expected(data):
            sys.exit("of %r\nbrine makes       %s\npickletools makes %s" % (
                data[:200], answer[:500], expected(data)[:500]))
    print("%d pickles optimized as pickletools does" % len(asked))


main()
