from datetime import date, timedelta
from decimal import Decimal

from goals.actions import corrections as actions
from goals.actions import recomputes
from goals.models import Objective
from goals.queries import points
from goals.queries.cells import terms_of
from goals.queries.progress import progress_of
from teams.models import Organisation
from tests.factories.goals import make_corrected_point, make_objective, make_progress_point
from tests.factories.pipeline import make_deal, make_lead
from tests.factories.teams import NOW

AS_OF = NOW.date()


def stored(objective: Objective, *, as_of: date = AS_OF) -> list[points.Point]:
    row = progress_of(objective.pk, on=AS_OF)
    assert row is not None
    return points.course(row=row, as_of=as_of)


def course(objective: Objective) -> list[points.Point]:
    """As it is once everything that happened has been measured."""
    terms = terms_of(Objective.objects.filter(pk=objective.pk))
    recomputes.everything(at=NOW)
    actions.measure_again(terms=terms, first_days={term.id: term.starts_on for term in terms}, at=NOW)
    return stored(objective)


def test_it_ends_at_the_figure(in_tenant: Organisation) -> None:
    objective = make_objective(target=Decimal(92_00))
    for day in (date(2026, 7, 1), date(2026, 7, 3), AS_OF, date(2026, 8, 15)):
        make_deal(day=day, amount_minor=10_00)
    points = course(objective)
    assert [point.actual for point in points[:4]] == [10_00, 10_00, 20_00, 20_00]
    assert (points[44].day, points[44].actual, points[44].expected) == (AS_OF, 30_00, 45_00)
    assert points[45].actual is None
    assert (len(points), points[-1].expected) == (92, 92_00)


def test_a_ratio_is_undefined_until_there_is_something(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="win_rate", target=Decimal("0.6"))
    make_deal(day=date(2026, 7, 2))
    make_deal(day=date(2026, 7, 3), status="lost")
    points = course(objective)
    assert [point.actual for point in points[:3]] == [None, Decimal(1), Decimal("0.5")]
    assert {point.expected for point in points} == {Decimal("0.6")}


def test_money_without_a_rate_has_no_course_from_that_day_on(in_tenant: Organisation) -> None:
    objective = make_objective()
    make_deal(day=date(2026, 7, 1), amount_minor=10_00)
    make_deal(day=date(2026, 7, 3), currency="EUR")
    make_deal(day=date(2026, 7, 4), amount_minor=10_00)
    assert [point.actual for point in course(objective)[:4]] == [10_00, 10_00, None, None]


def test_what_was_known_is_the_course_where_nothing_was_corrected(in_tenant: Organisation) -> None:
    objective = make_objective()
    for day, actual in ((1, 1), (2, 2), (4, 4)):
        make_progress_point(objective=objective, day=date(2026, 7, day), actual=Decimal(actual))
    make_corrected_point(objective=objective, day=date(2026, 7, 2), actual=Decimal(3))
    found = stored(objective, as_of=date(2026, 7, 4))
    assert [point.actual for point in found[:5]] == [1, 3, 3, 4, None]


def test_a_figure_of_another_day_is_no_point_of_the_course(in_tenant: Organisation) -> None:
    point = make_progress_point(day=AS_OF, as_of=AS_OF - timedelta(days=30), actual=Decimal(1))
    assert {p.actual for p in stored(point.objective)} == {None}


def test_what_depends_on_a_later_day_is_measured_through_each_day(in_tenant: Organisation) -> None:
    objective = make_objective(metric_key="lead_conversion", target=Decimal("0.5"))
    make_lead(day=date(2026, 7, 1), won_day=date(2026, 7, 3))
    make_lead(day=date(2026, 7, 2))
    assert [point.actual for point in course(objective)[:4]] == [0, 0, Decimal("0.5"), Decimal("0.5")]
