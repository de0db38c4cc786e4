"""Who may, beyond what a role says."""

from slas.models import Side
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
