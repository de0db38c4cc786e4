"""The nightly recompute compares what incremental work left with what the facts say; each test of drift has its control."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from goals.actions import objectives, recomputes
from goals.models import Drift, Objective, ObjectiveProgress, Recompute
from notifications.models import Notification
from pipeline.models import Deal, Touched
from teams.models import Organisation, Period
from teams.permissions import Role
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_membership

NIGHT = NOW + timedelta(days=1)


def nightly(*, at=NIGHT) -> Recompute:
    recomputes.tick(at=at)
    recompute = recomputes.claim(at=at)
    assert recompute is not None
    recomputes.run(recompute_id=recompute.pk, at=at)
    recompute.refresh_from_db()
    return recompute


@pytest.fixture
def objective(in_tenant: Organisation) -> Objective:
    """USD 1,200 are known, and nothing waits."""
    made = make_objective(target=Decimal(300_000))
    make_deal(amount_minor=120_000)
    recomputes.run_touched(at=NOW)
    return made


def a_fact_changes() -> None:
    Deal.objects.update(amount_minor=150_000)


def a_fact_changes_and_nobody_hears_of_it() -> None:
    a_fact_changes()
    Touched.objects.all().delete()


def test_without_a_change_nothing_has_drifted(objective: Objective) -> None:
    recompute = nightly()
    assert (recompute.drifted, recompute.cells_drifted) == (0, 0)
    assert recompute.milliseconds is not None
    assert not Notification.objects.exists()


def test_a_change_that_left_its_note_is_no_drift(objective: Objective) -> None:
    a_fact_changes()
    recompute = nightly()
    assert (recompute.drifted, recompute.changed) == (0, 1)


def test_a_change_whose_note_is_lost_is_reported_and_put_right(objective: Objective) -> None:
    ops = make_membership(role=Role.OPS_AUDITOR)
    a_fact_changes_and_nobody_hears_of_it()
    recompute = nightly()
    assert recompute.drifted == 1
    drift = Drift.objects.get()
    assert (drift.objective_id, drift.as_of) == (objective.pk, date(2026, 8, 14))
    assert (drift.stored_actual, drift.full_actual, drift.difference) == (120_000, 150_000, 30_000)
    assert ObjectiveProgress.objects.get().actual == 150_000
    assert [notice.to_id for notice in Notification.objects.filter(kind="figures_drifted")] == [ops.pk]
    assert nightly(at=NIGHT + timedelta(days=1)).drifted == 0


@pytest.mark.parametrize(
    ("spoil", "drifted"), [(a_fact_changes, 0), (a_fact_changes_and_nobody_hears_of_it, 1)], ids=["control", "broken"]
)
def test_a_period_that_is_over_is_compared_too(
    in_tenant: Organisation, spoil: Callable[[], None], drifted: int
) -> None:
    make_objective(period=Period.objects.get(key="2026-Q2"), target=Decimal(300_000))
    make_deal(day=date(2026, 5, 1), amount_minor=120_000)
    recomputes.run_touched(at=NOW)
    assert nightly(at=NOW + timedelta(hours=1)).drifted == 0
    spoil()
    assert nightly().drifted == drifted


@pytest.mark.parametrize("metric", ["win_rate", "deals_in_process", "cases_in_time", "median_deal_size"])
def test_the_passing_of_days_is_no_drift(in_tenant: Organisation, metric: str) -> None:
    make_objective(metric_key=metric, target=Decimal(1))
    make_objective(metric_key=metric, period=Period.objects.get(key="2026-Q2"), target=Decimal(1))
    make_deal(day=date(2026, 8, 16))
    make_deal(day=date(2026, 5, 1))
    recomputes.run_touched(at=NOW)
    assert [nightly(at=NOW + timedelta(days=days)).drifted for days in (1, 2, 5)] == [0, 0, 0]


def test_a_new_target_or_an_archived_objective_is_no_drift(objective: Objective) -> None:
    objectives.edit(objective=objective, version=1, values={"target": Decimal(5)}, by=None, at=NOW)
    objectives.archive(objective=make_objective(), by=None, at=NOW)
    assert nightly().drifted == 0


def test_only_the_first_lines_are_kept_of_very_many(objective: Objective, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goals.actions.reconciliation.MOST_KEPT", 1)
    make_objective(metric_key="won_revenue")
    recomputes.everything(at=NOW)
    a_fact_changes_and_nobody_hears_of_it()
    assert nightly().drifted == 2
    assert Drift.objects.count() == 1


def test_what_only_touched_objectives_were_computed_for_is_not_compared(objective: Objective) -> None:
    assert Recompute.objects.get(reason="import").drifted is None
