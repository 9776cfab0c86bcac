"""examples/pickletool against Python: each command on real pickles, hostile ones, and no pickles.
Usage: pickletool.py PROGRAM"""

import collections
import decimal
import io
import json
import pickle
import pickletools
import subprocess
import sys
import unittest

import random_pickles
import redump
from pickletool_case import COMMANDS, PROGRAM, PROTOCOLS, Answer, Case, deep, run
from pickletool_corpus import Corpus
from pickletool_files import Files, Terminal
from pickletool_hostile import Hostile

__all__ = ["Corpus", "Files", "Hostile", "Terminal"]  # unittest.main() runs them, too

PLAIN = [
    None, True, False, 0, -1, 255, 2**31, -(2**31) - 1, 10**30, -(10**30), 0.0, -0.0, 1.5, 1e300,
    float("inf"), float("nan"), "", "it's", 'both \' and "', "\n\t\x00\x7f\x85", "é €", "\ud800",
    "\U0001f600 \U000e0001", b"", b"a", b"abc\xff\n'", bytearray(b"ab\xff"), (), (1,), (1, 2, 3, 4),
    [], [1, [2, []]], {}, {"a": 1, 2: (3,), None: {}},
    set(), {1, 2}, frozenset(), frozenset({(1,)}),
    redump.recursive_list(), redump.small_recursive_tuple(), redump.recursive_dict(),
    list(range(2500)), {i: str(i) for i in range(1500)}, "x" * 70000, b"y" * 70000,
]
GLOBALS = [collections.OrderedDict(a=1), decimal.Decimal("1.50"), len, redump.Outer.Inner,
           redump.setter(), redump.Point(1, 2.0), [redump.Colour.RED, redump.DictOf(a=1)]]


def all_of(data):
    """The objects of pickles that follow one another."""
    file = io.BytesIO(data)
    while file.tell() < len(data):
        yield pickle.load(file)


class Commands(Case):
    def test_load_says_nothing(self):
        for protocol in PROTOCOLS:
            for value in GLOBALS:
                data = pickle.dumps(value, protocol)
                self.assertEqual(run("load", "-", stdin=data), Answer(0, b"", b""))
                sizes = run("load", "--consumed", "-", stdin=data + b"what follows")
                self.assertEqual(sizes, Answer(0, b"%d\n" % len(data), b""))

    def test_load_of_several_pickles(self):
        pickles = [pickle.dumps(v, p) for v in PLAIN[:20] for p in PROTOCOLS]
        self.write(b"".join(pickles))
        sizes = run("load", "--all", "--consumed", self.input, check=0).out
        self.assertEqual([int(n) for n in sizes.split()], [len(p) for p in pickles])
        first = run("load", "--consumed", self.input, check=0).out
        self.assertEqual(int(first), len(pickles[0]))

    def test_a_bad_pickle_among_several_is_named(self):
        good = pickle.dumps("good")
        self.write(good + good + b"K")
        answer = run("load", "--all", "--consumed", self.input)
        self.assert_failed(answer, b"pickle 3 at byte %d: " % (2 * len(good)))
        self.assertEqual(answer.out, b"%d\n" % len(good) * 2)
        self.assert_failed(run("load", "--all", "-"))

    def test_show(self):
        for protocol in PROTOCOLS:
            data = b"".join(pickle.dumps(v, protocol) for v in PLAIN)
            shown = run("show", "--all", self.write(data), check=0).out.decode().splitlines()
            for value, text in zip(all_of(data), shown):
                self.assertEqual(text, repr(value))
            self.assertEqual(len(shown), len(PLAIN))
        self.assertEqual(run("show", "-", stdin=data).out, b"None\n")

    def test_show_is_fit_for_a_terminal(self):
        names = b"c\x1b[31m\rm\n\xc2\x9bn\x07\n"
        for data in (names + b".", names + b")R.", names + b")R}b."):
            text = run("show", "-", stdin=data, check=0).out.decode()
            self.assertTrue(text[:-1].isprintable(), text)

    def test_dis(self):
        pickles = random_pickles.OLD + list(random_pickles.pickles(90, 5))
        pickles += [pickle.dumps(v, p) for v in GLOBALS for p in PROTOCOLS]
        for data in pickles:
            expected = io.StringIO()
            try:
                pickletools.dis(data, expected)
                status = 0
            except ValueError:
                status = 1
            except IndexError:
                continue  # pickletools is taken by surprise
            answer = run("dis", "-", stdin=data, check=status)
            self.assertEqual(answer.out.decode(), expected.getvalue())
            if status == 1:
                self.assert_failed(answer)

    def test_globals(self):
        class Recorder(pickle.Unpickler):
            def find_class(self, module, name):
                self.found.append((module, name))
                return super().find_class(module, name)

        for protocol in PROTOCOLS:
            for value in GLOBALS:
                data = pickle.dumps(value, protocol)
                recorder = Recorder(io.BytesIO(data))
                recorder.found = []
                recorder.load()
                found = json.loads(run("globals", "--json", "-", stdin=data, check=0).out)
                self.assertEqual([(f["module"], f["name"]) for f in found], recorder.found)
                lines = run("globals", "-", stdin=data, check=0).out.decode().splitlines()
                for line, (module, name) in zip(lines, recorder.found):
                    self.assertIn(" %s.%s" % (module, name), line)
                self.assertEqual(len(lines), len(found))

    def test_globals_tells_what_is_called(self):
        attack = b"cos\nsystem\n(S'true'\ntR."
        use = {"module": "os", "name": "system", "opcode": "GLOBAL", "offset": 0,
               "calls": [{"opcode": "REDUCE", "offset": 21}]}
        for data, status in ((attack, 0), (attack[:-1], 1)):  # it is called even if STOP is missing
            answer = run("globals", "--json", "-", stdin=data, check=status)
            self.assertEqual(json.loads(answer.out), [use])
            answer = run("globals", "-", stdin=data, check=status)
            self.assertEqual(answer.out, b"0: GLOBAL os.system, called by REDUCE at 21\n")
        answer = run("globals", "--json", "-", stdin=b"N.")
        self.assertEqual(json.loads(answer.out), [])

    def test_globals_of_strange_names(self):
        data = b"(" + b"\x82\x07"
        data += b"X\x06\x00\x00\x00\"\\\xed\xa0\x80\x1b"
        data += b"X\x06\x00\x00\x00\xf0\x9f\x98\x80\xc3\xa9" + b"\x93"
        data += b"U\x01\xe9U\x01b\x93" + b"NN\x93" + b"t."
        extension, text, latin, unknown = json.loads(
            run("globals", "--json", "-", stdin=data, check=0).out)
        self.assertEqual((extension["extension"], extension["opcode"]), (7, "EXT1"))
        self.assertEqual((text["module"], text["name"]), ('"\\\ud800\x1b', "\U0001f600é"))
        self.assertEqual((latin["module"], latin["name"]), ("\ufffd", "b"))
        self.assertEqual((unknown["module"], unknown["name"]), (None, None))
        self.assertRegex(run("globals", "-", stdin=data, check=0).out, rb"\A([ -~]+\n){4}\Z")

    def test_optimize(self):
        for protocol in PROTOCOLS:
            for value in [*GLOBALS, PLAIN]:
                data = pickle.dumps(value, protocol)
                run("optimize", self.write(data), self.output, check=0)
                self.assertEqual(self.read(), pickletools.optimize(data))

    def test_repickle(self):
        values = list(redump.cases())
        for read in PROTOCOLS:
            pickles = []
            for value in values:
                try:
                    pickles.append(pickle.dumps(value, read))
                except (pickle.PicklingError, TypeError, OverflowError):
                    continue  # not every object has a form in the old protocols
            self.write(b"".join(pickles))
            expected = [redump.describe(pickle.loads(p), False) for p in pickles]
            for written in PROTOCOLS:
                # redump.py looks at every memo at every protocol.
                for memo in ("default", "python", "strings") if written >= 2 else ("default",):
                    with self.subTest(read=read, written=written, memo=memo):
                        run("repickle", "--encoding", "latin-1", "--protocol", str(written),
                            "--memo", memo, "--all", self.input, self.output, check=0)
                        begin = bytes([0x80, written]) if written >= 2 else b"N."  # None's
                        self.assertEqual(self.read()[:2], begin)
                        found = [redump.describe(v, False) for v in all_of(self.read())]
                        self.assertEqual(len(found), len(expected))
                        for ours, theirs in zip(found, expected):
                            self.assertEqual(ours, theirs)

    def test_repickle_keeps_the_protocol(self):
        for protocol in PROTOCOLS:
            value = {"a": [1, (2, 3), b"bytes"], "b": "text"}
            data = pickle.dumps(value, protocol)
            again = run("repickle", "--memo", "python", "-", "-", stdin=data, check=0).out
            self.assertEqual(pickle.loads(again), value)
            self.assertEqual(again, data)


class Options(Case):
    def test_encoding(self):
        data = b"U\x02a\xe9."
        for name in "latin-1", "latin1", "LATIN_1", "bytes":
            expected = pickle.loads(data, encoding=name)
            self.assertEqual(run("show", "--encoding", name, "-", stdin=data, check=0).out.decode(),
                             repr(expected) + "\n")
        for name in "ascii", "utf-8", "UTF8":
            with self.assertRaises(UnicodeDecodeError):
                pickle.loads(data, encoding=name)
            self.assert_failed(run("load", "--encoding=" + name, "-", stdin=data))
        text = run("show", "--encoding", "utf-8", "-", stdin=b"U\x02\xc3\xa9.", check=0).out
        self.assertEqual(text.decode(), "'é'\n")

    def test_errors(self):
        data = b"U\x02a\xff."
        self.assert_failed(run("show", "-", stdin=data))
        for errors in "ignore", "replace", "surrogateescape":
            text = run("show", "--errors", errors, "-", stdin=data, check=0).out.decode()
            self.assertEqual(text, repr(pickle.loads(data, errors=errors)) + "\n")
        self.assertEqual(run("show", "--errors=Replace", "-", stdin=data).status, 2)

    def test_buffers(self):
        parts = [b"read only", bytearray(b"writable")]
        data = pickle.dumps([pickle.PickleBuffer(p) for p in parts], 5,
                            buffer_callback=lambda _: False)
        buffers = []
        for i, part in enumerate(parts):
            buffers += ["--buffer", self.write(part, "part%d" % i)]
        run("load", *buffers, "-", stdin=data, check=0)
        self.assertIn(b"read only", run("show", *buffers, "-", stdin=data, check=0).out)
        again = run("repickle", *buffers, "-", "-", stdin=data, check=0).out
        self.assertEqual(pickle.loads(again), parts)
        twice = run("repickle", "--all", *buffers * 2, "-", "-", stdin=data * 2, check=0).out
        self.assertEqual(list(all_of(twice)), [parts] * 2)
        # As with Python's Unpickler, the second pickle goes on where the first one stopped.
        self.assert_failed(run("load", "--all", *buffers, "-", stdin=data * 2), b"buffer")
        self.assert_failed(run("load", *buffers[:2], "-", stdin=data), b"buffer")
        missing = run("load", "--buffer", self.path("none"), "-", stdin=data)
        self.assert_failed(missing, b"none: No such file")

    def test_strict(self):
        for depth, status in ((1000, 0), (2000, 1)):
            data = deep(depth, b"]", b"a")[:-2] + b"."
            for arguments in ["load", "-"], ["show", "-"], ["repickle", "-", "-"]:
                run(*arguments, stdin=data, check=0)
                answer = run(*arguments, "--strict", stdin=data, check=status)
                if status == 1:
                    self.assert_failed(answer)

    def test_strict_holds_for_each_tool(self):
        for size, status in ((1 << 24, 0), ((1 << 24) + 1, 1)):
            data = pickle.dumps(b"x" * size)
            for arguments in ["dis", "-"], ["globals", "-"], ["optimize", "-", "-"], ["load", "-"]:
                answer = run(*arguments, "--strict", stdin=data, check=status)
                if status == 1:
                    self.assert_failed(answer, b"limit")
                    run(*arguments, stdin=data, check=0)

    def test_memo(self):
        data = pickle.dumps(["one text", "".join(["one ", "text"])])
        texts = {memo: run("repickle", "--memo", memo, "-", "-", stdin=data, check=0).out
                 for memo in ("default", "python", "strings")}
        self.assertEqual([t.count(b"one text") for t in texts.values()], [2, 2, 1])
        self.assertEqual([t.count(b"\x94") for t in texts.values()], [0, 3, 1])

    def test_options_stand_anywhere(self):
        data = pickle.dumps([1])
        self.write(data, "--all")
        for arguments in (["load", "-", "--consumed"], ["load", "--consumed", "--", "-"]):
            self.assertEqual(run(*arguments, stdin=data, check=0).out, b"%d\n" % len(data))
        child = subprocess.run([PROGRAM, "show", "--", "--all"], cwd=self.directory, check=True,
                               stdout=subprocess.PIPE)
        self.assertEqual(child.stdout, b"[1]\n")

    def test_help_and_version(self):
        for arguments in (["--help"], ["-h"], ["repickle", "--help"], ["load", "-", "--help"]):
            answer = run(*arguments, check=0)
            self.assertTrue(answer.out.startswith(b"usage:\n"))
            self.assertEqual(answer.err, b"")
            for command in COMMANDS:
                self.assertIn(b"  pickletool %s " % command.encode(), answer.out)
        self.assertRegex(run("--version", check=0).out, rb"\Apickletool \d+\.\d+\.\d+\n\Z")

    def test_wrong_usage(self):
        for arguments in (
                [], ["lode", "-"], ["--all"], ["load"], ["load", "a", "b"], ["load", ""],
                ["load", "--protocol", "2", "-"], ["load", "--nonsense", "-"], ["load", "-a", "-"],
                ["load", "--all=yes", "-"], ["load", "-", "--encoding"],
                ["load", "--encoding", "koi8-r", "-"], ["show", "--consumed", "-"],
                ["dis", "--all", "-"], ["globals", "--consumed", "-"], ["optimize", "-"],
                ["repickle", "-"], ["repickle", "-", "-", "-"],
                ["repickle", "--memo", "all", "-", "-"],
                ["lo\x1b[31m\nad"],
                *(["repickle", "--protocol", p, "-", "-"]
                  for p in ("6", "-1", "four", "", "02"))):
            with self.subTest(arguments):
                answer = run(*arguments, stdin=pickle.dumps(1))
                self.assertEqual((answer.status, answer.out), (2, b""))
                self.assertRegex(answer.err, rb"\Apickletool: [ -~]+\nusage:\n")
                self.assertTrue(answer.err.endswith(run("--help").out))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
