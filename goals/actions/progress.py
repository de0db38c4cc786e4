"""New figures for objectives, set-based: the same way for one objective as for a whole organisation.

The terms in one query and their guards in another, all measures in one statement, the rules in one pass, one write-back
that touches only the rows that differ. A pure function of terms, facts and as-of day: a second run changes nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from goals.actions import restatements, write_back
from goals.catalogue import metric_or_gone
from goals.models.objective import ObjectiveQuerySet
from goals.queries.cells import Terms, cells_of, cells_of_all, key_of_all, terms_of
from goals.queries.closes import closed_ids
from goals.queries.courses import courses_of
from goals.queries.guardrails import GuardTerms, companion_cells, guards_of
from goals.queries.reasons import reason_of
from goals.rules import guardrails
from goals.rules.assessment import Course, Promise, assess
from goals.rules.hysteresis import hold
from goals.rules.outlook import outlook
from metrics.definitions import Measured, Metric
from metrics.engine import measure
from metrics.queries.rollups import usable
from teams.models import Organisation
from teams.tenancy import active_organisation_id

# The lock makes recomputes of one organisation wait for each other, so that older figures never replace newer ones.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True, slots=True)
class Revalued:
    """How many objectives were looked at, and how many figures changed."""

    objectives: int
    changed: int


def revalue(
    *,
    organisation: Organisation,
    objectives: ObjectiveQuerySet,
    as_of: date,
    at: datetime,
    is_asked_anew: bool = False,
) -> Revalued:
    """Measure and judge the objectives through the end of `as_of`; write what differs. Needs a transaction.

    Where something else is asked than before, no status of an earlier day is held. Closed results stay as they are: what
    differs from them is a restatement.
    """
    take_turn()
    terms, guards = terms_of(objectives), guards_of(objectives)
    cells = cells_of(terms)
    companions = companion_cells(guards, {cell.key: cell for cell in cells}, organisation.pk)
    measured = measure(
        organisation=organisation,
        cells=cells + companions + cells_of_all(terms, cells),
        as_of=as_of,
        rolled=usable(),
    )
    courses = courses_of(terms=terms, as_of=as_of)
    theirs: dict[UUID, list[GuardTerms]] = defaultdict(list)
    for guard in guards:
        theirs[guard.objective_id].append(guard)
    figures = [
        _figures(term, theirs.get(term.id, ()), measured, courses[term.id], as_of, is_asked_anew=is_asked_anew)
        for term in terms
    ]
    closed = closed_ids(objectives)
    changed = write_back.write(
        [one for one in figures if one["objective_id"] not in closed],
        at=at,
        today=at.astimezone(organisation.zone).date(),
    )
    restated = restatements.write([one for one in figures if one["objective_id"] in closed], at=at)
    return Revalued(objectives=len(terms), changed=changed + restated)


def take_turn() -> None:
    """Wait until no other transaction recomputes the organisation."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"goals.progress {active_organisation_id()}"])


def _figures(
    term: Terms,
    guards: Sequence[GuardTerms],
    measured: Mapping[UUID, Measured],
    course: Course,
    as_of: date,
    *,
    is_asked_anew: bool,
) -> write_back.Figures:
    """The one list of what is stored for an objective."""
    counted, metric = measured[term.id], metric_or_gone(term.metric_key)
    promise = _promise(term, metric)
    judged = assess(
        promise=promise,
        actual=counted.actual,
        actual_of_all=measured[key_of_all(term.id)].actual if term.qualifying else None,
        course=course,
        as_of=as_of,
        guards=[_guard(guard, measured[guard.id], course.share) for guard in guards],
        reason=reason_of(counted),
    )
    previous = None if is_asked_anew else term.before(judged.as_of)
    held = hold(previous=previous, plain=judged.status, pace=judged.pace, as_of=judged.as_of)
    return {
        "objective_id": term.id,
        "numerator": counted.numerator,
        "denominator": counted.denominator,
        **judged._asdict(),
        **outlook(promise=promise, course=course, judged=judged)._asdict(),
        "status": held.status,
        "plain_status": judged.status,
        "better_since": held.better_since,
        "earlier_status": previous.status if previous else "",
        "earlier_better_since": previous.better_since if previous else None,
    }


def _promise(term: Terms, metric: Metric) -> Promise:
    return Promise(
        direction=term.direction,
        target=term.target,
        upper=term.target_upper,
        baseline=term.baseline,
        accumulates=metric.accumulates,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
    )


def _guard(terms: GuardTerms, companion: Measured, share: Decimal) -> guardrails.Guard:
    metric = metric_or_gone(terms.metric_key)
    limit = guardrails.due(kind=terms.kind, limit=terms.limit, accumulates=metric.accumulates, share=share)
    return guardrails.Guard(
        name=str(terms.id),
        metric=terms.metric_key,
        kind=terms.kind,
        limit=limit,
        is_hard=terms.is_hard,
        companion=companion.actual,
    )
