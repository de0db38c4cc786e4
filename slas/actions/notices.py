"""Warnings and escalations: who is told of which clock, gathered into one digest per person.

Quiet hours are those in which the clock's calendar is closed. A digest holds all that is new to a person; the next one comes
a quarter of an hour later at the earliest, and what is held back till then is told then. Each open clock has the instant at
which it is next looked at (`ClockWatch`), so that a sweep costs what is due and not what is open.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from notifications.actions import notify
from notifications.models import Notification
from slas.models import Clock, ClockNotice, ClockWatch
from slas.queries.clocks import used_by
from slas.rules.escalation import DIGEST_EVERY, NEWS_FOR, Step, step_due, until_next
from teams.models import Membership, Organisation
from teams.queries.organisations import active_organisation
from teams.queries.superiors import ladder_of
from teams.queries.working_times import working_time_of
from teams.rules.business_time import OutsideCalendar, WorkingTime

type News = dict[Membership, list[tuple[Clock, Step, int]]]
SHOWN, PORTION, DAY = 3, 2000, timedelta(days=1)
State = Clock.State
OPEN = (State.RUNNING, State.BREACHED_OPEN)
# Warnings are the owner's own to arrange; as soon as something is overdue it is the ladder that both departments signed.
KINDS = (Notification.Kind.CLOCK_WARNED, Notification.Kind.CLOCK_DIGEST)


@transaction.atomic
def tell(*, at: datetime) -> int:
    """Leave the digests that are due; return how many. Two sweeps at once: the second one finds them told."""
    organisation = active_organisation()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"clock notices of {organisation.pk}"])
    recent = Notification.objects.filter(kind__in=KINDS, created_at__gt=at - DIGEST_EVERY)
    look = _Look(at, _Ladder(at.astimezone(organisation.zone)), set(recent.values_list("to", flat=True)))
    _look_at_all(look)
    for person, told in look.news.items():
        rows = [
            ClockNotice(clock=clock, step=step, percent=percent, to=person, told_at=at) for clock, step, percent in told
        ]
        ClockNotice.objects.bulk_create(rows, ignore_conflicts=True)
        _digest(organisation, person, told, at)
    return len(look.news)


def _look_at_all(look: "_Look") -> None:
    """Those clocks only whose time to be looked at has come."""
    due = ClockWatch.objects.select_for_update(skip_locked=True).filter(look_at__lte=look.at)
    watches = {watch.clock_id: watch for watch in due.order_by("look_at", "pk")[:PORTION]}
    told = ("promise__version__agreement__marketing__head", "promise__version__agreement__sales__head", "owner", "lead")
    clocks = Clock.objects.as_of(look.at).filter(pk__in=watches).select_related(*told).prefetch_related("notices")
    again = []
    for clock in clocks.order_by("due_at", "pk"):
        if when := look.at_clock(clock):
            watch = watches.pop(clock.pk)
            watch.look_at = when
            again.append(watch)
    ClockWatch.objects.bulk_update(again, ["look_at"], 500)
    ClockWatch.objects.filter(pk__in=[watch.pk for watch in watches.values()]).delete()


class _Look:
    """One look at what is open: `news` says, by person, which clocks have reached a step of which they were not told."""

    def __init__(self, at: datetime, ladder: "_Ladder", held: set[UUID]) -> None:
        self.at, self.ladder, self.held = at, ladder, held
        self.news: News = defaultdict(list)

    def at_clock(self, clock: Clock) -> datetime | None:
        """Note who is told; return when to look again, None if there is nothing more to tell."""
        state = clock.state_now  # type: ignore[attr-defined]
        if clock.closed_at or state not in OPEN or clock.due_at is None or clock.due_at < self.at - NEWS_FOR:
            return None
        working = working_time_of(clock.calendar_version_id)
        if not working.is_open(self.at):
            return self._opening(working)
        terms = {
            "used": used_by(clock, at=self.at),
            "allowed": clock.allowed,
            "is_breached": state == State.BREACHED_OPEN,
            "warn_percents": clock.promise.warn_percents,
            "ladder": [(to, percent) for to, percent in clock.promise.ladder],
        }
        return self.at if self._is_held(clock, terms) else self._next(working, until_next(**terms))

    def _is_held(self, clock: Clock, terms: dict[str, Any]) -> bool:
        """Note who is told of the step that is due; whether somebody had a digest just now, and waits for the next."""
        heard: dict[tuple[str, int], set[UUID]] = defaultdict(set)
        for notice in clock.notices.all():
            heard[notice.step, notice.percent].add(notice.to_id)
        told = {
            step for step, ids in heard.items() if {one.pk for one in self.ladder.people(clock, Step(step[0]))} <= ids
        }
        due = step_due(**terms, told=told)
        if due is None:
            return False
        waiting = [person for person in self.ladder.people(clock, due[0]) if person.pk not in heard[due]]
        for person in waiting:
            if person.pk not in self.held:
                self.news[person].append((clock, *due))
        return any(person.pk in self.held for person in waiting)

    def _next(self, working: WorkingTime, left: timedelta | None) -> datetime:
        """At the next step, but within a day: a department may get another head meanwhile."""
        if left is None:
            return self.at + DAY
        try:
            due = working.due(start=self.at, allowed=max(left, timedelta.resolution))
        except OutsideCalendar:
            due = None
        return min(due or self.at + DAY, self.at + DAY)

    def _opening(self, working: WorkingTime) -> datetime:
        opens = next(working.open_intervals(start=self.at, end=self.at + DAY), None)
        return opens[0] if opens else self.at + DAY


class _Ladder:
    """Whom a step goes to; each owner's manager is looked up once."""

    def __init__(self, now: datetime) -> None:
        self.on = now.date()
        self.managers: dict[Any, Membership | None] = {}

    def people(self, clock: Clock, step: Step) -> Iterable[Membership]:
        agreement = clock.promise.version.agreement
        found = {
            Step.WARNING: lambda: [clock.owner],
            Step.OWNER: lambda: [clock.owner or self._manager(clock)],
            Step.MANAGER: lambda: [self._manager(clock)],
            Step.HEADS: lambda: [agreement.marketing.head, agreement.sales.head],
        }[step]()
        return {person for person in found if person and person.is_active and person.user_id}

    def _manager(self, clock: Clock) -> Membership | None:
        version = clock.promise.version
        key = clock.owner_id, clock.department_id, version.agreement_id, clock.promise.side
        if key not in self.managers:
            self.managers[key] = self._above(clock)
        return self.managers[key]

    def _above(self, clock: Clock) -> Membership | None:
        agreement = clock.promise.version.agreement
        if clock.owner is None:
            return agreement.department(clock.promise.side).head
        return next(iter(ladder_of(member=clock.owner, department_id=clock.department_id, on=self.on)), None)


def _digest(organisation: Organisation, person: Membership, told: list[tuple[Clock, Step, int]], at: datetime) -> None:
    warned = sum(step == Step.WARNING for _clock, step, _percent in told)
    names = [str(clock.lead) for clock, _step, _percent in told]
    more = ["…"] if len(names) > SHOWN else []
    values = {"warned": warned, "overdue": len(told) - warned, "leads": [*names[:SHOWN], *more]}
    one = len(told) == 1
    url = (
        reverse("slas:clock_detail", args=[organisation.slug, told[0][0].pk])
        if one
        else reverse("slas:clock_list", args=[organisation.slug])
    )
    notify(to=person, kind=KINDS[warned < len(told)], values=values, url=url, at=at)
