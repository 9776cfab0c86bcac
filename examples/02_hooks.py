import math
import pickle
import sys
from datetime import date

with open(sys.argv[1], "rb") as file:
    jena, kiel = pickle.load(file)
print(jena)
print(kiel)

assert jena["day"] == date(2024, 5, 1) and kiel["day"] == date(2024, 5, 2)
assert jena["celsius"][0] == 14 and math.isnan(jena["celsius"][1]) and jena["celsius"][2] == 17
assert kiel == {"station": "Kiel", "day": date(2024, 5, 2), "celsius": [9, 11, 12],
                "wind": complex(-6, 0.5), "note": "*" * len("ask ann@example.org")}
assert jena["wind"] == complex(1.5, -2) and jena["note"] == "calm"
