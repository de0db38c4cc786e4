"""The verbs of a negotiation. Each locks it, asks the rules, changes rows, writes the audit line, and tells the others.

`values` of a number: committed, upper, stretch, rationale, evidence, answer_until. `seen` is the id of the latest
number that the person saw. All raise a `Refused` (goals/rules/refusals.py) where the rules say no, and then change nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from audit import actions as audit
from goals.access import Opening
from goals.actions.agreements import settle
from goals.actions.negotiation_notices import tell
from goals.models import Negotiation, NegotiationStep, Objective, Offer
from goals.queries.matters import due_after, matter_of
from goals.rules import negotiation as rules
from goals.rules import targets
from goals.rules.negotiation import Part, Side, State, Verb
from goals.rules.refusals import NobodyAbove, NotYourSide
from teams.models import Department, Membership
from teams.queries.organisations import active_organisation
from teams.queries.superiors import ladder_of

Values = Mapping[str, Any]
# How long a manager above has, before the next one is asked.
TIME_TO_DECIDE = timedelta(days=3)


class AlreadyOpen(Exception):
    """The target is being negotiated already: there."""

    def __init__(self, negotiation: Negotiation) -> None:
        super().__init__(f"{negotiation.objective_id} is negotiated in {negotiation.pk}")
        self.negotiation = negotiation


class BelowZero(ValueError):
    """Only a score may be asked to be below zero."""


class NobodyAnswers(Exception):
    """The department has no head, or the one whose target it is has left: nobody could agree."""


@transaction.atomic
def start(
    *, opening: Opening, values: Values, other_department: Department | None = None, by: Membership, at: datetime
) -> Negotiation:
    """Open a negotiation with its first number: an offer, or the holder's wish to amend what is in force.

    An amendment binds the other department that the version in force binds. Raises also AlreadyOpen and NobodyAnswers.
    """
    objective = Objective.objects.select_for_update().get(pk=opening.objective.pk)
    existing = Negotiation.objects.filter(objective=objective).with_parties().order_by("-number")
    if open_one := existing.open().first():
        raise AlreadyOpen(open_one)
    if opening.holder is None or not opening.holder.is_active:
        raise NobodyAnswers
    if held := existing.holding().first():
        after(negotiation=held, verb=Verb.AMEND, side=opening.side, at=at)
        other_department = held.other_department or other_department
    elif opening.side == Side.HOLDER:
        raise NotYourSide
    negotiation = _open(objective, opening, existing.first(), other_department, by, at)
    return bid(negotiation=negotiation, side=opening.side, values=values, seen=None, by=by, at=at)


@transaction.atomic
def bid(
    *, negotiation: Negotiation, side: Side, values: Values, seen: UUID | None, by: Membership, at: datetime
) -> Negotiation:
    """Put a number on the table: the manager's side offers, the holder counters. Raises also StretchFallsShort, EmptyBand."""
    negotiation = locked(negotiation)
    verb = Verb.OFFER if side == Side.MANAGER else Verb.COUNTER
    negotiation.state = after(negotiation=negotiation, verb=verb, side=side, at=at, seen=seen)
    offer = _add_offer(negotiation, side, values, by, at)
    negotiation.due_at = due_after(negotiation, deadline=offer.answer_until, zone=_zone())
    negotiation.save(update_fields=["state", "latest", "due_at"])
    audit.record(action=f"negotiation.{verb}", record=negotiation, by=by, at=at, after=_told(offer))
    tell(negotiation, verb=verb, by=by, at=at)
    return negotiation


@transaction.atomic
def accept(*, negotiation: Negotiation, side: Side, seen: UUID | None, by: Membership, at: datetime) -> Negotiation:
    """Say yes to the other side's latest number: its exact terms are frozen, and become the objective's."""
    negotiation = locked(negotiation)
    state = after(negotiation=negotiation, verb=Verb.ACCEPT, side=side, at=at, seen=seen)
    settle(negotiation=negotiation, state=state, by=by, at=at)
    negotiation.save(update_fields=["state", "terms", "terms_hash", "agreed_at", "due_at"])
    took(negotiation, Verb.ACCEPT, by=by, at=at, told={"terms_hash": negotiation.terms_hash})
    return negotiation


@transaction.atomic
def withdraw(*, negotiation: Negotiation, side: Side, note: str, by: Membership, at: datetime) -> Negotiation:
    """End it without an agreement; what was in force stays so."""
    negotiation = locked(negotiation)
    negotiation.state = after(negotiation=negotiation, verb=Verb.WITHDRAW, side=side, at=at)
    negotiation.due_at = None
    negotiation.save(update_fields=["state", "due_at"])
    took(negotiation, Verb.WITHDRAW, by=by, at=at, note=note)
    return negotiation


@transaction.atomic
def escalate(
    *, negotiation: Negotiation, side: Side | None, note: str = "", by: Membership | None, at: datetime
) -> Negotiation:
    """Ask the next manager above, on a side's wish or (None) because a deadline passed. Raises also NobodyAbove."""
    negotiation = locked(negotiation)
    state = after(negotiation=negotiation, verb=Verb.ESCALATE, side=side, at=at)
    above = rung_above(negotiation, at=at)
    if above is None:
        raise NobodyAbove
    negotiation.state, negotiation.escalated_to = state, above
    negotiation.due_at = due_after(negotiation, deadline=at + TIME_TO_DECIDE, zone=_zone())
    negotiation.save(update_fields=["state", "escalated_to", "due_at"])
    took(negotiation, Verb.ESCALATE, by=by, at=at, note=note, to=above)
    return negotiation


@transaction.atomic
def impose(
    *, negotiation: Negotiation, side: Side, values: Values, seen: UUID | None, by: Membership, at: datetime
) -> Negotiation:
    """Set the target without an agreement; the rationale says why, and the mark stays for ever."""
    negotiation = locked(negotiation)
    state = after(negotiation=negotiation, verb=Verb.IMPOSE, side=side, at=at, seen=seen)
    offer = _add_offer(negotiation, side, values, by, at)
    settle(negotiation=negotiation, state=state, by=by, at=at)
    negotiation.imposed_by, negotiation.imposed_at = by, at
    fields = ["state", "latest", "terms", "terms_hash", "agreed_at", "due_at", "imposed_by", "imposed_at"]
    negotiation.save(update_fields=fields)
    took(negotiation, Verb.IMPOSE, by=by, at=at, note=offer.rationale, told=_told(offer))
    return negotiation


def locked(negotiation: Negotiation) -> Negotiation:
    """As it is now; whoever comes second waits, and then sees what the first one did."""
    Negotiation.objects.select_for_update().only("pk").get(pk=negotiation.pk)
    return Negotiation.objects.with_parties().get(pk=negotiation.pk)


def after(
    *,
    negotiation: Negotiation,
    verb: Verb,
    side: Side | None,
    at: datetime,
    seen: UUID | None = None,
    part: Part | None = None,
) -> State:
    matter = matter_of(negotiation, zone=_zone())
    return rules.after(matter=matter, verb=verb, side=side, at=at, seen=seen, part=part)


def took(
    negotiation: Negotiation,
    verb: Verb,
    *,
    by: Membership | None,
    at: datetime,
    note: str = "",
    to: Membership | None = None,
    told: Values | None = None,
) -> None:
    """Remember a step that was taken: for the conversation, for the audit trail, and for those whom it concerns."""
    NegotiationStep.objects.create(negotiation=negotiation, verb=verb, taken_by=by, taken_at=at, note=note, to=to)
    after_it = {"state": negotiation.state, **({"note": note} if note else {}), **({"to": to} if to else {})}
    audit.record(action=f"negotiation.{verb}", record=negotiation, by=by, at=at, after=after_it | dict(told or {}))
    tell(negotiation, verb=verb, by=by, at=at)


def rung_above(negotiation: Negotiation, *, at: datetime) -> Membership | None:
    """The next manager above those who were asked."""
    on = at.astimezone(_zone()).date()
    ladder = ladder_of(member=negotiation.holder, department_id=negotiation.department_id, on=on)
    latest = negotiation.latest
    asked = {negotiation.opened_by_id, negotiation.escalated_to_id, latest.made_by_id if latest else None}
    by_id = {person.pk: person for person in ladder}
    found = rules.rung_above(ladder=list(by_id), reached=asked, holder=negotiation.holder_id)
    return by_id[found] if found else None


def _open(
    objective: Objective,
    opening: Opening,
    last: Negotiation | None,
    other_department: Department | None,
    by: Membership,
    at: datetime,
) -> Negotiation:
    negotiation = Negotiation.objects.create(
        objective=objective,
        number=last.number + 1 if last else 1,
        holder=opening.holder,
        opened_by=by,
        opened_side=opening.side.value,
        opened_at=at,
        department=opening.department,
        other_department=None if other_department == opening.department else other_department,
    )
    audit.record(action="negotiation.open", record=negotiation, by=by, at=at, after={"number": negotiation.number})
    return negotiation


def _add_offer(negotiation: Negotiation, side: Side, values: Values, by: Membership, at: datetime) -> Offer:
    committed, upper, stretch = values["committed"], values.get("upper"), values.get("stretch")
    if committed < 0 and negotiation.objective.metric.unit != "score":
        raise BelowZero
    direction: Any = negotiation.objective.direction
    targets.check(target=committed, upper=upper, stretch=stretch, direction=direction)
    offer = Offer.objects.create(
        negotiation=negotiation,
        version=negotiation.latest.version + 1 if negotiation.latest else 1,
        side=side.value,
        committed=committed,
        upper=upper,
        stretch=stretch,
        rationale=values["rationale"],
        evidence=values.get("evidence", ""),
        made_by=by,
        made_at=at,
        answer_until=values["answer_until"],
    )
    negotiation.latest = offer
    return offer


def _told(offer: Offer) -> dict[str, Any]:
    return {"version": offer.version, "committed": offer.committed, "stretch": offer.stretch}


def _zone() -> ZoneInfo:
    return active_organisation().zone
