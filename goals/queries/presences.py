"""When the people whose targets are prorated are there: loaded for all objectives at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from goals.catalogue import metric_or_gone
from goals.models import Scope
from goals.queries.cells import Terms
from goals.rules.proration import Presence
from goals.rules.spans import Span
from metrics.engine import array
from teams.models import RampPlan, compiled
from teams.tenancy import active_organisation_id

ALWAYS: Span = (date.min, date.max)
# Beyond so many people it is cheaper to look at everybody.
FEW = 200
# An assignment without a first and a last day is the only one its member has, and holds always.
KNOWN = """
    SELECT 'assigned', membership_id, coalesce(starts_on, %(first)s), coalesce(ends_on, %(last)s) FROM teams_assignment
    WHERE organisation_id = %(organisation)s AND (starts_on IS NOT NULL OR ends_on IS NOT NULL)
      AND (%(everybody)s OR membership_id = ANY (%(ids)s::uuid[]))
    UNION ALL
    SELECT 'absent', membership_id, starts_on, ends_on FROM teams_absence
    WHERE organisation_id = %(organisation)s AND starts_on < %(until)s
      AND (%(everybody)s OR membership_id = ANY (%(ids)s::uuid[]))
    UNION ALL
    SELECT 'joined', id, joined_on, NULL FROM teams_membership
    WHERE organisation_id = %(organisation)s AND joined_on IS NOT NULL
"""


def presences_of(terms: Iterable[Terms]) -> dict[UUID, Presence]:
    """By objective, of those whose target is not asked in full: two queries, and none without a rep's objective."""
    prorated = [term for term in terms if is_prorated(term)]
    if not prorated:
        return {}
    people = _people({term.scope_id for term in prorated}, max(term.ends_on for term in prorated))
    found = {term.id: (people[term.scope_id], term) for term in prorated if term.scope_id in people} if people else {}
    return {
        id_: presence
        for id_, (presence, term) in found.items()
        if not presence.is_whole(starts_on=term.starts_on, ends_on=term.ends_on)
    }


def is_prorated(term: Terms) -> bool:
    """What accumulates and is to be reached by one person, unless the objective says otherwise."""
    is_asked = term.is_prorated and term.scope == Scope.REP and term.direction != "at_most"
    return is_asked and metric_or_gone(term.metric_key).accumulates


def _people(ids: set[UUID], until: date) -> dict[UUID, Presence]:
    """Everybody about whom something is known: days of assignment, absences, the day of joining.

    A member in no team at all is taken to be there: nobody has said otherwise.
    """
    known = _known(ids, until)
    joined = {id_: spans[0][0] for id_, spans in known["joined"].items()}
    # What is asked of newcomers matters to nobody whose first day is not known.
    ramps: dict[UUID | None, list[Decimal]] = {}
    if joined:
        ramps = dict(RampPlan.objects.values_list("membership_id", "shares"))
    return {
        id_: Presence(
            assigned=known["assigned"].get(id_, [ALWAYS]),
            absences=known["absent"].get(id_, ()),
            joined_on=joined.get(id_),
            ramp=_ramp(ramps, id_),
        )
        for id_ in ids & (known["assigned"].keys() | known["absent"].keys() | joined.keys())
    }


def _known(ids: set[UUID], until: date) -> dict[str, dict[UUID, list[Span]]]:
    few = len(ids) <= FEW
    arguments: dict[str, Any] = {
        "organisation": active_organisation_id(),
        "until": until,
        "ids": array(list(ids) if few else []),
        "everybody": not few,
    }
    spans: dict[str, dict[UUID, list[Span]]] = {name: defaultdict(list) for name in ("assigned", "absent", "joined")}
    with connection.cursor() as cursor:
        statement = compiled.planned_once(KNOWN) if few else KNOWN
        cursor.execute(statement, arguments | {"first": ALWAYS[0], "last": ALWAYS[1]})
        for name, id_, starts_on, ends_on in cursor.fetchall():
            spans[name][id_].append((starts_on, ends_on))
    return spans


def _ramp(ramps: dict[UUID | None, list[Decimal]], id_: UUID) -> Sequence[Decimal]:
    """A member's own plan, else the organisation's."""
    return ramps[id_] if id_ in ramps else ramps.get(None, ())
