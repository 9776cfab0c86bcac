"""The pickles of tests/data, with what the manifest says of them."""

import codecs
import importlib
import json
import os
import pickletools
import sys

DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")
VERSION = "%d.%d" % sys.version_info[:2]
sys.path.append(DATA)

# pickletools takes only ASCII for the argument of STRING, which Python 2 wrote in Latin-1.
pickletools.stringnl.reader = lambda file: codecs.escape_decode(
    pickletools.read_stringnl(file, decode=False, stripquotes=True))[0].decode("latin-1")


def path(name):
    return os.path.join(DATA, *name.split("/"))


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


class File:
    """One pickle."""

    def __init__(self, row):
        self.name = row["file"]
        self.path = path(self.name)
        self.group, self.case = self.name.split("/")[1:]
        self.case = self.case.split(".")[0]
        self.protocol = row["protocol"]
        self.makers = row["by"]
        self.packages = row.get("packages", {})
        self.data = read(self.name)
        self.buffer_paths = [path(b["file"]) for b in row.get("buffers", ())]
        self.buffers = [(bytes if b["readonly"] else bytearray)(read(b["file"]))
                        for b in row.get("buffers", ())]

    def is_foreign(self):
        """Why this Python may not know what the pickle names; "" where it should."""
        if VERSION not in self.makers and self.makers != ["hand"]:
            return "Python " + self.makers[0].split()[0]
        for name, version in self.packages.items():
            try:
                found = importlib.import_module(name).__version__
            except ImportError:
                found = None
            if found != version:
                return "%s %s" % (name, version)
        return ""


def works_of_cases():
    """What an object has to do, by group and case. Without the package there is nothing to ask."""
    works = {}
    for group in "std", "numpy", "pandas", "sklearn", "cloud":
        try:
            cases = importlib.import_module(group + "_objects").case
        except ImportError:
            continue
        works.update({(group, case.name): case.works for case in cases})
    return works


def corpus():
    return [File(row) for row in json.loads(read("manifest.json").decode())["files"]]
