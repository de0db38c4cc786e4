"""Help that one department asks of another, and what comes of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import actions as audit
from goals.actions import canvas
from goals.models import Goal, HelpRequest
from goals.rules import help_requests as rules
from goals.rules.help_requests import State, Verb
from notifications.actions import notify
from notifications.models import Notification
from teams.actions.refusals import Refused
from teams.models import Membership
from teams.permissions import Role
from teams.queries.organisations import active_organisation
from teams.queries.superiors import managers_of

Kind = Notification.Kind
REPLIES = {Verb.ACCEPT: Kind.HELP_ACCEPTED, Verb.DECLINE: Kind.HELP_DECLINED, Verb.ANSWER: Kind.HELP_ANSWERED}


@transaction.atomic
def ask(*, goal: Goal, values: Mapping[str, Any], by: Membership, at: datetime) -> HelpRequest:
    """Ask a department; whoever speaks for it is told."""
    asked = canvas.add(model=HelpRequest, goal=goal, values={**values, "asked_by": by}, by=by, at=at)
    _tell_asked(asked, by, at)
    return asked


@transaction.atomic
def edit(
    *, help_request: HelpRequest, version: int | None, values: Mapping[str, Any], by: Membership, at: datetime
) -> HelpRequest:
    """Change what is asked while nobody has replied; another department that is asked now is told.

    Raises `EditConflict` or `Refused`.
    """
    row = _locked(help_request)
    if row.state != State.OPEN:
        raise _too_late(row)
    edited = canvas.edit(entry=row, version=version, values=values, by=by, at=at)
    if edited.department_id != row.department_id:
        _tell_asked(_locked(help_request), by, at)
    return edited


@transaction.atomic
def take(*, help_request: HelpRequest, verb: Verb, reply: str, by: Membership, at: datetime) -> HelpRequest:
    """Accept, decline or answer; withdraw or ask again. What its state does not allow, as a second time, is `Refused`."""
    row = _locked(help_request)
    canvas.require_open(row.goal)
    now = rules.after(state=row.state, verb=verb)
    if now is None:
        raise _too_late(row)
    if verb in rules.NEED_WORDS and not reply:
        raise Refused(_("Say it in words: who asked reads them."), field="reply")
    before = {"state": row.state, "reply": row.reply}
    row.state, row.version = now, row.version + 1
    if verb in rules.OF_ASKED:
        row.reply, row.replied_by, row.replied_at = reply, by, at
    row.save(update_fields=["state", "version", "reply", "replied_by", "replied_at"])
    after = {"state": row.state, "reply": row.reply}
    audit.record(action=f"help_request.{verb}", record=row, by=by, at=at, before=before, after=after)
    _tell(row, verb, by, at)
    return row


def _locked(help_request: HelpRequest) -> HelpRequest:
    rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("goal", "department", "asked_by")
    return rows.get(pk=help_request.pk)


def _too_late(row: HelpRequest) -> Refused:
    return Refused(_("Somebody was faster: the request is “%(state)s” now.") % {"state": row.get_state_display()})


def _tell(row: HelpRequest, verb: Verb, by: Membership, at: datetime) -> None:
    if verb in REPLIES and row.asked_by_id != by.pk:
        _notify(row, REPLIES[verb], row.asked_by, by, at)
    if row.state == State.OPEN:
        _tell_asked(row, by, at)


def _tell_asked(row: HelpRequest, by: Membership, at: datetime) -> None:
    """Who speaks for the department; where nobody does, the owners, so that no request lies unread."""
    people = managers_of(department_id=row.department_id, on=at.astimezone(active_organisation().zone).date()) or list(
        Membership.objects.active().filter(role=Role.OWNER, user__isnull=False).order_by("pk")
    )
    for person in people:
        if person.pk != by.pk:
            _notify(row, Kind.HELP_ASKED, person, by, at)


def _notify(row: HelpRequest, kind: str, to: Membership, by: Membership, at: datetime) -> None:
    organisation = active_organisation()
    url = reverse("goals:help_request_detail", args=[organisation.slug, row.pk])
    names = {"title": row.title, "goal": row.goal.title, "department": row.department.name, "reply": row.reply}
    notify(to=to, kind=kind, values=names | {"by": by.full_name}, url=url, at=at)
