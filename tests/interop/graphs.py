"""Byte identity: random object graphs and graphs at every boundary of size, built here and in
graphs.cpp. Under memo::python the C++ pickles are those of pickle.dumps, byte for byte; under the
other policies they load as the same graph and are never longer.

    graphs.py PROGRAM [--seed N] [--count N] [--check-with all|none|PYTHON...]

PROGRAM is what graphs.cpp makes. --seed and --count tell which random graphs, one seed each from N
on. Pickles of the standard policy are loaded by other Pythons too: --check-with says by which.
"""
import argparse
import difflib
import io
import os
import pickle
import pickletools
import struct
import subprocess
import sys
import tempfile
import time

import graphs_load
import pythons
from graphs_cases import boundary_graphs, random_graph
from graphs_tape import Different, compare

HERE = os.path.dirname(os.path.abspath(__file__))
PROTOCOLS = (2, 3, 4, 5)
POLICIES = ("standard", "strings", "python", "python, two dumps")


class Program:
    """graphs.cpp, running."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def pickles(self, tape):
        """{(protocol, policy): pickle}"""
        self.process.stdin.write(struct.pack("<I", len(tape)) + tape)
        self.process.stdin.flush()
        return {(protocol, policy): self._answer() for protocol in PROTOCOLS for policy in POLICIES}

    def _answer(self):
        header = self.process.stdout.read(5)
        if len(header) != 5:
            raise Different(f"the program ended: {self.process.wait()}")
        fine, size = struct.unpack("<?I", header)
        answer = self.process.stdout.read(size)
        return answer if fine else Different(answer.decode(errors="replace"))

    def close(self):
        self.process.stdin.close()
        return self.process.wait()


def opcodes(data, limit=20000):
    """A line for each opcode of some pickles in a row."""
    lines = []
    file = io.BytesIO(data)
    try:
        while file.tell() < len(data) and len(lines) < limit:
            lines += ["%-18s %.60r" % (opcode.name, argument)
                      for opcode, argument, _ in pickletools.genops(file)]
    except ValueError as error:
        lines.append(str(error))
    return lines


def excerpt(ours, theirs):
    """Where two pickles part, and the opcodes around."""
    at = len(os.path.commonprefix([ours, theirs]))
    diff = list(difflib.unified_diff(opcodes(theirs), opcodes(ours), "pickle.dumps", "brine", n=6,
                                     lineterm=""))
    return "\n".join([f"{len(ours)} bytes, not {len(theirs)}; the first other one is at {at}"]
                     + diff[:60])


def dumps_twice(graph, protocol):
    """An object of the graph and the root, with one memo."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol)
    pickler.dump(graph.first)
    if graph.tape[0]:
        pickler.clear_memo()
    pickler.dump(graph.root)
    return file.getvalue()


def check_bytes(ours, theirs):
    if ours != theirs:
        raise Different(excerpt(ours, theirs))


def check_loaded(graph, protocol, ours, theirs):
    if len(ours) > len(theirs):
        raise Different("longer than CPython's\n" + excerpt(ours, theirs))
    # Some classes have another name in Python 2, from which there is no way back.
    wanted = pickle.loads(theirs) if graph.lossy and protocol == 2 else graph.root
    try:
        compare(wanted, pickle.loads(ours))
    except Exception as error:
        raise Different(f"{type(error).__name__}: {error}\n" + excerpt(ours, theirs))


def check_pickle(graph, protocol, policy, ours, theirs):
    if isinstance(ours, Different):
        raise ours
    if policy == "python":
        check_bytes(ours, theirs)
    elif policy == "python, two dumps":
        check_bytes(ours, dumps_twice(graph, protocol))
    else:
        check_loaded(graph, protocol, ours, theirs)


def check_graph(program, graph):
    """Returns the pickles of one graph, or raises Different."""
    pickles = program.pickles(bytes(graph.tape))
    for protocol in PROTOCOLS:
        theirs = pickle.dumps(graph.root, protocol)
        for policy in reversed(POLICIES):
            try:
                check_pickle(graph, protocol, policy, pickles[protocol, policy], theirs)
            except Different as error:
                raise Different(f"protocol {protocol}, memo::{policy}: {error}")
    return pickles


def check_all(program, seed, count, save):
    """Returns how many graphs, pickles and bytes were compared; exits at the first that fails."""
    graphs = bytes_compared = 0
    todo = [(None, boundary_graphs)]
    todo += [(s, lambda s=s: [random_graph(s)]) for s in range(seed, seed + count)]
    for graph_seed, make in todo:
        for graph in make():
            name = graph.title if graph_seed is None else f"--seed {graph_seed} --count 1"
            try:
                pickles = check_graph(program, graph)
            except Different as error:
                sys.exit(f"FAILED: {name}\n{error}")
            save(graph, pickles)
            graphs += 1
            bytes_compared += sum(map(len, pickles.values()))
    return graphs, bytes_compared


class Samples:
    """Writes some of the graphs for graphs_load.py, in one file."""

    def __init__(self, file):
        self.file = file
        self.met = 0

    def __call__(self, graph, pickles):
        if graph.lossy or len(graph.tape) > 20000:
            return
        self.met += 1
        if self.met % 10 == 0:
            for data in [bytes(graph.tape)] + [pickles[p, "standard"] for p in PROTOCOLS]:
                self.file.write(struct.pack("<I", len(data)) + data)


def load_elsewhere(others, path):
    if others == ["none"]:
        return True
    commands = None if others == ["all"] else [tuple(other.split()) for other in others]
    chosen = [i for i in pythons.find(commands) if i.version >= graphs_load.LOWEST]
    return pythons.run_in_each(chosen, os.path.join(HERE, "graphs_load.py"), [path])


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2500)
    parser.add_argument("--check-with", nargs="+", default=["all"])
    options = parser.parse_args()

    start = time.perf_counter()
    program = Program(options.program)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "samples")
        with open(path, "wb") as file:
            graphs, size = check_all(program, options.seed, options.count, Samples(file))
        print(f"{options.count} seeds from {options.seed} on: {graphs} graphs, "
              f"{graphs * len(PROTOCOLS) * len(POLICIES)} pickles, {size >> 20} MiB, "
              f"{time.perf_counter() - start:.1f} s", flush=True)
        if program.close() != 0:
            sys.exit("the program failed at its end")
        if not load_elsewhere(options.check_with, path):
            sys.exit(1)


main()
