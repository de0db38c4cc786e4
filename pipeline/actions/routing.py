"""Who gets which leads, and how many."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions
from pipeline.actions.distribution import capacities_of
from pipeline.models import RoutingRule
from teams.actions import rows, versions
from teams.actions.refusals import name_taken, told_as
from teams.actions.versions import EditConflict
from teams.models import Membership

REFUSALS = {"pipeline_routingrule_name_key": name_taken}


def create(*, values: dict[str, Any], by: Membership | None, at: datetime) -> RoutingRule:
    """Add a rule; raises Refused."""
    return rows.create(RoutingRule, values=values, refusals=REFUSALS, by=by, at=at)


@transaction.atomic
def edit(*, rule: RoutingRule, version: int, values: Mapping[str, Any], by: Membership, at: datetime) -> RoutingRule:
    """Change a rule that is still at `version`; raises Refused or EditConflict."""
    with told_as(REFUSALS):
        changed, before, after = versions.change(record=rule, version=version, values=values)
    if after:
        audit.actions.record(action="routingrule.edit", record=changed, by=by, at=at, before=before, after=after)
    return changed


def delete(*, rule: RoutingRule, by: Membership, at: datetime) -> None:
    rows.delete(rule, before={"name": rule.name}, by=by, at=at)


class CapacitiesChanged(EditConflict):
    """Somebody saved other capacities first. `moved`: of whom, what they can take now, and what was to be saved."""

    def __init__(self, moved: Sequence[tuple[Membership, int, int]]) -> None:
        Exception.__init__(self, f"{len(moved)} capacities have changed")
        self.moved = moved


@transaction.atomic
def set_capacities(
    *,
    values: Mapping[Membership, int],
    shown: Mapping[Membership, int | None] | None = None,
    by: Membership | None,
    at: datetime,
) -> int:
    """Say how many leads a week people can take; return for how many that is new. Turns begin anew for them.

    `shown` is what the form showed of them; raises CapacitiesChanged where that is not so any more.
    """
    held = capacities_of(list(values))
    _check_unchanged(values, shown or {}, {member: held[member.pk].leads_per_week for member in values})
    changed = 0
    for member, wanted in values.items():
        row = held[member.pk]
        if row.leads_per_week == wanted:
            continue
        before, row.leads_per_week, row.credit = row.leads_per_week, wanted, 0
        row.save(update_fields=["leads_per_week", "credit"])
        changed += 1
        audit.actions.record(
            action="repcapacity.edit",
            record=member,
            by=by,
            at=at,
            before={"leads_per_week": before},
            after={"leads_per_week": wanted},
        )
    return changed


def _check_unchanged(
    values: Mapping[Membership, int], shown: Mapping[Membership, int | None], held: Mapping[Membership, int]
) -> None:
    """Whoever has been given the same number by somebody else is not in the way."""
    moved = [
        (one, held[one], values[one])
        for one, seen in shown.items()
        if seen is not None and seen != held[one] != values[one]
    ]
    if moved:
        raise CapacitiesChanged(moved)
