"""Who is away when, and what is asked of newcomers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from teams.models import Absence, Membership, RampPlan
from teams.models.presence import AbsenceQuerySet
from teams.permissions import Permission
from teams.queries.calendars import default_calendar
from teams.rules import working_days


@dataclass(frozen=True, slots=True)
class Leave:
    """An absence as a list shows it. `kind` is empty for colleagues: why somebody is away is not theirs to know."""

    absence: Absence
    kind: str
    days: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Ramp:
    """The plan that holds for a member, their own or the organisation's."""

    joined_on: date | None
    shares: list[Decimal]
    is_own: bool


def leaves(*, absences: Sequence[Absence], seen_by: Membership) -> list[Leave]:
    """The absences with their business days, as the member may see them."""
    days = working_days.counted_by(default_calendar()) if absences else None
    may_all = seen_by.may(Permission.MEMBER_ABSENCE_RECORD)
    shown = []
    for absence in absences:
        is_own = absence.membership_id == seen_by.pk and seen_by.may(Permission.ABSENCE_RECORD)
        may = is_own or may_all
        kind = str(absence.get_kind_display()) if may else ""
        count = days(starts_on=absence.starts_on, ends_on=absence.ends_on) if days else 0
        shown.append(Leave(absence=absence, kind=kind, days=count, may_edit=may))
    return shown


def leaves_of(*, member: Membership, seen_by: Membership) -> list[Leave]:
    """All absences of a member, the newest first."""
    return leaves(absences=list(member.absences.order_by("-starts_on", "pk")), seen_by=seen_by)


def absences_from(*, day: date) -> AbsenceQuerySet:
    """Who is away on the day or later, the soonest first."""
    away = Absence.objects.filter(ends_on__gt=day, membership__is_active=True)
    return away.select_related("membership").order_by("starts_on", "membership__full_name", "pk")


def plan_of(member: Membership | None) -> RampPlan | None:
    """The member's own plan, or without one the organisation's."""
    return RampPlan.objects.filter(membership=member).first()


def ramp_of(member: Membership) -> Ramp:
    plans = RampPlan.objects.filter(Q(membership=member) | Q(membership=None))
    plan = max(plans, key=lambda plan: plan.membership_id is not None, default=None)
    return Ramp(
        joined_on=member.joined_on,
        shares=plan.shares if plan else [],
        is_own=plan is not None and plan.membership_id is not None,
    )
