from datetime import date, timedelta
from decimal import Decimal

from goals.actions import objectives, recomputes
from goals.models import Objective, ObjectiveProgress, ProgressPoint
from goals.models.objective_progress import Figures
from teams.models import Organisation, Period
from tests.factories.goals import make_objective, make_progress_point
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW

DAY = timedelta(days=1)
TODAY = date(2026, 8, 14)


def actuals(objective: Objective) -> dict[date, Decimal | None]:
    return dict(ProgressPoint.objects.filter(objective=objective).order_by("day").values_list("day", "actual"))


def test_the_figure_stands_as_todays_point(in_tenant: Organisation) -> None:
    objective = make_objective()
    make_deal(amount_minor=12_000_000)
    recomputes.everything(at=NOW)
    point, now = ProgressPoint.objects.get(), ObjectiveProgress.objects.get()
    names = [field.name for field in Figures._meta.get_fields() if field.name not in ("id", "organisation")]
    assert [getattr(point, name) for name in names] == [getattr(now, name) for name in names]
    assert (point.objective_id, point.day) == (objective.pk, TODAY)
    assert (point.target, point.version) == (objective.target, 1)


def test_a_second_run_changes_no_point(in_tenant: Organisation) -> None:
    make_objective()
    recomputes.everything(at=NOW)
    assert recomputes.everything(at=NOW + timedelta(hours=1)).changed == 0
    assert ProgressPoint.objects.get().computed_at == NOW


def test_a_late_fact_changes_today_and_leaves_what_was_known(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="deals_won")
    recomputes.everything(at=NOW - DAY)
    make_deal(day=TODAY - 3 * DAY)
    recomputes.everything(at=NOW)
    make_deal(day=TODAY - 2 * DAY)
    recomputes.everything(at=NOW + timedelta(hours=1))
    assert actuals(objective) == {TODAY - DAY: 0, TODAY: 2}


def test_a_period_that_is_over_has_points_only_where_something_changed(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="deals_won", period=Period.objects.get(key="2026-Q2"))
    for days in range(3):
        recomputes.everything(at=NOW + days * DAY)
    assert actuals(objective) == {TODAY: 0}
    make_deal(day=date(2026, 5, 4))
    recomputes.everything(at=NOW + 5 * DAY)
    assert actuals(objective) == {TODAY: 0, TODAY + 5 * DAY: 1}


def test_a_point_keeps_the_target_of_its_day(in_tenant: Organisation) -> None:
    objective = make_objective(target=Decimal(300_000))
    recomputes.everything(at=NOW)
    objectives.edit(objective=objective, version=1, values={"target": Decimal(400_000)}, by=None, at=NOW + DAY)
    points = ProgressPoint.objects.order_by("day").values_list("target", "version")
    assert list(points) == [(300_000, 1), (400_000, 2)]


def test_points_of_other_days_are_kept(in_tenant: Organisation) -> None:
    point = make_progress_point(day=TODAY - DAY, actual=Decimal(7))
    recomputes.everything(at=NOW)
    assert actuals(point.objective) == {TODAY - DAY: 7, TODAY: 0}


def test_the_day_is_the_organisations_own(organisation: Organisation, in_tenant: Organisation) -> None:
    in_tenant.time_zone = "Pacific/Kiritimati"
    in_tenant.save()
    objective = make_objective(metric_key="deals_won")
    recomputes.everything(at=NOW)
    assert actuals(objective) == {date(2026, 8, 15): 0}
