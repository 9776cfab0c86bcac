"""pickletool and hostile pickles: the right verdict, in one printable line and bounded memory."""

import os
import pickle
import pickletools
import subprocess

from pickletool_case import COMMANDS, LOADING, PROGRAM, PROTOCOLS, Answer, Case, deep, run

MOST_MEMORY = 1 << 20  # of the program, in KiB


class Hostile(Case):
    def test_cut_at_every_byte(self):
        for protocol in PROTOCOLS:
            data = pickle.dumps([{"k": (1.5, -1)}, "text", b"bytes", 2**80, len], protocol)
            run("load", "-", stdin=data, check=0)
            for size in range(len(data)):
                self.assert_failed(run("load", "-", stdin=data[:size]), b"cannot unpickle at byte ")
            self.assert_all_refuse(data[:-1], b"the data ends")

    def test_unknown_opcodes(self):
        known = {ord(op.code) for op in pickletools.opcodes}
        for code in set(range(256)) - known:
            self.assert_failed(run("load", "-", stdin=b"N%c." % code), b"at byte 1: unknown opcode")
        self.assert_all_refuse(b"N\xff.", b"at byte 1: unknown opcode")

    def test_operands_that_are_not_there(self):
        for data in (b".", b"(.", b"0.", b"a.", b"Na.", b"(e.", b"R.", b"NNR.", b"NNb.", b"h\x05.",
                     b"q\x05.", b"}(Nu.", b"t.", b"NN\x93.", b"\x85.", b"\x87.", b"]]N\x86\x90."):
            for command in LOADING:
                with self.subTest(command, data=data):
                    self.write(data)
                    self.assert_failed(run(command, *self.files(command)))

    def test_lengths_that_are_not_there(self):
        huge = b"\xff\xff\xff\xff\xff\xff\xff\x7f"
        for head in (b"X\xff\xff\xff\xff", b"T\xff\xff\xff\x7f", b"B\xff\xff\xff\xff",
                     b"\x8b\xff\xff\xff\x7f",
                     b"\x8d" + huge, b"\x8e" + huge, b"\x95" + huge, b"\x96" + huge):
            self.assert_all_refuse(head + b"some.", b"cannot unpickle at byte 0: ")

    def test_bombs(self):
        laughs = b"\x80\x02]" + b"q\x00]h\x00a(h\x00h\x00e" * 200 + b"."
        key = b"\x80\x02)" + b"q\x00h\x00\x86" * 200 + b"q\x01}h\x01Ns."
        for data, status in (
                (b"c__builtin__\nbytearray\nJ\xff\xff\xff\x7f\x85R.", None),
                (b"Nr\xff\xff\xff\xff.", 0),
                (b"Np99999999999999999\n.", 0),
                (b"I" + b"9" * 100000 + b"\n.", 1),
                (key, 0),
                (laughs, 0),
                (b"(" * 1000000 + b".", 1),
                (deep(1000000, b"(", b"t"), 0),
                (deep(1000000, b"(", b"l"), 0),
                (deep(1000000, b"(", b"\x91"), 0),
                (deep(1000000, b"NN", b"s"), 1)):
            self.write(data)
            for command in LOADING:
                with self.subTest(command, data=data[:50]):
                    child = subprocess.Popen([PROGRAM, command, *self.files(command)],
                                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                    err = child.stderr.read()
                    child.stderr.close()
                    _, code, usage = os.wait4(child.pid, 0)
                    child.returncode = os.waitstatus_to_exitcode(code)
                    self.assertLess(usage.ru_maxrss, MOST_MEMORY)
                    if status is not None:
                        self.assertEqual(child.returncode, status, err)
                    if child.returncode != 0:
                        self.assert_failed(Answer(child.returncode, b"", err))
        shown = run("show", "-", stdin=laughs, check=0).out
        self.assertTrue(shown.endswith(b"...\n"))
        strict = run("show", "--strict", "-", stdin=laughs, check=0).out
        self.assertLess(len(strict), 70000)

    def test_names_do_not_reach_the_terminal(self):
        for data in (b"c\x1b[31m\nx\n", b"(S'a\x1b'\np\x1b[2J\n.", b"I\x1b[31m\n.", b"\x80\x1b.",
                     b"cm\x1b]0;title\x07\nn\n\x81."):
            for command in COMMANDS:
                answer = run(command, *["-"] * len(self.files(command)), stdin=data)
                if answer.status == 1:
                    self.assert_failed(answer)
