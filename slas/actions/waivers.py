"""Asking the other side to excuse a broken promise, and its answer.

Asking and refusing change nothing but the log: it counts as it stands. Whoever asked hears of the answer.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

import audit.actions
from notifications.actions import notify
from notifications.models import Notification
from slas.actions import clocks
from slas.actions.clocks import WAIVABLE, locked, moved_on
from slas.models import Clock, ClockEvent
from slas.queries.waivers import deciders, open_ask
from teams.actions.refusals import Refused
from teams.models import Membership
from teams.queries.organisations import active_organisation

Kind = ClockEvent.Kind


@transaction.atomic
def ask(*, clock: Clock, reason: str, by: Membership, at: datetime, note: str = "") -> Clock:
    """Ask those who may waive it, once until they have answered; raises Refused."""
    current = locked(clock, WAIVABLE, at)
    if current.is_waived_for_good:
        raise moved_on()
    if open_ask(current):
        raise Refused(_("This has been asked for already. The other side has not decided yet."))
    _log(current, Kind.ASKED, reason=reason, note=note, by=by, at=at)
    for person in deciders(clock):
        _tell(person, Notification.Kind.WAIVER_ASKED, current, note=note, by=by, at=at)
    return current


@transaction.atomic
def refuse(*, clock: Clock, note: str, by: Membership, at: datetime) -> Clock:
    """Say no, and why: it stays broken, and may be asked again with something new to say. Raises Refused."""
    current = locked(clock, WAIVABLE, at)
    asked = open_ask(current)
    if asked is None:
        raise Refused(_("Nobody is waiting for an answer: it was given already, or never asked for."))
    _log(current, Kind.REFUSED, note=note, by=by, at=at)
    _answer(asked, Notification.Kind.WAIVER_REFUSED, current, note=note, by=by, at=at)
    return current


def waive(*, clock: Clock, by: Membership, at: datetime, **told: Any) -> Clock:
    """As `clocks.waive`, and whoever asked for it hears of it."""
    return _excused(clocks.waive, clock, by, at, told)


def reverse_breach(*, clock: Clock, by: Membership, at: datetime, **told: Any) -> Clock:
    """As `clocks.reverse`, and whoever asked for a waiver hears of it."""
    return _excused(clocks.reverse, clock, by, at, told)


@transaction.atomic
def _excused(verb: Any, clock: Clock, by: Membership, at: datetime, told: dict[str, Any]) -> Clock:
    # Who asks, refuses or waives at the same time waits here, or was first.
    Clock.objects.select_for_update(of=("self",)).get(pk=clock.pk)
    asked = open_ask(clock)
    current: Clock = verb(clock=clock, by=by, at=at, **told)
    if asked is not None:
        _answer(asked, Notification.Kind.WAIVER_GRANTED, current, note=told.get("note", ""), by=by, at=at)
    return current


def _answer(asked: ClockEvent, kind: str, clock: Clock, *, note: str, by: Membership, at: datetime) -> None:
    """To whoever asked, if they are still here, and did not answer themselves."""
    if asked.by is not None and asked.by.is_active and asked.by_id != by.pk:
        _tell(asked.by, kind, clock, note=note, by=by, at=at)


def _tell(to: Membership, kind: str, clock: Clock, *, note: str, by: Membership, at: datetime) -> None:
    url = reverse("slas:clock_detail", args=[active_organisation().slug, clock.pk])
    notify(to=to, kind=kind, values={"by": by.full_name, "lead": str(clock.lead), "note": note}, url=url, at=at)


def _log(clock: Clock, kind: Kind, *, by: Membership, at: datetime, **said: str) -> None:
    who = {"line": clock.line, "lead_id": clock.lead_id, "cycle": clock.cycle, "by": by}
    ClockEvent.objects.create(kind=kind, occurred_at=at, recorded_at=at, **said, **who)
    verb = "ask" if kind == Kind.ASKED else "refuse"
    audit.actions.record(action=f"clock.{verb}", record=clock, by=by, at=at, after=said)
