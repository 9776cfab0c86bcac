"""Pickles the objects of one module with this Python. For every Python since 2.7.

Usage: write_objects.py FOLDER MODULE. Writes FOLDER/<case>.<protocol>.<pickler>, and FOLDER/index,
which says what is what.
"""

import importlib
import io
import itertools
import json
import os
import pickle
import sys
import uuid

import corpus_model

PY2 = sys.version_info[0] == 2
# Where it matters what else a module imports, the package is named.
PACKAGES = {"numpy_objects": ["numpy"], "pandas_objects": ["pandas", "numpy"],
            "sklearn_objects": ["sklearn", "numpy"], "cloud_objects": ["cloudpickle"]}


def persistent_id(obj):
    return obj.name if type(obj) is corpus_model.Persistent else None


def dumps_with(base, obj, protocol, **options):
    class Pickler(base):
        def persistent_id(self, obj):
            return persistent_id(obj)

    out = io.BytesIO()
    Pickler(out, protocol, **options).dump(obj)
    return out.getvalue()


def dumps_c_2(obj, protocol):
    import cPickle
    out = io.BytesIO()
    pickler = cPickle.Pickler(out, protocol)
    pickler.persistent_id = persistent_id
    pickler.dump(obj)
    return out.getvalue()


def picklers(module, protocol):
    """Name and function (object, protocol) -> bytes of each pickler that counts here."""
    if module == "cloud_objects":
        import cloudpickle
        yield "cloudpickle", cloudpickle.dumps
        return
    if PY2:
        yield "c", dumps_c_2
        yield "py", lambda obj, protocol: dumps_with(pickle.Pickler, obj, protocol)
        return
    yield "c", lambda obj, protocol: dumps_with(pickle.Pickler, obj, protocol)
    if module == "std_objects":
        yield "py", lambda obj, protocol: dumps_with(pickle._Pickler, obj, protocol)


def write(folder, name, data):
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def write_with_buffers(folder, name, obj):
    """With all that may be left out left out. Gives the buffers: a file, and whether readonly."""
    buffers = []
    write(folder, name, dumps_with(pickle.Pickler, obj, 5, buffer_callback=buffers.append))
    files = []
    for number, buffer in enumerate(buffers):
        with buffer.raw() as raw:
            files.append(["%s.buffer%d" % (name, number), raw.readonly])
            write(folder, files[-1][0], raw.tobytes())
    return files


def load_cases(module):
    if module == "cloud_objects":  # by value, and without the path of this file
        with open("cloud_objects.py") as file:
            code = compile(file.read(), "cloud_objects.py", "exec")
        sys.modules["__main__"].__dict__.update(__name__="__main__", __file__="cloud_objects.py")
        exec(code, sys.modules["__main__"].__dict__)
        return sys.modules["__main__"].__dict__["case"]
    return importlib.import_module(module).case


def main(folder, module):
    folder = os.path.abspath(folder)
    index = []
    counter = itertools.count(1)
    uuid.uuid4 = lambda: uuid.UUID(int=next(counter))  # cloudpickle's names of classes
    for case in load_cases(module).for_this_python():
        for protocol in case.protocols:
            if protocol > pickle.HIGHEST_PROTOCOL:
                continue
            for pickler, dumps in picklers(module, protocol):
                name = "%s.%d.%s" % (case.name, protocol, pickler)
                write(folder, name, dumps(case.make(), protocol))
                index.append({"case": case.name, "what": case.what, "protocol": protocol,
                              "pickler": pickler, "file": name, "buffers": []})
            if case.name == "buffers":
                name = "%s.%d.out_of_band" % (case.name, protocol)
                buffers = write_with_buffers(folder, name, case.make())
                index.append({"case": case.name, "what": case.what, "protocol": protocol,
                              "pickler": "out_of_band", "file": name, "buffers": buffers})
    versions = {name: importlib.import_module(name).__version__
                for name in PACKAGES.get(module, ())}
    with open(os.path.join(folder, "index"), "w") as file:
        json.dump({"files": index, "packages": versions}, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
