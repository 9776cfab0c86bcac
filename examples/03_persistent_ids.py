import pickle
import sys
from functools import lru_cache
from pathlib import Path


class Unpickler(pickle.Unpickler):
    """Finds textures in the store."""

    def __init__(self, path):
        super().__init__(open(path, "rb"))
        self.store = Path(path + ".store")
        self.opened = []

    @lru_cache(maxsize=None)
    def persistent_load(self, pid):
        kind, name = pid
        if kind != "texture":
            raise pickle.UnpicklingError(f"unknown kind {kind}")
        self.opened.append(name)
        return {"name": name, "pixels": (self.store / name).read_bytes()}


unpickler = Unpickler(sys.argv[1])
meadow, garden, pixel = unpickler.load()
for model in meadow, garden, pixel:
    print(f"{model['name']}: {model['skin']['name']}, {len(model['skin']['pixels'])} bytes")

assert unpickler.opened == ["grass"]
assert meadow["skin"] is garden["skin"] and meadow["skin"]["pixels"] == b"\x2a" * 2**20
assert pixel == {"name": "pixel", "skin": {"name": "dot", "pixels": b"\1\2"}}
