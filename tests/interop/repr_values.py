"""8000 values from each Python 3: repr_values.cpp prints them just as that Python does. Characters that
one Unicode has and the other has not are the one difference, and are counted. Python 2 prints
another syntax, u'' and set([...]).

    repr_values.py PROGRAM
"""
import os
import pickle
import subprocess
import sys
import tempfile

import pythons

MODEL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "repr_values_model.py")
UNICODE = (14, 0, 0)  # brine's


def ask(program, questions):
    """The answers to lines of hexadecimal, as text."""
    done = subprocess.run([program], input="\n".join(questions) + "\n", stdout=subprocess.PIPE,
                          universal_newlines=True, check=True)
    return [bytes.fromhex(line).decode("utf-8", "surrogatepass")
            for line in done.stdout.splitlines()]


def printable_mask(program):
    """One character for each code point, "1" where brine prints it as it is."""
    size = 1 << 16
    texts = ["".join(map(chr, range(first, first + size)))
             for first in range(0, sys.maxunicode + 1, size)]
    mask = []
    for text, shown in zip(texts, ask(program, [pickle.dumps(text, 4).hex() for text in texts])):
        place = 1  # behind the quote
        for char in text:
            if char in "\\'\"":  # are printable, and escaped for another reason
                place += 2 if shown[place] == "\\" else 1
                mask.append("1")
                continue
            as_it_is = shown[place] != "\\"
            if as_it_is and shown[place] != char:
                sys.exit("U+%X is shown as %s" % (ord(char), ascii(shown[place])))
            place += 1 if as_it_is else len(ascii(char)) - 2
            mask.append("1" if as_it_is else "0")
        if place != len(shown) - 1:
            sys.exit("characters got lost")
    return "".join(mask)


def compare(program, interpreter, mask_file):
    made = pythons.run(interpreter, MODEL, [mask_file], stderr=subprocess.PIPE)
    if made.returncode != 0:
        sys.exit("%s fails: %s" % (interpreter.text, made.stderr))
    head, *lines = made.stdout.splitlines()
    unicode_text, only_brine, only_python = head.split()
    version = tuple(map(int, unicode_text.split(".")))
    if (version <= UNICODE and int(only_python)) or (version >= UNICODE and int(only_brine)):
        sys.exit("%s, Unicode %s: only brine prints %s characters, only Python %s"
                 % (interpreter.text, unicode_text, only_brine, only_python))
    pickles, wanted = zip(*(line.split(" ") for line in lines))
    answers = ask(program, pickles)
    if len(answers) != len(pickles) or len(pickles) < 8000:
        sys.exit("%d answers to %d pickles" % (len(answers), len(pickles)))
    for data, expected, found in zip(pickles, wanted, answers):
        expected = bytes.fromhex(expected).decode("utf-8", "surrogatepass")
        if expected != found:
            sys.exit("%s, %.400s\n  Python %.400s\n  brine  %.400s"
                     % (interpreter.text, data, ascii(expected), ascii(found)))
    print("%s, Unicode %s (%s characters more, %s less than brine's): %d values as they are there"
          % (interpreter.text, unicode_text, only_python, only_brine, len(pickles)))


def main():
    program = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        mask_file = os.path.join(folder, "mask")
        with open(mask_file, "w") as file:
            file.write(printable_mask(program))
        for interpreter in pythons.find():
            if interpreter.version >= (3,):
                compare(program, interpreter, mask_file)


main()
