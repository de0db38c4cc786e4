"""Clocks as the engine measures them are the clocks of the lists: one definition of a breach."""

from datetime import date
from uuid import uuid4

import pytest

from goals.catalogue import metric_of
from metrics.definitions import Cell
from metrics.engine import measure
from pipeline.models import Touched
from slas.models import Clock
from slas.queries.clocks import ClockFilter, counted, filtered
from teams.models import Period
from tests.factories.slas import make_promise, put_in_force
from tests.factories.teams import NOW, make_membership
from tests.slas.conftest import LONG_AGO, at

pytestmark = pytest.mark.django_db
QUARTER = date(2026, 7, 1), date(2026, 10, 1)


def measured(organisation, key):
    cell = Cell(uuid4(), metric_of(key), "organisation", (organisation.pk,), *QUARTER)
    return measure(organisation=organisation, cells=[cell], as_of=NOW.date())[cell.key]


@pytest.fixture
def clocks(story, promise, version):
    """Kept after two hours, late after seven, overdue, waived in no way, cancelled."""
    story().reaches("mql", at(5, "9:00")).touched(at(5, "11:00")).swept()
    story().reaches("mql", at(5, "9:00")).touched(at(5, "16:00")).swept()
    story().reaches("mql", at(5, "9:00")).swept()
    story().reaches("mql", at(5, "9:00")).reaches("lost", at(5, "10:00")).swept()


def test_the_engine_and_the_lists_count_the_same(clocks, in_tenant):
    where = ClockFilter(period=Period.objects.get(key="2026-Q3"))
    listed = counted(filtered(where, member=make_membership("owner"), at=NOW))
    kept = measured(in_tenant, "promises_kept")
    assert (kept.numerator, kept.denominator) == (listed.kept, listed.judged) == (1, 3)
    assert measured(in_tenant, "promises_broken").actual == listed.breached == 2
    assert measured(in_tenant, "promises_kept_by_sales").denominator == 3


def test_a_side_that_owes_nothing_has_no_share(clocks, in_tenant):
    nothing = measured(in_tenant, "promises_kept_by_marketing")
    assert (nothing.actual, nothing.reason) == (None, "zero_denominator")


def test_times_are_business_times(clocks, in_tenant):
    assert measured(in_tenant, "first_touch_median").actual == (2 + 7) / 2 * 3600
    assert Clock.objects.get(state="met").elapsed_seconds == 2 * 3600


def test_a_clock_that_is_breached_leaves_word_for_the_recompute(story, promise, in_tenant):
    story().reaches("mql", at(5, "9:00")).swept(at(5, "10:00"))
    Touched.objects.all().delete()
    Clock.objects.filter(state="running").update(state="breached_open")
    assert set(Touched.objects.values_list("source", flat=True)) == {"clock"}


def test_what_is_promised_is_told_apart(story, version, calendar):
    make_promise(version=version, calendar=calendar, kind="decision")
    put_in_force(version, at=LONG_AGO)
    story().reaches("mql", at(5, "9:00")).swept()
    assert list(Clock.objects.values_list("promise_kind", "promise_side")) == [("decision", "sales")]
