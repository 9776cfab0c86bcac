"""The pickles of tests/data, read by brine and written back at each protocol and with each memo,
are the same graphs: in Python, and as far as the pickle says without the classes that it names.
Under memo::python they are the same bytes wherever Python's own load and dump give the same bytes.
Usage: corpus.py PROGRAM, which is that of redump.py
"""

import collections
import importlib
import pickle
import pickletools
import sys
import warnings

import corpus_files
from redump import MEMOS, WRITTEN, Redumper
from same_graph import Different, compare, compare_inert, load, load_inert

# What CPython keeps in a way of its own, by group, case, and protocol where it is only at some.
OTHER_BYTES = set()
if sys.version_info < (3, 13):
    # A string of one character is one object, but there is a second one among the interned names,
    # of attributes, parameters and constants. From 3.13 on there is one, as in brine.
    OTHER_BYTES |= {"std/collections_3", "cloud/function", "cloud/data_class", "cloud/wrapped",
                    "numpy/derived.2"}
if sys.version_info >= (3, 13):
    # getattr(class, name), by which protocols below 4 name what is in a class, is no longer
    # memoized in all its parts. brine memoizes them, as CPython up to 3.12 does.
    OTHER_BYTES |= {"std/nested_globals.%d" % protocol for protocol in range(4)}
    OTHER_BYTES |= {"std/new_args_ex.2", "std/new_args_ex.3"}

# What this Python can not load, and why.
NOT_LOADED = {
    "inst_unknown": "its classes are nowhere",
    "paths_3_13": "" if sys.version_info >= (3, 13) else "pathlib._local came with Python 3.13",
}


def has_no_form(file, protocol):
    """Extension codes came with protocol 2, persistent ids of any kind with protocol 1."""
    if file.case in ("ext", "extensions") and file.protocol >= 2:
        return protocol < 2
    return file.case == "binpersid" and protocol == 0


def inert(file, encoding, written):
    return load_inert(file.data, written, encoding=encoding, buffers=file.buffers or None)


def dumps(file, real):
    if file.group == "cloud":
        return importlib.import_module("cloudpickle").dumps(real, file.protocol)
    return pickle.dumps(real, file.protocol)


class Check:
    def __init__(self, redump):
        self.redump = redump
        self.counts = collections.Counter()
        self.failures = []
        self.not_loaded = collections.Counter()
        self.works = corpus_files.works_of_cases()

    def file(self, file):
        real = self.load(file)
        self.copies(file, "latin1", real)
        if "2.7" in file.makers or file.makers == ["hand"]:
            self.copies(file, "bytes", None)
        if real is not None and file.protocol in WRITTEN and not file.buffers:
            self.bytes(file, real)

    def load(self, file):
        """The object, or None where it can't be had here."""
        def load_file():
            return load(file.data, encoding="latin1", buffers=file.buffers or None)

        try:
            self.check_that_it_works(file, load_file)
            return load_file()
        except Exception as error:
            reason = NOT_LOADED.get(file.case) or "MISSING: " + file.is_foreign()
            if reason == "MISSING: ":
                self.failures.append("%s: Python does not load it: %r" % (file.name, error))
            self.not_loaded[reason] += 1
            return None

    def copies(self, file, encoding, real):
        """real: what the file is in Python."""
        done = set()
        try:
            expected = {version: inert(file, encoding, version) for version in (2, 3)}
        except TypeError:
            if encoding == "bytes" and file.case == "bytearrays":
                return  # even in Python: bytearray(b"...", b"latin-1")
            raise
        for written in WRITTEN:
            for memo in MEMOS:
                if has_no_form(file, written):
                    self.refusal(file, written, memo)
                    continue
                what = "%s as protocol %d, memo %s" % (file.name, written, memo)
                try:
                    again = self.redump(file.data, written, memo, encoding, file.buffers)
                    if (again, written < 3) in done:
                        continue
                    done.add((again, written < 3))
                    copy = load_inert(again, written, encoding=encoding)
                    compare_inert(expected[2 if written < 3 else 3], copy)
                    self.counts["compared without classes"] += 1
                    if real is not None:
                        compare(real, load(again, encoding=encoding))
                        self.check_that_it_works(file, lambda: load(again, encoding=encoding))
                        self.counts["compared in Python"] += 1
                except (AssertionError, Different, pickle.UnpicklingError) as error:
                    self.failures.append("%s: %s" % (what, error))

    def refusal(self, file, written, memo):
        try:
            self.redump(file.data, written, memo)
        except AssertionError:
            self.counts["refused as they should be"] += 1
        else:
            self.failures.append("%s: not refused as protocol %d" % (file.name, written))

    def check_that_it_works(self, file, make):
        works = self.works.get((file.group, file.case))
        if works is not None:
            assert works(make()), "it does not work"
            self.counts["that do what they should"] += 1

    def bytes(self, file, real):
        """The same ones as CPython's, of what it reads and writes again unchanged."""
        data = dumps(file, real)
        if data != file.data:
            self.counts["that CPython itself writes otherwise"] += 1
            if dumps(file, load(data)) != data:
                self.counts["and otherwise again"] += 1
                return
        same = self.redump(data, file.protocol, "python") == data
        self.counts["with the same bytes"] += same
        name = "%s/%s" % (file.group, file.case)
        if same != OTHER_BYTES.isdisjoint([name, "%s.%d" % (name, file.protocol)]):
            self.failures.append("%s: %s bytes as CPython's" % (file.name, ("other", "same")[same]))

    def coverage(self, files):
        """There is something of everything."""
        opcodes = {opcode.name for file in files for opcode, _, _ in pickletools.genops(file.data)}
        missing = {opcode.name for opcode in pickletools.opcodes} - opcodes
        if missing:
            self.failures.append("no pickle has %s" % ", ".join(sorted(missing)))
        for group in sorted({file.group for file in files}):
            protocols = {file.protocol for file in files if file.group == group}
            print("%s: %d pickles of protocols %s" % (
                group, sum(file.group == group for file in files), sorted(protocols)))
        makers = {maker.split()[0] for file in files for maker in file.makers}
        if not makers >= {"2.7", "3.6", "3.11", "3.13"} or len(files) < 800:
            self.failures.append("too few pickles: %d, of %s" % (len(files), sorted(makers)))

    def report(self):
        for reason, count in self.not_loaded.items():
            print("%s: %d pickles are only compared without classes" % (reason, count))
        print(", ".join("%d %s" % (count, what) for what, count in self.counts.items()))
        if self.failures:
            sys.exit("\n".join(self.failures[:30] + ["%d failures" % len(self.failures)]))


def main():
    warnings.simplefilter("ignore")  # estimators of another version
    check = Check(Redumper(sys.argv[1]))
    files = corpus_files.corpus()
    check.coverage(files)
    for file in files:
        check.file(file)
    check.report()


if __name__ == "__main__":
    main()
