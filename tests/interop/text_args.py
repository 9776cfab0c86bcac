"""Compares how brine reads the arguments that are text with how CPython's C unpickler does."""

import _pickle
import io
import math
import random
import struct
import sys
import warnings

import random_pickles

if sys.version_info >= (3, 14):
    print("from Python 3.14 on, INT is no longer read by strtol")
    sys.exit(0)

ALPHABETS = {
    b"I": [b"0123456789", b"01", b"0x1F_ -+", b"0127_", b"1\0 x", b"0oOxXbB17_", b" \t\v\f\r1"],
    b"L": [b"0123456789", b"01L", b"0x1F_ -+L", b"0127_L", b"1\0 xL", b"0oOxXbB17_L"],
    b"F": [b"0123456789.", b"01.eE+-", b"infINFtyTY+-", b"naN-+", b"1.\0 x_", b"e19-.0"],
    b"p": [b"01234", b"0_1 +-", b"1\0 x", b"0x1"],
    b"S": [b"ab'\"", b"\\x41'", b"\\01234567", b"\\abfnrtvxq'\"\\", b"\xe9\x00a"],
    b"V": [b"abc\xe9", b"\\u0041d8", b"\\U0001f6", b"\\\\ux", b"\\U0010fFab", b"\\u0"],
    b"P": [b"abc ", b"a\xe9", b"a\0"],
    b"c": [b"ab.\n", b"\xc3\xa9a\n", b"\xed\xa0\x80a\n", b"\0a\n "],
    b"i": [b"ab.\n", b"\xc3\xa9a\n", b"\0a\n "],
}

FIXED = {
    b"I": ["9223372036854775807", "9223372036854775808", "-9223372036854775808", "1" * 4300,
           "1" * 4301, "0777777777777777777777", "0b101", "0xffffffffffffffffff", "", "\0", "\0\0"],
    b"L": ["9" * 4300 + "L", "9" * 4301 + "L", "L", "", "12", "12LL", "-12L"],
    b"F": ["1e308", "1e309", "-1e309", "1e-400", "1.7976931348623159e308", "4.9e-324", "2e-324",
           "0." + "0" * 400 + "1e401", "1" * 400, "infinity", "-inf", "nan", "+nan", "1e99999999",
           "1e-99999999999", "0e99999999999", "1e400000000000000000000", "9007199254740993",
           "0.1", "179769313486231580793e289", ""],
    b"V": ["\\ud800", "\\ud83d\\ude00", "\\U0010ffff", "\\U00110000", "\\\\u0041", "\\", ""],
    b"S": ["'a'", "''", "'", "\"'\"", "'\\'", "'\\400'", "'\\x4'", "' a '", " 'a'", "'a' "],
}


def questions():
    rng = random.Random(3)
    asked = []
    for opcode, alphabets in ALPHABETS.items():
        lines = [text.encode("latin-1") for text in FIXED.get(opcode, [])]
        for _ in range(2000):
            alphabet = rng.choice(alphabets)
            line = bytes(rng.choice(alphabet) for _ in range(rng.randrange(9)))
            if opcode == b"S" and rng.random() < 0.8:
                line = b"'" + line + b"'"
            if line.count(b"\n") < 2:  # a third line would be the next opcode
                lines.append(line)
        for line in lines:
            if opcode == b"p":
                asked.append(b"Np" + line + b"\n.")
            else:
                asked.append((b"(" if opcode == b"i" else b"") + opcode + line + b"\n.")
    return asked


class Unpickler(_pickle.Unpickler):
    def persistent_load(self, pid):
        return "persid", pid

    def find_class(self, module, name):
        names = "global", module, name
        return lambda *args: names


def shown(data, unpickler, value):
    if data.startswith(b"Np"):
        (index,) = unpickler.memo.copy()
        return "put %d" % index
    if callable(value):
        value = value()
    if isinstance(value, tuple):
        return " ".join([value[0]] + [text.encode().hex() for text in value[1:]])
    if isinstance(value, bool):
        return "bool %s" % value
    if isinstance(value, int):
        return "int %d" % value
    if isinstance(value, float):
        if math.isnan(value):
            return "float " + ("-nan" if math.copysign(1, value) < 0 else "nan")
        return "float %d" % struct.unpack("<Q", struct.pack("<d", value))
    if isinstance(value, bytes):
        return "bytes " + value.hex()
    return "text " + value.encode("utf-8", "surrogatepass").hex()


def expected(data):
    unpickler = Unpickler(io.BytesIO(data), encoding="bytes")
    try:
        return shown(data, unpickler, unpickler.load())
    except (_pickle.UnpicklingError, ValueError, OverflowError, EOFError):
        return "error"


def main():
    warnings.simplefilter("ignore", DeprecationWarning)  # of octal escapes beyond a byte
    asked = questions()
    wrong = errors = 0
    for data, answer in zip(asked, random_pickles.ask(sys.argv[1], asked)):
        theirs = expected(data)
        errors += theirs == "error"
        if answer != theirs:
            wrong += 1
            print("of %.200r\nbrine makes   %.200s\nCPython makes %.200s" % (data, answer, theirs))
    if wrong:
        sys.exit("%d of %d differ" % (wrong, len(asked)))
    print("%d arguments, %d of them refused, as in CPython" % (len(asked), errors))


main()
