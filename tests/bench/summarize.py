"""Reads RES lines (workload, way, ns per element, bytes) of several rounds; prints their medians and
the ratios that count: brine / limit (smaller is better) and CPython / brine (how often faster)."""
import collections
import statistics
import sys

times = collections.defaultdict(list)
sizes = {}
for line in sys.stdin:
    if line.startswith("RES\t"):
        _, workload, way, ns, size = line.split("\t")
        times[workload, way].append(float(ns))
        sizes[workload, way] = int(size)
times = {key: statistics.median(values) for key, values in times.items()}


def ratio(workload, a, b):
    a, b = times.get((workload, a)), times.get((workload, b))
    return "%.2f" % (a / b) if a and b else "-"


ways = ["limit", "brine", "limit-fresh", "brine-fresh", "brine-python", "brine-strings",
        "brine-out-of-band", "cpython"]
columns = ["brine / limit", "fresh / limit-fresh", "python memo / limit", "CPython / brine"]
print("| workload | " + " | ".join("%s ns" % way for way in ways) + " | " + " | ".join(columns) +
      " | bytes / CPython's |")
print("|---" * (len(ways) + len(columns) + 2) + "|")
for workload in dict.fromkeys(workload for workload, _ in times):
    row = ["%.4g" % times[workload, way] if (workload, way) in times else "-" for way in ways]
    row += [ratio(workload, "brine", "limit"), ratio(workload, "brine-fresh", "limit-fresh"),
            ratio(workload, "brine-python", "limit"), ratio(workload, "cpython", "brine")]
    share = sizes.get((workload, "brine"), 0) / sizes.get((workload, "cpython"), 1)
    print("| %s | %s | %.2f |" % (workload, " | ".join(row), share))
