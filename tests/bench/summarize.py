"""Reads RES lines (direction, workload, way, ns per element, bytes) of several rounds; prints their
medians and the ratios that count: brine / limit (smaller is better), CPython / brine (how often
faster)."""
import collections
import statistics
import sys

WAYS = {
    "dumps": ["limit", "brine", "limit-fresh", "brine-fresh", "brine-python", "brine-strings",
              "brine-out-of-band", "cpython"],
    "loads": ["limit", "typed", "limit-reused", "typed-reused", "typed-views", "document",
              "document-fresh", "cpython"],
}
RATIOS = {
    "dumps": [("brine", "limit"), ("brine-fresh", "limit-fresh"), ("brine-python", "limit"),
              ("cpython", "brine")],
    "loads": [("typed", "limit"), ("typed-reused", "limit-reused"), ("document", "limit-reused"),
              ("document-fresh", "limit"), ("cpython", "limit"), ("cpython", "typed"),
              ("cpython", "typed-reused"), ("cpython", "typed-views"), ("cpython", "document"),
              ("cpython", "document-fresh")],
}

times = collections.defaultdict(list)
sizes = {}
for line in sys.stdin:
    if line.startswith("RES\t"):
        _, direction, workload, way, ns, size = line.split("\t")
        times[direction, workload, way].append(float(ns))
        sizes[direction, workload, way] = int(size)
times = {key: statistics.median(values) for key, values in times.items()}


def row(*cells):
    print("| " + " | ".join(cells) + " |")


def shown(*key):
    return "%.4g" % times[key] if key in times else "-"


def ratio(direction, workload, a, b):
    a, b = times.get((direction, workload, a)), times.get((direction, workload, b))
    return "%.2f" % (a / b) if a and b else "-"


for direction in dict.fromkeys(direction for direction, _, _ in times):
    ways, ratios = WAYS[direction], RATIOS[direction]
    last = ["bytes / CPython's"] if direction == "dumps" else []
    row(direction, *("%s ns" % way for way in ways), *("%s / %s" % pair for pair in ratios), *last)
    print("|---" * (1 + len(ways) + len(ratios) + len(last)) + "|")
    for workload in dict.fromkeys(w for d, w, _ in times if d == direction):
        if last:
            last = ["%.2f" % (sizes.get((direction, workload, "brine"), 0) /
                              sizes.get((direction, workload, "cpython"), 1))]
        row(workload, *(shown(direction, workload, way) for way in ways),
            *(ratio(direction, workload, *pair) for pair in ratios), *last)
    print()
