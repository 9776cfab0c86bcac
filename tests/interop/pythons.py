#!/usr/bin/env python3
"""Finds every Python of this machine, and runs a script in each.

    pythons.py --list                      version, kind, command as JSON: one line each
    pythons.py --each SCRIPT [ARGS...]     one line each; exits 1 if the script fails in any

Filters, before --list or --each: --min-version 3.0, --max-version 3.13, --kind cpython (or pypy,
jython, pyodide; may be repeated), --system (only the system's own). A script carries filters of
its own in a line `# pythons: --min-version 3.4`.

A wanted Python that is not there is told in a line that begins with MISSING:. Without the
system's own CPython nothing can be said, so that one missing is a failure.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYSTEM = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
WANTED_CPYTHONS = [(2, 7)] + [(3, minor) for minor in range(6, 15)]

# Runs in any Python since 2.6.
PROBE = ("import platform, sys; sys.stdout.write(platform.python_implementation().lower()"
         " + ' %d.%d.%d' % tuple(sys.version_info[:3]))")
NAME = re.compile(r"(python|pypy|jython)[23]?(\.\d+)?(\.exe)?$")


@dataclass(frozen=True)
class Interpreter:
    version: tuple  # (3, 11, 2)
    kind: str       # cpython, pypy, jython or pyodide
    command: tuple  # the words in front of the script's path

    @property
    def text(self):
        return f"{self.kind} {'.'.join(map(str, self.version))}"


def run(interpreter, script, args=(), timeout=600, **options):
    """Runs the script and captures its output; gives a subprocess.CompletedProcess."""
    return run_command([*interpreter.command, script, *args], timeout, **options)


def run_command(command, timeout, **options):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    settings = dict(stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    universal_newlines=True, errors="replace", env=environment)
    return subprocess.run([str(word) for word in command], timeout=timeout,
                          **{**settings, **options})


def pyenv_folders():
    """The bin folders of pyenv's versions; its shims on PATH start only the selected ones."""
    root = os.environ.get("PYENV_ROOT", "")
    if not root and shutil.which("pyenv"):
        root = run_command(["pyenv", "root"], 60).stdout.strip()
    return sorted(Path(root or Path.home() / ".pyenv").glob("versions/*/bin"))


def pyodide_command():
    """CPython 3.14 as WebAssembly: node and the npm package pyodide, see cmake/run.sh."""
    node = shutil.which("node") or shutil.which("nodejs")
    folder = Path(os.environ.get("BRINE_PYODIDE", HERE.parent.parent / "build" / "pyodide"))
    package = folder / "node_modules" / "pyodide"
    if not node or not (package / "pyodide.mjs").exists():
        return []
    return [(node, str(HERE / "pyodide_run.mjs"), str(package))]


def candidates():
    """Commands that may be Pythons, each real file once, the system's own first."""
    folders = os.environ.get("PATH", "").split(os.pathsep) + pyenv_folders()
    files = [Path(SYSTEM)]
    for folder in map(Path, folders):
        if folder.is_dir() and folder.name != "shims":
            files += sorted(file for file in folder.iterdir() if NAME.match(file.name))
    real = {}
    for file in files:
        if os.access(file, os.X_OK):
            real.setdefault(file.resolve(), (str(file),))
    return [*real.values(), *pyodide_command()]


def probe(command):
    """The interpreter that this command starts, or None if it does not."""
    try:
        done = run_command([*command, "-c", PROBE], 60, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"(\w+) (\d+)\.(\d+)\.(\d+)$", done.stdout)
    if done.returncode != 0 or not found:
        return None
    kind = "pyodide" if len(command) > 1 else found[1]
    return Interpreter(tuple(map(int, found.groups()[1:])), kind, command)


def find(commands=None):
    """The interpreters, the system's own first, then one of each kind and version."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        probed = [found for found in pool.map(probe, commands or candidates()) if found]
    once = {}
    for interpreter in probed:
        once.setdefault((interpreter.kind, interpreter.version), interpreter)
    return sorted(once.values(), key=lambda i: (i.command != (SYSTEM,), i.kind, i.version))


def missing(found, filters):
    """The names of the wanted ones that are not among the found."""
    minors = {i.version[:2] for i in found if i.kind in ("cpython", "pyodide")}
    for version in WANTED_CPYTHONS:
        if version not in minors and in_range(version, filters):
            yield "CPython %d.%d" % version
    if not any(i.kind == "pypy" for i in found):
        yield "PyPy"


def version_number(text):
    return tuple(map(int, text.split(".")))


def parser():
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False)
    parser.add_argument("--min-version", type=version_number, default=(0,))
    parser.add_argument("--max-version", type=version_number, default=(99,))
    parser.add_argument("--kind", action="append")
    parser.add_argument("--system", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--each", nargs=argparse.REMAINDER)
    return parser


def script_filters(script):
    line = re.search(r"^# pythons:(.*)$", Path(script).read_text(encoding="utf-8"), re.MULTILINE)
    return line[1].split() if line else []


def in_range(version, filters):
    low, high = filters.min_version, filters.max_version
    return version[:len(low)] >= low and version[:len(high)] <= high


def passes(interpreter, filters):
    return (in_range(interpreter.version, filters)
            and (not filters.kind or interpreter.kind in filters.kind)
            and (not filters.system or interpreter.command == (SYSTEM,)))


def run_in_each(interpreters, script, args):
    """True if the script succeeds in all of them."""
    failures = 0
    for interpreter in interpreters:
        try:
            done = run(interpreter, script, args)
            output, failed = done.stdout.strip(), done.returncode != 0
        except subprocess.TimeoutExpired:
            output, failed = "timed out", True
        failures += failed
        last = output.split("\n")[-1]
        print(f"{'FAIL' if failed else 'ok'}: {interpreter.text}: {output if failed else last}",
              flush=True)
    return failures == 0


def main():
    options = parser().parse_args()
    if not options.list and not options.each:
        sys.exit(__doc__)
    own = script_filters(options.each[0]) if options.each else []
    filters = parser().parse_args(own + sys.argv[1:])

    found = find([(SYSTEM,)] if filters.system else None)
    if not found or found[0].command != (SYSTEM,):
        sys.exit(f"MISSING: the system's own CPython, {SYSTEM}")
    chosen = [i for i in found if passes(i, filters)]
    if not filters.system and not filters.kind:
        for name in missing(found, filters):
            print("MISSING:", name, flush=True)
    if not chosen:
        sys.exit("no Python passes the filters")
    if options.list:
        for i in chosen:
            print(".".join(map(str, i.version)), i.kind, json.dumps(i.command))
        return
    sys.exit(not run_in_each(chosen, options.each[0], options.each[1:]))


if __name__ == "__main__":
    main()
