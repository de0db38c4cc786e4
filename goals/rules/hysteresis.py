"""Status with hysteresis: a pace that trembles at a threshold must not make the status, and people's mail, flutter.

Worse is shown at once: a warning never waits. Better is shown when the pace clears the threshold by a margin, or, one
step at a time, when the day's plain status has been better for k days running. (The two-threshold switch is O. H.
Schmitt's trigger of 1938; that only the good news waits is this project's decision.)

Only on track, watch and off track are held. All other words (not started, no data, reached, missed) are facts: they
pass as they are, and what was held before them is forgotten. So does a status without a pace, which has no threshold
to tremble at. ``previous`` is always the state of an *earlier day*, so that computing a day twice gives the same.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from goals.rules.progress import ON_TRACK, WATCH, Status

MARGIN = Decimal("0.02")
DAYS = 3
THRESHOLDS: dict[Status, Decimal | None] = {"off_track": None, "watch": WATCH, "on_track": ON_TRACK}
STEPS: tuple[Status, ...] = tuple(THRESHOLDS)


@dataclass(frozen=True, slots=True)
class Held:
    """The shown status; ``better_since`` is the first of the days running on which the plain status was better."""

    status: Status
    better_since: date | None = None


def hold(
    *,
    previous: Held | None,
    plain: Status,
    pace: Decimal | None,
    as_of: date,
    margin: Decimal = MARGIN,
    days: int = DAYS,
) -> Held:
    """The status to show on ``as_of``, from the state of the day before and the day's own plain status and pace."""
    if previous is None or pace is None or plain not in STEPS or previous.status not in STEPS:
        return Held(status=plain)
    if STEPS.index(plain) <= STEPS.index(previous.status):
        return Held(status=plain)
    cleared = _cleared(pace=pace, margin=margin, plain=plain)
    if STEPS.index(cleared) > STEPS.index(previous.status):
        return _held(status=cleared, plain=plain, as_of=as_of)
    since = previous.better_since or as_of
    if (as_of - since).days + 1 >= days:
        return _held(status=STEPS[STEPS.index(previous.status) + 1], plain=plain, as_of=as_of)
    return Held(status=previous.status, better_since=since)


def _cleared(*, pace: Decimal, margin: Decimal, plain: Status) -> Status:
    """The best step, up to the plain one, whose threshold the pace passes by the margin."""
    passed = [step for step in STEPS[: STEPS.index(plain) + 1] if _passes(step, pace - margin)]
    return passed[-1]


def _passes(step: Status, pace: Decimal) -> bool:
    threshold = THRESHOLDS[step]
    return threshold is None or pace >= threshold


def _held(*, status: Status, plain: Status, as_of: date) -> Held:
    return Held(status=status, better_since=None if status == plain else as_of)
