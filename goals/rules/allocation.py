"""Handing a number down: one total over many lines, exactly.

``even`` gives everybody alike, ``history`` by what was reached before, ``potential`` by what could be, ``blend`` by
``α·H/ΣH + (1 − α)·M/ΣM``. What leave and ramp leave of a person (``presence``, 0–1) multiplies the weight.
No input (None) is not 0: who has no history takes the mean of those who have; a potential of 0 takes nothing.

Typed amounts are kept and the rest is handed out again, within floors and caps, by filling up (a line that its bound
holds drops out and the others share anew, the way of CSS flexible boxes). Remainders go by the largest-remainder method
(Hamilton), so that Σ is exact. Amounts are whole multiples of ``quantum``: minor units, things, or a rounder number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

Method = Literal["even", "history", "potential", "blend"]
Obstacle = Literal["typed", "floors", "caps", "weights"]
ZERO, ONE = Decimal(0), Decimal(1)


class DoesNotFit(ValueError):
    """``by`` so much: typed amounts and floors are more than the total, or caps less; or no line has any weight."""

    def __init__(self, obstacle: Obstacle, by: Decimal) -> None:
        super().__init__(f"{obstacle}: {by}")
        self.obstacle, self.by = obstacle, by


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of one that receives. Amounts in the unit of the total; ``floor`` ≤ ``cap``, else ``ValueError``."""

    history: Decimal | None = None
    potential: Decimal | None = None
    presence: Decimal = ONE
    typed: Decimal | None = None
    floor: Decimal | None = None
    cap: Decimal | None = None

    def __post_init__(self) -> None:
        known = (self.history, self.potential, self.presence, self.typed, self.floor, self.cap)
        if any(value is not None and value < 0 for value in known):
            raise ValueError("Nothing that is handed down is negative.")
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise ValueError("A floor is not above its cap.")


class _Bounds(NamedTuple):
    floor: int
    cap: int | None


def weights(*, lines: Sequence[Line], method: Method, blend: Decimal = ONE / 2) -> list[Fraction]:
    """Of each line, on no scale. ``blend`` is the share of history, 0–1."""
    if method == "even":
        shares = [Fraction(1)] * len(lines)
    elif method == "blend":
        history = _shares([line.history for line in lines])
        potential = _shares([line.potential for line in lines])
        alpha = Fraction(blend)
        shares = [alpha * was + (1 - alpha) * could for was, could in zip(history, potential, strict=True)]
    else:
        shares = _shares([getattr(line, method) for line in lines])
    return [share * Fraction(line.presence) for share, line in zip(shares, lines, strict=True)]


def allocated(
    *,
    total: Decimal,
    lines: Sequence[Line],
    method: Method,
    blend: Decimal = ONE / 2,
    quantum: Decimal = ONE,
) -> list[Decimal]:
    """An amount per line; Σ is the total, unless every amount is typed. All are multiples of the quantum. Raises ``DoesNotFit``."""
    free = [number for number, line in enumerate(lines) if line.typed is None]
    if not free:
        return [line.typed or ZERO for line in lines]
    amounts = {n: _units(line.typed, quantum) for n, line in enumerate(lines) if line.typed is not None}
    rest = _units(total, quantum) - sum(amounts.values())
    if rest < 0:
        raise DoesNotFit("typed", -rest * quantum)
    bounds = [_bounds(lines[number], quantum) for number in free]
    _check(rest, bounds, quantum)
    shares = weights(lines=[lines[number] for number in free], method=method, blend=blend)
    amounts |= dict(zip(free, _whole(rest, _filled(rest, shares, bounds, quantum)), strict=True))
    return [amounts[number] * quantum for number in range(len(lines))]


def parted(*, amount: Decimal, shares: Sequence[Decimal], quantum: Decimal = ONE) -> list[Decimal]:
    """One line over months by their weights, exactly. All weights 0: in equal parts."""
    whole = [Fraction(share) for share in shares]
    total = sum(whole)
    exact = [_units(amount, quantum) * (share / total if total else Fraction(1, len(whole))) for share in whole]
    return [units * quantum for units in _whole(_units(amount, quantum), exact)]


def quantum_of(*, total: Decimal, amounts: Sequence[Decimal | None], lines: int) -> Decimal:
    """The roundest power of ten that divides every given amount and is at most a hundredth of the mean line."""
    quantum, most = ONE, total / (100 * lines) if lines else ONE
    given = [total, *(amount for amount in amounts if amount is not None)]
    while quantum * 10 <= most and not any(amount % (quantum * 10) for amount in given):
        quantum *= 10
    return quantum


def _shares(values: Sequence[Decimal | None]) -> list[Fraction]:
    """As parts of 1; unknown ones take the mean of the known. Nothing known at all: everybody alike. Known, but 0: none."""
    known = [Fraction(value) for value in values if value is not None]
    mean = sum(known, Fraction(0)) / len(known) if known else Fraction(1)
    filled = [mean if value is None else Fraction(value) for value in values]
    total = sum(filled, Fraction(0))
    return [value / total for value in filled] if total else filled


def _check(rest: int, bounds: Sequence[_Bounds], quantum: Decimal) -> None:
    floors = sum(bound.floor for bound in bounds)
    if floors > rest:
        raise DoesNotFit("floors", (floors - rest) * quantum)
    caps = [bound.cap for bound in bounds]
    most = sum(cap for cap in caps if cap is not None)
    if bounds and None not in caps and most < rest:
        raise DoesNotFit("caps", (rest - most) * quantum)


def _filled(rest: int, shares: Sequence[Fraction], bounds: Sequence[_Bounds], quantum: Decimal) -> list[Fraction]:
    """Exact amounts in proportion to the shares, as far as the bounds let them. Raises ``DoesNotFit``."""
    held: dict[int, Fraction] = {}
    while True:
        open_ = [number for number in range(len(shares)) if number not in held]
        left, weight = rest - sum(held.values(), Fraction(0)), sum((shares[n] for n in open_), Fraction(0))
        if left > 0 and not weight:
            raise DoesNotFit("weights", Decimal(int(left)) * quantum)
        asked = {number: left * shares[number] / weight if weight else Fraction(0) for number in open_}
        bounded = {number: _clamped(amount, bounds[number]) for number, amount in asked.items()}
        over = sum((bounded[number] - asked[number] for number in open_), Fraction(0))
        stuck = [n for n in open_ if (bounded[n] > asked[n] and over >= 0) or (bounded[n] < asked[n] and over <= 0)]
        if not stuck:
            return [(held | bounded)[number] for number in range(len(shares))]
        held |= {number: bounded[number] for number in stuck}


def _whole(rest: int, exact: Sequence[Fraction]) -> list[int]:
    """Whole parts, and one more for the largest remainders. Bounds are whole: rounding stays within them."""
    units = [int(amount) for amount in exact]
    order = sorted(range(len(exact)), key=lambda number: (units[number] - exact[number], number))
    for number in order[: rest - sum(units)]:
        units[number] += 1
    return units


def _clamped(amount: Fraction, bound: _Bounds) -> Fraction:
    least = max(amount, Fraction(bound.floor))
    return least if bound.cap is None else min(least, Fraction(bound.cap))


def _bounds(line: Line, quantum: Decimal) -> _Bounds:
    cap = None if line.cap is None else _units(line.cap, quantum)
    return _Bounds(0 if line.floor is None else _units(line.floor, quantum), cap)


def _units(amount: Decimal, quantum: Decimal) -> int:
    units = amount / quantum
    if units != units.to_integral_value():
        raise ValueError(f"{amount} is not a multiple of {quantum}.")
    return int(units)
