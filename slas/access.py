"""Who may, beyond what a role says."""

from teams.access import may_sign as may_sign_for
from teams.models import Department, Membership
from teams.permissions import Permission


def may_sign(member: Membership, department: Department, *, side: str) -> bool:
    return may_sign_for(member, department, side=side, to=Permission.AGREEMENT_SIGN)
