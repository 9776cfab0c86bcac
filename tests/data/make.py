#!/usr/bin/env python3
"""Makes the pickles of this folder with every Python of this machine, and manifest.json.

    make.py            makes all of them anew; needs the Pythons and packages of the manifest
    make.py --check    makes what can be made here, and compares: nothing is written

Each object of <group>_objects.py is pickled by each CPython from 2.7 on, at each protocol, by the
pickler in C and the one in Python; equal pickles are one file. opcode_pickles.py is put together by
hand. The manifest says of each file what it is and who writes it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "interop")]
sys.dont_write_bytecode = True

import opcode_pickles  # noqa: E402
import pythons  # noqa: E402

GROUPS = "std", "numpy", "pandas", "cloud", "sklearn"
PACKAGES = {"numpy": "numpy", "pandas": "pandas", "cloud": "cloudpickle", "sklearn": "sklearn"}
REFERENCE = "3.11"  # what it writes has the plain name


def minor(interpreter):
    return "%d.%d" % interpreter.version[:2]


def interpreters():
    """One CPython of each minor version, the system's own first among equals."""
    found = {}
    for interpreter in pythons.find():
        if interpreter.kind == "cpython":
            found.setdefault(minor(interpreter), interpreter)
    return sorted(found.values(), key=lambda i: i.version[:2])


def has(interpreter, package):
    code = "import importlib; importlib.import_module(%r)" % package
    return subprocess.run([*interpreter.command, "-c", code], check=False,
                          stderr=subprocess.DEVNULL).returncode == 0


def write_group(interpreter, group):
    """What this Python writes: index entries, with the bytes, and the packages' versions."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run([*interpreter.command, "write_objects.py", folder, group + "_objects"],
                       check=True, cwd=HERE, env=environment)
        index = json.loads(Path(folder, "index").read_text(encoding="utf-8"))
        for entry in index["files"]:
            entry["data"] = Path(folder, entry["file"]).read_bytes()
            entry["buffers"] = [(Path(folder, name).read_bytes(), readonly)
                                for name, readonly in entry["buffers"]]
    return index["files"], index["packages"]


def label(interpreter, entry):
    return minor(interpreter) + (" pickle.py" if entry["pickler"] == "py" else "")


def made_here(groups, chosen):
    """(group, entries with "by", packages) of each Python that has the packages."""
    for group in groups:
        for interpreter in chosen:
            package = PACKAGES.get(group)
            if package is None or has(interpreter, package):
                entries, packages = write_group(interpreter, group)
                for entry in entries:
                    entry["by"] = label(interpreter, entry)
                yield group, entries, packages


def file_name(group, entry, makers):
    name = "pickles/%s/%s.%d" % (group, entry["case"], entry["protocol"])
    if entry["pickler"] == "out_of_band":
        name += ".out_of_band"
    if REFERENCE not in makers:
        name += "." + "_".join(["py" + makers[0].split()[0].replace(".", "")] +
                               makers[0].split()[1:]).replace("_pickle.py", "_pure")
    return name + ".pickle"


def merge(produced):
    """The rows of the manifest, with the bytes in them: equal pickles are one."""
    rows = {}
    for group, entries, packages in produced:
        for entry in entries:
            key = (group, entry["case"], entry["protocol"], entry["pickler"] == "out_of_band",
                   entry["data"])
            row = rows.setdefault(key, {"group": group, "entry": entry, "by": [],
                                        "packages": packages})
            row["by"].append(entry["by"])
    for row in rows.values():
        entry = row["entry"]
        yield {"file": file_name(row["group"], entry, row["by"]), "what": entry["what"],
               "protocol": entry["protocol"], "by": row["by"], "packages": row["packages"],
               "data": entry["data"], "buffers": entry["buffers"]}


def assembled():
    for pickle in opcode_pickles.PICKLES:
        protocol = pickle.data[1] if pickle.data[:1] == b"\x80" else 0
        yield {"file": "pickles/opcodes/%s.pickle" % pickle.name, "what": pickle.what,
               "by": ["hand"], "protocol": protocol, "packages": {}, "data": pickle.data,
               "buffers": [(bytes(buffer), isinstance(buffer, bytes))
                           for buffer in pickle.buffers]}


def write_all(rows, chosen):
    shutil.rmtree(HERE / "pickles", ignore_errors=True)
    for group in (*GROUPS, "opcodes"):
        (HERE / "pickles" / group).mkdir(parents=True)
    lines = []
    for row in rows:
        data, buffers = row.pop("data"), row.pop("buffers")
        assert not (HERE / row["file"]).exists(), row["file"]
        (HERE / row["file"]).write_bytes(data)
        row["buffers"] = [{"file": "%s.buffer%d" % (row["file"], number), "readonly": readonly}
                          for number, (_, readonly) in enumerate(buffers)]
        for buffer, (data, _) in zip(row["buffers"], buffers):
            (HERE / buffer["file"]).write_bytes(data)
        lines.append(json.dumps({key: row[key] for key in row if row[key] not in ([], {})}))
    versions = {minor(i): ".".join(map(str, i.version)) for i in chosen}
    text = '{"pythons": %s,\n"files": [\n%s\n]}\n' % (json.dumps(versions), ",\n".join(lines))
    (HERE / "manifest.json").write_text(text, encoding="utf-8")
    print("%d files, of %s" % (len(lines), ", ".join(versions.values())))


def stored_rows():
    """As merge() and assembled() give them, of what is stored."""
    text = (HERE / "manifest.json").read_text(encoding="utf-8")
    for row in json.loads(text)["files"]:
        row["data"] = (HERE / row["file"]).read_bytes()
        row["buffers"] = [((HERE / buffer["file"]).read_bytes(), buffer["readonly"])
                          for buffer in row.get("buffers", ())]
        yield row


def by_maker(rows):
    """The bytes by who wrote them, with which packages, and what."""
    return {(maker, json.dumps(row.get("packages", {})), row["file"].split(".")[0],
             row["protocol"], "out_of_band" in row["file"]): (row["data"], row["buffers"])
            for row in rows for maker in row["by"]}


def check(rows):
    """Compares what is stored with what the Pythons and packages of this machine write."""
    made, stored = by_maker(rows), by_maker(stored_rows())
    makers = {key[:2] for key in made}
    for maker, packages in sorted({key[:2] for key in stored} - makers):
        if not maker.endswith("pickle.py"):
            print("MISSING: Python %s %s" % (maker, packages.strip("{}")))
    known = {key[:2] for key in stored}
    wrong = [key for key in made.keys() | stored.keys()
             if made.get(key) != stored.get(key) and key[:2] in makers & known]
    for key in sorted(wrong):
        print("not what is stored: %s %s: %s, protocol %d" % key[:4])
    files = {path for path in (HERE / "pickles").rglob("*") if path.is_file()}
    for row in stored_rows():
        files.discard(HERE / row["file"])
        for number in range(len(row["buffers"])):
            files.discard(HERE / ("%s.buffer%d" % (row["file"], number)))
    for path in sorted(files):
        print("not in the manifest: %s" % path.relative_to(HERE))
    print("%d of %d pickles made anew" % (len(made.keys() & stored.keys()), len(stored)))
    if wrong or files:
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    chosen = interpreters()
    rows = [*assembled(), *merge(made_here(GROUPS, chosen))]
    if options.check:
        check(rows)
    else:
        write_all(rows, chosen)


if __name__ == "__main__":
    main()
