"""Signing what was agreed, and what follows from the calendar: agreements run from their period's first day to its last."""

from datetime import datetime

from django.db import transaction

from audit import actions as audit
from goals.actions.negotiation_notices import tell
from goals.actions.negotiations import after, locked, took
from goals.models import Negotiation, Signature
from goals.queries.matters import due_after
from goals.rules.negotiation import Part, Side, State, Verb
from goals.rules.refusals import OtherTerms, PeriodNotBegun, SignedForOther
from teams.models import Department, Membership
from teams.queries.organisations import active_organisation


@transaction.atomic
def sign(
    *, negotiation: Negotiation, part: Part, side: Side | None, terms_hash: str, by: Membership, at: datetime
) -> Signature:
    """Sign the terms that were shown; the last signature binds, and within its period the agreement runs at once."""
    negotiation = locked(negotiation)
    state = after(negotiation=negotiation, verb=Verb.SIGN, side=side, at=at, part=part)
    if terms_hash != negotiation.terms_hash:
        raise OtherTerms
    if Signature.objects.filter(negotiation=negotiation, signed_by=by).exists():
        raise SignedForOther
    signature = Signature.objects.create(
        negotiation=negotiation,
        part=part.value,
        department=_department(negotiation, part),
        signed_by=by,
        signed_at=at,
        terms_hash=terms_hash,
    )
    told = {"part": part.value, "terms_hash": terms_hash}
    audit.record(action="negotiation.sign", record=negotiation, by=by, at=at, after=told)
    if state == State.SIGNED:
        _enter(negotiation, state)
        tell(negotiation, verb=Verb.SIGN, by=by, at=at)
        _run_if_begun(negotiation, at)
    return signature


@transaction.atomic
def activate(*, negotiation: Negotiation, at: datetime) -> Negotiation:
    """A signed agreement is in force from its period's first day."""
    negotiation = locked(negotiation)
    _enter(negotiation, after(negotiation=negotiation, verb=Verb.ACTIVATE, side=None, at=at))
    took(negotiation, Verb.ACTIVATE, by=None, at=at)
    return negotiation


@transaction.atomic
def close(*, negotiation: Negotiation, at: datetime) -> Negotiation:
    """The period is over: what was agreed has run, and what was not agreed is too late."""
    negotiation = locked(negotiation)
    _enter(negotiation, after(negotiation=negotiation, verb=Verb.CLOSE, side=None, at=at))
    took(negotiation, Verb.CLOSE, by=None, at=at)
    return negotiation


def _enter(negotiation: Negotiation, state: State) -> None:
    negotiation.state = state
    negotiation.due_at = due_after(negotiation, zone=active_organisation().zone)
    negotiation.save(update_fields=["state", "due_at"])


def _run_if_begun(negotiation: Negotiation, at: datetime) -> None:
    try:
        activate(negotiation=negotiation, at=at)
    except PeriodNotBegun:
        return


def _department(negotiation: Negotiation, part: Part) -> Department | None:
    return negotiation.other_department if part == Part.OTHER_DEPARTMENT else negotiation.department
