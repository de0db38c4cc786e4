"""Who stands above a person: the managers of their team and of the teams above it, the head, the owners."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from teams.models import Assignment, Department, Membership, Team
from teams.permissions import MANAGING_ROLES, Role

SIDES = {Role.SALES_MANAGER: Department.Kind.SALES, Role.MARKETING_MANAGER: Department.Kind.MARKETING}


def ladder_of(*, member: Membership, department_id: UUID | None, on: date) -> list[Membership]:
    """The nearest manager first; only people who can sign in. The same person stands on it once, and never the member."""
    people = [*_managers_above(member, on), *_heads([department_id] if department_id else []), *_owners()]
    return list({person.pk: person for person in people if person.pk != member.pk}.values())


def managed_departments(*, member: Membership, on: date) -> frozenset[UUID]:
    """The departments that a person heads, and the one in which they work as a manager; where the chart shows a manager
    nowhere, those of their side: one rule for setting, negotiating, signing and answering."""
    found = set(Department.objects.filter(head=member).values_list("pk", flat=True))
    if member.role in MANAGING_ROLES:
        found |= set(Assignment.objects.on(on).filter(membership=member).values_list("team__department_id", flat=True))
    if not found and member.role in SIDES:
        found = set(Department.objects.filter(kind=SIDES[Role(member.role)]).values_list("pk", flat=True))
    return frozenset(found)


def managers_of(*, department_id: UUID, on: date) -> list[Membership]:
    """Who may speak for a department: its head, else everybody who works in it as a manager, else those of its side whom the
    chart shows nowhere."""
    if heads := list(_heads([department_id])):
        return heads
    managing = Assignment.objects.on(on).filter(team__department=department_id, **_able("membership__"))
    managers = [
        assignment.membership for assignment in managing.select_related("membership").order_by("membership__full_name")
    ]
    return managers or list(_shown_nowhere(department_id, on))


def _shown_nowhere(department_id: UUID, on: date) -> Iterable[Membership]:
    kind = Department.objects.get(pk=department_id).kind
    of_side = Membership.objects.active().filter(
        role__in=[role for role, side in SIDES.items() if side == kind], user__isnull=False
    )
    placed, heads = Assignment.objects.on(on).values("membership"), Department.objects.exclude(head=None).values("head")
    return of_side.exclude(pk__in=placed).exclude(pk__in=heads).order_by("full_name", "pk")


def _managers_above(member: Membership, on: date) -> Iterable[Membership]:
    work = Assignment.objects.on(on).filter(membership=member).select_related("team").first()
    if work is None:
        return []
    teams = Team.objects.ancestors(work.team, include_self=True).values_list("pk", flat=True)
    nearness = {team_id: number for number, team_id in enumerate(reversed(teams))}
    managing = Assignment.objects.on(on).filter(team__in=nearness, **_able("membership__"))
    found = managing.select_related("membership").order_by("membership__full_name", "pk")
    return [work.membership for work in sorted(found, key=lambda work: nearness[work.team_id])]


def _heads(department_ids: Iterable[UUID]) -> Iterable[Membership]:
    headed = Department.objects.filter(pk__in=department_ids, head__is_active=True, head__user__isnull=False)
    return [department.head for department in headed.select_related("head") if department.head]


def _owners() -> Iterable[Membership]:
    return Membership.objects.active().filter(role=Role.OWNER, user__isnull=False).order_by("created_at", "pk")


def _able(prefix: str) -> dict[str, object]:
    return {f"{prefix}role__in": MANAGING_ROLES, f"{prefix}is_active": True, f"{prefix}user__isnull": False}
