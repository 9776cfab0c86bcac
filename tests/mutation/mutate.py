#!/usr/bin/env python3
"""Breaks brine in many small ways, one at a time, and wants a test to go red each time.

    mutate.py [--named-only] [--build DIR] [--jobs N] [NAME...]
        tries all mutations, or those named, such as wire/*
    mutate.py --check
        only sees whether each one can still be applied

The mutations are in the *.txt files beside this one:

    level/name: what is broken, in words
        in <header, in include/brine>
        by <test, in tests>              once or more; the cheapest first
        - <old text, which the header must have exactly once>
        + <new text>

Lines of old or new text that follow one another are one text; behind "- " or "+ " they are as in
the header, but for the space around the whole text. A test is one of
    wire/encode.cpp                      Catch2 cases, and what is to be linked with them
    interop/corpus.py interop/redump.cpp a script, which is given the path of the program
    compile_fail/unhashable.cpp          what must not compile
The tests must pass on the headers as they are. Then each header is broken in a copy of the tree,
the tests are compiled against that, and run. A test that fails, crashes or does not end has caught
the mutation, and so has a static assertion of the test's own; one that does not compile for another
reason has not, and is reported as a fault of the mutation. Where the tests that are named see
nothing, the other tests of the header's level are tried, unless --named-only is given.
Ends with the line "N mutations, N caught, N survived"; exits 1 unless all are caught.
"""
import argparse
import fnmatch
import html
import os
import queue
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
ROOT = TESTS.parent
HEADERS = Path("include/brine")

FLAGS = ["-std=c++20", "-O0", "-w", "-Iinclude", "-Itests"]
LONGEST_RUN = 30  # seconds of a processor
LONGEST_WAIT = 600  # seconds, on a machine that has other things to do
MOST_MEMORY = 8 << 30  # bytes of address space


class Fault(Exception):
    """Something is wrong with the mutations, or with the tests before anything is broken."""


# ---- the mutations ---------------------------------------------------------------------------


@dataclass
class Mutation:
    name: str
    why: str
    header: str = ""
    tests: list = field(default_factory=list)
    old: str = ""
    new: str = ""

    @property
    def level(self):
        folder = Path(self.header).parent.parts
        return folder[0] if folder else "front"

    def applied_to(self, text):
        count = text.count(self.old)
        if count != 1:
            raise Fault("%s: the old text is %d times in %s" % (self.name, count, self.header))
        return text.replace(self.old, self.new)

    def check(self):
        if not (self.header and self.tests and self.old) or self.old == self.new:
            raise Fault("%s: a mutation has in, by, - and +" % self.name)
        for test in self.tests:
            for file in test.split():
                if not (TESTS / file).is_file():
                    raise Fault("%s: there is no tests/%s" % (self.name, file))
        path = ROOT / HEADERS / self.header
        if not path.is_file():
            raise Fault("%s: there is no header %s" % (self.name, self.header))
        self.applied_to(path.read_text(encoding="utf-8"))


def parse(text):
    """The mutations of one file, in order."""
    mutations = []
    for number, line in enumerate(text.splitlines(), 1):
        head = re.fullmatch(r"(\w+/\w+): (.+)", line)
        part = re.fullmatch(r"    (in|by|[-+]) ?(.*)", line)
        if head:
            mutations.append(Mutation(*head.groups()))
        elif part and mutations:
            kind, rest = part.groups()
            mutation = mutations[-1]
            if kind == "in":
                mutation.header = rest
            elif kind == "by":
                mutation.tests.append(rest)
            elif kind == "-":
                mutation.old += rest + "\n"
            else:
                mutation.new += rest + "\n"
        elif line.strip() and not line.startswith("#"):
            raise Fault("line %d is no part of a mutation: %s" % (number, line))
    for mutation in mutations:
        mutation.old = mutation.old.strip()
        mutation.new = mutation.new.strip()
    return mutations


def read_mutations(patterns):
    mutations = []
    for path in sorted(HERE.glob("*.txt")):
        mutations += parse(path.read_text(encoding="utf-8"))
    names = [mutation.name for mutation in mutations]
    faults = ["%s: the name is there twice" % n for n in sorted(set(names)) if names.count(n) > 1]
    for mutation in mutations:
        try:
            mutation.check()
        except Fault as fault:
            faults.append(str(fault))
    if faults:
        raise Fault("\n".join(faults))
    for pattern in patterns:
        if not fnmatch.filter(names, pattern):
            raise Fault("no mutation is named " + pattern)
    return [m for m in mutations
            if not patterns or any(fnmatch.fnmatch(m.name, p) for p in patterns)]


# ---- the tests -------------------------------------------------------------------------------


class DoesNotCompile(Exception):
    def failed_assertion(self):
        """The first one, if the test's own static assertions are all that fails."""
        errors = re.findall("^.*error: .*$", str(self), re.MULTILINE)
        own = [re.match(r"(tests/\S+?:\d+):\d+: error: static assertion failed", e) for e in errors]
        return "static assertion at " + own[0].group(1) if errors and all(own) else None


class Tree:
    """A copy of the headers to break, beside the tests as they are."""

    def __init__(self, path):
        self.path = path
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(ROOT / "include", path / "include")
        (path / "tests").symlink_to(TESTS)

    def write(self, header, text):
        (self.path / HEADERS / header).write_text(text, encoding="utf-8")

    def run(self, command, **options):
        return subprocess.run(command, cwd=self.path, stdout=subprocess.PIPE, errors="replace",
                              stdin=subprocess.DEVNULL, encoding="utf-8", **options)


def within_limits(command):
    script = 'ulimit -v %d -t %d -c 0; exec "$@"' % (MOST_MEMORY >> 10, LONGEST_RUN)
    return ["bash", "-c", script, "bash"] + command


class Compiler:
    def __init__(self, build):
        self.build = build
        self.command = os.environ.get("CXX", "g++").split()
        self.launcher = ["ccache"] if shutil.which("ccache") else []

    def object(self, tree, source, to, flags=()):
        command = self.launcher + self.command + FLAGS + [*flags, "-c", source, "-o", str(to)]
        done = tree.run(command, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise DoesNotCompile(done.stdout)

    def syntax(self, tree, source, flags=()):
        """What the compiler says; None where it takes the source."""
        command = self.command + FLAGS + [*flags, "-fsyntax-only", source]
        done = tree.run(command, stderr=subprocess.STDOUT)
        return done.stdout if done.returncode != 0 else None

    @cached_property
    def main(self):
        """Catch2's own, compiled once."""
        path = self.build / "catch_main.o"
        self.object(Tree(self.build / "main"), "tests/catch_main.cpp", path)
        return str(path)

    def program(self, tree, sources, objects=()):
        made = []
        for source in sources:
            made.append(str(tree.path / Path(source).with_suffix(".o").name))
            self.object(tree, "tests/" + source, made[-1])
        program = tree.path / "test"
        link = self.command + [*made, *objects, "-Wl,--as-needed", "-lfmt", "-o", str(program)]
        done = tree.run(link, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            raise DoesNotCompile(done.stdout)
        return program


def failure(tree, test, compiler):
    """What fails when this test runs in this tree; None where it passes."""
    sources = test.split()
    if sources[0].startswith("compile_fail/"):
        return compile_failure(tree, sources[0], compiler)
    script = sources.pop(0) if sources[0].endswith(".py") else None
    if script and not sources:
        sources = [script[:-2] + "cpp"]
    try:
        program = compiler.program(tree, sources, [] if script else [compiler.main])
    except DoesNotCompile as error:
        if error.failed_assertion():
            return error.failed_assertion()
        raise
    if script:
        command = [sys.executable, "-B", "tests/" + script, str(program)]
    else:
        command = [str(program), "--abort", "--reporter", "xml"]
    try:
        done = tree.run(within_limits(command), stderr=subprocess.DEVNULL, timeout=LONGEST_WAIT)
    except subprocess.TimeoutExpired:
        return "does not end"
    if done.returncode == 0:
        return None
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return "does not end"
    if script:
        return (done.stdout.strip().splitlines() or ["fails"])[-1]
    cases = re.findall(r'<TestCase name="([^"]*)"', done.stdout)
    return html.unescape(cases[-1]) if cases else "fails with %d" % done.returncode


def compile_failure(tree, source, compiler):
    text = (TESTS / source).read_text(encoding="utf-8")
    expected = re.findall("^// expect: (.*)", text, re.MULTILINE)
    if compiler.syntax(tree, "tests/" + source) is not None:
        return "does not compile as it is"
    said = compiler.syntax(tree, "tests/" + source, ["-DBRINE_FAIL"])
    if said is None:
        return "compiles with BRINE_FAIL"
    lost = [text for text in expected if text not in said]
    return "the compiler no longer says: " + lost[0] if lost else None


def tests_of_level(level):
    return sorted(str(path.relative_to(TESTS)) for path in (TESTS / level).rglob("*.cpp"))


# ---- trying ----------------------------------------------------------------------------------


class Trial:
    def __init__(self, build, jobs, named_only):
        self.compiler = Compiler(build)
        self.named_only = named_only
        self.trees = queue.Queue()
        for n in range(jobs):
            self.trees.put(Tree(build / ("tree%d" % n)))
        self.pool = ThreadPoolExecutor(jobs)
        self.failures_before = {}
        self.counts = {"caught": 0, "SURVIVED": 0, "BROKEN": 0}

    def in_tree(self, action, *args):
        tree = self.trees.get()
        try:
            return action(tree, *args)
        finally:
            self.trees.put(tree)

    def before(self, test):
        """What fails although nothing is broken."""
        if test not in self.failures_before:
            try:
                found = self.in_tree(failure, test, self.compiler)
            except DoesNotCompile as error:
                found = str(error)
            self.failures_before[test] = found
        return self.failures_before[test]

    def require_green(self, tests):
        faults = ["%s: %s" % (test, found)
                  for test, found in zip(tests, self.pool.map(self.before, tests)) if found]
        if faults:
            raise Fault("Before anything is broken:\n" + "\n".join(faults))

    def first_failure(self, tree, mutation, tests):
        path = ROOT / HEADERS / mutation.header
        text = path.read_text(encoding="utf-8")
        try:
            tree.write(mutation.header, mutation.applied_to(text))
            for test in tests:
                found = failure(tree, test, self.compiler)
                if found:
                    return test, found
            return None
        finally:
            tree.write(mutation.header, text)

    def outcome(self, mutation):
        """One of the keys of `counts`, and what to say of it."""
        try:
            caught = self.in_tree(self.first_failure, mutation, mutation.tests)
            if caught:
                return "caught", "%s: %s" % caught
        except DoesNotCompile as error:
            return "BROKEN", "does not compile\n" + "\n".join(str(error).splitlines()[:8])
        for test in [] if self.named_only else tests_of_level(mutation.level):
            try:
                caught = self.in_tree(self.first_failure, mutation, [test])
            except DoesNotCompile:  # without another one
                continue
            if caught and not self.before(test):
                return "caught", "not by the tests that it names, but by %s: %s" % caught
        return "SURVIVED", mutation.why

    def try_one(self, mutation):
        begin = time.monotonic()
        status, said = self.outcome(mutation)
        print("%-8s %-34s %3d s  %s" % (status, mutation.name, time.monotonic() - begin, said),
              flush=True)
        return status

    def run(self, mutations):
        tests = sorted({test for mutation in mutations for test in mutation.tests})
        self.compiler.main
        self.require_green(tests)
        print("%d tests pass before anything is broken" % len(tests), flush=True)
        for status in self.pool.map(self.try_one, mutations):
            self.counts[status] += 1
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print("%.1f minutes of one processor" % ((used.ru_utime + used.ru_stime) / 60))
        if self.counts["BROKEN"]:
            print("%d do not compile" % self.counts["BROKEN"])
        print("%d mutations, %d caught, %d survived" % (
            len(mutations), self.counts["caught"], self.counts["SURVIVED"]))
        return 0 if self.counts["caught"] == len(mutations) else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--named-only", action="store_true")
    parser.add_argument("--build", type=Path, default=ROOT / "build/mutation")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    try:
        mutations = read_mutations(arguments.names)
        if arguments.check:
            print("%d mutations can be applied" % len(mutations))
            return 0
        arguments.build.mkdir(parents=True, exist_ok=True)
        trial = Trial(arguments.build.resolve(), arguments.jobs, arguments.named_only)
        return trial.run(mutations)
    except Fault as fault:
        print(fault, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
