"""What an agreement does to the objective: its terms are set, frozen, hashed; nobody edits them any more."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from audit import actions as audit
from goals.actions.anew import revalue_anew
from goals.actions.setting import require_place, require_setter, require_whole, require_worker
from goals.models import Negotiation, NegotiationStep, Objective, Offer, TargetMode
from goals.models.negotiation import HELD, OPEN
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.agreements import holding_terms
from goals.queries.exact_terms import COURSE, FROZEN, FROZEN_ROWS, exact_terms
from goals.queries.matters import due_after
from goals.rules.negotiation import State, Verb, step
from teams.actions.versions import change
from teams.models import Membership
from teams.queries.organisations import active_organisation
from teams.rules.signing import terms_hash


class TermsFrozen(Exception):
    """The terms are under negotiation or agreed: they change there, or by an amendment."""

    def __init__(self, *, negotiation: Negotiation, fields: frozenset[str]) -> None:
        super().__init__(f"{sorted(fields)} of {negotiation.objective_id} are held by negotiation {negotiation.pk}")
        self.negotiation, self.fields = negotiation, fields


def check_free(
    *,
    objective: Objective,
    values: Mapping[str, Any],
    parts: Iterable[str] = (),
    by: Membership | None,
    at: datetime,
) -> None:
    """Raise `TermsFrozen` where values, or parts that differ, are terms that are held, `OwnTarget` or `AnothersTarget` where
    they are not this member's to set. Locks the objective.
    """
    current = Objective.objects.select_for_update(of=("self",)).select_related(*SCOPE_COLUMNS, "period", "owner")
    now = current.get(pk=objective.pk)
    changed = {name for name in (*FROZEN, *COURSE) if name in values and values[name] != getattr(now, name)}
    changed |= set(parts)
    terms = changed & {*FROZEN, *FROZEN_ROWS}
    if not terms:
        require_worker(objective=now, by=by, at=at)
        if changed:
            require_setter(objectives=[now], by=by, at=at)
        require_whole(objective=now, values=values, by=by, at=at)
        return
    holding = holding_terms(objective)
    if holding is not None:
        raise TermsFrozen(negotiation=holding, fields=frozenset(terms))
    require_setter(objectives=[now], by=by, at=at)
    require_place(objective=now, values=values, by=by, at=at)


def require_not_bound(*, objectives: Collection[Objective], by: Membership | None, at: datetime) -> None:
    """Raise as `require_setter`, or `TermsFrozen` where somebody who is still here negotiates one of them or has agreed to it:
    nobody ends an agreement alone by putting its objective aside.
    """
    if by is None:
        return
    require_setter(objectives=objectives, by=by, at=at)
    require_not_held(objectives=objectives)


def require_not_held(*, objectives: Collection[Objective]) -> None:
    """Raise `TermsFrozen` whoever asks."""
    ids = [objective.pk for objective in objectives]
    held = Negotiation.objects.filter(objective__in=ids, state__in=[*OPEN, *HELD], holder__is_active=True)
    if negotiation := held.with_parties().order_by("opened_at", "pk").first():
        raise TermsFrozen(negotiation=negotiation, fields=frozenset({"is_archived"}))


def settle(*, negotiation: Negotiation, state: State, by: Membership, at: datetime) -> None:
    """Put the latest number into the objective, freeze the exact terms, and end the version before. Leaves saving to the caller."""
    organisation = active_organisation()
    for replaced in Negotiation.objects.holding().filter(objective=negotiation.objective_id).with_parties():
        _replace(replaced, negotiation, by, at)
    objective = (
        _apply(negotiation.objective, negotiation.latest, by, at) if negotiation.latest else negotiation.objective
    )
    revalue_anew(objective, at)
    objective = Objective.objects.with_scope().select_related("owner").get(pk=objective.pk)
    negotiation.terms = exact_terms(objective=objective, organisation=organisation)
    negotiation.terms_hash = terms_hash(negotiation.terms)
    negotiation.state, negotiation.agreed_at = state, at
    negotiation.due_at = due_after(negotiation, zone=organisation.zone)


def _replace(replaced: Negotiation, negotiation: Negotiation, by: Membership, at: datetime) -> None:
    replaced.state, replaced.due_at = step(state=State(replaced.state), verb=Verb.REPLACE), None
    replaced.save(update_fields=["state", "due_at"])
    NegotiationStep.objects.create(negotiation=replaced, verb=Verb.REPLACE, taken_by=by, taken_at=at)
    after = {"state": replaced.state, "number": negotiation.number}
    audit.record(action="negotiation.replace", record=replaced, by=by, at=at, after=after)


def _apply(objective: Objective, offer: Offer, by: Membership, at: datetime) -> Objective:
    values: dict[str, Any] = {"target": offer.committed, "target_upper": offer.upper, "stretch": offer.stretch}
    if offer.committed != objective.target:
        # "+10 %" no longer says what was agreed; the number does.
        values |= {"target_mode": TargetMode.ABSOLUTE, "target_change": None}
    changed, was, now = change(record=objective, version=None, values=values)
    if now:
        audit.record(action="objective.agree", record=changed, by=by, at=at, before=was, after=now)
    return changed
