"""Takes times of CPython as measure.hpp does of brine, and prints the same lines."""
import os
import time

ROUNDS = int(os.environ.get("ROUNDS", "5"))


def median_time(work):
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.thread_time_ns()
        result = work()
        times.append(time.thread_time_ns() - start)
        del result
    return sorted(times)[len(times) // 2]


def measure(direction, workload, work, elements, size):
    print("RES", direction, workload, "cpython", "%.4f" % (median_time(work) / elements), size,
          sep="\t", flush=True)
