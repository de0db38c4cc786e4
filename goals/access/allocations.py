"""Who may hand numbers down: whoever may change objectives."""

from uuid import UUID

from django.http import Http404

from goals.models import Allocation
from teams.access import permit
from teams.models import Membership
from teams.permissions import Permission


def access_allocation(membership: Membership, allocation_id: UUID, *, to: Permission) -> Allocation:
    permit(membership, to)
    rows = Allocation.objects.with_objective().filter(is_discarded=False)
    allocation = rows.select_related("created_by").filter(pk=allocation_id).first()
    if allocation is None:
        raise Http404
    return allocation
