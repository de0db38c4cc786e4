"""Compliance share: of the promises that came due, how many were kept.

``met / (met + met_late + breached_open)`` at the cut-off. Running and not yet due, cancelled: not in the quotient.
Waived: its own slice, neither kept nor broken. Open past due *is* a breach, however late anybody looks.
A stop exactly at the due instant is met. One later than the cut-off was not yet known then, so the thing was open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

State = Literal["met", "met_late", "breached_open", "running", "waived", "cancelled"]
JUDGED: frozenset[State] = frozenset({"met", "met_late", "breached_open"})


@dataclass(frozen=True, slots=True)
class Compliance:
    """``share`` 0–1 of ``judged``, undefined when nothing came due; ``waived`` and ``excluded`` stand beside it."""

    share: Decimal | None
    met: int
    judged: int
    waived: int
    excluded: int


def state(*, stopped_at: datetime | None, due_at: datetime, cut_off: datetime) -> State:
    """Where one promise stands at the cut-off (aware times; the cut-off counts). Waived and cancelled are decided by people."""
    stop = None if stopped_at is None else stopped_at.astimezone(UTC)
    due, end = due_at.astimezone(UTC), cut_off.astimezone(UTC)
    if stop is not None and stop <= end:
        return "met" if stop <= due else "met_late"
    return "breached_open" if due <= end else "running"


def compliance(*, states: Iterable[State]) -> Compliance:
    """The share and its slices over many promises."""
    found = list(states)
    judged = sum(state in JUDGED for state in found)
    met, waived = found.count("met"), found.count("waived")
    return Compliance(
        share=Decimal(met) / judged if judged else None,
        met=met,
        judged=judged,
        waived=waived,
        excluded=len(found) - judged - waived,
    )
