"""What people decide about a clock. Every decision is an event with who, when and why; the rows follow from the log."""

from collections.abc import Set
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import audit.actions
from slas.actions import projection
from slas.models import AgreementVersion, Breach, Clock, ClockEvent, Promise
from teams.actions.refusals import Refused
from teams.models import CalendarVersion, Membership

# Entered within this time, an act counts as entered when it happened.
PROMPTLY = timedelta(minutes=5)
Kind, State = ClockEvent.Kind, Clock.State
WAIVABLE = frozenset({State.RUNNING, State.PAUSED, State.BREACHED_OPEN, State.MET_LATE})
REVERSIBLE = frozenset({State.BREACHED_OPEN, State.MET_LATE, State.WAIVED})


def pause(*, clock: Clock, reason: str, by: Membership, at: datetime, **told: Any) -> Clock:
    """Stop the time until it is resumed; raises Refused."""
    return _decide(clock, Kind.PAUSED, {State.RUNNING}, by, at, reason=reason, **told)


def resume(*, clock: Clock, by: Membership, at: datetime, **told: Any) -> Clock:
    """Let the time go on; raises Refused."""
    return _decide(clock, Kind.RESUMED, {State.PAUSED}, by, at, **told)


def hand_on(*, clock: Clock, owner: Membership, by: Membership, at: datetime, **told: Any) -> Clock:
    """Give the lead's clock to another owner, by the rule of the promise; raises Refused."""
    return _decide(clock, Kind.REASSIGNED, set(Clock.OPEN), by, at, owner=owner, **told)


def cancel(*, clock: Clock, reason: str, by: Membership, at: datetime, **told: Any) -> Clock:
    """Say that the promise does not apply; what is breached stays breached. Raises Refused."""
    return _decide(clock, Kind.CANCELLED, set(Clock.OPEN), by, at, reason=reason, **told)


def record_act(*, clock: Clock, by: Membership, at: datetime, **told: Any) -> Clock:
    """What was promised was done, and no CRM knows it; raises Refused."""
    return _decide(clock, Kind.STOPPED, set(Clock.OPEN), by, at, **told)


def waive(
    *, clock: Clock, reason: str, by: Membership, at: datetime, until: datetime | None = None, **told: Any
) -> Clock:
    """Excuse that it is late, for good or until a day; raises Refused."""
    if until is not None and until <= at:
        raise Refused(_("The waiver would be over already."), field="until")
    return _decide(clock, Kind.WAIVED, WAIVABLE, by, at, reason=reason, until=until, **told)


def reverse(*, clock: Clock, reason: str, by: Membership, at: datetime, **told: Any) -> Clock:
    """Take a breach back, with its cause: it stays in the list, and counts no longer. Raises Refused."""
    if not Breach.objects.filter(clock=clock, reversed_at__isnull=True).exists():
        raise Refused(_("There is no breach to take back."))
    return _decide(clock, Kind.REVERSED, REVERSIBLE, by, at, reason=reason, **told)


def rebase(*, clock: Clock, by: Membership, at: datetime, **told: Any) -> Clock:
    """Let a running clock go on by the terms and the calendar that are in force now; raises Refused."""
    in_force = AgreementVersion.objects.in_force()
    promise = Promise.objects.filter(line=clock.line, version__in=in_force).first()
    if promise is None:
        raise Refused(_("The agreement in force has no such promise any more."))
    calendar = CalendarVersion.objects.newest().select_related("calendar").get(calendar=promise.calendar_id)
    if (promise.pk, calendar.pk) == (clock.promise_id, clock.calendar_version_id):
        raise Refused(_("This clock runs by the terms in force already."))
    more = {"promise": promise, "calendar_version": calendar} | told
    return _decide(clock, Kind.REBASED, {State.RUNNING, State.PAUSED, State.PENDING}, by, at, **more)


@transaction.atomic
def _decide(
    clock: Clock,
    kind: str,
    states: Set[Any],
    by: Membership,
    at: datetime,
    *,
    occurred_at: datetime | None = None,
    note: str = "",
    **values: Any,
) -> Clock:
    """Log it for this cycle and bring the rows up to date, if the clock is in a state in which it says something."""
    current, happened = locked(clock, states, at), occurred_at or at
    _check_moment(current, happened, note, at)
    event = ClockEvent.objects.create(
        line=current.line,
        lead_id=current.lead_id,
        cycle=current.cycle,
        kind=kind,
        occurred_at=happened,
        recorded_at=at,
        by=by,
        note=note,
        **values,
    )
    projection.project(leads=[current.lead_id], at=at)
    after = {"occurred_at": happened, "note": note, **values}
    audit.actions.record(action=f"clock.{event.kind}", record=current, by=by, at=at, after=after)
    return Clock.objects.select_related("promise", "lead").get(pk=clock.pk)


def locked(clock: Clock, states: Set[Any], at: datetime) -> Clock:
    rows = Clock.objects.as_of(at).select_related("promise", "lead").select_for_update(of=("self",))
    current = rows.get(pk=clock.pk)
    if current.state_now not in states:  # type: ignore[attr-defined]
        raise moved_on()
    return current


def moved_on() -> Refused:
    return Refused(_("This clock has moved on meanwhile: look at it again."))


def _check_moment(clock: Clock, happened: datetime, note: str, at: datetime) -> None:
    if happened > at:
        raise Refused(_("This lies in the future."), field="occurred_at")
    if happened < clock.started_at:
        raise Refused(_("The clock had not started then."), field="occurred_at")
    if at - happened > PROMPTLY and not note:
        raise Refused(_("Say why it is entered only now."), field="note")
