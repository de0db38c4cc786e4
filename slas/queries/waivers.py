"""Who decides whether a broken promise is excused, and whether they have been asked."""

from django.db.models import QuerySet

from slas.models import Clock, ClockEvent
from teams.access import SIGNERS
from teams.models import Department, Membership
from teams.models.signed import Side
from teams.permissions import Role

Kind = ClockEvent.Kind
TALK = (Kind.ASKED, Kind.WAIVED, Kind.REFUSED, Kind.REVERSED)
OTHER = {Side.SALES: Side.MARKETING, Side.MARKETING: Side.SALES}


def promisee(clock: Clock) -> Department:
    """To whom it was promised."""
    return clock.promise.version.agreement.department(OTHER[Side(clock.promise.side)])


def deciders(clock: Clock) -> list[Membership]:
    """The head of the department to which it was promised; without one its managers; without any those who audit."""
    side = OTHER[Side(clock.promise.side)]
    here = Membership.objects.active().filter(user__isnull=False).order_by("full_name", "pk")
    for people in (here.filter(pk=promisee(clock).head_id), here.filter(role=SIGNERS[side])):
        if found := list(people):
            return found
    return list(here.filter(role=Role.OPS_AUDITOR))


def asks_and_answers(clock: Clock) -> QuerySet[ClockEvent]:
    """Of this cycle, in order: what was asked, waived, refused and reversed."""
    rows = ClockEvent.objects.filter(line=clock.line, lead=clock.lead_id, cycle=clock.cycle, kind__in=TALK)
    return rows.select_related("by").order_by("recorded_at", "pk")


def open_ask(clock: Clock) -> ClockEvent | None:
    """What was asked in this cycle and not answered since."""
    last = asks_and_answers(clock).last()
    return last if last is not None and last.kind == Kind.ASKED else None
