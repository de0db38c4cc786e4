"""Who may: loads and permits in one call. A stranger to the record gets 404, a colleague without the right 403."""

from uuid import UUID

from slas.models import Agreement, AgreementVersion, Breach, Clock, Promise, Side
from teams.access import load, permit
from teams.models import Department, Membership
from teams.permissions import Permission, Role

SIGNERS = {Side.SALES: Role.SALES_MANAGER, Side.MARKETING: Role.MARKETING_MANAGER}


def may_sign(member: Membership, department: Department, *, side: str) -> bool:
    """A department is signed for by its head; without one by a manager of its side; in any case by owner or administrator."""
    if not member.may(Permission.AGREEMENT_SIGN):
        return False
    if member.role in {Role.OWNER, Role.ADMIN} or department.head_id == member.pk:
        return True
    return department.head_id is None and member.role == SIGNERS[Side(side)]


def access_agreement(membership: Membership, agreement_id: UUID, *, to: Permission) -> Agreement:
    permit(membership, to)
    return load(Agreement, agreement_id, select=("marketing", "sales"))


def access_agreement_version(membership: Membership, version_id: UUID, *, to: Permission) -> AgreementVersion:
    permit(membership, to)
    select = ("agreement__marketing", "agreement__sales", "created_by")
    return load(AgreementVersion, version_id, select=select)


def access_promise(membership: Membership, promise_id: UUID, *, to: Permission) -> Promise:
    permit(membership, to)
    return load(Promise, promise_id, select=("version__agreement", "calendar"))


def access_clock(membership: Membership, clock_id: UUID, *, to: Permission) -> Clock:
    permit(membership, to)
    return load(
        Clock, clock_id, select=("promise__version__agreement", "lead", "owner", "team", "calendar_version__calendar")
    )


def access_breach(membership: Membership, breach_id: UUID, *, to: Permission) -> Breach:
    permit(membership, to)
    return load(Breach, breach_id, select=("clock__promise__version__agreement", "clock__lead", "action_owner"))
