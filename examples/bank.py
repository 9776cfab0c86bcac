"""The classes that 08_tour.cpp names."""
import enum
from dataclasses import dataclass
from typing import NamedTuple


@dataclass
class Account:
    owner: str
    cents: int


@dataclass
class SavingsAccount(Account):
    interest: float


@dataclass(frozen=True)
class Rate:
    currency: str
    factor: float


class Range(NamedTuple):
    low: int
    high: int


class Cell:
    __slots__ = ("row", "column")


class Color(enum.Enum):
    RED = 1
    GREEN = 2
