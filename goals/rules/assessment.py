"""The figure of one objective, from what is asked, what was counted, and where its course should stand.

*Raw and credited.* `attainment` is what was achieved; `credited_attainment` what the guards leave of it
(goals/rules/guardrails.py), and that is what status, pace and sums go by. Where more is better and the actual itself is
held against the target, `credited` is the credited actual; elsewhere (at most, between, from a baseline) only the
attainment can be withheld, for half a waiting time would be a reward, and `credited` is undefined.

*Effective target.* `Course.factor` prorates the target of what accumulates (leave, ramp, transfers); a rate or a level
asks the same of everybody present.

A figure that cannot be said has a `Reason`: the first of the chain actual → attainment → guards that broke it.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goals.rules import guardrails, progress
from goals.rules.guardrails import Guard, Guarded
from goals.rules.progress import EXACT, ONE, ONE_DAY, PLACES, Direction, Status

# Part of every stored figure: raise it when a formula changes, so that an old figure says by which rules it was made.
RULE_VERSION = 3

Reason = dict[str, str]
Line = dict[str, str | bool | None]


class Promise(NamedTuple):
    """What is asked, in the unit of the metric. `target` is the lower end of a band, `upper` its upper one."""

    direction: Direction
    target: Decimal
    upper: Decimal | None
    baseline: Decimal | None
    accumulates: bool
    starts_on: date
    ends_on: date


class Course(NamedTuple):
    """The share of the way (0–1) that is expected by the end of the as-of day, and how much of the target is asked.

    ``level`` is where a rate or a level should stand by then, if it has a way to go. Units are the days, or business
    days, by which the rate that is still needed is told. ``learned_from`` says whose past taught a learned course.
    ``guarded`` is the share that the guards' floors go by, where that of the objective is what a limit allows already.
    """

    share: Decimal
    factor: Decimal = ONE
    level: Decimal | None = None
    units_elapsed: int = 0
    units: int = 0
    learned_from: str = ""
    learned_periods: int | None = None
    guarded: Decimal | None = None


class Assessment(NamedTuple):
    """What is stored for an objective, at six decimal places: the columns of its figure besides what was counted.

    `guards` holds a line per verdict, `reason` says why a figure is undefined.
    """

    as_of: date
    actual: Decimal | None
    attainment: Decimal | None
    expected: Decimal
    pace: Decimal | None
    status: Status
    effective_target: Decimal
    credited: Decimal | None
    credited_attainment: Decimal | None
    actual_of_all: Decimal | None
    guards: list[Line] | None
    reason: Reason | None
    rule_version: int = RULE_VERSION


def assess(
    *,
    promise: Promise,
    actual: Decimal | None,
    course: Course,
    as_of: date,
    guards: Sequence[Guard] = (),
    actual_of_all: Decimal | None = None,
    reason: Reason | None = None,
) -> Assessment:
    """All figures of one objective. Days after the period change nothing, so `as_of` stops the day after it."""
    asked = _effective(promise, course)
    weighed = _weighed(asked, actual, guards)
    expected, pace, status = _judged(asked, actual, weighed, course, as_of)
    return Assessment(
        as_of=max(asked.starts_on - ONE_DAY, min(as_of, asked.ends_on)),
        actual=_stored(actual),
        attainment=_stored(weighed.achieved),
        expected=expected.quantize(PLACES, context=EXACT),
        pace=_stored(pace),
        status=status,
        effective_target=asked.target.quantize(PLACES, context=EXACT),
        credited=_stored(weighed.credited),
        credited_attainment=_stored(weighed.kept),
        actual_of_all=_stored(actual_of_all),
        guards=None if weighed.guarded is None else _lines(weighed.guarded),
        reason=reason or _reason(asked, actual, weighed, is_asked=asked.target == promise.target),
    )


class Weighed(NamedTuple):
    """What was achieved, and what the guards leave of it: of the actual where it is held against the target itself."""

    achieved: Decimal | None
    guarded: Guarded | None
    factor: Decimal | None
    credited: Decimal | None
    kept: Decimal | None


def _weighed(asked: Promise, actual: Decimal | None, guards: Sequence[Guard]) -> Weighed:
    achieved = progress.attainment(
        actual=actual,
        target=asked.target,
        upper=asked.upper,
        baseline=asked.baseline,
        direction=asked.direction,
        accumulates=asked.accumulates,
    )
    is_actual_guarded = _is_actual_guarded(asked)
    guarded = guardrails.guarded(raw=actual if is_actual_guarded else achieved, guards=guards) if guards else None
    factor = ONE if guarded is None else guarded.factor
    credited = actual if guarded is None else guarded.credited
    return Weighed(
        achieved=achieved,
        guarded=guarded,
        factor=factor,
        credited=credited if is_actual_guarded else None,
        kept=achieved if factor == ONE else _times(achieved, factor),
    )


def _effective(promise: Promise, course: Course) -> Promise:
    if course.factor == ONE or not promise.accumulates:
        return promise
    upper = None if promise.upper is None else promise.upper * course.factor
    return promise._replace(target=promise.target * course.factor, upper=upper)


def _is_actual_guarded(asked: Promise) -> bool:
    method = progress.attainment_method(
        target=asked.target, baseline=asked.baseline, direction=asked.direction, accumulates=asked.accumulates
    )
    return method == "actual_over_target"


def _judged(
    asked: Promise, actual: Decimal | None, weighed: Weighed, course: Course, as_of: date
) -> tuple[Decimal, Decimal | None, Status]:
    """Expected, pace and status. What a guard withholds is missing in the pace as well."""
    share, factor, kept = course.share if asked.accumulates else ONE, weighed.factor, weighed.kept
    expected = asked.target * share if asked.accumulates or course.level is None else course.level
    upper = None if asked.upper is None else asked.upper * share
    pace = progress.pace(actual=actual, expected=expected, upper=upper, direction=asked.direction)
    pace = pace if factor == ONE else _times(pace, factor)
    until = _due(asked, expected, upper, share=share, is_over=progress.is_over(ends_on=asked.ends_on, as_of=as_of))
    is_met = None
    if actual is not None and factor is not None:
        is_met = progress.is_met(actual=actual, target=until[0], upper=until[1], direction=asked.direction)
        if is_met and factor != ONE:
            is_met = kept is not None and kept >= ONE
    status = progress.status(is_met=is_met, pace=pace, starts_on=asked.starts_on, ends_on=asked.ends_on, as_of=as_of)
    return expected, pace, status


def _due(
    asked: Promise, expected: Decimal, upper: Decimal | None, *, share: Decimal, is_over: bool
) -> tuple[Decimal, Decimal | None]:
    """What must be kept by now: a limit, or the upper end of a band, as a whole while nothing is expected yet."""
    if is_over or (not share and asked.direction == "at_most"):
        return asked.target, asked.upper
    return expected, upper if share else asked.upper


def _times(value: Decimal | None, factor: Decimal | None) -> Decimal | None:
    """What a guard leaves; a value of 0 or less passes as it is, as the guards say."""
    if value is None or factor is None:
        return None
    return value * factor if value > 0 else value


def _reason(asked: Promise, actual: Decimal | None, weighed: Weighed, *, is_asked: bool) -> Reason | None:
    guarded = weighed.guarded
    if actual is None:
        return {"code": "no_facts"}
    if weighed.achieved is None:
        return {"code": _reason_of_attainment(asked, actual) if is_asked or asked.target else "nothing_asked"}
    if guarded is not None and guarded.credited is None and guarded.binding is not None:
        return {"code": "guard_undefined", "metric": guarded.binding.guard.metric}
    return None


def _reason_of_attainment(asked: Promise, actual: Decimal) -> str:
    if asked.direction == "between":
        return "outside_of_quotients"
    if asked.baseline == asked.target:
        return "baseline_is_target"
    return "nothing_to_divide_by" if asked.target else "target_is_zero"


def _lines(guarded: Guarded) -> list[Line]:
    """A verdict each, in the order of the guards; `binds` marks the one that decided."""
    return [
        {
            "guard": verdict.guard.name,
            "metric": verdict.guard.metric,
            "kind": verdict.guard.kind,
            "is_hard": verdict.guard.is_hard,
            "state": verdict.state,
            "limit": _plain(verdict.guard.limit),
            "companion": _plain(verdict.guard.companion),
            "factor": _plain(verdict.factor),
            "binds": verdict is guarded.binding,
        }
        for verdict in guarded.verdicts
    ]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.quantize(PLACES, context=EXACT), "f")


def _stored(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(PLACES, context=EXACT)
