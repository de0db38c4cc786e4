"""Companion conditions: a broken one withholds achievement that was bought at the wrong price.

Soft: ``credited = raw · min(1, companion / floor)``; a ceiling turns the quotient round. Hard: nothing is credited on
the wrong side of the limit. Equality keeps a guard.

*While the period runs* a floor under what accumulates (revenue not below last quarter's) asks for the share that is
expected by now, or it would be broken on every first day; a ceiling over it stands whole, for it is broken only once.

*Several guards*: the strictest alone counts (the smallest factor), not the product. Companions move together (a price
cut hurts margin and revenue at once), so a product would charge one slip twice; and one binding guard can be named.
*Undefined companion*: achievement is withheld (``credited`` is None) with the reason, for nobody can say that the guard
was kept; only where another guard already takes everything is it 0.
*What is guarded* must be better when more: an at-least actual, or else (at most, between, from a baseline) the
attainment. Half a waiting time would be a reward. A raw value of 0 or less passes as it is, for the same reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["floor", "ceiling"]
State = Literal["kept", "broken", "undefined"]
ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Guard:
    """A limit for a companion metric, both in that metric's unit. ``name`` tells the guards of an objective apart."""

    name: str
    metric: str
    kind: Kind
    limit: Decimal
    is_hard: bool
    companion: Decimal | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one guard leaves of the raw value: factor 0–1, or None while its companion is undefined."""

    guard: Guard
    state: State
    factor: Decimal | None


@dataclass(frozen=True, slots=True)
class Guarded:
    """Raw and credited side by side, in the unit of raw; ``binding`` is the verdict that decided, None if all is kept."""

    raw: Decimal | None
    credited: Decimal | None
    factor: Decimal | None
    binding: Verdict | None
    verdicts: tuple[Verdict, ...]

    @property
    def withheld(self) -> Decimal | None:
        """How much of raw is not credited; undefined when either side is."""
        return None if self.raw is None or self.credited is None else self.raw - self.credited


def due(*, kind: Kind, limit: Decimal, accumulates: bool, share: Decimal) -> Decimal:
    """The limit as it stands when ``share`` (0–1) of the way is expected."""
    return limit * share if accumulates and kind == "floor" else limit


def judge(*, guard: Guard) -> Verdict:
    """One guard by itself. A soft quotient that has no meaning (a limit or companion of 0 or less) credits nothing."""
    if guard.companion is None:
        return Verdict(guard=guard, state="undefined", factor=None)
    is_floor = guard.kind == "floor"
    part, whole = (guard.companion, guard.limit) if is_floor else (guard.limit, guard.companion)
    if part >= whole:
        return Verdict(guard=guard, state="kept", factor=ONE)
    has_quotient = not guard.is_hard and part > 0
    return Verdict(guard=guard, state="broken", factor=part / whole if has_quotient else ZERO)


def guarded(*, raw: Decimal | None, guards: Sequence[Guard]) -> Guarded:
    """The raw value under all its guards; without any it is credited whole."""
    verdicts = tuple(judge(guard=guard) for guard in guards)
    binding = _strictest(verdicts)
    factor = ONE if binding is None else binding.factor
    credited = raw
    if raw is not None and factor is None:
        credited = None
    elif raw is not None and factor is not None and raw > 0:
        credited = raw * factor
    return Guarded(raw=raw, credited=credited, factor=factor, binding=binding, verdicts=verdicts)


def _strictest(verdicts: Sequence[Verdict]) -> Verdict | None:
    """What takes everything, before what cannot be said, before the smallest factor; the first of equals."""
    known = [verdict for verdict in verdicts if verdict.state == "broken" and verdict.factor is not None]
    strictest = min(known, key=lambda verdict: verdict.factor or ZERO, default=None)
    if strictest is not None and not strictest.factor:
        return strictest
    return next((verdict for verdict in verdicts if verdict.state == "undefined"), strictest)
