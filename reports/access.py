"""Who may see whose quota."""

from uuid import UUID

from teams.access import access_membership, permit
from teams.models import Membership
from teams.permissions import Permission


def access_quota(membership: Membership, member_id: UUID) -> Membership:
    """One's own, or a colleague's with the right to it."""
    if member_id == membership.pk:
        permit(membership, Permission.QUOTA_VIEW)
        return membership
    return access_membership(membership, member_id, to=Permission.MEMBER_QUOTA_VIEW)
