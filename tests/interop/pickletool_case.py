"""What the tests of pickletool share: running it, in a directory of their own."""

import collections
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv[1])
COMMANDS = "load", "show", "dis", "globals", "optimize", "repickle"
LOADING = "load", "show", "repickle"
PROTOCOLS = range(6)


def deep(depth, begin, end):
    return b"\x80\x02" + begin * depth + end * depth + b"."


class Answer(collections.namedtuple("Answer", "status out err")):
    """What the program said."""


def run(*arguments, stdin=b"", check=None):
    child = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
    answer = Answer(0, *child.communicate(stdin))._replace(status=child.returncode)
    if check is not None and answer.status != check:
        raise AssertionError("%s: %s" % (arguments, answer))
    return answer


class Case(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        self.input = self.path("in.pickle")
        self.output = self.path("out.pickle")

    def path(self, name):
        return os.path.join(self.directory, name)

    def write(self, data, name="in.pickle"):
        with open(self.path(name), "wb") as file:
            file.write(data)
        return self.path(name)

    def read(self, name="out.pickle"):
        with open(self.path(name), "rb") as file:
            return file.read()

    def files(self, command):
        return [self.input, self.output] if command in ("optimize", "repickle") else [self.input]

    def assert_failed(self, answer, reason=b""):
        self.assertEqual(answer.status, 1, answer)
        self.assertRegex(answer.err, rb"\Apickletool: [ -~]+\n\Z")
        self.assertIn(reason, answer.err)

    def assert_all_refuse(self, data, reason=b"", commands=COMMANDS):
        self.write(data)
        for command in commands:
            with self.subTest(command, data=data[:50]):
                self.assert_failed(run(command, *self.files(command)), reason)
                self.assertEqual(os.listdir(self.directory), ["in.pickle"])
