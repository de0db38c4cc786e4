"""The figures of objectives as columns, from their inputs: by the rule on columns, and what it leaves by the rule of one.

The one list of what is stored for an objective: a key is a column of `goals.models.objective_progress.Figures`.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from goals.catalogue import metric_or_gone
from goals.queries.guardrails import GuardTerms
from goals.queries.inputs import Inputs
from goals.queries.reasons import reason_of
from goals.rules import guardrails
from goals.rules.assessment import RULE_VERSION, Course, Promise, assess
from goals.rules.hysteresis import Held, hold
from goals.rules.many_assessments import STATUSES, Asked, Column, Found, Way, assess_many
from goals.rules.outlook import outlook
from goals.rules.progress import EXACT, MILLION, ONE, PLACES, Status
from metrics.definitions import Measured


class Millionths(list[int | None]):
    """A column of numbers at six decimal places."""


Columns = dict[str, list[Any]]
ONE_DAY = timedelta(days=1)
NUMBERS = (
    "actual",
    "attainment",
    "expected",
    "pace",
    "effective_target",
    "credited",
    "forecast",
    "required_rate",
    "required_ratio",
)
UNKNOWN = (False, 0, 1)


class Ways(NamedTuple):
    """The distinct ones, and for each objective the place of its own."""

    all: list[Way]
    places: list[int]

    def column(self, values: Sequence[Any]) -> list[Any]:
        """Of each objective the value of its way."""
        return [values[place] for place in self.places]


def figures_of(inputs: Inputs, *, as_of: date, is_asked_anew: bool = False) -> Columns:
    """Where something else is asked than before, no status of an earlier day is held."""
    if not inputs.terms:
        return {}
    ways = _ways(inputs)
    fractions = [_fraction(counted) for counted in inputs.counted]
    columns, alone = _together(inputs, ways, fractions, as_of)
    for place in sorted(alone.union(_special(inputs, fractions))):
        for name, value in _alone(inputs, place, as_of).items():
            is_number = isinstance(columns[name], Millionths) and value is not None
            columns[name][place] = int(value * MILLION) if is_number else value
    days = ways.column([_until(way, as_of) for way in ways.all])
    return columns | _held(inputs, columns, days, is_asked_anew=is_asked_anew)


def _ways(inputs: Inputs) -> Ways:
    found: dict[tuple[int, date, date], int] = {}
    keys = [
        (id(course), term.starts_on, term.ends_on) for course, term in zip(inputs.courses, inputs.terms, strict=True)
    ]
    places = [found.setdefault(key, len(found)) for key in keys]
    courses = {id(course): course for course in inputs.courses}
    return Ways([Way(courses[key], starts_on, ends_on) for key, starts_on, ends_on in found], places)


def _fraction(counted: Measured) -> tuple[bool, int, int] | None:
    """Whether it is known, numerator and denominator, as integers; None if they are none."""
    numerator, denominator = counted.numerator, counted.denominator
    if counted.reason is not None or denominator == 0:
        return UNKNOWN
    if counted.value is not None:
        numerator, denominator = counted.value * MILLION, MILLION
    if numerator is None:
        return UNKNOWN
    if numerator != int(numerator) or (denominator or 1) != int(denominator or 1):
        return None
    return True, int(numerator), int(denominator or 1)


def _special(inputs: Inputs, fractions: Sequence[tuple[bool, int, int] | None]) -> set[int]:
    """Those with guards, bands, levels on their way, or numbers that are no quotients of integers."""
    return {
        place
        for place, (term, course, fraction) in enumerate(zip(inputs.terms, inputs.courses, fractions, strict=True))
        if fraction is None or term.direction == "between" or course.level is not None
    }.union(inputs.guards)


def _together(
    inputs: Inputs, ways: Ways, fractions: Sequence[tuple[bool, int, int] | None], as_of: date
) -> tuple[Columns, set[int]]:
    """The figures of all, and the places of those that the columns cannot tell."""
    terms = inputs.terms
    accumulates = {key: metric_or_gone(key).accumulates for key in {term.metric_key for term in terms}}
    known, numerators, denominators = zip(*(fraction or UNKNOWN for fraction in fractions), strict=True)
    judged = assess_many(
        asked=Asked(
            is_at_most=np.array([term.direction == "at_most" for term in terms]),
            accumulates=np.array([accumulates[term.metric_key] for term in terms]),
            target=[term.target for term in terms],
            baseline=[term.baseline for term in terms],
            way=np.array(ways.places),
        ),
        found=Found(is_known=np.array(known), numerator=numerators, denominator=denominators),
        ways=ways.all,
        as_of=as_of,
    )
    columns: Columns = {name: _listed(getattr(judged, name)) for name in NUMBERS}
    columns["credited_attainment"] = Millionths(columns["attainment"])
    columns["plain_status"] = [STATUSES[number] for number in judged.status.tolist()]
    columns["reason"] = [
        None if is_known else reason_of(counted) or {"code": "no_facts"}
        for is_known, counted in zip(known, inputs.counted, strict=True)
    ]
    unsaid = judged.doubt | (np.array(known) & ~judged.attainment.is_known)
    return columns | _given(inputs) | _of_ways(ways, as_of), set(np.flatnonzero(unsaid).tolist())


def _listed(column: Column) -> Millionths:
    values = Millionths(column.millionths.tolist())
    for place in np.flatnonzero(~column.is_known).tolist():
        values[place] = None
    return values


def _given(inputs: Inputs) -> Columns:
    """What was counted, as it is, and what nobody has who has no guards."""
    size = len(inputs.terms)
    of_all: list[Decimal | None] = [None] * size
    for place, counted in inputs.of_all.items():
        of_all[place] = _stored(counted.actual)
    return {
        "objective_id": [term.id for term in inputs.terms],
        "numerator": [counted.numerator for counted in inputs.counted],
        "denominator": [counted.denominator for counted in inputs.counted],
        "actual_of_all": of_all,
        "guards": [None] * size,
        "rule_version": [RULE_VERSION] * size,
    }


def _stored(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(PLACES, context=EXACT)


def _of_ways(ways: Ways, as_of: date) -> Columns:
    """What depends on the way alone, as text: it is the same for many."""
    return {
        "as_of": ways.column([_until(way, as_of).isoformat() for way in ways.all]),
        "share": ways.column([str(_stored(way.course.share)) for way in ways.all]),
        "units_elapsed": ways.column([way.course.units_elapsed for way in ways.all]),
        "units": ways.column([way.course.units for way in ways.all]),
        "learned_from": ways.column([way.course.learned_from for way in ways.all]),
        "learned_periods": ways.column([way.course.learned_periods for way in ways.all]),
        "presence": ways.column([_presence(way.course) for way in ways.all]),
    }


def _until(way: Way, as_of: date) -> date:
    """Days after the period change nothing, so it stops the day after it."""
    return max(way.starts_on - ONE_DAY, min(as_of, way.ends_on))


def _presence(course: Course) -> Decimal | None:
    return None if course.factor == ONE else _stored(course.factor)


def _held(inputs: Inputs, columns: Columns, days: Sequence[date], *, is_asked_anew: bool) -> Columns:
    """The status to show, by that of an earlier day, where it turns better; `days` are those through which each is counted."""
    held: list[tuple[Status, date | None]] = []
    earlier: list[Held | None] = []
    for place, (term, plain, day) in enumerate(zip(inputs.terms, columns["plain_status"], days, strict=True)):
        previous = None if is_asked_anew else term.before(day)
        earlier.append(previous)
        if previous is None or previous.status == plain:
            held.append((plain, None))
        else:
            held.append(_turned(previous, plain, columns["pace"][place], day))
    return {
        "status": [status for status, _ in held],
        "better_since": [since for _, since in held],
        "earlier_status": [previous.status if previous else "" for previous in earlier],
        "earlier_better_since": [previous.better_since if previous else None for previous in earlier],
    }


def _turned(previous: Held, plain: Status, pace: int | None, as_of: date) -> tuple[Status, date | None]:
    exact = None if pace is None else Decimal(pace) / MILLION
    held = hold(previous=previous, plain=plain, pace=exact, as_of=as_of)
    return held.status, held.better_since


def _alone(inputs: Inputs, place: int, as_of: date) -> dict[str, Any]:
    """The figures of one objective."""
    term, counted, course = inputs.terms[place], inputs.counted[place], inputs.courses[place]
    promise = Promise(
        direction=term.direction,
        target=term.target,
        upper=term.target_upper,
        baseline=term.baseline,
        accumulates=metric_or_gone(term.metric_key).accumulates,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )
    judged = assess(
        promise=promise,
        actual=counted.actual,
        course=course,
        as_of=as_of,
        guards=[_guard(guard, companion, course) for guard, companion in inputs.guards.get(place, ())],
        actual_of_all=inputs.of_all[place].actual if place in inputs.of_all else None,
        reason=reason_of(counted),
    )
    figures = judged._asdict() | outlook(promise=promise, course=course, judged=judged)._asdict()
    return {"plain_status": figures.pop("status"), **figures}


def _guard(terms: GuardTerms, companion: Measured, course: Course) -> guardrails.Guard:
    metric = metric_or_gone(terms.metric_key)
    share = course.share if course.guarded is None else course.guarded
    limit = guardrails.due(kind=terms.kind, limit=terms.limit, accumulates=metric.accumulates, share=share)
    return guardrails.Guard(
        name=str(terms.id),
        metric=terms.metric_key,
        kind=terms.kind,
        limit=limit,
        is_hard=terms.is_hard,
        companion=companion.actual,
    )
