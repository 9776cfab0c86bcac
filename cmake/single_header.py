"""Writes all of brine as one header: single_header.py INCLUDE_DIR OUTPUT [HEADER]

Every <brine/...> header stands once, in the order in which the preprocessor would first meet it, and
the includes of the standard library and of fmt are collected in front. The result is for the build
tree and for those who want one file; it is never committed."""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*<([^>]+)>')


def gather(root, name, seen, system, out):
    if name in seen:
        return
    seen.add(name)
    body = []
    depth = 0  # of #if: includes in there stay where they are
    for line in (root / name).read_text(encoding="utf-8").splitlines():
        match = INCLUDE.match(line)
        if re.match(r"\s*#\s*if", line):
            depth += 1
        elif re.match(r"\s*#\s*endif", line):
            depth -= 1
        if match and match[1].startswith("brine/"):
            # A header that ends in an include of its bodies needs them in that place.
            if any(text.strip() for text in body if not text.startswith(("//", "#pragma"))):
                out += body
                body = []
            gather(root, match[1], seen, system, out)
        elif match and depth == 0:
            system.add(match[1])
        elif line.strip() != "#pragma once":
            body.append(line)
    out += ["// " + name, *body, ""]


def main():
    root, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    name = sys.argv[3] if len(sys.argv) > 3 else "brine/brine.hpp"
    system, out = set(), []
    gather(root, name, set(), system, out)
    head = ["#pragma once", "// brine in one file, made from its headers by cmake/single_header.py.", ""]
    head += ["#include <%s>" % header for header in sorted(system)]
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text("\n".join(head + [""] + out), encoding="utf-8")


main()
