"""Numbers of very many rows at once, each with a bound of its error: floats that know what they do not know.

A comparison, or a number at six decimal places, is certain where every number within the bound would give the same. All
other rows are in `doubt`, and exact arithmetic has to decide them. (A floating-point filter: J. R. Shewchuk, "Adaptive
Precision Floating-Point Arithmetic", 1997.)
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from goals.rules.progress import MILLION

type Flags = NDArray[np.bool_]
type Whole = NDArray[np.int64]
type Floats = NDArray[Any]

MOST = 2**62
# Of one operation, relative to its result; twice what rounding to the nearest can be off.
EPS = np.finfo(np.longdouble).eps
EXACT_TO = 2.0 ** (np.finfo(np.longdouble).nmant)


class Stored(NamedTuple):
    """What is kept at six decimal places: as millionths, and to go on computing with."""

    millionths: Whole
    number: "Bounded"


class Bounded:
    """A column of numbers, each within `error` of `value`; columns of the same rows share their `doubt`."""

    __slots__ = ("doubt", "error", "value")

    def __init__(self, value: Floats, error: Floats, doubt: Flags) -> None:
        self.value, self.error, self.doubt = value, error, doubt

    @classmethod
    def whole(cls, numbers: Sequence[int] | Whole, doubt: Flags) -> "Bounded":
        """Of integers; those that do not fit are in doubt."""
        value = whole_array(numbers, doubt).astype(np.longdouble)
        return cls(value, np.where(np.abs(value) >= EXACT_TO, np.abs(value) * EPS, 0), doubt)

    @classmethod
    def millionths(cls, numbers: Sequence[int] | Whole, doubt: Flags) -> "Bounded":
        """Of integers that count millionths."""
        known = whole_array(numbers, doubt)
        value = known.astype(np.longdouble) / MILLION
        return cls(value, np.where(known % MILLION == 0, 0, 2 * np.abs(value) * EPS), doubt)

    @classmethod
    def decimals(cls, numbers: Sequence[Decimal], doubt: Flags) -> "Bounded":
        """Of numbers with any places."""
        values, exact = zip(*map(_nearest, numbers), strict=True) if numbers else ((), ())
        value, is_exact = np.array(values, np.longdouble), np.array(exact, np.bool_)
        return cls(value, np.where(is_exact, 0, np.abs(value) * EPS), doubt)

    def take(self, rows: Whole) -> "Bounded":
        """A column with the number at each of these places."""
        return Bounded(self.value[rows], self.error[rows], self.doubt)

    def __sub__(self, other: "Bounded") -> "Bounded":
        value = self.value - other.value
        return Bounded(value, self.error + other.error + np.abs(value) * EPS, self.doubt)

    def __mul__(self, other: "Bounded") -> "Bounded":
        value = self.value * other.value
        error = np.abs(self.value) * other.error + np.abs(other.value) * self.error + self.error * other.error
        return Bounded(value, error + np.abs(value) * EPS, self.doubt)

    def over(self, other: "Bounded", *, where: Flags) -> "Bounded":
        """The quotient; 0 elsewhere."""
        below = np.where(where, other.value, 1)
        error = np.where(where, other.error, 0)
        value = np.where(where, self.value / below, 0)
        least = np.abs(below) - error
        self.doubt |= least <= 0
        missing = (self.error + np.abs(value) * error) / np.where(least > 0, least, 1)
        return Bounded(value, np.where(where, missing + np.abs(value) * EPS, 0), self.doubt)

    def sign(self, *, where: Flags) -> Floats:
        """-1, 0 or 1; rows elsewhere do not matter, and give 0. Of a difference of exact numbers it is exact."""
        self.doubt |= where & (self.error > 0) & (np.abs(self.value) <= self.error)
        return np.where(where, np.sign(self.value), 0)

    def or_zero(self) -> "Bounded":
        """Nothing below 0."""
        return Bounded(np.maximum(self.value, 0), self.error, self.doubt)

    def stored(self, *, where: Flags) -> Stored:
        """At six places; rows elsewhere do not matter, and give 0."""
        places = np.where(where, self.value * MILLION, 0)
        nearest = np.rint(places)
        off = np.abs(places - nearest) + (self.error * MILLION + np.abs(places) * EPS)
        self.doubt |= where & ((off >= 0.5) | (np.abs(places) >= MOST))
        millionths = np.where(np.abs(nearest) < MOST, nearest, 0).astype(np.int64)
        return Stored(millionths, Bounded.millionths(millionths, self.doubt))


@lru_cache(maxsize=4096)
def _nearest(number: Decimal) -> tuple[np.longdouble, bool]:
    """The nearest float, and whether it is the number itself. Shares of periods are few."""
    return np.longdouble(str(number)), number == int(number) and abs(number) < EXACT_TO


def chosen(flags: Flags, one: Bounded, other: Bounded) -> Bounded:
    """Of each row the one where the flag is set, else the other."""
    return Bounded(np.where(flags, one.value, other.value), np.where(flags, one.error, other.error), one.doubt)


def whole_array(numbers: Sequence[int] | Whole, doubt: Flags) -> Whole:
    """Those that do not fit are 0 and in doubt."""
    try:
        return np.asarray(numbers, np.int64)
    except OverflowError:
        fits = [-MOST < number < MOST for number in numbers]
        doubt |= ~np.array(fits)
        return np.array([int(number) if fit else 0 for number, fit in zip(numbers, fits, strict=True)], np.int64)
