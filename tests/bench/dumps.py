"""Writing in CPython: pickle.dumps(x, 4) of the same workloads. Prints the lines of dumps.cpp."""
import gc
import os
import pickle

import workloads
from measure import measure

ONLY = os.environ.get("ONLY", "W1,W2,W3,W4,W5,W6,W7,W8,W11").split(",")


def messages():
    message = workloads.w11()

    def work():
        for i in range(1_000_000):
            message["id"] = i
            pickle.dumps(message, 4)
    measure("dumps", "W11", work, 1_000_000, len(pickle.dumps(message, 4)))


for name in ONLY:
    if name in ("W9", "W10"):
        continue
    gc.collect()
    if name == "W11":
        messages()
        continue
    data = workloads.BUILD[name]()
    protocol = 5 if name == "W8" else 4
    shown = "W4-shared" if name == "W4" else name
    measure("dumps", shown, lambda: pickle.dumps(data, protocol), workloads.NELEM[name],
            len(pickle.dumps(data, protocol)))
    if name == "W4":  # equal values instead of one object for each
        data = ["".join(list(text)) for text in data]
        measure("dumps", "W4", lambda: pickle.dumps(data, protocol), workloads.NELEM[name],
                len(pickle.dumps(data, protocol)))
    del data
