from datetime import date
from typing import Any

from django.db.models import Prefetch

from teams.models import Assignment, Membership
from teams.models.membership import MembershipQuerySet

STATES: dict[str, dict[str, Any]] = {
    "": {"is_active": True},
    "invited": {"is_active": True, "user__isnull": True, "invited_at__isnull": False},
    "unable": {"is_active": True, "user__isnull": True},
    "left": {"is_active": False},
}


def find(*, criteria: dict[str, Any], on: date) -> MembershipQuerySet:
    """Members by `q`, `role`, `team` (on that day) and `state`, each with `current`: where they work on that day."""
    found = Membership.objects.filter(**STATES[criteria.get("state") or ""])
    if text := criteria.get("q"):
        found = found.matching(text)
    if role := criteria.get("role"):
        found = found.filter(role=role)
    if team := criteria.get("team"):
        found = found.filter(pk__in=Assignment.objects.on(on).filter(team=team).values("membership"))
    current = Assignment.objects.on(on).select_related("team__department", "territory")
    return found.prefetch_related(Prefetch("assignments", current, to_attr="current")).order_by("full_name", "pk")


def assignments_of(*, member: Membership) -> list[Assignment]:
    """All assignments of a member, the newest first."""
    found = member.assignments.select_related("team__department", "territory")
    return sorted(found, key=lambda assignment: assignment.starts_on or date.min, reverse=True)
