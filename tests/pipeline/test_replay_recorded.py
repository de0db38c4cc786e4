"""Where no definition is in force yet, a replay takes a lead for what its recorded stages say that it had reached."""

from datetime import UTC, datetime, timedelta

import pytest

from pipeline.models import Stage
from pipeline.queries import replays
from teams.models import Period
from tests.factories.lead_definitions import make_lead_definition
from tests.factories.pipeline import make_lead, make_stage_transition
from tests.factories.teams import NOW

CAME = datetime(2026, 5, 4, 9, tzinfo=UTC)
REACHED = {
    Stage.INQUIRY: "inquiry",
    Stage.MQL: "mql",
    Stage.SAL: "sal",
    Stage.SQL: "sql",
    Stage.OPPORTUNITY: "sql",
    Stage.WON: "sql",
    Stage.LOST: "inquiry",
    Stage.RECYCLED: "inquiry",
}


def was(*stages, after=1):
    """The class of a lead that entered these stages, one each `after` days."""
    lead = make_lead(day=CAME.date(), occurred_at=CAME)
    for number, stage in enumerate(stages, 1):
        at = CAME + timedelta(days=number * after)
        make_stage_transition(lead=lead, to_stage=stage, occurred_at=at, day=at.date())
    period = Period(starts_on=CAME.date(), ends_on=CAME.date() + timedelta(days=1))
    shown = replays.replay(draft=make_lead_definition(), old=None, period=period, at=NOW)
    return [row.was for row in shown.rows if row.total.leads]


def test_every_stage_has_its_class():
    assert set(REACHED) == set(Stage)


@pytest.mark.parametrize(("stage", "expected"), REACHED.items())
def test_a_stage_alone(in_tenant, stage, expected):
    assert was(stage) == [expected]


@pytest.mark.parametrize(
    ("stages", "expected"),
    [
        ((), "inquiry"),
        (("mql", "recycled"), "mql"),
        (("mql", "sal", "lost"), "sal"),
        (("mql", "recycled", "mql", "sal", "sql", "opportunity", "won"), "sql"),
        (("sql", "mql"), "sql"),
    ],
)
def test_the_furthest_counts_whatever_came_after(in_tenant, stages, expected):
    assert was(*stages) == [expected]


@pytest.mark.parametrize(("after", "expected"), [(15, "sal"), (16, "mql"), (31, "inquiry")])
def test_what_came_later_than_the_lead_stood_does_not_count(in_tenant, after, expected):
    assert was("mql", "sal", after=after) == [expected]
