import pickle
import sys
from decimal import Decimal
from fractions import Fraction

with open(sys.argv[1], "rb") as file:
    items = pickle.load(file)
for item in items:
    print(f"{item['name']}: {item['price']}, {item['weight']} kg")

assert items == [{"name": "cucumbers", "price": Decimal("12.50"), "weight": Fraction(5)},
                 {"name": "dill", "price": Decimal("0.99"), "weight": Fraction(1, 40)}]
