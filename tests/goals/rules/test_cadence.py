"""Silence, by the rule and by the SQL that lists need: the same table for both."""

from datetime import date

import pytest

from goals.actions import recomputes
from goals.models import ObjectiveProgress
from goals.queries.progress import progress_of
from goals.rules.cadence import due_on, is_overdue, shown_status
from teams.models import Period
from teams.tenancy import tenant
from tests.factories.canvas import make_check_in
from tests.factories.goals import make_goal, make_objective
from tests.factories.teams import NOW

# The quarter began on 1 July; cadence, day of the last check-in, the day that is asked about, silent then.
CASES = [
    ("", None, date(2026, 8, 14), False),
    ("weekly", None, date(2026, 7, 8), False),
    ("weekly", None, date(2026, 7, 9), True),
    ("weekly", date(2026, 8, 7), date(2026, 8, 14), False),
    ("weekly", date(2026, 8, 6), date(2026, 8, 14), True),
    ("weekly", date(2026, 6, 30), date(2026, 7, 8), False),
    ("fortnightly", date(2026, 7, 31), date(2026, 8, 14), False),
    ("fortnightly", date(2026, 7, 30), date(2026, 8, 14), True),
    ("monthly", None, date(2026, 7, 31), False),
    ("monthly", None, date(2026, 8, 1), True),
    ("weekly", None, date(2026, 9, 30), True),
    ("weekly", None, date(2026, 10, 1), False),
]
each = pytest.mark.parametrize(("cadence", "last", "on", "silent"), CASES)


@each
def test_rule(cadence, last, on, silent):
    period = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 10, 1)}
    assert is_overdue(cadence=cadence, last=last, on=on, **period) is silent


@each
def test_the_same_in_sql(organisation, cadence, last, on, silent):
    with tenant(organisation.pk):
        goal = make_goal(cadence=cadence)
        objective = make_objective(goal=goal, period=Period.objects.get(key="2026-Q3"))
        if last:
            make_check_in(goal=goal, objective=objective, day=last)
        recomputes.everything(at=NOW)
        ObjectiveProgress.objects.update(status="on_track", as_of=on)
        row = progress_of(objective.pk, on=on)
        assert row is not None
        assert (row.status == "silent") is silent


@pytest.mark.parametrize(
    ("status", "shown"), [("on_track", "silent"), ("watch", "watch"), ("reached", "reached"), (None, None)]
)
def test_only_good_news_is_silenced(status, shown):
    assert shown_status(status=status, is_overdue=True) == shown
    assert shown_status(status=status, is_overdue=False) == status


def test_without_a_rhythm_nothing_is_due():
    assert due_on(cadence="", last=date(2026, 8, 1), starts_on=date(2026, 7, 1)) is None
