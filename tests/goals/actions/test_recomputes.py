from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from goals import tasks
from goals.actions import recomputes
from goals.models import Objective, ObjectiveProgress, Recompute, Status
from pipeline.models import Deal, Touched
from teams.models import Organisation, Period
from teams.queries.organisations import active_organisation
from teams.tenancy import organisations_due, tenant
from tests.factories.goals import make_objective, make_recompute
from tests.factories.pipeline import make_deal, make_lead, make_touched
from tests.factories.teams import NOW, make_membership, make_team

LATER = NOW + timedelta(hours=1)


def figure(objective: Objective) -> ObjectiveProgress:
    return ObjectiveProgress.objects.get(objective=objective)


def test_third_quarter_of_the_domain(in_tenant: Organisation) -> None:
    objective = make_objective(target=Decimal(30_000_000))
    make_deal(amount_minor=12_000_000)
    assert recomputes.everything(at=NOW) == recomputes.Revalued(objectives=1, changed=1)
    row = figure(objective)
    assert (row.numerator, row.denominator, row.actual) == (12_000_000, None, 12_000_000)
    assert row.expected == Decimal("14673913.043478")
    assert row.attainment == Decimal("0.4")
    assert row.pace == Decimal("0.817778")
    assert row.status == Status.WATCH
    assert row.as_of == date(2026, 8, 14)


def test_a_second_run_changes_no_row(in_tenant: Organisation) -> None:
    objectives = [make_objective(metric_key=key) for key in ("won_revenue", "win_rate", "leads", "closing_ratio")]
    make_deal()
    assert recomputes.everything(at=NOW).changed == len(objectives)
    assert recomputes.everything(at=LATER).changed == 0
    assert {row.computed_at for row in ObjectiveProgress.objects.all()} == {NOW}


def test_only_what_differs_is_written(in_tenant: Organisation) -> None:
    revenue, leads = make_objective(), make_objective(metric_key="leads")
    recomputes.everything(at=NOW)
    make_deal()
    assert recomputes.everything(at=LATER).changed == 1
    assert (figure(revenue).computed_at, figure(leads).computed_at) == (LATER, NOW)


def test_a_closed_period_no_longer_moves_with_the_day(in_tenant: Organisation) -> None:
    objective = make_objective(period=Period.objects.get(key="2026-Q2"))
    make_deal(day=date(2026, 5, 1), amount_minor=30_000_000)
    recomputes.everything(at=NOW)
    assert recomputes.everything(at=NOW + timedelta(days=1)).changed == 0
    assert (figure(objective).status, figure(objective).as_of) == (Status.REACHED, date(2026, 7, 1))


def test_a_ratio_of_nothing_has_no_figure(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="win_rate", target=Decimal("0.6"), rep=make_membership())
    recomputes.everything(at=NOW)
    row = figure(objective)
    assert (row.actual, row.attainment, row.pace, row.status) == (None, None, None, Status.NO_DATA)
    assert row.denominator == 0


def test_money_in_another_currency_gives_no_figure(in_tenant: Organisation) -> None:
    objective = make_objective()
    make_deal()
    make_deal(currency="EUR")
    recomputes.everything(at=NOW)
    assert (figure(objective).actual, figure(objective).status) == (None, Status.NO_DATA)


def test_a_team_counts_what_its_members_closed_while_they_were_in_it(in_tenant: Organisation) -> None:
    before, after = make_team(), make_team()
    mover = make_membership()
    objectives = [make_objective(team=team, metric_key="deals_won") for team in (before, after)]
    make_deal(owner=mover, team=before, day=date(2026, 7, 10))
    make_deal(owner=mover, team=after, day=date(2026, 8, 10))
    recomputes.everything(at=NOW)
    assert [figure(objective).actual for objective in objectives] == [1, 1]


def test_today_is_the_organisations_own(organisation: Organisation) -> None:
    organisation.time_zone = "Asia/Manila"
    with tenant(organisation.pk):
        organisation.save()
        objective = make_objective()
        recomputes.everything(at=datetime(2026, 8, 14, 17, 0, tzinfo=UTC))
        assert figure(objective).as_of == date(2026, 8, 15)


def test_an_archived_objective_is_left_alone(in_tenant: Organisation) -> None:
    make_objective(is_archived=True)
    assert recomputes.everything(at=NOW) == recomputes.Revalued(objectives=0, changed=0)


def test_another_organisations_objectives_are_left_alone(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    with tenant(other_organisation.pk):
        make_objective()
    with tenant(organisation.pk):
        assert recomputes.everything(at=NOW).objectives == 0
    with tenant(other_organisation.pk):
        assert not ObjectiveProgress.objects.exists()


@pytest.mark.parametrize(
    ("metric_key", "period", "source", "is_touched"),
    [
        ("won_revenue", "2026-Q3", "deal", True),
        ("closing_ratio", "2026-Q3", "deal", True),
        ("closing_ratio", "2026-Q3", "activity", True),
        ("pipeline_opened", "2026-Q3", "deal", True),
        ("mqls", "2026-Q3", "stage_transition", True),
        ("won_revenue", "2026-Q3", "lead", False),
        ("won_revenue", "2026-Q2", "deal", False),
        ("won_revenue", "2026", "deal", True),
    ],
)
def test_touched_facts_find_their_objectives(
    in_tenant: Organisation, metric_key: str, period: str, source: str, is_touched: bool
) -> None:
    make_objective(metric_key=metric_key, period=Period.objects.get(key=period))
    make_touched(source=source, first_day=date(2026, 7, 1), last_day=date(2026, 7, 2))
    assert recomputes.run_touched(at=NOW) == recomputes.Revalued(objectives=int(is_touched), changed=int(is_touched))
    assert not Touched.objects.exists()
    assert Recompute.objects.get().reason == Recompute.Reason.IMPORT


def test_nothing_touched_leaves_no_trace(in_tenant: Organisation) -> None:
    assert recomputes.run_touched(at=NOW) is None
    assert not Recompute.objects.exists()


def test_figures_and_touched_rows_go_together(in_tenant: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError

    make_objective()
    make_touched()
    monkeypatch.setattr(recomputes, "revalue", fail)
    with pytest.raises(RuntimeError):
        recomputes.run_touched(at=NOW)
    assert Touched.objects.count() == 1


def test_a_request_waits_until_a_worker_takes_it(in_tenant: Organisation) -> None:
    make_objective()
    asked = recomputes.request(by=None, at=NOW)
    assert recomputes.request(by=None, at=NOW) == asked
    assert organisations_due("recomputes") == [in_tenant.pk]
    tasks.run_recomputes(str(in_tenant.pk))
    asked.refresh_from_db()
    assert (asked.state, asked.objectives, asked.changed) == (Recompute.State.DONE, 1, 1)
    assert organisations_due("recomputes") == []
    assert recomputes.run(recompute_id=asked.pk, at=LATER) is None


def test_a_recompute_that_never_ends_is_given_up(in_tenant: Organisation) -> None:
    row = make_recompute()
    for _ in range(recomputes.MOST_ATTEMPTS):
        assert recomputes.claim(at=NOW) == row
    recomputes.claim(at=LATER)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Recompute.State.FAILED, recomputes.MOST_ATTEMPTS)
    assert recomputes.claim(at=LATER) is None


def test_each_night_leaves_one_row(in_tenant: Organisation) -> None:
    assert recomputes.tick(at=NOW)
    assert not recomputes.tick(at=LATER)
    assert recomputes.tick(at=NOW + timedelta(days=3))
    slots = Recompute.objects.order_by("slot_on").values_list("slot_on", flat=True)
    assert list(slots) == [date(2026, 8, 14), date(2026, 8, 17)]


def test_ticks_and_sweeps_reach_every_organisation(
    organisation: Organisation, other_organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []
    monkeypatch.setattr(tasks.run_recomputes, "apply_async", lambda args, **_: offered.extend(args))
    tasks.tick_nightly()
    tasks.sweep_recomputes()
    assert offered == sorted([str(organisation.pk), str(other_organisation.pk)])
    for organisation_id in offered:
        tasks.run_recomputes(organisation_id)
    offered.clear()
    tasks.sweep_recomputes()
    assert offered == []


def test_as_many_queries_for_many_objectives_as_for_few(
    in_tenant: Organisation, django_assert_num_queries: Any
) -> None:
    for _ in range(2):
        make_objective(rep=make_membership())
    active_organisation()
    with django_assert_num_queries(8):
        recomputes.everything(at=NOW)
    for _ in range(10):
        make_objective(rep=make_membership())
    with django_assert_num_queries(8):
        recomputes.everything(at=LATER)


def test_a_lead_that_converts_later_counts_for_the_period_of_its_first_contact(in_tenant: Organisation) -> None:
    objective = make_objective(
        metric_key="lead_conversion", target=Decimal("0.5"), period=Period.objects.get(key="2026-Q2")
    )
    make_lead(day=date(2026, 5, 1), won_day=date(2026, 8, 1))
    make_lead(day=date(2026, 5, 1), won_day=date(2026, 8, 20))
    make_lead(day=date(2026, 5, 1))
    recomputes.everything(at=NOW)
    assert figure(objective).actual == Decimal("0.333333")
    recomputes.everything(at=NOW + timedelta(days=10))
    assert figure(objective).actual == Decimal("0.666667")


def test_a_deleted_fact_takes_its_value_along(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="deals_won")
    make_deal()
    recomputes.everything(at=NOW)
    Deal.objects.all().delete()
    recomputes.everything(at=LATER)
    assert figure(objective).actual == 0


def test_deals_that_were_opened_long_ago_lie_open_still(in_tenant: Organisation) -> None:
    """An import of older deals, and one of them that ends, move what is in process on the days since."""
    objective = make_objective(metric_key="deals_in_process", target=Decimal(4))
    recomputes.everything(at=NOW)
    opened_at = datetime(2025, 3, 3, 9, tzinfo=UTC)
    old, _other = (make_deal(status="open", day=opened_at.date(), opened_at=opened_at) for _ in range(2))
    assert recomputes.run_touched(at=NOW).changed == 1
    assert figure(objective).actual == 2
    old.status, old.closed_day = Deal.Status.LOST, date(2026, 6, 30)
    old.closed_at = datetime(2026, 6, 30, 9, tzinfo=UTC)
    old.save()
    assert recomputes.run_touched(at=NOW).changed == 1
    assert figure(objective).actual == 1
