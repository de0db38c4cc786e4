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

from goals.actions import write_back
from goals.catalogue import metric_or_gone
from goals.models.objective import ObjectiveQuerySet
from goals.queries.cells import Terms, cells_of, terms_of
from goals.queries.guardrails import GuardTerms, companion_cells, guards_of
from goals.rules import guardrails, progress
from goals.rules.assessment import Assessment, Course, Promise, Reason, assess
from metrics.definitions import Measured, Metric
from metrics.engine import measure
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
) -> Revalued:
    """Measure and judge the objectives through the end of `as_of`; write what differs. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"goals.progress {active_organisation_id()}"])
    terms, guards = terms_of(objectives), guards_of(objectives)
    cells = cells_of(terms)
    companions = companion_cells(guards, {cell.key: cell for cell in cells}, organisation.pk)
    measured = measure(
        organisation=organisation,
        cells=cells + companions,
        as_of=as_of,
    )
    theirs: dict[UUID, list[GuardTerms]] = defaultdict(list)
    for guard in guards:
        theirs[guard.objective_id].append(guard)
    figures = [_figures(term, theirs.get(term.id, ()), measured, as_of) for term in terms]
    today = at.astimezone(organisation.zone).date()
    return Revalued(objectives=len(terms), changed=write_back.write(figures, at=at, today=today))


def _figures(
    term: Terms, guards: Sequence[GuardTerms], measured: Mapping[UUID, Measured], as_of: date
) -> write_back.Figures:
    """The one list of what is stored for an objective."""
    counted, metric = measured[term.id], metric_or_gone(term.metric_key)
    judged = _judged(term, metric, counted, guards, measured, as_of)
    return {
        "objective_id": term.id,
        "numerator": counted.numerator,
        "denominator": counted.denominator,
        **judged._asdict(),
    }


def _judged(
    term: Terms,
    metric: Metric,
    counted: Measured,
    guards: Sequence[GuardTerms],
    measured: Mapping[UUID, Measured],
    as_of: date,
) -> Assessment:
    share = progress.calendar_share(starts_on=term.starts_on, ends_on=term.ends_on, as_of=as_of)
    return assess(
        promise=Promise(
            direction=term.direction,
            target=term.target,
            upper=term.target_upper,
            baseline=term.baseline,
            accumulates=metric.accumulates,
            starts_on=term.starts_on,
            ends_on=term.ends_on,
        ),
        actual=counted.actual,
        course=Course(share=share),
        as_of=as_of,
        guards=[_guard(guard, measured[guard.id], share) for guard in guards],
        reason=_reason(counted),
    )


def _guard(terms: GuardTerms, companion: Measured, share: Decimal) -> guardrails.Guard:
    metric = metric_or_gone(terms.metric_key)
    limit = guardrails.due(kind=terms.kind, limit=terms.limit, accumulates=metric.accumulates, share=share)
    return guardrails.Guard(
        name=str(terms.id), kind=terms.kind, limit=limit, is_hard=terms.is_hard, companion=companion.actual
    )


def _reason(counted: Measured) -> Reason | None:
    """A missing rate is told with its currency and day."""
    if counted.reason is None:
        return None
    names = {} if counted.missing is None else {"currency": counted.missing[0], "day": counted.missing[1].isoformat()}
    return {"code": counted.reason, **names}
