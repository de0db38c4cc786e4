"""Readings of the demo organisation: what people measure and type in. Drawn apart, so that the story of deals stays as it is."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from goals.demo.clock import SATURDAY, Clock
from goals.demo.company import Company
from goals.demo.loading import copy
from pipeline.actions import readings
from pipeline.models import Reading, ReadingSeries
from pipeline.rules.readings import scaled
from teams.rules import names

Units = ReadingSeries.Units
SEED = "tide"


@dataclass(frozen=True, slots=True)
class Habit:
    """Something measured every week or month; `value` takes the share of the demo's time gone by, and a die."""

    name: str
    unit: str
    is_monthly: bool
    value: Callable[[float, random.Random], float]
    note: str = ""
    accounts: tuple[str, ...] = ()
    department: str = ""
    team: str = ""


HABITS = (
    Habit("Brand awareness", Units.SHARE, True, lambda gone, die: 0.56 + 0.17 * gone + die.gauss(0, 0.012), "Survey of 400 buyers", department="Marketing"),
    Habit("Customer satisfaction", Units.SCORE, True, lambda gone, die: 7.6 + 0.8 * gone + die.gauss(0, 0.15), "Scale of 0 to 10"),
    Habit("Customer waiting time", Units.DURATION, False, lambda gone, die: 52 - 20 * gone + die.gauss(0, 4), "Mean of all calls of the week"),
    Habit("Store visits", Units.COUNT, False, lambda gone, die: 130 + 60 * gone + die.gauss(0, 18), team="Content & events"),
    Habit("Coaching hours", Units.DURATION, False, lambda gone, die: 900 * round(10 + 8 * gone + die.gauss(0, 3)), accounts=("sales", "sales.international", "marketing")),
)  # fmt: skip


def write(*, company: Company, clock: Clock, at: datetime) -> None:
    """All readings until today, one correction and one that was withdrawn."""
    die = random.Random(SEED)  # noqa: S311
    for habit in HABITS:
        series = ReadingSeries.objects.create(name=habit.name, name_key=names.key(habit.name), unit=habit.unit)
        copy(Reading, (_row(habit, series, day, company, clock, die, about) for day, about in _when(habit, clock)))
    _correct(company, at)


def _when(habit: Habit, clock: Clock) -> Iterator[tuple[date, str]]:
    days = clock.days()
    for day, next_day in zip(days, [*days[1:], days[-1]], strict=True):
        is_due = next_day.day == 1 if habit.is_monthly else day.weekday() == SATURDAY - 1
        if is_due:
            yield from ((day, account) for account in habit.accounts or ("",))


def _row(
    habit: Habit, series: ReadingSeries, day: date, company: Company, clock: Clock, die: random.Random, account: str
) -> dict[str, Any]:
    gone = (day - clock.start) / (clock.today - clock.start)
    value = Decimal(str(max(0.0, habit.value(gone, die)))).quantize(_step(habit))
    morning = datetime.combine(day, time(), clock.zone)
    return _about(habit, day, company, account) | {
        "organisation_id": company.organisation.pk,
        "series_id": series.pk,
        "day": day,
        "occurred_at": morning,
        "recorded_at": min(morning + timedelta(hours=34), clock.now),
        "value_scaled": scaled(value),
        "note": habit.note,
        "external_id": "",
        "version": 1,
    }


def _step(habit: Habit) -> Decimal:
    return {Units.SHARE: Decimal("0.001"), Units.SCORE: Decimal("0.1")}.get(Units(habit.unit), Decimal(1))


def _about(habit: Habit, day: date, company: Company, account: str) -> dict[str, Any]:
    if account:
        worker = next(one for one in company.workers.values() if one.person.account == account)
        member = worker.membership.pk
        return {"owner_id": member, "entered_by_id": member} | worker.place_on(day)._asdict()
    team = company.teams.get(habit.team)
    department = team.department_id if team else company.departments[habit.department].pk if habit.department else None
    writer = company.with_account("marketing").pk
    place = {"team_id": team.pk if team else None, "department_id": department, "territory_id": None}
    return {"owner_id": None, "entered_by_id": writer} | place


def _correct(company: Company, at: datetime) -> None:
    by = company.with_account("marketing")
    surveys = Reading.objects.filter(series__name="Brand awareness").order_by("-day", "pk")
    visits = Reading.objects.filter(series__name="Store visits").order_by("-day", "pk")
    survey, visit = surveys[0], visits[1]
    corrected = {"value_scaled": survey.value_scaled + scaled(Decimal("0.004")), "day": survey.day}
    readings.edit(reading=survey, version=1, values=corrected, by=by, at=at)
    readings.withdraw(reading=visit, by=by, at=at)
