"""Compares what two pickles make: types, values, order, what is shared, cycles.

load_inert() loads a pickle without anything that it names: objects only record what is done to
them. What is compared so need not be installed.
"""

import _compat_pickle
import builtins
import codecs
import copyreg
import functools
import importlib
import io
import pickle
import re
import struct
import types

ATOMS = (type(None), bool, int, float, complex, str, bytes, range, type(...), type(NotImplemented))


class Different(Exception):
    pass


# ---- loading without classes ----------------------------------------------------------------


class Recorder(type):
    """The type of what stands for a class, or a function."""

    def __call__(cls, *args, **kwargs):
        if cls.__name__ in ("_make_skeleton_class", "_make_skeleton_enum"):
            return cls.namespace.make_class(cls, "made by value", [("called", args, kwargs)])
        return cls.record("called", args, kwargs)

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return cls.namespace.setdefault((cls, name), cls.namespace.make_class(cls, name))


class Inert(metaclass=Recorder):
    """An object: how it was made, and what was done to it since, in order."""

    def __new__(cls, *args, **kwargs):
        return cls.record("new", args, kwargs)

    @classmethod
    def record(cls, how, args, kwargs):
        made = object.__new__(cls)
        made.parts = [(how, args, kwargs)]
        cls.namespace.made.append(made)
        return made

    def __call__(self, *args, **kwargs):
        return self.namespace["", "call of an object"](self, *args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self.namespace["", "attribute of an object"](self, name)

    def __setstate__(self, state):
        self.parts.append(("state", state))

    def append(self, item):
        self.parts.append(("item", item))

    def extend(self, items):
        for item in items:
            self.append(item)

    def __setitem__(self, key, value):
        self.parts.append(("entry", key, value))

    def add(self, item):
        self.parts.append(("element", item))


def reconstruct(cls, base, state):
    """copyreg._reconstructor: for object, what has no arguments for __new__ below protocol 2."""
    if base.__name__ == "object" and state is None:
        return cls.__new__(cls)
    return cls.record("reconstructed", (base, state), {})


class Namespace(dict):
    """What stands for (module, name). Holds the objects that are made, too."""

    # What is written below the protocol that has an opcode for it.
    REAL = {("builtins", "set"): set, ("builtins", "frozenset"): frozenset,
            ("builtins", "bytes"): bytes, ("builtins", "bytearray"): bytearray,
            ("builtins", "getattr"): builtins.getattr, ("_codecs", "encode"): codecs.encode,
            ("functools", "partial"): functools.partial,
            ("copyreg", "_reconstructor"): reconstruct,
            ("copyreg", "__newobj__"): lambda cls, *args: cls.__new__(cls, *args)}

    def __init__(self):
        super().__init__(self.REAL)
        self.made = []

    def __missing__(self, key):
        outer, _, name = key[1].rpartition(".")
        self[key] = getattr(self[key[0], outer], name) if outer else self.make_class(*key)
        return self[key]

    def make_class(self, module, name, parts=()):
        return Recorder(name, (Inert,), {"__module__": module, "namespace": self, "parts": parts})


class Unpickler(pickle.Unpickler):
    """One object for each persistent id, as a database would have it."""

    def __init__(self, data, **options):
        super().__init__(io.BytesIO(data), **options)
        self.stored = {}

    def persistent_load(self, pid):
        return self.stored.setdefault(repr(pid), ["persistent id", pid])


class InertUnpickler(Unpickler):
    def __init__(self, data, written, **options):
        super().__init__(data, **options)
        self.old_names = data[:1] != pickle.PROTO or data[1] < 3
        self.written = written
        self.namespace = Namespace()

    def find_class(self, module, name):
        if self.old_names:
            module, name = new_name(module, name)
        if self.written < 3:
            module, name = new_name(*old_name(module, name))
        return self.namespace[module, name]


def new_name(module, name):
    """Of Python 3, for one of Python 2."""
    return _compat_pickle.NAME_MAPPING.get(
        (module, name), (_compat_pickle.IMPORT_MAPPING.get(module, module), name))


def old_name(module, name):
    return _compat_pickle.REVERSE_NAME_MAPPING.get(
        (module, name), (_compat_pickle.REVERSE_IMPORT_MAPPING.get(module, module), name))


def load_inert(data, written=5, **options):
    """The object, and the namespace that has every object that was made. The names of Python 2 have
    no counterpart for some of Python 3, which is lost where a protocol below 3 has been written.
    """
    copyreg._extension_cache.clear()
    unpickler = InertUnpickler(data, written, **options)
    try:
        return unpickler.load(), unpickler.namespace
    finally:
        copyreg._extension_cache.clear()


def load(data, **options):
    return Unpickler(data, **options).load()


# ---- comparing ------------------------------------------------------------------------------


def is_importable(x):
    try:
        found = importlib.import_module(x.__module__)
        for name in x.__qualname__.split("."):
            found = getattr(found, name)
    except (AttributeError, ImportError, TypeError, ValueError):
        return False
    return found is x


class Same:
    """Compares two graphs, pair by pair. A text or a number has no identity, a tuple has one."""

    def __init__(self):
        self.partner = {}, {}
        self.alive = []
        self.pending = []

    def check(self, a, b, path="root"):
        """Raises Different."""
        self.pending.append((a, b, path))
        while self.pending:
            self.check_pair(*self.pending.pop())

    def check_pair(self, a, b, path):
        a, b = frozen(a), frozen(b)
        if type(a) is not type(b) and not self.are_alike(type(a), type(b)):
            raise Different("%s: %r and %r" % (path, type(a), type(b)))
        if isinstance(a, ATOMS) and type(a) in ATOMS:
            if a is not b and repr(a) != repr(b):
                raise Different("%s: %.200r and %.200r" % (path, a, b))
        elif isinstance(a, type):
            self.check_type(a, b, path)
        elif isinstance(a, Inert):
            self.check_inert(a, b, path)
        elif self.is_new(a, b, path):
            for kind in type(a).__mro__:
                compare = getattr(self, "check_" + kind.__name__, None)
                if compare is not None and (kind is type(a) or kind.__module__ != "builtins"):
                    return compare(a, b, path)
            self.check_object(a, b, path)

    def is_new(self, a, b, path):
        """False where the pair has been compared; fails where a or b had another partner."""
        known = [partner.get(id(one)) for partner, one in zip(self.partner, (a, b))]
        if known == [None, None]:
            self.partner[0][id(a)], self.partner[1][id(b)] = id(b), id(a)
            self.alive.append((a, b))
            return True
        if known != [id(b), id(a)] and not (type(a) in (tuple, frozenset) and len(a) == 0):
            raise Different("%s: shared in one, not in the other: %.200r" % (path, a))
        return False

    def later(self, a, b, path):
        self.pending.append((a, b, path))

    def need(self, equal, path, what):
        if not equal:
            raise Different("%s: %s" % (path, what))

    # Built-in types.

    def check_list(self, a, b, path):
        self.need(len(a) == len(b), path, "%d items and %d" % (len(a), len(b)))
        for i in reversed(range(len(a))):
            self.later(a[i], b[i], "%s[%d]" % (path, i))

    check_tuple = check_list

    def check_dict(self, a, b, path):
        self.later(list(a.values()), list(b.values()), path + ".values")
        self.later(list(a), list(b), path + ".keys")

    def check_set(self, a, b, path):
        """Elements that are not equal to one of b are compared in the order of their texts."""
        self.need(len(a) == len(b), path, "%d elements and %d" % (len(a), len(b)))
        equal = {(type(x), x): x for x in b}
        left = []
        for x in a:
            if (type(x), x) in equal:
                self.later(x, equal.pop((type(x), x)), path + "{}")
            else:
                left.append(x)
        for x, y in zip(sorted(left, key=signature), sorted(equal.values(), key=signature)):
            self.later(x, y, path + "{}")

    check_frozenset = check_set

    def check_bytearray(self, a, b, path):
        self.need(a == b, path, "%.200r and %.200r" % (a, b))

    def check_mappingproxy(self, a, b, path):
        self.check_dict(dict(a), dict(b), path)

    def check_slice(self, a, b, path):
        self.need(a == b, path, "%r and %r" % (a, b))

    def check_property(self, a, b, path):
        self.later([a.fget, a.fset, a.fdel], [b.fget, b.fset, b.fdel], path)

    def check_classmethod(self, a, b, path):
        self.later(a.__func__, b.__func__, path)

    check_staticmethod = check_classmethod

    def check_module(self, a, b, path):
        self.need(a.__name__ == b.__name__, path, "%r and %r" % (a, b))

    def check_cell(self, a, b, path):
        self.later(a.cell_contents, b.cell_contents, path + ".cell")

    def check_function(self, a, b, path):
        if a is b or is_importable(a) and is_importable(b):
            return self.need(a is b, path, "%r and %r" % (a, b))
        for name in ("__name__", "__qualname__", "__module__", "__doc__", "__defaults__",
                     "__kwdefaults__", "__annotations__", "__dict__", "__closure__", "__code__"):
            self.later(getattr(a, name), getattr(b, name), "%s.%s" % (path, name))
        used = [name for name in a.__code__.co_names if name in a.__globals__]
        self.need(used == [name for name in a.__code__.co_names if name in b.__globals__], path,
                  "globals")
        for name in used:
            self.later(a.__globals__[name], b.__globals__[name], "%s: %s" % (path, name))

    def check_code(self, a, b, path):
        for name in sorted(dir(a)):
            if name.startswith("co_") and not callable(getattr(a, name)) and name != "co_lnotab":
                one, other = getattr(a, name), getattr(b, name)
                if name == "co_consts":
                    self.later(list(one), list(other), path + "." + name)
                else:
                    self.need(one == other, path, name)

    # Classes and their objects.

    def are_alike(self, a, b):
        """Of types: both made by value, as cloudpickle does. They are compared on their own."""
        if isinstance(a, Recorder) and isinstance(b, Recorder):
            self.later(a, b, a.__name__)
            return True
        if self.partner[0].get(id(a)) == id(b):
            return True
        if a.__qualname__ == b.__qualname__ and not is_importable(a):
            self.later(a, b, a.__qualname__)
            return True
        return False

    def check_type(self, a, b, path):
        if a is b:
            return
        if not self.is_new(a, b, path):
            return
        if isinstance(a, Recorder):
            self.later([a.__module__, a.__name__, *a.parts], [b.__module__, b.__name__, *b.parts],
                       "%s: %s" % (path, a.__name__))
            return
        self.need(not is_importable(a) and a.__qualname__ == b.__qualname__, path,
                  "%r and %r" % (a, b))
        self.later(a.__bases__, b.__bases__, path + ".__bases__")
        # Descriptors of slots and the like are the interpreter's, and ABCs count their instances.
        own = [{name: value for name, value in vars(x).items()
                if not isinstance(value, (types.GetSetDescriptorType, types.MemberDescriptorType))
                and name not in ("_abc_impl", "__abstractmethods__")} for x in (a, b)]
        self.need(sorted(own[0]) == sorted(own[1]), path, "members")
        for name in own[0]:
            self.later(own[0][name], own[1][name], "%s.%s" % (path, name))

    def check_inert(self, a, b, path):
        if self.is_new(a, b, path):
            self.check_list(a.parts, b.parts, path)

    def check_ndarray(self, a, b, path):
        for name in "dtype", "shape", "strides":
            self.need(getattr(a, name) == getattr(b, name), path, name)
        self.need(a.flags.writeable == b.flags.writeable, path, "flags")
        if a.dtype.hasobject:
            return self.later(a.tolist(), b.tolist(), path + ".items")
        if type(a).__name__ == "ndarray":
            self.need(a.tobytes() == b.tobytes(), path, "%.200r and %.200r" % (a, b))
        else:
            self.check_object(a, b, path)

    def check_object(self, a, b, path):
        if a is b:
            return
        ours, theirs = a.__reduce_ex__(4), b.__reduce_ex__(4)
        if isinstance(ours, str):
            raise Different("%s: two objects, %r and %r" % (path, a, b))
        parts = [[list(part) if index in (3, 4) and part is not None else part
                  for index, part in enumerate(reduced)] for reduced in (ours, theirs)]
        self.later(*parts, path + ".reduced")


def frozen(x):
    """READONLY_BUFFER makes a view of what in-band pickles have as bytes."""
    return bytes(x) if type(x) is memoryview and x.readonly else x


def signature(x):
    """A text by which to find an element in another set."""
    if type(x) in (set, frozenset):
        return "{%s}" % ", ".join(sorted(map(signature, x)))
    if type(x) is tuple:
        return "(%s)" % ", ".join(map(signature, x))
    if isinstance(x, Inert):
        return "%s %d" % (type(x).__name__, len(x.parts)) + signature(x.parts[0][1])
    return re.sub("0x[0-9a-f]+", "", "%s %r" % (type(x), x))


def compare(a, b):
    """Raises Different."""
    Same().check(a, b)


def compare_inert(a, b):
    """Of pairs from load_inert(): also what was made and is not in the result. Raises Different."""
    same = Same()
    same.check(a[0], b[0])
    dropped = [[x for x in namespace.made if id(x) not in partner]
               for (_, namespace), partner in zip((a, b), same.partner)]
    same.check(*dropped, "what was dropped")
