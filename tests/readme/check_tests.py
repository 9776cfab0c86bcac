#!/usr/bin/env python3
"""Checks that each test that tests/README.md names is there.

    check_tests.py ROOT          exits 1 and says which is not
    check_tests.py --self-test

Names stand in `backticks`: `level/case` is a Catch2 case of tests/level, `interop/name` a script,
`fuzz/name` a target, `compile_fail/name` a source; `test_method` stands behind the script whose
method it is; a file may be named below tests or include/brine. Names are compared whole; those with
< or * in them stand for many.
"""
import re
import sys
import tempfile
from pathlib import Path

from check_readme import main

LEVELS = ("base", "wire", "model", "mapping", "engine", "tools", "front", "threads")
NAME = re.compile(r"`((?:" + "|".join(LEVELS + ("interop", "fuzz", "compile_fail"))
                  + r")/[^`]+|test_\w+)`")
CASE = re.compile(r'TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
TESTS = re.compile(r"add_test\(NAME (\S+)")


def cases_of(text):
    for found in CASE.finditer(text):
        yield "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[1])).replace('\\"', '"')


def names_in(root):
    """Whatever CTest has below `root`, as far as a README may name it."""
    tests = root / "tests"
    names = set()
    for level in LEVELS:
        for source in (tests / level).rglob("*.cpp"):
            text = source.read_text(encoding="utf-8")
            names.update(f"{level}/{case}" for case in cases_of(text))
    for kind, ending in (("interop", "py"), ("fuzz", "cpp"), ("compile_fail", "cpp")):
        for source in (tests / kind).glob(f"*.{ending}"):
            names.add(f"{kind}/{source.stem}")
    for lists in tests.rglob("CMakeLists.txt"):
        names.update(TESTS.findall(lists.read_text(encoding="utf-8")))
    return names


def methods_of(root, script):
    """The test methods of a script and of those that lie beside it under a longer name."""
    folder = root / "tests" / "interop"
    for source in folder.glob(f"{script}*.py"):
        yield from re.findall(r"def (test_\w+)", source.read_text(encoding="utf-8"))


def problems(root):
    text = (root / "tests" / "README.md").read_text(encoding="utf-8")
    known = names_in(root)
    script = None
    count = 0
    for number, line in enumerate(text.splitlines(), 1):
        for name in NAME.findall(line):
            if re.search(r"[<*]", name):
                continue  # a kind of name, not one
            count += 1
            if name.startswith("test_"):
                if script is None or name not in methods_of(root, script):
                    yield f"line {number}: {script} has no {name}"
            elif name not in known and not any(
                    (root / folder / name).exists() for folder in ("tests", "include/brine")):
                yield f"line {number}: there is no test {name}"
            if name.startswith("interop/"):
                script = name.partition("/")[2]
    if not count:
        yield "no test is named"


def problems_of(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return list(problems(Path(folder)))


def self_test():
    good = {
        "tests/base/a.cpp": 'TEST_CASE("a: one") {}\nTEST_CASE(\n    "a: of two "\n    "parts") {}\n'
                            'TEST_CASE("a: \\"quoted\\"") {}\n',
        "tests/mapping/std/b.cpp": 'TEST_CASE("b: deep") {}\n',
        "tests/interop/tool.py": "pass\n",
        "tests/interop/tool_more.py": "def test_it(self):\n    pass\n",
        "tests/fuzz/load.cpp": "",
        "tests/compile_fail/no.cpp": "",
        "tests/CMakeLists.txt": "add_test(NAME interop/made COMMAND x)\n",
        "tests/README.md": "`base/a: one`, `base/a: of two parts`: `base/a: \"quoted\"`\n"
                           "`mapping/b: deep` `interop/tool`, `test_it` `interop/made` `fuzz/load`\n"
                           "`compile_fail/no` `tests/x` `interop/<name>.py` `fuzz/*`\n",
    }
    if problems_of(good):
        sys.exit(f"self-test: {problems_of(good)}")
    for name in ("base/a: two", "base/a: On", "base/b: deep", "wire/a: one", "interop/too",
                 "interop/tool_less", "fuzz/none", "compile_fail/yes", "test_other"):
        wrong = good["tests/README.md"] + f"`interop/tool` `{name}`\n"
        found = problems_of({**good, "tests/README.md": wrong})
        if len(found) != 1 or name not in found[0]:
            sys.exit(f"self-test: {name}: {found}")
    if not problems_of({**good, "tests/README.md": "`a`\n"}):
        sys.exit("self-test: a text without names passes")


if __name__ == "__main__":
    main(__doc__, "tests/README.md", problems, self_test)
