"""Who may: loads and permits in one call. A stranger to the record gets 404, a colleague without the right 403."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from teams.models import (
    Absence,
    ApiToken,
    Assignment,
    Calendar,
    Department,
    ExchangeRate,
    MailFailure,
    Membership,
    Team,
    Territory,
    compiled,
)
from teams.models.signed import Side
from teams.permissions import Permission, Role, outranks
from teams.tenancy import TenantModel


def permit(membership: Membership, permission: Permission) -> None:
    """Raise PermissionDenied (403) unless the member's role has the permission."""
    if not membership.may(permission):
        raise PermissionDenied


SIGNERS = {Side.SALES: Role.SALES_MANAGER, Side.MARKETING: Role.MARKETING_MANAGER}


def may_sign(member: Membership, department: Department, *, side: str, to: Permission) -> bool:
    """A department is signed for by its head; without one by a manager of its side; in any case by owner or administrator."""
    if side not in SIGNERS or not member.may(to):
        return False
    if member.role in {Role.OWNER, Role.ADMIN} or department.head_id == member.pk:
        return True
    return department.head_id is None and member.role == SIGNERS[Side(side)]


def load[Row: TenantModel](model: type[Row], row_id: UUID, *, select: tuple[str, ...] = ()) -> Row:
    """Load a row of the active organisation, or answer 404."""
    found: list[Row] = compiled.rows_of(_by_id, model, row_id, *select)
    if not found:
        raise Http404
    return found[0]


def _by_id(model: type[TenantModel], row_id: UUID, *select: str) -> QuerySet[Any]:
    rows = model.objects.filter(pk=row_id).order_by()
    return rows.select_related(*select) if select else rows


def access_department(membership: Membership, department_id: UUID, *, to: Permission) -> Department:
    permit(membership, to)
    return load(Department, department_id, select=("head",))


def access_team(membership: Membership, team_id: UUID, *, to: Permission) -> Team:
    permit(membership, to)
    return load(Team, team_id, select=("department", "parent"))


def access_territory(membership: Membership, territory_id: UUID, *, to: Permission) -> Territory:
    permit(membership, to)
    return load(Territory, territory_id)


def access_exchange_rate(membership: Membership, rate_id: UUID, *, to: Permission) -> ExchangeRate:
    permit(membership, to)
    return load(ExchangeRate, rate_id)


def access_membership(membership: Membership, membership_id: UUID, *, to: Permission) -> Membership:
    permit(membership, to)
    return load(Membership, membership_id, select=("user",))


def access_assignment(membership: Membership, assignment_id: UUID, *, to: Permission) -> Assignment:
    permit(membership, to)
    return load(Assignment, assignment_id, select=("membership", "team", "territory"))


def access_absences(membership: Membership, membership_id: UUID) -> Membership:
    """Whose leave may be recorded: one's own, or with the right for others anybody's."""
    permit(membership, _recording(is_own=membership_id == membership.pk))
    return load(Membership, membership_id, select=("user",))


def access_absence(membership: Membership, absence_id: UUID) -> Absence:
    """An absence to change or delete, one's own or with the right for others anybody's."""
    absence = Absence.objects.filter(pk=absence_id).select_related("membership").first()
    permit(membership, _recording(is_own=absence is not None and absence.membership_id == membership.pk))
    if absence is None:
        raise Http404
    return absence


def _recording(*, is_own: bool) -> Permission:
    return Permission.ABSENCE_RECORD if is_own else Permission.MEMBER_ABSENCE_RECORD


def access_api_token(membership: Membership, token_id: UUID, *, to: Permission) -> ApiToken:
    """One's own: nobody knows of another's."""
    permit(membership, to)
    token = load(ApiToken, token_id)
    if token.membership_id != membership.pk:
        raise Http404
    return token


def access_member_token(membership: Membership, member_id: UUID, token_id: UUID, *, to: Permission) -> ApiToken:
    """Somebody’s, whose it is said to be."""
    permit(membership, to)
    token = load(ApiToken, token_id, select=("membership",))
    if token.membership_id != member_id:
        raise Http404
    return token


def may_revoke(*, by: Membership, member: Membership) -> bool:
    """One’s own, and those of people below oneself: as one might deactivate them."""
    return by.pk == member.pk or outranks(Role(by.role), current=Role(member.role), new=Role(member.role))


def access_mail_failure(membership: Membership, failure_id: UUID, *, to: Permission) -> MailFailure:
    permit(membership, to)
    return load(MailFailure, failure_id, select=("member",))


def access_calendar(membership: Membership, calendar_id: UUID, *, to: Permission) -> Calendar:
    permit(membership, to)
    return load(Calendar, calendar_id)
