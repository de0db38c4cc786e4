"""The courses of objectives, measured again where late facts or new terms have moved them: days touched only.

Marks are rows, taken a few at a time; each chunk commits what it found together with the marks that it has served, so
that a crash loses none and does none twice. What does not differ is not written.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from goals.models import CorrectionDue, Objective
from goals.queries.cells import Terms, terms_of
from goals.queries.points import ONE_DAY, Stretch, measured_by_day, stored_values
from goals.rules import corrections
from teams.queries.organisations import active_organisation
from teams.tenancy import active_organisation_id

# So many days of so many objectives are measured at once: about 10,000 cells.
CHUNK = 100
MARK = """
    INSERT INTO goals_correctiondue AS kept (organisation_id, objective_id, from_day)
    SELECT %(organisation)s, due.* FROM unnest(%(ids)s::uuid[], %(days)s::date[]) AS due (objective_id, from_day)
    ORDER BY objective_id
    ON CONFLICT (organisation_id, objective_id) DO UPDATE SET from_day = EXCLUDED.from_day
    WHERE kept.from_day > EXCLUDED.from_day
"""
CORRECT = """
    INSERT INTO goals_correctedpoint (organisation_id, objective_id, day, actual, measured_at)
    SELECT %(organisation)s, fresh.*, %(at)s
    FROM unnest(%(ids)s::uuid[], %(days)s::date[], %(actuals)s::numeric[]) AS fresh (objective_id, day, actual)
    ON CONFLICT (organisation_id, objective_id, day) DO UPDATE
    SET actual = EXCLUDED.actual, measured_at = EXCLUDED.measured_at
"""


def mark(*, first_days: Iterable[tuple[UUID, date]]) -> None:
    """Have these objectives' courses measured again from a day on; an earlier mark stands."""
    due = list(first_days)
    if due:
        ids, days = zip(*due, strict=True)
        _execute(MARK, ids=[str(id_) for id_ in ids], days=list(days))


@transaction.atomic
def advance(*, at: datetime, most: int = CHUNK) -> int:
    """Serve some marks, if nobody else does; return how many. Run again until there are none."""
    due = dict(
        CorrectionDue.objects.select_for_update(skip_locked=True)
        .order_by("objective")
        .values_list("objective_id", "from_day")[:most]
    )
    if due:
        objectives = Objective.objects.filter(pk__in=due)
        measure_again(terms=terms_of(objectives), first_days=due, at=at)
        CorrectionDue.objects.filter(objective__in=due).delete()
    return len(due)


@transaction.atomic
def measure_again(*, terms: Sequence[Terms], first_days: dict[UUID, date], at: datetime) -> int:
    """Write the days before today on which the course is not what the records say; return how many."""
    organisation = active_organisation()
    yesterday = at.astimezone(organisation.zone).date() - ONE_DAY
    stretches = [
        Stretch(term, max(term.starts_on, first_days[term.id]), min(term.ends_on - ONE_DAY, yesterday))
        for term in terms
    ]
    stretches = [stretch for stretch in stretches if stretch.first <= stretch.last]
    if not stretches:
        return 0
    fresh = measured_by_day(organisation=organisation, stretches=stretches)
    corrections = _corrections(stretches, fresh)
    if corrections:
        ids, days, actuals = zip(*corrections, strict=True)
        _execute(CORRECT, at=at, ids=[str(id_) for id_ in ids], days=list(days), actuals=list(actuals))
    return len(corrections)


def _corrections(
    stretches: Sequence[Stretch], fresh: dict[UUID, corrections.Values]
) -> list[tuple[UUID, date, Decimal | None]]:
    stored = stored_values(
        fresh,
        starts_on=min(stretch.terms.starts_on for stretch in stretches),
        ends_on=max(stretch.terms.ends_on for stretch in stretches),
    )
    found = []
    for stretch in stretches:
        terms = stretch.terms
        known, corrected = stored[terms.id]
        wrong = corrections.differing(
            fresh=fresh[terms.id],
            known=known,
            corrected=corrected,
            days=corrections.days(starts_on=terms.starts_on, ends_on=stretch.last + ONE_DAY),
        )
        found += [(terms.id, day, actual) for day, actual in wrong.items()]
    return found


def _execute(statement: str, **arguments: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"organisation": active_organisation_id(), **arguments})
