import copyreg
import pickle
import pickletools
import sys
from collections import Counter
from fractions import Fraction

from bank import Account, Cell, Color, Range, Rate, SavingsAccount

copyreg.add_extension("fractions", "Fraction", 1234)

with open(sys.argv[1], "rb") as file:
    own, values, keys, options, sinks = [pickle.load(file) for _ in range(5)]
    unpickler = pickle.Unpickler(file)
    one, same, other = unpickler.load(), unpickler.load(), pickle.load(file)
    errors, registry, function = [pickle.load(file) for _ in range(3)]
    assert file.read() == b""

cell = own[4]
assert own[:4] == (Account("bob", 100), SavingsAccount("ann", 5000, 0.5), Rate("EUR", 1.5), (1, 9))
assert type(own[3]) is Range and type(cell) is Cell and (cell.row, cell.column) == (2, 3)
assert own[5:] == ({"author": "ann", "text": "hi"}, Color.GREEN, Fraction(1, 3), 21.5,
                   Counter("aab"))
assert type(own[-1]) is Counter

for name, examples in values.items():
    print(f"{name:27} {', '.join(map(repr, examples))}")
    assert all(type(value).__name__ == name for value in examples), name

assert keys == {(1, 2): "a list is no key"}
assert options == ["brine", "brine", "caf\udce9"] and options[0] is options[1]
assert sinks == (True, True, True, True)
assert one == [7, 7, 7] and one is same and one is not other and one == other
assert errors == ("[1].fields['note']", True)
assert registry == (Fraction, Fraction(1, 3))
assert [argument for opcode, argument, _ in pickletools.genops(function)
        if opcode.name == "SHORT_BINUNICODE"] == ["numpy", "square"]
