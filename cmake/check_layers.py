#!/usr/bin/env python3
"""Checks how the headers of a source tree stand on each other; exits 1 and names each fault.

    check_layers.py ROOT          checks ROOT/include/brine and ROOT/tests
    check_layers.py --self-test   breaks each rule in a tree of its own and wants to see it told

The rules:
  - a header's level is its folder; it includes headers of its own level and of lower ones;
  - brine's headers are included as <brine/...>, and nothing is included with quotes;
  - besides those, only the standard library is included, and fmt from level 5 up;
  - no header is longer than 500 lines; each has #pragma once; only version.hpp has macros;
  - no header has state that threads would share: no variable of static storage but constants;
    what is mutable in const objects, or casts const away, is on a list here, with the reason;
  - tests/<level>/<name>.cpp includes the header of that name first.
"""
import re
import sys
import tempfile
from pathlib import Path

LEVELS = {"base": 0, "wire": 1, "model": 2, "mapping": 3, "engine": 4, "tools": 5}
FRONT = 6
FMT_FROM = LEVELS["tools"]
MAX_LINES = 500

STANDARD = set("""
    algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv
    chrono cinttypes climits clocale cmath codecvt compare complex concepts condition_variable
    coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar
    cwctype deque exception execution filesystem format forward_list fstream functional future
    initializer_list iomanip ios iosfwd iostream istream iterator latch limits list locale map
    memory memory_resource mutex new numbers numeric optional ostream queue random ranges ratio
    regex scoped_allocator semaphore set shared_mutex source_location span sstream stack
    stdexcept stop_token streambuf string string_view strstream syncstream system_error thread
    tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant
    vector version
""".split())
# What the standard library has no counterpart of: file descriptors, huge pages, names of types.
SYSTEM = {"unistd.h", "fcntl.h", "sys/types.h", "sys/mman.h", "sys/uio.h", "io.h", "cxxabi.h"}

# What may change in const objects: the headers, the names, and why no two threads meet there.
CHANGES = {
    ("engine/forward_loader.hpp", "reader_"): "a loader is one call's own",
    ("engine/forward_loader.hpp", "none_"): "the same",
    ("engine/forward_loader.hpp", "bytes_left_"): "the same",
    ("engine/loader.hpp", "bytes_left_"): "the same",
    ("mapping/wrappers.hpp", "items_"): "some views change as they are walked",
    ("model/equality.hpp", "steps_"): "a comparison is one call's own",
    ("base/result.hpp", "get()"): "to have get() once; writes nothing",
    ("model/copy.hpp", "begin_of(made)"): "the copy, which is being made",
    ("wire/input.hpp", "end_"): "into the input's own buffer",
}

COMMENT = re.compile(r"//.*")
CHANGE = re.compile(r"\b(?:mutable|const_cast)\b.*")
# A variable: static, thread_local or extern in whatever scope, inline in that of a namespace; not a
# constant, and not a function, whose parameters come before anything else.
VARIABLE = re.compile(
    r"^(?:\s*(?:inline\s+)?(?:static|thread_local|extern)\b|inline\b)"
    r"(?!.*\b(?:constexpr|consteval|namespace)\b)(?!\s+(?:inline\s+)?const\b[^*(]*[={;])"
    r"[^({=;]*[={;]")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
DEFINE = re.compile(r"^\s*#\s*define\s+(\w+)", re.MULTILINE)


def level_of(name):
    """The level of brine/<name>, None if its folder is not one of the levels."""
    folder, slash, _ = name.partition("/")
    if slash:
        return LEVELS.get(folder)
    return 0 if name == "version.hpp" else FRONT


def check_include(level, quote, included):
    """What is wrong with one #include in a header of this level, or None."""
    if quote == '"':
        return f'"{included}" is included with quotes'
    if included.startswith("brine/"):
        other = level_of(included[len("brine/"):])
        if other is None:
            return f"<{included}> is in no level"
        if other > level:
            return f"<{included}> is of level {other}, higher than this one, {level}"
    elif included.startswith("fmt/"):
        if level < FMT_FROM:
            return f"<{included}> in level {level}; fmt is for level {FMT_FROM} and up"
    elif included not in STANDARD and included not in SYSTEM:
        return f"<{included}> is not the standard library's"
    return None


def check_header(name, text):
    level = level_of(name)
    if level is None:
        yield "is in no level"
        return
    for quote, included in INCLUDE.findall(text):
        fault = check_include(level, quote, included)
        if fault:
            yield fault
    lines = text.count("\n")
    if lines > MAX_LINES:
        yield f"has {lines} lines, more than {MAX_LINES}"
    if "#pragma once" not in text:
        yield "has no #pragma once"
    if name != "version.hpp":
        for macro in DEFINE.findall(text):
            yield f"defines a macro, {macro}"
    yield from check_state(name, text)


def check_state(name, text):
    for line in text.splitlines():
        code = COMMENT.sub("", line)
        change = CHANGE.search(code)
        if change and not any(header == name and word in change[0] for header, word in CHANGES):
            yield f"changes in const objects: {change[0]}"
        if VARIABLE.search(code) and "operator" not in code:
            yield f"has a variable that threads share: {code.strip()}"


def check_tests(root, headers):
    folders = [*LEVELS, "front"]
    for source in sorted(f for folder in folders for f in (root / "tests" / folder).glob("*.cpp")):
        folder = source.parent.name
        header = f"{source.stem}.hpp" if folder == "front" else f"{folder}/{source.stem}.hpp"
        first = INCLUDE.search(source.read_text(encoding="utf-8"))
        if header in headers and (first is None or first[2] != f"brine/{header}"):
            yield f"{source.relative_to(root)}: does not include <brine/{header}> first"


def check_tree(root):
    include = root / "include" / "brine"
    headers = {f.relative_to(include).as_posix(): f for f in sorted(include.rglob("*.hpp"))}
    if not headers:
        yield f"{include}: no headers"
    for name, file in headers.items():
        for fault in check_header(name, file.read_text(encoding="utf-8")):
            yield f"include/brine/{name}: {fault}"
    yield from check_tests(root, headers)


def faults_of(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return list(check_tree(Path(folder)))


def self_test():
    """Each rule, broken by one more file in a tree that is otherwise right."""
    once = "#pragma once\n"
    good = {
        "include/brine/version.hpp": once + "#define BRINE_VERSION 1\n",
        "include/brine/base/a.hpp": once + "#include <brine/version.hpp>\n#include <vector>\n",
        "include/brine/wire/b.hpp": once + "#include <unistd.h>\n#include <brine/base/a.hpp>\n",
        "include/brine/tools/c.hpp": once + "#include <fmt/format.h>\n",
        "include/brine/brine.hpp": once + "#include <brine/tools/c.hpp>\n",
        "include/brine/wire/input.hpp": once + "auto* p = const_cast<char*>(end_);\n",
        "include/brine/base/constants.hpp": once + """// static int count = 0;
inline constexpr int a{1};
static constexpr int b = 2;
    static const std::uint64_t seed = make_seed();
    static constexpr std::array<int, 2> two{1, 2};
    static int number(int x = 1) { return x; }
    [[nodiscard]] static std::string text();
inline int f() { return 1; }
inline bool A::operator==(const A& other) const {
inline namespace v1 {
static_assert(true);
""",
        "include/brine/base/long.hpp": once + "\n" * (MAX_LINES - 1),
        "tests/base/a.cpp": "#include <brine/base/a.hpp>\n#include <string>\n",
        "tests/base/several.cpp": "#include <string>\n",
        "tests/front/brine.cpp": "#include <brine/brine.hpp>\n",
    }
    bad = [
        ("include/brine/base/x.hpp", once + "#include <brine/wire/b.hpp>\n", "is of level 1"),
        ("include/brine/engine/x.hpp", once + "# include <brine/brine.hpp>\n", "is of level 6"),
        ("include/brine/wire/x.hpp", once + '#include "b.hpp"\n', "with quotes"),
        ("include/brine/x.hpp", once + '#include "brine/base/a.hpp"\n', "with quotes"),
        ("include/brine/wire/x.hpp", once + "#include <brine/misc/a.hpp>\n", "in no level"),
        ("include/brine/engine/x.hpp", once + "#include <fmt/core.h>\n", "fmt is for level 5"),
        ("include/brine/x.hpp", once + "#include <boost/any.hpp>\n", "not the standard library"),
        ("include/brine/base/x.hpp", once + "#include <b.hpp>\n", "not the standard library"),
        ("include/brine/misc/x.hpp", once, "is in no level"),
        ("include/brine/wire/x.hpp", once + "\n" * MAX_LINES, "more than 500"),
        ("include/brine/wire/x.hpp", "#include <vector>\n", "no #pragma once"),
        ("include/brine/wire/x.hpp", once + "#define X 1\n", "defines a macro, X"),
        ("include/brine/base/x.hpp", once + "inline int count = 0;\n", "share: inline int count"),
        ("include/brine/base/x.hpp", once + "    static int count;\n", "share: static int count"),
        ("include/brine/base/x.hpp", once + "    static const char* p = f();\n", "that threads sh"),
        ("include/brine/base/x.hpp", once + "inline thread_local A a{f()};\n", "that threads sh"),
        ("include/brine/base/x.hpp", once + "    mutable int cache_ = 0;\n", "mutable int cache_"),
        ("include/brine/wire/x.hpp", once + "const_cast<A&>(end_) = {};\n", "const_cast<A&>(end"),
        ("include/brine/wire/input.hpp", once + "mutable int cache_;\n", "mutable int cache_"),
        ("tests/base/a.cpp", "#include <string>\n#include <brine/base/a.hpp>\n", "first"),
        ("tests/front/brine.cpp", "int main() {}\n", "first"),
    ]
    if faults_of(good):
        sys.exit(f"self-test: faults in the good tree: {faults_of(good)}")
    if not faults_of({}):
        sys.exit("self-test: an empty tree passes")
    for name, text, expected in bad:
        faults = faults_of({**good, name: text})
        if len(faults) != 1 or name not in faults[0] or expected not in faults[0]:
            sys.exit(f"self-test: {name!r} {text!r}: wanted {expected!r}, got {faults}")
    print(f"{len(bad)} broken trees, each told")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--self-test":
        return self_test()
    faults = list(check_tree(Path(sys.argv[1])))
    print("\n".join(faults) or "the levels are in order")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
