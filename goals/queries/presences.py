"""When the people whose targets are prorated are there: loaded for all objectives at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from goals.catalogue import metric_or_gone
from goals.models import Scope
from goals.queries.cells import Terms
from goals.rules.proration import Presence
from goals.rules.spans import Span
from teams.models import Absence, Assignment, Membership, RampPlan
from teams.models.membership import AssignmentQuerySet
from teams.models.presence import AbsenceQuerySet

ALWAYS: Span = (date.min, date.max)
# Beyond so many people it is cheaper to look at everybody.
FEW = 200


def presences_of(terms: Iterable[Terms]) -> dict[UUID, Presence]:
    """By objective, of those whose target is not asked in full: four queries, and none without a rep's objective."""
    prorated = [term for term in terms if is_prorated(term)]
    if not prorated:
        return {}
    people = _people({term.scope_id for term in prorated}, max(term.ends_on for term in prorated))
    found = {term.id: (people[term.scope_id], term) for term in prorated if term.scope_id in people}
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
    few = {"membership__in": ids} if len(ids) <= FEW else {}
    assigned = _assigned(Assignment.objects.filter(**few))
    absent = _absent(Absence.objects.filter(starts_on__lt=until, **few))
    joined = dict(Membership.objects.filter(joined_on__isnull=False).values_list("pk", "joined_on"))
    ramps: dict[UUID | None, list[Decimal]] = dict(RampPlan.objects.values_list("membership_id", "shares"))
    return {
        id_: Presence(
            assigned=assigned.get(id_, [ALWAYS]),
            absences=absent.get(id_, ()),
            joined_on=joined.get(id_),
            ramp=_ramp(ramps, id_),
        )
        for id_ in ids & (assigned.keys() | absent.keys() | joined.keys())
    }


def _ramp(ramps: dict[UUID | None, list[Decimal]], id_: UUID) -> Sequence[Decimal]:
    """A member's own plan, else the organisation's."""
    return ramps[id_] if id_ in ramps else ramps.get(None, ())


def _assigned(rows: AssignmentQuerySet) -> dict[UUID, list[Span]]:
    """Assignments with a first or a last day; one without either is the only one its member has, and holds always."""
    bounded = rows.exclude(starts_on=None, ends_on=None).order_by("pk")
    spans: dict[UUID, list[Span]] = defaultdict(list)
    for id_, starts_on, ends_on in bounded.values_list("membership_id", "starts_on", "ends_on"):
        spans[id_].append((starts_on or date.min, ends_on or date.max))
    return spans


def _absent(rows: AbsenceQuerySet) -> dict[UUID, list[Span]]:
    spans: dict[UUID, list[Span]] = defaultdict(list)
    for id_, starts_on, ends_on in rows.order_by("pk").values_list("membership_id", "starts_on", "ends_on"):
        spans[id_].append((starts_on, ends_on))
    return spans
