"""Python has no module `travel`; a stand-in is enough to read what 09_reading wrote."""
import pickle
import sys
import types

module = sys.modules["travel"] = types.ModuleType("travel")
module.Trip = type("Trip", (), {"__module__": "travel"})

with open(sys.argv[1], "rb") as file:
    trips = pickle.load(file)
assert [vars(trip) for trip in trips] == [
    {"name": "coast", "stops": [1.5, 2.0], "note": None},
    {"name": "hills", "stops": [7.0], "note": "steep"},
], trips
print("%d trips" % len(trips))
