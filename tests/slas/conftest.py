"""A promise in force: four business hours (UTC, 9–17, Monday to Friday) for the first touch of an MQL."""

from datetime import UTC, datetime

import pytest

from slas.actions import sweeps
from slas.models import Clock
from teams.models import Department
from tests.factories import pipeline as facts
from tests.factories.slas import LONG_AGO, make_agreement, make_promise, put_in_force
from tests.factories.teams import NOW, make_calendar, make_department

MONDAY = datetime(2026, 8, 3, tzinfo=UTC)


def at(day: int, clock: str) -> datetime:
    """“at(5, "9:30")” is on Wednesday, 5 August 2026."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 8, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def version(in_tenant):
    """A draft of an agreement that counts leads of this year."""
    return make_agreement(
        applies_from=LONG_AGO,
        marketing=make_department(Department.Kind.MARKETING, name="Marketing"),
        sales=make_department(name="Sales"),
    )


@pytest.fixture
def calendar(in_tenant):
    return make_calendar(name="Office", is_default=True).calendar


@pytest.fixture
def promise(version, calendar):
    made = make_promise(version=version, calendar=calendar)
    put_in_force(version, at=LONG_AGO)
    return made


class Story:
    """Facts of one lead, and what the sweep makes of them."""

    def __init__(self, **values):
        self.lead = facts.make_lead(**values)

    def reaches(self, stage, moment, **values):
        facts.make_stage_transition(
            lead=self.lead, to_stage=stage, occurred_at=moment, day=moment.date(), is_first=False, **values
        )
        return self

    def touched(self, moment, kind="call", **values):
        facts.make_activity(lead=self.lead, kind=kind, occurred_at=moment, day=moment.date(), **values)
        return self

    def swept(self, moment=NOW):
        """The news are taken, and what is overdue is noted."""
        while sweeps.take_news(at=moment):
            pass
        sweeps.breach(at=moment)
        return self.clocks()

    def clocks(self):
        rows = Clock.objects.select_related("promise__version__agreement", "lead").filter(lead=self.lead)
        return list(rows.order_by("started_at", "cycle", "pk"))


@pytest.fixture
def story(in_tenant):
    return Story
