"""What every change of a target asks first: may this person set it? (goals/rules/target_rights.py)"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from goals.access import Right, right_to, rights_to
from goals.models import Objective, Relation
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.setters import setter_names
from goals.rules.target_rights import Whose
from teams.actions.refusals import Refused
from teams.models import Membership
from teams.queries.organisations import active_organisation

PLACE = frozenset({"scope", *SCOPE_COLUMNS, "owner"})


class OwnTarget(Refused):
    """Nobody edits their own target or puts it aside: they counter it."""

    def __init__(self) -> None:
        super().__init__(_("This is your own target. Ask a manager to offer another one, and counter it."))


class AnothersTarget(Refused):
    """Another department's: its managers set it, and who may negotiate proposes."""

    def __init__(self, right: Right, *, on: date) -> None:
        names = setter_names(right, on=on)
        if right.whose == Whose.DEPARTMENT:
            said = _(
                "What another department is asked is not set by you: propose it in a negotiation, or ask %(names)s."
            )
        else:
            said = _("This is another department’s target: %(names)s can set it.")
        super().__init__(said % {"names": names})


def require_setter(*, objectives: Iterable[Objective], by: Membership | None, at: datetime) -> None:
    """Raise `OwnTarget` or `AnothersTarget` unless the member may set all of these targets. Whether they are held is asked elsewhere."""
    if by is None:
        return
    on = today(at)
    for right in rights_to(by, objectives, on=on):
        if not right.once_free.may_edit:
            raise OwnTarget if right.whose == Whose.OWN else AnothersTarget(right, on=on)


def require_place(*, objective: Objective, values: Mapping[str, Any], by: Membership | None, at: datetime) -> None:
    """Raise unless the member might also have made it where it is put: nobody gives another department a target by moving one."""
    if by is None or not PLACE & values.keys():
        return
    moved = Objective(**{name: values.get(name, getattr(objective, name)) for name in [*PLACE, "period"]})
    require_setter(objectives=[moved], by=by, at=at)
    _require_no_part_of_ones_own(whole=objective, moved=moved, by=by, on=today(at))


def _require_no_part_of_ones_own(*, whole: Objective, moved: Objective, by: Membership, on: date) -> None:
    """Nor does it become such a part where the whole comes to be one's own."""
    parts = list(Objective.objects.filter(parent=whole, relation=Relation.CONTRIBUTE).order_by("pk"))
    if not parts:
        return
    becomes, *parted = rights_to(by, [moved, *parts], on=on)
    if becomes.whose == Whose.OWN and any(part.whose == Whose.OWN and not part.once_free.may_edit for part in parted):
        raise OwnTarget


def require_whole(*, objective: Objective, values: Mapping[str, Any], by: Membership | None, at: datetime) -> None:
    """Raise `OwnTarget` where a target that is not one's to set would become a part of what one divides."""
    if by is None or not {"parent", "relation"} & values.keys():
        return
    parent_id, relation = objective.parent_id, values.get("relation", objective.relation)
    if "parent" in values:
        parent_id = values["parent"].pk if values["parent"] else None
    if parent_id is None:
        return
    on = today(at)
    copied = {name: getattr(objective, name) for name in [*PLACE, "period"]}
    right, moved = rights_to(by, [objective, Objective(**copied, parent_id=parent_id, relation=relation)], on=on)
    if not right.once_free.may_edit and moved.whose != right.whose:
        raise OwnTarget


def require_worker(*, objective: Objective, by: Membership | None, at: datetime) -> None:
    """Raise `AnothersTarget` unless the member may change what is free of it, or hand it down."""
    if by is None:
        return
    on = today(at)
    right = right_to(by, objective, on=on)
    if not right.may_work_on:
        raise AnothersTarget(right, on=on)


def today(at: datetime) -> date:
    return at.astimezone(active_organisation().zone).date()
