"""A clock counts in an organisation's own metric as it does everywhere: what people excused or took back is no breach."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from metrics import engine
from metrics.definitions import Cell, Measure, Metric
from slas.rules.compliance import compliance
from slas.sources import CLOCKS
from teams.models import Organisation
from tests.factories.slas import make_clock, make_promise
from tests.factories.teams import NOW

# Clocks by how they ended, all of them due an hour before now: when they were done, if they were.
DONE = {"met": -2, "met_late": 0, "breached_open": None, "waived": 0, "cancelled": None, "paused": None}


@pytest.fixture
def states(in_tenant: Organisation) -> dict[str, int]:
    promise = make_promise()
    started = {"promise": promise, "started_at": NOW - timedelta(hours=9), "due_at": NOW - timedelta(hours=1)}
    for state, hours in DONE.items():
        make_clock(state=state, stopped_at=None if hours is None else NOW + timedelta(hours=hours), **started)
    # Done late, and the breach was taken back.
    make_clock(state="met", stopped_at=NOW, **started)
    return dict.fromkeys(DONE, 1) | {"met": 2}


def kept(organisation: Organisation, limit: int | None = None) -> tuple[Decimal | None, list[str | None]]:
    metric = Metric("own:1", "compliance", "share", "", "", Measure(CLOCKS, "compliance", limit=limit))
    days = (NOW.date() - timedelta(days=1), NOW.date() + timedelta(days=1))
    cell = Cell(uuid.uuid4(), metric, "organisation", (organisation.pk,), *days)
    listed = engine.records(organisation=organisation, cell=cell, part="numerator", as_of=NOW.date())
    measured = engine.measure(organisation=organisation, cells=[cell], as_of=NOW.date())
    return measured[cell.key].actual, sorted(str(one.state) for one in listed)


def test_share_in_time_is_that_of_the_lists(in_tenant: Organisation, states: dict[str, int]) -> None:
    assert kept(in_tenant) == (compliance(states=states).share, ["breached_open", "met", "met", "met_late"])


def test_share_within_a_limit_leaves_out_what_was_excused(in_tenant: Organisation, states: dict[str, int]) -> None:
    """Of five that began nine hours ago one was done within eight."""
    assert kept(in_tenant, limit=8 * 3600) == (
        Decimal(1) / 5,
        ["breached_open", "breached_open", "met", "met_late", "met_late"],
    )
