"""Loads what 01_inventory.cpp wrote. The classes are found by name, in inventory_model.py."""
import pickle
import sys
from collections import Counter
from dataclasses import fields
from datetime import datetime, timezone
from pathlib import PurePosixPath

from inventory_model import File, FileKind, Inventory, Owner

sys.stdout.reconfigure(errors="backslashreplace")  # a file may have any name

with open(sys.argv[1] if len(sys.argv) > 1 else "inventory.pickle", "rb") as file:
    inventory = pickle.load(file)

files, packages = inventory.files, inventory.packages
print(f"{inventory.host}, {inventory.taken:%Y-%m-%d %H:%M} UTC, up for {inventory.uptime}")

print("\na file, as Python sees it:")
example = max(files, key=lambda f: f.target is not None)
for field in fields(example):
    value = getattr(example, field.name)
    print(f"  {field.name:9} {type(value).__name__:14} {value}")

print(f"\n{len(files)} files below /usr:")
for kind, count in Counter(f.kind for f in files).most_common():
    print(f"  {count:7} {kind.name.lower()}")
for suffix, count in Counter(f.path.suffix for f in files if f.path.suffix).most_common(3):
    print(f"  {count:7} *{suffix}")
newest = max(files, key=lambda f: f.modified)
largest = max((f for f in files if f.kind is FileKind.REGULAR), key=lambda f: f.size)
print(f"  newest   {newest.path}, of {newest.modified:%Y-%m-%d %H:%M}")
print(f"  largest  {largest.path}, {largest.size / 2**20:.1f} MiB")

print(f"\n{len(packages)} packages of dpkg:" if packages else "\nno packages: there is no dpkg")
for priority, count in Counter(p.priority for p in packages).most_common():
    print(f"  {count:7} {priority.name.lower()}")
for who, count in Counter(p.maintainer.name for p in packages if p.maintainer).most_common(3):
    print(f"  {count:7} by {who}")
for package in sorted(packages, key=lambda p: -p.size)[:3]:
    print(f"  {package.size / 2**20:5.0f} MiB {package.name} {package.version}")

# They are the real things, and what was shared in C++ is shared here.
assert type(inventory) is Inventory and type(files[0]) is File and len(files) > 100
assert isinstance(example.path, PurePosixPath) and isinstance(example.kind, FileKind)
assert inventory.taken.tzinfo is timezone.utc and inventory.taken <= datetime.now(timezone.utc)
owners = {id(f.owner): f.owner for f in files}
assert all(type(owner) is Owner for owner in owners.values())
assert len(owners) == len({f.owner.uid for f in files})
