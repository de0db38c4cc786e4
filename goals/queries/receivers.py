"""Who or what an objective's number can be handed down to, and what each of them brought before."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from goals.models import Objective, Scope
from goals.models.allocation import Over
from goals.queries.cells import Terms, branches_of_teams, cells_of
from goals.queries.presences import presences_of
from goals.rules import proration, spans
from metrics import engine
from pipeline.models import Product
from teams.models import Assignment, Department, Membership, Organisation, Period, Team, Territory
from teams.queries.calendars import default_calendar
from teams.rules import working_days
from teams.tenancy import active_organisation_id

MOST_RECEIVERS = 400
# A column that a fact must name, where the objective keeps its own scope beside the product or territory.
CONDITIONS = {Over.PRODUCT: "product_id", Over.TERRITORY: "territory_id"}
Records = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Receiver:
    """`values` are what makes an objective of it: scope and record, or period, or conditions; and who owns it."""

    id: UUID
    name: str
    values: dict[str, Any]

    @property
    def scope_id(self) -> UUID:
        record = self.values.get(self.values["scope"])
        return record.pk if record else active_organisation_id()

    def is_of(self, child: Objective) -> bool:
        """Whether the child is this one's objective."""
        record = self.values.get(self.values["scope"])
        return (
            child.scope == self.values["scope"]
            and (record is None or getattr(child, f"{child.scope}_id") == record.pk)
            and child.period_id == self.values["period"].pk
            and child.qualifying == self.values["qualifying"]
        )


def possible_ways(objective: Objective) -> list[Over]:
    """Over what it can be handed down: from wide to narrow, and periods within its own."""
    narrower: dict[str, list[Over]] = {
        Scope.ORGANISATION: [Over.DEPARTMENT, Over.TEAM, Over.REP],
        Scope.DEPARTMENT: [Over.TEAM, Over.REP],
        Scope.TEAM: [Over.TEAM, Over.REP],
    }
    ways = narrower.get(objective.scope, [])
    fields = objective.metric.numerator.source.fields
    for over, column in CONDITIONS.items():
        if objective.scope != over.value and column in fields:
            ways = [*ways, over]
    return [*ways, Over.PERIOD]


def receivers_of(objective: Objective, over: str) -> list[Receiver]:
    """By name, people as they are assigned during its period; months in their order."""
    records = RECORDS[Over(over)](objective)[:MOST_RECEIVERS]
    return [_receiver(objective, Over(over), record) for record in records]


def history_of(
    *, objective: Objective, receivers: Sequence[Receiver], organisation: Organisation, today: date
) -> tuple[Period | None, dict[UUID, Decimal | None]]:
    """What each brought in the same period a year ago, else in the one before: one statement. None is unknown, not 0."""
    before = past_periods({receiver.values["period"] for receiver in receivers})
    terms = {
        receiver.id: _terms(objective, receiver, past)
        for receiver in receivers
        if (past := before[receiver.values["period"]])
    }
    if not terms:
        return None, {}
    found = engine.measure(organisation=organisation, cells=cells_of(terms.values()), as_of=today)
    there = presence_of(terms.values())
    values = {id_: found[term.id].actual if there.get(term.id, Decimal(1)) else None for id_, term in terms.items()}
    return next(past for past in before.values() if past), values


def presence_now(objective: Objective, receivers: Sequence[Receiver]) -> dict[UUID, Decimal]:
    """0–1 of those people whom leave, ramp, joining or leaving keep from the whole period."""
    terms = {receiver.id: _terms(objective, receiver, receiver.values["period"]) for receiver in receivers}
    shares = presence_of(terms.values())
    return {id_: shares[term.id] for id_, term in terms.items() if term.id in shares}


def presence_of(terms: Iterable[Terms]) -> dict[UUID, Decimal]:
    """The factor of each whose target would not be asked in full, by the id of its terms."""
    by_id = {term.id: term for term in terms}
    days = working_days.counted_by(default_calendar())
    return {
        id_: proration.prorated(
            presence=presence, starts_on=by_id[id_].starts_on, ends_on=by_id[id_].ends_on, days=days
        ).factor
        for id_, presence in presences_of(by_id.values()).items()
    }


def past_periods(periods: Iterable[Period]) -> dict[Period, Period | None]:
    """Of each the same one a year ago, else the one before. One query."""
    periods = list(periods)
    known = Period.objects.filter(kind__in={period.kind for period in periods})
    by_key = {(period.kind, period.year, period.number): period for period in known}
    by_end = {(period.kind, period.ends_on): period for period in by_key.values()}
    return {
        period: by_key.get((period.kind, period.year - 1, period.number)) or by_end.get((period.kind, period.starts_on))
        for period in periods
    }


def month_labels(objective: Objective) -> list[date]:
    """First days of the months of its period."""
    period = objective.period
    return [start for start, _end in spans.months(starts_on=period.starts_on, ends_on=period.ends_on)]


def _terms(objective: Objective, receiver: Receiver, period: Period) -> Terms:
    return Terms(
        uuid.uuid4(),
        objective.metric_key,
        receiver.values["scope"],
        receiver.scope_id,
        period.starts_on,
        period.ends_on,
        "at_least",
        None,
        Decimal(1),
        currency=objective.currency,
        qualifying=receiver.values["qualifying"],
        is_prorated=True,
    )


def _receiver(objective: Objective, over: Over, record: Any) -> Receiver:
    values: dict[str, Any] = {
        "scope": objective.scope,
        "period": objective.period,
        "qualifying": objective.qualifying,
        "owner": objective.owner,
    }
    if objective.scope != Scope.ORGANISATION:
        values[objective.scope] = objective.scope_record
    if over == Over.PERIOD:
        return Receiver(record.pk, record.label, values | {"period": record})
    if over in CONDITIONS and objective.scope != Scope.ORGANISATION:
        condition = [CONDITIONS[over], "is", [str(record.pk)]]
        return Receiver(record.pk, str(record), values | {"qualifying": [*objective.qualifying, condition]})
    owner = record if over == Over.REP else getattr(record, "head", None) or objective.owner
    return Receiver(record.pk, str(record), values | {"scope": over.value, over.value: record, "owner": owner})


def _departments(objective: Objective) -> Records:
    return list(Department.objects.select_related("head"))


def _teams(objective: Objective) -> Records:
    """Those directly below; a department's, or the organisation's, without a team above them."""
    if objective.scope == Scope.TEAM:
        return list(Team.objects.filter(parent=objective.team_id))
    within = {"department": objective.department_id} if objective.scope == Scope.DEPARTMENT else {}
    return list(Team.objects.filter(parent=None, **within))


def _reps(objective: Objective) -> Records:
    period = objective.period
    during = Assignment.objects.filter(
        Q(starts_on=None) | Q(starts_on__lt=period.ends_on), Q(ends_on=None) | Q(ends_on__gt=period.starts_on)
    )
    if objective.scope == Scope.DEPARTMENT:
        during = during.filter(team__department=objective.department_id)
    elif objective.scope == Scope.TEAM and objective.team_id:
        during = during.filter(team__in=branches_of_teams()[objective.team_id])
    people = Membership.objects.active().filter(pk__in=during.values("membership"))
    return [person for person in people.order_by("full_name", "pk") if person.is_quota_carrier]


def _periods(objective: Objective) -> Records:
    """The months of a quarter, the quarters of a year."""
    kind = Period.Kind.QUARTER if objective.period.kind == Period.Kind.YEAR else Period.Kind.MONTH
    within = {"starts_on__gte": objective.period.starts_on, "ends_on__lte": objective.period.ends_on}
    return list(Period.objects.filter(kind=kind, **within).exclude(pk=objective.period_id).order_by("starts_on"))


RECORDS = {
    Over.DEPARTMENT: _departments,
    Over.TEAM: _teams,
    Over.REP: _reps,
    Over.PRODUCT: lambda _objective: list(Product.objects.all()),
    Over.TERRITORY: lambda _objective: list(Territory.objects.all()),
    Over.PERIOD: _periods,
}
