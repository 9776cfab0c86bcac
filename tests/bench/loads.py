"""Reading in CPython: pickle.loads of the same pickles. Prints the lines of loads.cpp."""
import gc
import os
import pickle

import workloads
from measure import measure

WANTED = os.environ.get("ONLY", "W1,W2,W3,W4,W5,W6,W7,W10,W11").split(",")


def pickled(name):
    if name == "W10":
        return workloads.w10_bytes()
    return pickle.dumps(workloads.w11(12345) if name == "W11" else workloads.BUILD[name](), 4)


for name in WANTED:
    if name not in workloads.NELEM or name in ("W8", "W9"):
        continue
    gc.collect()
    data = pickled(name)

    def messages():
        for _ in range(1_000_000):
            pickle.loads(data)

    measure("loads", name, messages if name == "W11" else lambda: pickle.loads(data),
            workloads.NELEM[name], len(data))
