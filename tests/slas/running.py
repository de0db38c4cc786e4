"""Clocks of several kinds on one day, for pages."""

import re
from datetime import timedelta

import pytest
import time_machine

from slas.models import Clock, Promise
from teams.models import Department, Membership
from teams.tenancy import tenant
from tests.factories.pipeline import make_lead
from tests.factories.slas import LONG_AGO, make_agreement, make_breach, make_clock, make_promise, put_in_force
from tests.factories.teams import NOW, make_assignment, make_calendar, make_department, make_team
from tests.slas.conftest import at

State = Clock.State
# Twelve with the one that opens the tenant; the savepoint that a test needs instead of a transaction takes three more.
MOST_QUERIES = 12 + 3


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def today():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def in_force(organisation, rep) -> Promise:
    """A first touch within four hours, signed by both; Rita Rep works in the team West of Sales."""
    with tenant(organisation.pk):
        sales = make_department(name="Sales")
        version = make_agreement(
            applies_from=LONG_AGO, marketing=make_department(Department.Kind.MARKETING, name="Marketing"), sales=sales
        )
        made = make_promise(version=version, calendar=make_calendar(name="Office", is_default=True).calendar)
        put_in_force(version, at=LONG_AGO)
        make_assignment(membership=rep, team=make_team(name="West", department=sales))
    return made


# What each is a day before NOW, with what is stored; the running one is due an hour before NOW, and no sweep has noticed.
CASES = {
    "kept": {"state": State.MET, "stopped_at": at(13, "10:00"), "elapsed": timedelta(hours=1)},
    "late": {"state": State.MET_LATE, "stopped_at": at(13, "15:00"), "elapsed": timedelta(hours=6), "breached_at": at(13, "13:00")},
    "overdue": {"state": State.BREACHED_OPEN, "breached_at": at(13, "13:00")},
    "unnoticed": {"state": State.RUNNING, "due_at": at(14, "11:00")},
    "running": {"state": State.RUNNING, "due_at": at(14, "15:00")},
    "paused": {"state": State.PAUSED, "due_at": None, "paused_at": at(13, "11:00"), "elapsed": timedelta(hours=2)},
    "cancelled": {"state": State.CANCELLED, "closed_at": at(13, "11:00"), "elapsed": timedelta(hours=2)},
    "waived": {"state": State.WAIVED, "breached_at": at(13, "13:00"), "waived_at": at(13, "14:00")},
}  # fmt: skip


def make_case(name: str, *, promise: Promise, owner: Membership, **values) -> Clock:
    defaults = {
        "started_at": at(13, "9:00"),
        "due_at": at(13, "13:00"),
        "day": at(13, "9:00").date(),
        "owner": owner,
        "lead": make_lead(name=f"Lead {name}"),
    }
    clock = make_clock(promise=promise, **(defaults | CASES[name] | values))
    if clock.breached_at:
        make_breach(clock=clock, breached_at=clock.breached_at)
    return clock


@pytest.fixture
def cases(organisation, in_force, rep) -> dict[str, Clock]:
    with tenant(organisation.pk):
        return {name: make_case(name, promise=in_force, owner=rep) for name in CASES}


__all__ = ["cases", "in_force", "make_case", "today", "words"]
