"""Who may write on a goal's canvas, and who may answer for a department that is asked for help."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goals.models import HelpRequest
from goals.models.canvas import CanvasEntry
from teams.access import load, permit
from teams.models import Membership
from teams.permissions import Permission
from teams.queries.superiors import managed_departments

GOAL = ("goal", "goal__sponsor", "goal__owner", "goal__parent", "goal__period")
OWN_ALL = Permission.STRUCTURE_EDIT


@dataclass(frozen=True, slots=True)
class HelpSeat:
    """A request as a member sees it: whether they speak for the department that is asked, or for who asks.

    Who manages goals speaks for whoever asks, but not against their own department: it declines, and withdraws nothing.
    """

    help_request: HelpRequest
    is_asked: bool
    is_asker: bool


def access_entry[Entry: CanvasEntry](
    membership: Membership, model: type[Entry], entry_id: UUID, *, to: Permission
) -> Entry:
    permit(membership, to)
    owners = ("owner",) if any(field.name == "owner" for field in model._meta.fields) else ()
    return load(model, entry_id, select=(*GOAL, *owners))


def access_help_request(membership: Membership, help_request_id: UUID, *, to: Permission, on: date) -> HelpSeat:
    permit(membership, to)
    row = load(HelpRequest, help_request_id, select=(*GOAL, "department", "asked_by", "replied_by"))
    speaks_for_all = membership.may(OWN_ALL)
    is_of_asked = row.department_id in managed_departments(member=membership, on=on)
    may_change = membership.may(Permission.GOAL_EDIT) and (speaks_for_all or not is_of_asked)
    return HelpSeat(
        help_request=row,
        is_asked=membership.may(Permission.HELP_REQUEST_ANSWER) and (speaks_for_all or is_of_asked),
        is_asker=row.asked_by_id == membership.pk or may_change,
    )
