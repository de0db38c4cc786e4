"""Who gets which leads, and how many."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

import audit.actions
from pipeline.actions.distribution import capacities_of
from pipeline.models import RoutingRule
from teams.actions import rows, versions
from teams.actions.refusals import name_taken, told_as
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


@transaction.atomic
def set_capacities(*, values: Mapping[Membership, int], by: Membership | None, at: datetime) -> int:
    """Say how many leads a week people can take; return for how many that is new. Turns begin anew for them."""
    held = capacities_of(list(values))
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
