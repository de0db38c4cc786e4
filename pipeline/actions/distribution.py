"""Handing leads out: each MQL without an owner goes to whose turn it is, and never to nobody in silence."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q

import audit.actions
from pipeline.actions.hand_off import note, place_of
from pipeline.models import Lead, LeadAssignment, LeadNews, RepCapacity, RoutingRule, StageTransition
from pipeline.queries import routing
from pipeline.queries.routing import Pool
from pipeline.rules.distribution import Candidate, next_turn
from teams.models import Membership
from teams.queries.organisations import active_organisation

PORTION = 200
Reason = LeadAssignment.Reason


@transaction.atomic
def hand_out(*, at: datetime) -> int:
    """Hand out the oldest leads without an owner; return how many. What a closed office keeps waiting waits, and holds up
    nothing behind it. Only where there is a rule.

    Of two sweeps at once the second waits for the rules, and finds only what the first left.
    """
    if not list(RoutingRule.objects.select_for_update().order_by("pk").values_list("pk")):
        return 0
    desk, waiting = _Desk(at), routing.waiting(at=at)
    places = waiting.order_by().values_list("territory_id", "product_id", named=True).distinct()
    taken = [Q(territory=place.territory_id, product=place.product_id) for place in places if desk.takes(place)]
    if not taken:
        return 0
    rows = waiting.filter(reduce(or_, taken)).select_for_update(skip_locked=True, of=("self",))
    return sum(desk.hand_out(lead) for lead in rows[:PORTION])


@transaction.atomic
def give(*, lead: Lead, owner: Membership, by: Membership, at: datetime) -> Lead:
    """Give a lead to somebody by hand."""
    current = Lead.objects.select_for_update(of=("self",)).select_related("owner").get(pk=lead.pk)
    if current.owner_id != owner.pk:
        before = {"owner": current.owner}
        _assign(current, owner, at, reason=Reason.BY_HAND, by=by)
        audit.actions.record(action="lead.assign", record=current, by=by, at=at, before=before, after={"owner": owner})
    return current


class _Desk:
    """What one sweep knows: the rules, the people of each rule's team, and their turns."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.day = at.astimezone(active_organisation().zone).date()
        self.rules = list(routing.rules())
        self.pools: dict[Any, Pool] = {}

    def takes(self, place: Any) -> bool:
        """Whether somebody would get a lead of this territory and product now."""
        rule = routing.rule_for(place, among=self.rules)
        return self.last_resort is not None if rule is None else self._pool(rule).is_open

    @cached_property
    def last_resort(self) -> Membership | None:
        return routing.last_resort()

    def hand_out(self, lead: Lead) -> bool:
        rule = routing.rule_for(lead, among=self.rules)
        if rule is None:
            return self._give(lead, self.last_resort, reason=Reason.NO_RULE)
        pool, refused = self._pool(rule), routing.refused_by(lead)
        capacities = capacities_of(pool.people)
        found = routing.candidates(pool, refused=refused, capacities=capacities)
        turn = next_turn(candidates=found)
        names: dict[Any, Membership] = {one.pk: one for one in pool.people}
        told: dict[str, Any] = {"rule_name": rule.name, "candidates": _told(found, names)}
        if turn.chosen is None:
            is_able = rule.fallback.is_active and rule.fallback_id not in refused
            spare = rule.fallback if is_able else self.last_resort
            return self._give(lead, spare, reason=Reason.NOBODY_THERE, **told)
        for key, credit in turn.owed.items():
            capacities[key].credit = credit
        RepCapacity.objects.bulk_update(capacities.values(), ["credit"])
        return self._give(lead, names[turn.chosen], reason=Reason.TURN, **told)

    def _pool(self, rule: RoutingRule) -> Pool:
        if rule.pk not in self.pools:
            self.pools[rule.pk] = routing.pool_of(rule, day=self.day, at=self.at)
        return self.pools[rule.pk]

    def _give(self, lead: Lead, owner: Membership | None, **told: Any) -> bool:
        if owner is None:
            return False
        _assign(lead, owner, self.at, **told)
        after = {"owner": owner, "reason": told["reason"].value}
        audit.actions.record(action="lead.assign", record=lead, by=None, at=self.at, after=after)
        return True


def capacities_of(people: Sequence[Membership]) -> dict[Any, RepCapacity]:
    """Everybody's capacity, for this transaction alone; who has none yet gets the usual one."""
    RepCapacity.objects.bulk_create([RepCapacity(membership=one) for one in people], ignore_conflicts=True)
    rows = RepCapacity.objects.filter(membership__in=people).select_for_update().order_by("pk")
    return {row.membership_id: row for row in rows}


def _assign(
    lead: Lead, owner: Membership, at: datetime, *, reason: str, by: Membership | None = None, **told: Any
) -> None:
    """The lead, and its present stage if nobody had that, is the owner's from now on; the clocks look at it again."""
    lead.owner = owner
    for column, value in place_of(owner.pk, lead.day).items():
        setattr(lead, column, value)
    lead.save(update_fields=["owner", "team", "department", "territory"])
    note(lead=lead, owner=owner, reason=reason, by=by, at=at, **told)
    orphaned = StageTransition.objects.filter(lead=lead, to_stage=lead.stage, owner__isnull=True)
    for transition in orphaned:
        changed = {"owner_id": owner.pk} | place_of(owner.pk, transition.day)
        StageTransition.objects.filter(pk=transition.pk).update(**changed)
    LeadNews.objects.create(leads=[lead.pk], recorded_at=at)


def _told(found: Sequence[Candidate], names: dict[Any, Membership]) -> list[dict[str, Any]]:
    """What the record says of those who were looked at."""
    return [
        {
            "name": names[one.key].full_name,
            "capacity": one.capacity,
            "credit": one.credit,
            "missing": one.missing.value if one.missing else "",
        }
        for one in found
    ]
