#!/usr/bin/env python3
"""Checks that README.md tells the truth about the files of this tree.

    check_readme.py ROOT          exits 1 and says what is wrong, if anything is
    check_readme.py --self-test

A ```cpp or ```python block begins with a comment that names a file below examples/. The lines that
follow are an excerpt of that file, verbatim but for indentation; a comment of three dots alone
stands for what is left out. Links lead to files, commands are known, no example goes unmentioned.
"""
import re
import sys
import textwrap
from pathlib import Path

COMMENT = {"cpp": "//", "python": "#"}
BLOCK = re.compile(r"^```(cpp|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(readme):
    """Line number, file and chunks of each block."""
    for found in BLOCK.finditer(readme):
        mark = re.escape(COMMENT[found[1]])
        line = readme.count("\n", 0, found.start()) + 1
        first, _, rest = found[2].partition("\n")
        file = re.fullmatch(mark + r" (examples/\S+)", first)
        yield line, file and file[1], re.split(rf"^{mark} \.\.\.\n", rest, flags=re.MULTILINE)


def place(chunk, lines, start):
    """The line behind the first place, from line `start` on, where the chunk stands; or None."""
    size = chunk.count("\n")
    for at in range(start, len(lines) - size + 1):
        if textwrap.dedent("".join(lines[at:at + size])) == textwrap.dedent(chunk):
            return at + size
    return None


def wrong_blocks(readme, read):
    for line, file, chunks in blocks(readme):
        text = file and read(file)
        if not text:
            yield f"line {line}: a block that does not begin with the name of its example"
            continue
        at = 0
        for chunk in chunks:
            at = place(chunk, text.splitlines(keepends=True), at) if chunk.strip() else None
            if at is None:
                yield f"line {line}: is not in {file}, or not in this order:\n{chunk}"
                break


def wrong_commands(readme, script):
    for command in sorted(set(re.findall(r"cmake/run\.sh (\w+)", readme))):
        if not re.search(rf"^ +{command}\)", script, re.MULTILINE):
            yield f"cmake/run.sh has no command {command}"


def problems(root):
    def read(name):
        file = root / name
        return file.read_text(encoding="utf-8") if file.is_file() else None

    readme = read("README.md")
    if not any(True for _ in blocks(readme)):
        yield "there are no code blocks"
    yield from wrong_blocks(readme, read)
    yield from wrong_commands(readme, read("cmake/run.sh"))
    for link in re.findall(r"\]\(([^)#]+)\)", BLOCK.sub("", readme)):
        if ":" not in link and not (root / link).exists():
            yield f"a link to {link}, which is not there"
    for example in sorted((root / "examples").glob("[0-9][0-9]_*.cpp")):
        if f"(examples/{example.name})" not in readme:
            yield f"no link to examples/{example.name}"


def self_test():
    source = "int a;\n\nint main() {\n    f();\n    g();\n}\n"
    read = {"examples/1.cpp": source}.get

    def wrong(body, name="// examples/1.cpp\n"):
        return bool(list(wrong_blocks(f"text\n```cpp\n{name}{body}```\n", read)))

    assert not wrong(source) and not wrong("    f();\n    g();\n") and not wrong("f();\n")
    assert not wrong("int a;\n// ...\n    g();\n")
    assert wrong("g();\n// ...\nint a;\n") and wrong("f();\ng()\n") and wrong("f();\n    g();\n")
    assert wrong("") and wrong("f();\n", "// examples/2.cpp\n") and wrong("f();\n", "")
    assert list(wrong_commands("cmake/run.sh fly", "    test) t ;;\n"))
    assert not list(wrong_commands("cmake/run.sh test", "    test) t ;;\n"))


def main(usage, readme, problems, self_test):
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if len(sys.argv) != 2:
        sys.exit(usage)
    found = list(problems(Path(sys.argv[1])))
    if found:
        sys.exit(f"{readme}: " + f"\n{readme}: ".join(found))


if __name__ == "__main__":
    main(__doc__, "README.md", problems, self_test)
