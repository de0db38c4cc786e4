"""New figures for objectives, set-based: the same way for one objective as for a whole organisation.

The terms in one query, all measures in one statement, the rules in one pass, one write-back that touches only the
rows that differ. A pure function of terms, facts and as-of day: a second run changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from goals.actions import write_back
from goals.catalogue import CATALOGUE
from goals.models.objective import ObjectiveQuerySet
from goals.queries.cells import Terms, cells_of, terms_of
from goals.rules.progress import assess
from metrics.definitions import Measured
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
    terms = terms_of(objectives)
    measured = measure(
        organisation_id=organisation.pk,
        currency=organisation.currency,
        cells=cells_of(terms),
        as_of=as_of,
    )
    return Revalued(
        objectives=len(terms),
        changed=write_back.write([_figures(term, measured[term.id], as_of) for term in terms], at=at),
    )


def _figures(term: Terms, measured: Measured, as_of: date) -> write_back.Figures:
    """The one list of what is stored for an objective."""
    metric = CATALOGUE[term.metric_key]
    numerator = None if measured.is_mixed else Decimal(measured.numerator)
    denominator = None if measured.denominator is None else Decimal(measured.denominator)
    judged = assess(
        numerator=numerator,
        denominator=denominator,
        is_ratio=metric.is_ratio,
        target=term.target,
        baseline=term.baseline,
        direction=term.direction,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        as_of=as_of,
    )
    return {
        "objective_id": term.id,
        "numerator": numerator,
        "denominator": denominator,
        **judged._asdict(),
    }
