#!/usr/bin/env python3
"""How much of include/brine ran, from what `llvm-cov export` says of each program.

    coverage.py ROOT TESTS FUZZ UNCOVERED
    coverage.py --self-test

TESTS and FUZZ are folders with one export a program: of a run of all tests, and of the fuzz corpus
alone. What the tests leave out is written to UNCOVERED. Exits 1 where the tests reach less than
LINES or BRANCHES percent.

llvm-cov's own summary takes the best of a template's instantiations, and is wrong where some
program has an inline function and does not use it. So it is counted here:
  - a line ran if it did in any instantiation, in any program;
  - a condition has two sides, and each was taken if it was in any instantiation. What is constant
    in an instantiation, as in `if constexpr`, is no condition of that one;
  - what only the compiler runs has no counters and does not count: consteval functions, and
    `if (std::is_constant_evaluated())`;
  - a template that nothing instantiates can't be seen.
"""
import json
import re
import sys
import tempfile
from pathlib import Path

LINES = 97.0
BRANCHES = 90.0
LEVELS = ["base", "wire", "model", "mapping", "engine", "tools", "front"]
READER = "engine/unpickler.hpp"  # with what it includes of READER_LEVELS
READER_LEVELS = ["wire", "engine"]

CODE, SKIPPED, GAP = 0, 2, 3  # kinds of regions; GAP is what stands between two statements
INCLUDE = re.compile(r"^#include <brine/(.*)>$", re.MULTILINE)
COMPILE_TIME = re.compile(r"\bconsteval\b|\bif \(std::is_constant_evaluated\(\)\)")


class Header:
    """What ran of one header.

    regions: (kind, (line, column) of its start, and of its end) -> ran
    lines:   number -> ran
    sides:   (line, column, side) -> taken
    """

    def __init__(self, source):
        self.source = source.splitlines()
        self.regions = {}
        self.constant = set()
        self.sides = {}

    def add(self, function):
        regions = []
        for line, column, end_line, end_column, count, file, _, kind in function["regions"]:
            if file == 0:
                at = (kind, (line, column), (end_line, end_column))
                self.regions[at] = self.regions.get(at, False) or count > 0
                regions.append((at, count))
        for line, column, _, _, true, false, file, *_ in function["branches"]:
            if file != 0:
                continue  # a macro of the standard library
            if true == false == 0 and runs(regions, (line, column)):
                self.constant.add((line, column))
                continue
            for side, count in (True, true), (False, false):
                at = (line, column, side)
                self.sides[at] = self.sides.get(at, False) or count > 0

    def finish(self):
        left_out = compile_time(self.source)
        self.lines = {number: ran for number, ran in lines_of(self.regions).items()
                      if number not in left_out and has_code(self.source[number - 1])}
        conditions = {at[:2] for at, taken in self.sides.items() if taken}
        self.sides = {at: taken for at, taken in self.sides.items() if at[0] not in left_out
                      and (at[:2] in conditions or at[:2] not in self.constant)}


def runs(regions, place):
    """Whether the innermost region at this place has run."""
    around = [(at[1], at[2], count) for at, count in regions
              if at[0] == CODE and at[1] <= place < at[2]]
    start = max(start for start, _, _ in around)
    return min((end, count) for first, end, count in around if first == start)[1] > 0


def lines_of(regions):
    """A line ran if the innermost region did that its begin is in, or one that begins on it."""
    begin, on_it = {}, {}
    for (kind, start, end), ran in sorted(
            regions.items(), key=lambda region: (region[0][1], [-n for n in region[0][2]])):
        if kind == CODE:
            on_it[start[0]] = on_it.get(start[0], False) or ran
        if kind in (CODE, SKIPPED, GAP):
            for number in range(start[0] + 1, end[0] + 1):
                begin[number] = None if kind == SKIPPED else ran
    return {number: begin.get(number) or on_it.get(number, False)
            for number in begin.keys() | on_it.keys()
            if begin.get(number) is not None or number in on_it}


def has_code(line):
    return line.strip() != "" and not line.lstrip().startswith(("//", "#"))


def compile_time(source):
    """The numbers of the lines that only the compiler runs."""
    numbers = set()
    for number, line in enumerate(source, 1):
        if number not in numbers and COMPILE_TIME.search(line):
            depth, end, ended = 0, number - 1, False
            while not ended:  # by the brace of the body, or a semicolon where there is none
                code = source[end]
                depth += code.count("{") - code.count("}")
                ended = depth == 0 and code.rstrip().endswith(("}", ";"))
                end += 1
            numbers.update(range(number, end + 1))
    return numbers


def read_exports(folder, root):
    functions = []
    for path in sorted(Path(folder).glob("*.json")):
        functions += json.loads(path.read_text(encoding="utf-8"))["data"][0]["functions"]
    return headers_of(functions, root)


def headers_of(functions, root):
    """The headers by their names below include/brine."""
    used = {f["name"] for f in functions if f["count"] > 0 or len(f["regions"]) > 1}
    headers = {}
    for function in functions:
        _, ours, name = function["filenames"][0].rpartition("/include/brine/")
        # What a program has and does not use is told as a single region.
        unused = function["count"] == 0 and len(function["regions"]) == 1
        if not ours or unused and function["name"] in used:
            continue
        if name not in headers:
            headers[name] = Header((root / "include/brine" / name).read_text(encoding="utf-8"))
        headers[name].add(function)
    for header in headers.values():
        header.finish()
    return headers


def includes_of(name, root, seen):
    if name not in seen:
        seen.add(name)
        text = (root / "include/brine" / name).read_text(encoding="utf-8")
        for included in INCLUDE.findall(text):
            includes_of(included, root, seen)
    return seen


def count(headers):
    """Lines that ran, lines, sides that were taken, sides."""
    lines = [ran for header in headers for ran in header.lines.values()]
    sides = [taken for header in headers for taken in header.sides.values()]
    return sum(lines), len(lines), sum(sides), len(sides)


def percent(part, whole):
    return 100.0 * part / whole if whole else 100.0


def row(title, tests, fuzz):
    cells = f"{title:40}"
    for ran, lines, taken, sides in (count(tests), count(fuzz)):
        cells += f"{percent(ran, lines):7.1f} of {lines:<5}"
        cells += f"{percent(taken, sides):7.1f} of {sides:<5}"
    return cells.rstrip()


def uncovered(name, header):
    """Rows as `file:12-14: never ran` and `file:20: never true at 9`, each above its first line."""
    missing = {number: "never ran" for number, ran in header.lines.items() if not ran}
    for (number, column, side), taken in sorted(header.sides.items()):
        if not taken and missing.get(number) != "never ran":
            before = f"{missing[number]}, " if number in missing else ""
            missing[number] = f"{before}never {str(side).lower()} at {column}"
    last = 0
    for first in sorted(missing):
        if first <= last:
            continue
        last = first
        while missing[first] == "never ran" == missing.get(last + 1):
            last += 1
        at = f"{first}-{last}" if last > first else first
        yield f"include/brine/{name}:{at}: {missing[first]}"
        yield f"    {header.source[first - 1].strip()}"


def main(root, tests, fuzz, rest):
    root = Path(root)
    tests = read_exports(tests, root)
    fuzz = read_exports(fuzz, root)
    if tests.keys() != fuzz.keys() or not tests:
        sys.exit("coverage.py: both have to be exports of the same programs")

    def print_row(title, names):
        print(row(title, [tests[n] for n in names], [fuzz[n] for n in names]))

    print(f"{'':40}{'all tests':32}the fuzz corpus")
    print(f"{'include/brine/':40}" + 2 * f"{'% lines':14}{'% branches':18}".rjust(34))
    for name in sorted(tests):
        print_row(name, [name])
    print()
    for level in LEVELS:
        print_row(level, [n for n in tests if (n.split("/")[0] if "/" in n else "front") == level])
    reader = includes_of(READER, root, set())
    print_row(f"the reader, {READER}",
              [n for n in tests if n in reader and n.split("/")[0] in READER_LEVELS])
    print_row("all", list(tests))

    Path(rest).write_text("".join(
        f"{line}\n" for name in sorted(tests) for line in uncovered(name, tests[name])))
    print(f"What the tests leave out is in {rest}")
    ran, lines, taken, sides = count(tests.values())
    return not (percent(ran, lines) >= LINES and percent(taken, sides) >= BRANCHES)


SELF_TEST = """\
template <bool Flag>
int f(int x) {
    if constexpr (Flag) {
        return 1;
    }
    if (x > 0 && Flag) {
        return 2;
    }
    // a word
    return 3;
}
consteval int g() {
    return 4;
}
int unused() {
    return 5;
}
"""


def self_test():
    """Two instantiations, of which one ran; two functions that nothing calls in this program."""
    def function(name, count, regions, branches=()):
        return {"name": name, "count": count, "filenames": ["/x/include/brine/f.hpp"],
                "regions": [[*at, runs, 0, 0, kind] for *at, runs, kind in regions],
                "branches": [[*at, true, false, 0, 0, 4] for *at, true, false in branches]}

    def f(name, count, flag, x):
        returns = 0 if flag else count
        return function(name, count, [
            (2, 14, 11, 2, count, CODE), (3, 25, 5, 6, count if flag else 0, CODE),
            (6, 5, 10, 13, returns, CODE), (6, 18, 6, 22, x, CODE), (6, 24, 8, 6, x, CODE),
        ], [(3, 19, 3, 23, 0, 0), (6, 9, 6, 14, x, returns - x), (6, 18, 6, 22, 0, 0)])

    with tempfile.TemporaryDirectory() as folder:
        header = Path(folder, "include/brine/f.hpp")
        header.parent.mkdir(parents=True)
        header.write_text(SELF_TEST, encoding="utf-8")
        functions = [f("f<false>", 5, False, 0), f("f<true>", 0, True, 0),
                     function("g", 0, [(12, 19, 14, 2, 0, CODE)]),
                     function("unused", 0, [(15, 14, 17, 2, 0, CODE)]),
                     function("h", 0, [(2, 14, 11, 2, 0, CODE)]), f("h", 0, False, 0)]
        found = headers_of(functions, Path(folder))["f.hpp"]
        assert {n for n, ran in found.lines.items() if ran} == {2, 3, 6, 10, 11}, found.lines
        assert {n for n, ran in found.lines.items() if not ran} == {4, 5, 7, 8, 15, 16, 17}
        assert found.sides[6, 9, False] and not found.sides[6, 9, True], found.sides
        rows = list(uncovered("f.hpp", found))
        assert rows[0] == "include/brine/f.hpp:4-5: never ran", rows
        assert rows[-2] == "include/brine/f.hpp:15-17: never ran", rows
        functions.append(f("f<true>", 3, True, 0))
        found = headers_of(functions, Path(folder))["f.hpp"]
        assert found.lines[4] and not any(at[:2] == (3, 19) for at in found.sides), found.sides


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
