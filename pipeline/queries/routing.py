"""Who could have a lead now, and whom the rules of distribution look at."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from operator import attrgetter
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.expressions import RawSQL

from pipeline.models import Deal, Lead, LeadAssignment, LeadRejection, RepCapacity, RoutingRule, StageTransition
from pipeline.rules.distribution import Candidate, Missing
from pipeline.rules.fairness import Share, gini
from pipeline.rules.hand_off import Action
from teams.models import Absence, Assignment, CalendarVersion, Department, Membership, Team
from teams.permissions import Role


@dataclass(slots=True)
class Pool:
    """The people of a rule's team on a day, in order of name, and whether they work at this hour."""

    rule: RoutingRule
    people: list[Membership]
    is_open: bool
    away: set[Any] = field(default_factory=set)


def rules() -> Any:
    related = ("territory", "product", "team", "fallback", "calendar")
    return RoutingRule.objects.select_related(*related).order_by("position", "pk")


def rule_for(lead: Any, *, among: list[RoutingRule]) -> RoutingRule | None:
    """The first that fits; a rule without a territory or product fits any."""
    return next((rule for rule in among if _fits(rule, lead)), None)


def _fits(rule: RoutingRule, lead: Any) -> bool:
    return rule.territory_id in (None, lead.territory_id) and rule.product_id in (None, lead.product_id)


def pool_of(rule: RoutingRule, *, day: date, at: datetime) -> Pool:
    teams = [team.pk for team in Team.objects.descendants(rule.team, include_self=True)]
    placed = Assignment.objects.on(day).filter(team__in=teams).values("membership")
    people = list(Membership.objects.filter(pk__in=placed, role=Role.REP).order_by("full_name", "pk"))
    away = set(Absence.objects.on(day).filter(membership__in=people).values_list("membership_id", flat=True))
    return Pool(rule, people, is_open(rule, at=at), away)


def is_open(rule: RoutingRule, *, at: datetime) -> bool:
    """Whether the rule's calendar, else the organisation's, is open; without any it always is."""
    versions = CalendarVersion.objects.with_days()
    if rule.calendar_id:
        found = versions.newest().filter(calendar=rule.calendar_id).first()
    else:
        found = versions.of_default().first()
    return found is None or found.terms.is_open(at)


def waiting(*, at: datetime) -> QuerySet[Lead]:
    """Leads to hand out, the oldest first: MQLs without an owner that became one lately. The sweep asks the same function."""
    found = RawSQL("SELECT id FROM pipeline_leads_to_hand_out(%s)", [at])
    return Lead.objects.filter(pk__in=found).order_by("occurred_at", "pk")


def refused_by(lead: Lead) -> set[Any]:
    """Whose it was when it was given back, by them or for them, because it is somebody else's."""
    found = LeadRejection.objects.filter(lead=lead, action=Action.REROUTE.value, owner__isnull=False)
    return set(found.values_list("owner_id", flat=True))


def candidates(pool: Pool, *, refused: set[Any], capacities: dict[Any, RepCapacity]) -> list[Candidate]:
    """The pool for one lead: whose it has turned out not to be is left out."""
    return [_candidate(one, pool, capacities[one.pk]) for one in pool.people if one.pk not in refused]


def _candidate(member: Membership, pool: Pool, capacity: RepCapacity) -> Candidate:
    missing = None
    if not member.is_active:
        missing = Missing.LEFT
    elif member.pk in pool.away:
        missing = Missing.ABSENT
    elif capacity.leads_per_week == 0:
        missing = Missing.NO_CAPACITY
    return Candidate(member.pk, capacity.leads_per_week, capacity.credit, missing)


def last_resort() -> Membership | None:
    """Who gets what no rule fits: the head of sales, else an owner of the organisation."""
    heads = Department.objects.filter(kind=Department.Kind.SALES, head__is_active=True).select_related("head")
    department = heads.order_by("name", "pk").first()
    if department is not None:
        return department.head
    return Membership.objects.active().filter(role=Role.OWNER).order_by("created_at", "pk").first()


@dataclass(frozen=True, slots=True)
class Load:
    """Somebody's capacity, what they got in a time, and what that is of all."""

    member: Membership
    capacity: int
    leads: int
    value_minor: int
    fair_leads: float | None

    @property
    def gap(self) -> float:
        """How many leads they are away from what their capacity asks for."""
        return abs(self.leads - self.fair_leads) if self.fair_leads is not None else 0


@dataclass(frozen=True, slots=True)
class Fairness:
    loads: list[Load]
    leads: int
    value_minor: int
    by_count: float | None
    by_value: float | None

    def ordered(self, order: str) -> "Fairness":
        """By a figure of theirs, with - the most first; without one, and among equals, by name."""
        if not order:
            return self
        figure = attrgetter(order.removeprefix("-"))
        return replace(self, loads=sorted(self.loads, key=figure, reverse=order.startswith("-")))


def fairness(*, since: date, until: date, currency: str) -> Fairness:
    """What each rep got in [since, until): leads that came into their hands as MQL or SAL, and what they won from leads.

    Deals in another currency than the organisation's are left out.
    """
    reps = list(Membership.objects.active().filter(role=Role.REP).order_by("full_name", "pk"))
    capacities = dict(RepCapacity.objects.values_list("membership_id", "leads_per_week"))
    counts, values = _got(reps, since, until), _won(reps, since, until, currency)
    total = sum(capacities.get(one.pk, RepCapacity.USUAL) for one in reps)
    handed = sum(counts.values())
    loads = []
    for one in reps:
        capacity = capacities.get(one.pk, RepCapacity.USUAL)
        fair = handed * capacity / total if total else None
        loads.append(Load(one, capacity, counts.get(one.pk, 0), values.get(one.pk) or 0, fair))
    return Fairness(
        loads,
        handed,
        sum(one.value_minor for one in loads),
        gini(shares=[Share(one.leads, Fraction(one.capacity)) for one in loads]),
        gini(shares=[Share(max(one.value_minor, 0), Fraction(one.capacity)) for one in loads]),
    )


def _got(reps: list[Membership], since: date, until: date) -> dict[Any, int]:
    entered = StageTransition.objects.filter(owner__in=reps, to_stage__in=["mql", "sal"], day__gte=since, day__lt=until)
    taken = entered.filter(is_first=True, lead__isnull=False).order_by()
    return dict(taken.values_list("owner").annotate(Count("lead", distinct=True)))


def _won(reps: list[Membership], since: date, until: date, currency: str) -> dict[Any, int]:
    won = Deal.objects.filter(owner__in=reps, status=Deal.Status.WON, closed_day__gte=since, closed_day__lt=until)
    from_leads = won.filter(lead__isnull=False, currency=currency).order_by()
    return dict(from_leads.values_list("owner").annotate(Sum("amount_minor")))


def fallbacks(*, since: datetime) -> Any:
    """Leads that did not find their way by the rules, the newest first."""
    found = LeadAssignment.objects.filter(reason__in=LeadAssignment.FALLBACKS, assigned_at__gte=since)
    return found.select_related("lead", "owner").order_by("-assigned_at", "pk")[:50]


def unassigned() -> list[Lead]:
    """MQLs that are nobody's: until their office opens, or for as long as there is nobody at all."""
    found = Lead.objects.filter(stage="mql", owner__isnull=True).select_related("lead_source", "product")
    return list(found.order_by("occurred_at", "pk")[:50])
