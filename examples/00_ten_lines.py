import pickle
import sys

with open(sys.argv[1], "rb") as file:
    print(pickle.load(file))  # {'trip': [Point(x=0.0, y=0.0), Point(x=3.0, y=4.0)]}

from geo import Point

with open(sys.argv[1], "rb") as file:
    assert pickle.load(file) == {"trip": [Point(0.0, 0.0), Point(3.0, 4.0)]}
