"""Compares brine's renamed globals, as compat_names.cpp wrote them, with Python's own tables."""
# pythons: --min-version 3.6 --max-version 3.14

import _compat_pickle as compat
import io
import os
import sys

# Python 3.13 has no tkinter.tix any more; brine keeps the name.
compat.IMPORT_MAPPING.setdefault("Tix", "tkinter.tix")
compat.REVERSE_IMPORT_MAPPING.setdefault("tkinter.tix", "Tix")

TABLES = {
    "2": (compat.REVERSE_NAME_MAPPING, compat.REVERSE_IMPORT_MAPPING),
    "3": (compat.NAME_MAPPING, compat.IMPORT_MAPPING),
}
ONLY_ON_WINDOWS = "WindowsError"


def fixed(module, name, names, modules):
    """What Pickler.save_global and Unpickler.find_class do under fix_imports."""
    if (module, name) in names:
        return names[module, name]
    return modules.get(module, module), name


def main():
    unasked = set()
    for python, (names, modules) in TABLES.items():
        unasked.update((python, *key) for key in names if key[1] != ONLY_ON_WINDOWS)
        unasked.update((python, module, "Unheard") for module in modules)
    count = 0
    with io.open(os.path.join(sys.argv[1], "compat_names.txt"), encoding="utf-8") as lines:
        for line in lines:
            python, module, name, *there = line.split()
            expected = fixed(module, name, *TABLES[python])
            if tuple(there) != expected:
                sys.exit(f"to Python {python}: {module} {name}: brine says {there}, not {expected}")
            unasked.discard((python, module, name))
            count += 1
    if unasked:
        sys.exit(f"brine does not know {sorted(unasked)}")
    print(f"{count} names as in _compat_pickle")


main()
