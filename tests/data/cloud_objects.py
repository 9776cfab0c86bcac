"""Functions and classes that cloudpickle writes by value: this is run as __main__."""

import abc
import asyncio
import dataclasses
import enum
import functools

from corpus_case import Cases

PROTOCOLS = (2, 4, 5)
case = Cases()
LIMIT = 10


@case("a lambda", PROTOCOLS, works=lambda f: f(41) == 42)
def a_lambda():
    return lambda x: x + 1


@case("a function with defaults, keywords, annotations, attributes and a docstring", PROTOCOLS,
      works=lambda f: f(1) == (1, 2, 3) and f.mark == [1] and f(0, c=5) == (0, 2, 5))
def function():
    def made(a: int, b: int = 2, *, c: "text" = 3) -> tuple:  # noqa: F821
        """Documented."""
        return a, b, c

    made.mark = [1]
    return made


@case("a function that uses a global and a module", PROTOCOLS, works=lambda f: f([5, 7]) == 22)
def with_globals():
    return lambda items: functools.reduce(lambda a, b: a + b, items) + LIMIT


@case("closures over one cell, which cloudpickle makes two", PROTOCOLS,
      works=lambda f: (f[0](5), f[1]())[1] == 1 and f[1] is f[2])
def closures():
    count = 1

    def add(n):
        nonlocal count
        count += n

    def get():
        return count

    return [add, get, get]


@case("a recursive function", PROTOCOLS, works=lambda f: f(5) == 120)
def recursive():
    def factorial(n):
        return 1 if n == 0 else n * factorial(n - 1)

    return factorial


@case("two functions that call each other", PROTOCOLS, works=lambda f: f(10) and not f(7))
def mutual():
    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)

    return even


def global_factorial(n):
    return 1 if n == 0 else n * global_factorial(n - 1)


@case("a global function that calls itself", PROTOCOLS, works=lambda f: f(5) == 120)
def global_recursive():
    return global_factorial


@case("a class with each kind of member, and an instance of it", PROTOCOLS,
      works=lambda v: v[1].method() == ("made", v[0]) and v[0].of_class() is v[0] and
      v[1].property == 1 and v[0].static() == LIMIT)
def dynamic_class():
    class Made:
        """Documented."""

        kind = "made"
        __slots__ = ("one", "__dict__")

        def __init__(self):
            self.one = 1

        def method(self):
            return self.kind, __class__

        @classmethod
        def of_class(cls):
            return cls

        @staticmethod
        def static():
            return LIMIT

        @property
        def property(self):
            return self.one

    made = Made()
    made.me = made
    return [Made, made, Made]


@case("derived classes that call super()", PROTOCOLS, works=lambda v: v.name() == "derived base")
def derived_classes():
    class Base:
        def name(self):
            return "base"

    class Derived(Base):
        def name(self):
            return "derived " + super().name()

    return Derived()


@case("a class that is its own attribute, and an instance in it", PROTOCOLS,
      works=lambda cls: cls.me is cls and type(cls.one) is cls)
def recursive_class():
    class Made:
        pass

    Made.me, Made.one = Made, Made()
    return Made


@case("an abstract class and one that is not", PROTOCOLS, works=lambda v: v[1]().run() == 3)
def abstract_classes():
    class Abstract(abc.ABC):
        @abc.abstractmethod
        def run(self):
            """Runs."""

    class Concrete(Abstract):
        def run(self):
            return 3

    return [Abstract, Concrete]


@case("an enumeration", PROTOCOLS,
      works=lambda cls: cls.RED.value == 1 and list(cls)[1].name == "GREEN")
def enumeration():
    class Colour(enum.Enum):
        RED = 1
        GREEN = "g"

    return Colour


@case("a data class", PROTOCOLS, works=lambda v: v == type(v)(1, "x"))
def data_class():
    @dataclasses.dataclass
    class Point:
        x: int
        name: str = "x"

    return Point(1)


@case("generators and coroutines, as functions", PROTOCOLS,
      works=lambda v: list(v[0](3)) == [0, 1, 2] and asyncio.run(v[1]()) == 1)
def generator_functions():
    def count(n):
        yield from range(n)

    async def wait():
        await asyncio.sleep(0)
        return 1

    return [count, wait]


@case("decorated functions and partials of functions", PROTOCOLS,
      works=lambda v: v[0](2) == 5 and v[1]() == 3)
def wrapped():
    def double(f):
        @functools.wraps(f)
        def inner(*args):
            return 2 * f(*args) + 1

        return inner

    @double
    def same(x):
        return x

    return [same, functools.partial(lambda a, b: a + b, 1, b=2)]


@case("a function in a container, shared", PROTOCOLS,
      works=lambda v: v["f"] is v["g"][0] and v["f"]() == 1)
def shared_function():
    made = lambda: 1  # noqa: E731
    return {"f": made, "g": (made, [made])}
