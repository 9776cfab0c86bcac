"""pickletool on the pickles of tests/data."""

import collections
import io
import json
import pickle
import pickletools

import corpus_files
import corpus_model
import pickletools_dis
from pickletool_case import Answer, Case, run
from same_graph import InertUnpickler, compare_inert, load_inert

ENCODING = "--encoding", "latin-1"


class Recorder(InertUnpickler):
    """Keeps the names in the order in which they are looked up, as they are written."""

    def __init__(self, data, buffers):
        super().__init__(data, written=5, encoding="latin1", buffers=buffers)
        self.found = []

    def find_class(self, module, name):
        self.found.append((module, name))
        return super().find_class(module, name)


class Corpus(Case):
    """load, show and repickle on each file; of dis, optimize and globals one on each in turn, as all
    of dis and optimize are in pickletools_dis.py and pickletools_optimize.py."""

    pickles = corpus_files.corpus()

    def test_all_in_one_file(self):
        pickles = [file for file in self.pickles if not file.buffers]
        self.write(b"".join(file.data for file in pickles))
        sizes = run("load", "--all", "--consumed", *ENCODING, self.input, check=0).out
        self.assertEqual([int(n) for n in sizes.split()], [len(file.data) for file in pickles])
        shown = run("show", "--all", *ENCODING, self.input, check=0).out.decode()
        self.assertEqual(shown.count("\n"), len(pickles))
        for memo in "default", "python":
            run("repickle", "--all", "--memo", memo, *ENCODING, self.input, self.output, check=0)
            again = io.BytesIO(self.read())
            for file in pickles:
                start = again.tell()
                collections.deque(pickletools.genops(again), 0)
                data = again.getvalue()[start:again.tell()]
                written = data[1] if data[:1] == pickle.PROTO else 0
                with self.subTest(file.name, memo=memo):
                    expected = load_inert(file.data, written, encoding="latin1")
                    compare_inert(expected, load_inert(data, written))
            self.assertEqual(again.read(), b"")

    def test_each_with_its_buffers(self):
        for file in self.pickles:
            if file.buffers:
                buffers = [word for path in file.buffer_paths for word in ("--buffer", path)]
                self.assertEqual(run("load", *buffers, file.path), Answer(0, b"", b""))
                run("show", *buffers, file.path, check=0)
                again = run("repickle", *buffers, file.path, "-", check=0).out
                expected = load_inert(file.data, buffers=list(map(bytes, file.buffers)))
                compare_inert(expected, load_inert(again))

    def test_each_in_turn(self):
        checks = self.check_dis, self.check_optimize, self.check_globals
        for number, file in enumerate(self.pickles):
            with self.subTest(file.name):
                checks[number % 3](file)

    def check_dis(self, file):
        verdict, text = pickletools_dis.expected(file.data)
        answer = run("dis", file.path, check=0 if verdict == "ok" else 1)
        self.assertEqual(answer.out.decode(), text)

    def check_optimize(self, file):
        again = run("optimize", file.path, "-", check=0).out
        self.assertEqual(again, pickletools.optimize(file.data))

    def check_globals(self, file):
        uses = json.loads(run("globals", "--json", file.path, check=0).out)
        found = [(use["module"], use["name"]) for use in uses if "extension" not in use]
        recorder = Recorder(file.data, file.buffers or None)
        recorder.load()
        self.assertEqual(without_extensions(found), without_extensions(recorder.found))


def without_extensions(names):
    """copyreg looks the name of a code up once only."""
    return [(module, name) for module, name in names if name not in corpus_model.EXTENSIONS]
