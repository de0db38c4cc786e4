"""Warnings and escalations: who is told of which clock, gathered into one digest per person.

Quiet hours are those in which the clock's calendar is closed. A digest holds all that is new to a person; the next one comes
a quarter of an hour later at the earliest, and what is held back till then is told then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from notifications.actions import notify
from notifications.models import Notification
from slas.models import Clock, ClockNotice
from slas.queries.clocks import used_by
from slas.rules.escalation import DIGEST_EVERY, NEWS_FOR, Step, step_due
from teams.models import Membership, Organisation
from teams.queries.superiors import ladder_of
from teams.queries.working_times import working_time_of
from teams.tenancy import active_organisation_id

type News = dict[Membership, list[tuple[Clock, Step, int]]]
SHOWN = 3
State = Clock.State
# Warnings are the owner's own to arrange; as soon as something is overdue it is the ladder that both departments signed.
KINDS = (Notification.Kind.CLOCK_WARNED, Notification.Kind.CLOCK_DIGEST)


@transaction.atomic
def tell(*, at: datetime) -> int:
    """Leave the digests that are due; return how many. Two sweeps at once: the second one finds them told."""
    organisation = Organisation.objects.get(pk=active_organisation_id())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"clock notices of {organisation.pk}"])
    recent = Notification.objects.filter(kind__in=KINDS, created_at__gt=at - DIGEST_EVERY)
    held = set(recent.values_list("to", flat=True))
    news = {person: told for person, told in _news(organisation, at).items() if person.pk not in held}
    for person, told in news.items():
        rows = [
            ClockNotice(clock=clock, step=step, percent=percent, to=person, told_at=at) for clock, step, percent in told
        ]
        ClockNotice.objects.bulk_create(rows, ignore_conflicts=True)
        _digest(organisation, person, told, at)
    return len(news)


def _news(organisation: Organisation, at: datetime) -> News:
    """By person: which clocks have reached a step of which they were not told."""
    news: News = defaultdict(list)
    ladder = _Ladder(at.astimezone(organisation.zone))
    for clock in _open_clocks(at):
        if not working_time_of(clock.calendar_version_id).is_open(at):
            continue
        heard: dict[tuple[str, int], set[UUID]] = defaultdict(set)
        for notice in clock.notices.all():
            heard[notice.step, notice.percent].add(notice.to_id)
        due = step_due(
            used=used_by(clock, at=at),
            allowed=clock.allowed,
            is_breached=clock.state_now == State.BREACHED_OPEN,  # type: ignore[attr-defined]
            warn_percents=clock.promise.warn_percents,
            ladder=[(to, percent) for to, percent in clock.promise.ladder],
            told={
                step for step, ids in heard.items() if {one.pk for one in ladder.people(clock, Step(step[0]))} <= ids
            },
        )
        if due is not None:
            for person in ladder.people(clock, due[0]):
                if person.pk not in heard[due]:
                    news[person].append((clock, *due))
    return news


def _open_clocks(at: datetime) -> Iterator[Clock]:
    rows = Clock.objects.as_of(at).filter(state_now__in=[State.RUNNING, State.BREACHED_OPEN], closed_at__isnull=True)
    told = ("promise__version__agreement__marketing__head", "promise__version__agreement__sales__head", "owner", "lead")
    news = rows.filter(due_at__gte=at - NEWS_FOR).select_related(*told).prefetch_related("notices")
    yield from news.order_by("due_at", "pk")


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
    values = {"warned": warned, "overdue": len(told) - warned, "leads": ", ".join([*names[:SHOWN], *more])}
    one = len(told) == 1
    url = (
        reverse("slas:clock_detail", args=[organisation.slug, told[0][0].pk])
        if one
        else reverse("slas:clock_list", args=[organisation.slug])
    )
    notify(to=person, kind=KINDS[warned < len(told)], values=values, url=url, at=at)
