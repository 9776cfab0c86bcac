"""pickletool, files and terminals."""

import os
import pickle
import pty
import stat
import subprocess
import unittest

from pickletool_case import COMMANDS, PROGRAM, Answer, Case, run


class Files(Case):
    def test_standard_input_and_output(self):
        data = pickle.dumps({"key": [1, 2, 3]}, 4)
        self.write(data)
        for command in COMMANDS:
            named = run(command, *self.files(command), check=0)
            piped = run(command, *["-"] * len(self.files(command)), stdin=data, check=0)
            expected = self.read() if len(self.files(command)) == 2 else named.out
            self.assertEqual(piped, Answer(0, expected, b""))

    def test_a_file_may_be_its_own_output(self):
        for command in "optimize", "repickle":
            data = pickle.dumps(["x" * 300000, list(range(100000))], 4)
            self.write(data)
            os.chmod(self.input, 0o640)
            link = self.path("link")
            os.symlink(self.input, link)
            run(command, self.input, link, check=0)
            self.assertEqual(pickle.loads(self.read("in.pickle")), pickle.loads(data))
            self.assertNotEqual(self.read("in.pickle"), data)
            self.assertEqual(stat.S_IMODE(os.stat(self.input).st_mode), 0o640)
            self.assertTrue(os.path.islink(link))
            os.remove(link)
            self.assertEqual(os.listdir(self.directory), ["in.pickle"])

    def test_after_an_error_the_old_output_stays(self):
        for command in "optimize", "repickle":
            for data in (b"", pickle.dumps([1] * 1000)[:-1], b"N.N."[:1]):
                self.write(data)
                self.write(b"old", "out.pickle")
                self.assert_failed(run(command, self.input, self.output))
                self.assertEqual(self.read(), b"old")
                self.assertEqual(sorted(os.listdir(self.directory)), ["in.pickle", "out.pickle"])
        self.write(pickle.dumps(1) + b"bad")
        self.assert_failed(run("repickle", "--all", self.input, self.output))
        self.assertEqual(self.read(), b"old")

    def test_files_that_can_not_be_read_or_written(self):
        self.write(pickle.dumps(1))
        missing = self.path("no\x1b[31m\n-such")
        for command in COMMANDS:
            output = [self.output] * (len(self.files(command)) - 1)
            self.assert_failed(run(command, missing, *output), b"No such file")
            self.assert_failed(run(command, self.directory, *output), b"Is a directory")
        for command in "optimize", "repickle":
            self.assert_failed(run(command, self.input, self.path("no/where")), b"No such file")
            self.assert_failed(run(command, self.input, self.directory), b"Is a directory")
            run(command, self.input, "/dev/null", check=0)
            if os.path.exists("/dev/full"):
                self.assert_failed(run(command, self.input, "/dev/full"), b"No space left")
        self.assertEqual(os.listdir(self.directory), ["in.pickle"])

    @unittest.skipUnless(os.path.exists("/dev/full"), "a full disk can't be had here")
    def test_a_full_disk(self):
        for arguments in (["show", "-"], ["dis", "-"], ["globals", "-"],
                          ["load", "--consumed", "-"], ["--help"]):
            with open("/dev/full", "wb") as full:
                child = subprocess.run([PROGRAM, *arguments], stdout=full, check=False,
                                       input=pickle.dumps(len), stderr=subprocess.PIPE)
            self.assert_failed(Answer(child.returncode, b"", child.stderr), b"No space left")


class Terminal(Case):
    def on_terminal(self, *arguments, stdout=subprocess.DEVNULL, **environment):
        """What the program writes to a terminal that is its standard error."""
        ours, theirs = pty.openpty()
        child = subprocess.Popen([PROGRAM, *arguments], stderr=theirs,
                                 stdout=theirs if stdout is None else stdout,
                                 env={**os.environ, "NO_COLOR": "", **environment})
        os.close(theirs)
        text = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # on Linux, the end
                break
            if not part:
                break
            text += part
        os.close(ours)
        child.wait()
        return text

    def test_colours(self):
        self.write(b"cos\nsystem\n(S'true'\ntR")
        self.assertIn(b"\x1b[", self.on_terminal("load", self.input))
        self.assertNotIn(b"\x1b", self.on_terminal("load", self.input, NO_COLOR="1"))
        text = self.on_terminal("globals", self.input, stdout=None)
        self.assertIn(b"\x1b[33m0: GLOBAL os.system", text)
        self.assertNotIn(b"\x1b", run("load", self.input).err + run("globals", self.input).out)

    def test_the_bar_of_a_large_file(self):
        self.write(pickle.dumps([b"x" * 100000 for _ in range(100)]))
        for command in COMMANDS:
            text = self.on_terminal(command, *self.files(command))
            self.assertIn(b"100%\r", text)
            self.assertRegex(text, rb"\r +\r\Z")
            self.assertEqual(run(command, *self.files(command), check=0).err, b"")
        with open(self.input, "ab") as file:
            file.truncate(9 << 20)
        for command in COMMANDS:  # the bar makes room for the message
            text = self.on_terminal(command, *self.files(command), NO_COLOR="1")
            self.assertRegex(text, rb"\r +\rpickletool: [ -~]+\r\n\Z")
        self.write(pickle.dumps(1))
        self.assertEqual(self.on_terminal("load", self.input), b"")
