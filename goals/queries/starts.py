"""Earlier objectives from which a new one may start, and the target that is proposed for it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Q

from goals.catalogue import choosable
from goals.models import Objective, TargetMode
from goals.queries.drafts import saved_draft
from goals.queries.precedents import history_of
from goals.rules import precedents
from teams.models import Membership, Organisation, Period

MOST = 100


def earlier_objectives(*, member: Membership, today: date) -> list[Objective]:
    """Of the periods that run or have ended last, the member's own first: as many as fit a list, of what can be chosen now."""
    offered = [metric.key for metric in choosable()]
    recent = Objective.objects.active().filter(period__starts_on__lte=today, metric_key__in=offered).with_scope()
    mine = Q(owner=member)
    return [
        *recent.filter(mine).order_by("-period__starts_on", "metric_key", "pk")[:MOST],
        *recent.exclude(mine).filter(period__ends_on__gt=today).order_by("scope", "metric_key", "pk")[:MOST],
    ]


def period_after(period: Period) -> Period | None:
    """The one of the same kind that starts where this one ends."""
    return Period.objects.of_kind(period.kind).filter(starts_on=period.ends_on).first()


def period_of(*, today: date) -> Period | None:
    """The next quarter, for which targets are set."""
    return Period.objects.of_kind(Period.Kind.QUARTER).filter(starts_on__gt=today).order_by("starts_on").first()


def proposed_target(objective: Objective, *, period: Period, organisation: Organisation, today: date) -> Decimal | None:
    """What asks for a little more than most of the past: None for a change or a band, and without a past."""
    if objective.target_mode != TargetMode.ABSOLUTE:
        return None
    draft = replace(saved_draft(objective), period=period, objective_id=None)
    history = history_of(draft, organisation=organisation, today=today)
    return None if history is None else precedents.proposed(found=history.prospects, direction=draft.direction)
