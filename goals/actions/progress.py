"""New figures for objectives, set-based: the same way for one objective as for a whole organisation.

The terms in one query and their guards in another, all measures in one statement, the rules on columns, one write-back
that touches only the rows that differ. A pure function of terms, facts and as-of day: a second run changes nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from goals.actions import restatements, write_back
from goals.models.objective import ObjectiveQuerySet
from goals.queries.assessments import Columns, figures_of
from goals.queries.inputs import inputs_of
from teams.models import Organisation
from teams.tenancy import active_organisation_id

# The lock makes recomputes of one organisation wait for each other, so that older figures never replace newer ones.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True, slots=True)
class Revalued:
    """How many objectives were looked at, and how many figures changed."""

    objectives: int
    changed: int


@contextmanager
def _collecting_garbage_later() -> Iterator[None]:
    """Rows by the tens of thousands, none of which is in a cycle, would set it off again and again. Of a function: until they
    are gone.
    """
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.enable()


@_collecting_garbage_later()
def revalue(
    *,
    organisation: Organisation,
    objectives: ObjectiveQuerySet | None,
    as_of: date,
    at: datetime,
    is_asked_anew: bool = False,
) -> Revalued:
    """Measure and judge the objectives, or all that are not archived, through the end of `as_of`; write what differs. Needs a
    transaction.

    Where something else is asked than before, no status of an earlier day is held. Closed results stay as they are: what
    differs from them is a restatement.
    """
    take_turn()
    inputs = inputs_of(objectives=objectives, organisation=organisation, as_of=as_of)
    figures = figures_of(inputs, as_of=as_of, is_asked_anew=is_asked_anew)
    is_closed = [term.is_closed for term in inputs.terms]
    moving, frozen = _parted(figures, is_closed) if any(is_closed) else (figures, {})
    changed = write_back.write(moving, at=at, today=at.astimezone(organisation.zone).date())
    return Revalued(objectives=len(inputs.terms), changed=changed + restatements.write(frozen, at=at))


def _parted(columns: Columns, is_closed: list[bool]) -> tuple[Columns, Columns]:
    """Figures that move, and those of closed results."""
    moving, closed = ([place for place, is_one in enumerate(is_closed) if is_one == wanted] for wanted in (False, True))
    return _picked(columns, moving), _picked(columns, closed)


def _picked(columns: Columns, places: list[int]) -> Columns:
    if not places:
        return {}
    return {name: type(column)(column[place] for place in places) for name, column in columns.items()}


def take_turn() -> None:
    """Wait until no other transaction recomputes the organisation."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"goals.progress {active_organisation_id()}"])
