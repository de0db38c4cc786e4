"""Whom a step of a negotiation concerns, and the notices to them."""

from datetime import datetime

from django.urls import reverse

from goals.models import Negotiation
from goals.rules.negotiation import Verb
from notifications.actions import notify
from notifications.models import Notification
from teams.models import Membership
from teams.queries.organisations import active_organisation
from teams.queries.superiors import managers_of

Kind = Notification.Kind
KINDS = {
    Verb.OFFER: Kind.TARGET_OFFERED,
    Verb.COUNTER: Kind.TARGET_COUNTERED,
    Verb.ACCEPT: Kind.TARGET_AGREED,
    Verb.SIGN: Kind.TARGET_SIGNED,
    Verb.WITHDRAW: Kind.TARGET_WITHDRAWN,
    Verb.ESCALATE: Kind.TARGET_ESCALATED,
    Verb.IMPOSE: Kind.TARGET_IMPOSED,
}


def tell(negotiation: Negotiation, *, verb: Verb, by: Membership | None, at: datetime) -> None:
    """A notice to everybody in it but the one who acted; what the calendar does is no news."""
    if verb not in KINDS:
        return
    people = {person.pk: person for person in _concerned(negotiation, verb, at)}
    for person in people.values():
        if by is None or person.pk != by.pk:
            _notify(negotiation, KINDS[verb], person, by, at)


def tell_stuck(negotiation: Negotiation, *, at: datetime) -> None:
    """A deadline passed and nobody is left to ask, or nobody is there to answer: the manager's side must act."""
    kind = Kind.TARGET_STUCK if negotiation.holder.is_active else Kind.TARGET_HOLDER_LEFT
    _notify(negotiation, kind, negotiation.escalated_to or negotiation.opened_by, None, at)


def _concerned(negotiation: Negotiation, verb: Verb, at: datetime) -> list[Membership]:
    people = [negotiation.holder, negotiation.opened_by]
    if negotiation.escalated_to:
        people.append(negotiation.escalated_to)
    if negotiation.latest:
        people.append(negotiation.latest.made_by)
    if verb == Verb.ACCEPT and negotiation.other_department_id:
        people += managers_of(
            department_id=negotiation.other_department_id, on=at.astimezone(active_organisation().zone).date()
        )
    return people


def _notify(negotiation: Negotiation, kind: str, to: Membership, by: Membership | None, at: datetime) -> None:
    organisation = active_organisation()
    url = reverse("goals:negotiation_detail", args=[organisation.slug, negotiation.pk])
    values = {
        "by": by.full_name if by else "",
        "holder": negotiation.holder.full_name,
        "to": negotiation.escalated_to.full_name if negotiation.escalated_to else "",
        "target": negotiation.objective.told,
        "period": negotiation.objective.period.told,
    }
    notify(to=to, kind=kind, values=values, url=url, at=at)
