"""The clocks of promises: counting a million of them again, and the sweep that finds what is newly due.

Against a general calendar walk (bench/calendar_walk.py) on a sample, scaled; against a minute count that shares no code
with either; and, for the sweep, against one update by key. Everything in one run on one database.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from bench.calendar_walk import GeneralCalendar, general
from bench.databases import empty_database, vacuum
from bench.timing import Took, median, seconds, timed
from slas.actions import agreements, promises, recount, sweeps
from slas.models import Clock, Promise, Side
from teams.actions import calendars, organisations
from teams.actions.calendars import SpecialDay, Terms
from teams.models import CalendarDay, CalendarVersion, Department
from teams.rules.calendars import Calendar, read_hours
from teams.tenancy import tenant

SCALES = {"small": 20_000, "medium": 200_000, "full": 1_000_000}
WALKED, COUNTED, NEWLY_DUE = 300, 1000, 10
NOW, FIRST, DAYS = datetime(2026, 8, 14, 12, tzinfo=UTC), datetime(2024, 9, 1, tzinfo=UTC), 700
MINUTE = timedelta(minutes=1)
KEYS = "SELECT conname FROM pg_constraint WHERE conrelid = 'slas_clock'::regclass AND contype = 'f'"
# Whole minutes, so that the minute count can be exact; some spans end before anybody works.
FILL = """
    INSERT INTO slas_clock (organisation_id, line, lead_id, cycle, promise_id, calendar_version_id, state, day, started_at,
        due_at, allowed, elapsed, acts, stopped_at, closed_at, promise_kind, promise_side)
    SELECT %(organisation)s, %(line)s, uuidv7(), 1, %(promise)s, %(calendar)s, 'met', started_at::date, started_at, started_at,
        %(allowed)s, interval '0', 1, stopped_at, stopped_at, %(kind)s, %(side)s
    FROM (SELECT started_at, started_at + (random() * 7 * 24 * 60)::int * interval '1 minute' AS stopped_at
          FROM (SELECT %(first)s::timestamptz + (random() * %(days)s * 24 * 60)::int * interval '1 minute' AS started_at
                FROM generate_series(1, %(count)s)) starts) spans
"""
RIGHT = """
    UPDATE slas_clock c SET due_at = r.due_at, elapsed = r.elapsed * interval '1 microsecond' FROM recounted r
    WHERE c.organisation_id = %s AND c.id = r.id
"""
OPEN = """
    UPDATE slas_clock SET state = 'running', stopped_at = NULL, closed_at = NULL, elapsed = NULL,
        due_at = %(now)s::timestamptz + (1 + random() * 1000) * interval '1 hour'
    WHERE organisation_id = %(organisation)s
"""
NEW = """
    WITH gone AS (DELETE FROM slas_breach WHERE organisation_id = %(organisation)s)
    UPDATE slas_clock SET due_at = %(now)s::timestamptz - random() * interval '1 second', state = 'running', breached_at = NULL
    WHERE organisation_id = %(organisation)s AND id = ANY(%(ids)s)
"""
BY_KEY = "UPDATE slas_clock SET acts = acts + 1 WHERE organisation_id = %(organisation)s AND id = %(id)s"


def run(*, scale: str, rounds: int, keep: bool) -> dict[str, Any]:
    """Medians and their ratios; `differences` are clocks on which ours and the minute count disagree."""
    with empty_database("clocks"):
        organisation_id = organisations.create(
            slug="clocks", name="Clocks", time_zone="UTC", currency="USD", fiscal_start_month=1, at=NOW
        ).pk
        calendar = _fill(organisation_id, SCALES[scale])
        ours = median(rounds, _inside(organisation_id, lambda: recount.recount(at=NOW)))
        peer = timed(_inside(organisation_id, lambda: _walk(general(calendar))))
        differences = _inside(organisation_id, lambda: _differences(calendar))()
        swept = _sweep(organisation_id, max(rounds, 100))
    ours_a_second, walked_a_second = SCALES[scale] / ours.processor, WALKED / peer.processor
    return {
        "scale": scale,
        "clocks": SCALES[scale],
        "seconds": seconds(recount=ours, calendar_walk_of_the_sample=peer, **swept),
        "clocks_a_second": round(ours_a_second),
        "walked_a_second": round(walked_a_second),
        "faster_than_the_calendar_walk": round(ours_a_second / walked_a_second),
        "differences_from_the_minute_count": differences,
        "counted_by_the_minute": COUNTED,
        "sweep_in_updates_by_key": round(swept["sweep"].processor / swept["update_by_key"].processor, 2),
        "sweep_in_updates_by_key_by_the_clock": round(swept["sweep"].clock / swept["update_by_key"].clock, 2),
    }


def _inside(organisation_id: UUID, work: Callable[[], Any]) -> Callable[[], Any]:
    def inside() -> Any:
        with tenant(organisation_id):
            return work()

    return inside


def _fill(organisation_id: UUID, count: int) -> Calendar:
    """So many kept clocks of two years, counted right, under one promise of twenty business hours in New York."""
    with tenant(organisation_id):
        version, promise = _promise()
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        # The clocks' leads are made up; the generator keeps the other keys.
        cursor.execute(KEYS)
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE slas_clock DROP CONSTRAINT "{name}"')
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(FILL, _values(version, promise) | {"organisation": str(organisation_id), "count": count})
    with tenant(organisation_id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        recount.count_into_table()
        cursor.execute(RIGHT, [str(organisation_id)])
    with connection.as_owner():
        vacuum("slas_clock")
    return version.terms


def _values(version: CalendarVersion, promise: Promise) -> dict[str, Any]:
    return {
        "line": str(promise.line),
        "promise": str(promise.pk),
        "kind": promise.kind,
        "side": promise.side,
        "calendar": str(version.pk),
        "allowed": promise.allowed,
        "first": FIRST,
        "days": DAYS,
    }


def _promise() -> tuple[CalendarVersion, Promise]:
    inventory = {date(2025, 12, 20): SpecialDay(CalendarDay.Kind.OPEN, "Inventory", read_hours("10-14"))}
    week = {weekday: read_hours("9-12:30, 13:30-18") for weekday in range(1, 6)}
    terms = Terms(time_zone="America/New_York", week=week, days=inventory, country="US")
    calendar = calendars.create(name="New York", terms=terms, by=None, at=NOW)
    sides = (Department.objects.create(name=kind, kind=kind) for kind in ("marketing", "sales"))
    agreement = agreements.create(name="Bench", marketing=next(sides), sales=next(sides), by=None, at=NOW)
    values = {
        "side": Side.SALES, "kind": Promise.Kind.FIRST_TOUCH, "amount": 20, "unit": "hours", "calendar": calendar,
    }  # fmt: skip
    promise = promises.add(version=agreement.versions.get(), values=values, by=None, at=NOW)
    return CalendarVersion.objects.with_days().get(calendar=calendar), promise


def _walk(calendar: GeneralCalendar) -> None:
    """Elapsed and due of a sample, read one by one and written back one by one, as the peers do."""
    for clock in list(Clock.objects.order_by("lead_id")[:WALKED]):
        clock.elapsed = calendar.elapsed(clock.started_at, clock.closed_at)
        clock.due_at = calendar.due(clock.started_at, clock.allowed)
        clock.save(update_fields=["elapsed", "due_at"])


def _differences(calendar: Calendar) -> int:
    """Clocks whose stored figures a plain count of open minutes does not come to."""
    zone = ZoneInfo(calendar.zone)
    minutes = ((FIRST + number * MINUTE).astimezone(zone) for number in range((DAYS + 40) * 1440))
    before = list(accumulate((_is_open(calendar, minute) for minute in minutes), initial=0))
    wrong = 0
    for clock in Clock.objects.order_by("-lead_id")[:COUNTED]:
        start, stop, due = ((moment - FIRST) // MINUTE for moment in (clock.started_at, clock.closed_at, clock.due_at))
        counted, allowed = before[stop] - before[start], clock.allowed // MINUTE
        # Due is the first minute by which so many were open.
        is_due = before[due] - before[start] == allowed and before[due - 1] - before[start] < allowed
        wrong += not is_due or counted * MINUTE != clock.elapsed
    return wrong


def _is_open(calendar: Calendar, local: datetime) -> bool:
    own = calendar.days.get(local.date())
    windows = calendar.week.get(local.isoweekday(), ()) if own is None else own
    return any(window.opens <= local.hour * 60 + local.minute < window.closes for window in windows)


def _sweep(organisation_id: UUID, rounds: int) -> dict[str, Took]:
    """With all clocks open and ten newly due, beside one update by key; each in its own transaction."""
    ids = [
        str(pk)
        for pk in _inside(organisation_id, lambda: list(Clock.objects.values_list("pk", flat=True)[:NEWLY_DUE]))()
    ]
    values = {"organisation": str(organisation_id), "now": NOW, "ids": ids, "id": ids[0]}

    def execute(statement: str) -> Callable[[], None]:
        def work() -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement.replace("ANY(%(ids)s)", "ANY(%(ids)s::uuid[])"), values)

        return _inside(organisation_id, work)

    execute(f"SET LOCAL statement_timeout = 0; {OPEN}")()
    with connection.as_owner():
        vacuum("slas_clock")
    by_key = median(rounds, execute(BY_KEY))
    sweep = median(rounds, _inside(organisation_id, lambda: sweeps.breach(at=NOW)), before=execute(NEW))
    idle = median(rounds, _inside(organisation_id, lambda: sweeps.breach(at=NOW)))
    return {"update_by_key": by_key, "sweep": sweep, "sweep_with_nothing_due": idle}
