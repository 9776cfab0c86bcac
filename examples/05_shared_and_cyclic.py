import pickle
import sys
from dataclasses import dataclass, field
from typing import List, Optional


@dataclass
class Entry:
    name: str
    parent: Optional["Folder"] = field(repr=False)


@dataclass
class Folder(Entry):
    children: List[Entry]


@dataclass
class File(Entry):
    content: str


@dataclass
class Link(Entry):
    target: Entry


with open(sys.argv[1], "rb") as file:
    root = pickle.load(file)
print(root)

docs, backup = root.children
readme, up = docs.children
assert [type(e) for e in (root, docs, backup, readme, up)] == [Folder, Folder, File, File, Link]
assert root.parent is None and docs.parent is root and readme.parent is docs
assert up.target is root
assert readme.content is backup.content == "Pickles keep well in brine."
