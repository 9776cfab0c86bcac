# pythons: --min-version 3.6
import pickle
import sys
import types

with open(sys.argv[1], "rb") as file:
    functions = pickle.load(file)

factorial, is_even = functions["factorial"], functions["is_even"]
print(factorial, factorial(30))
print(is_even, [n for n in range(-4, 5) if is_even(n)])

assert type(factorial) is types.FunctionType and factorial.__name__ == "factorial"
assert factorial.__globals__["factorial"] is factorial
assert factorial(30) == 265252859812191058636308480000000
assert [n for n in range(-4, 5) if is_even(n)] == [-4, -2, 0, 2, 4]
assert is_even.__globals__["odd"].__globals__["even"] is is_even
