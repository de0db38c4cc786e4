from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from goals.actions import recomputes
from goals.queries.progress import ProgressFilter, progress_of, progress_rows, status_counts
from teams.models import Organisation, Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal, make_lead_source, make_product
from tests.factories.teams import (
    NOW,
    make_assignment,
    make_department,
    make_membership,
    make_team,
    make_territory,
)

TODAY = NOW.date()


@pytest.fixture
def quarter(in_tenant: Organisation) -> Period:
    return Period.objects.get(key="2026-Q3")


def test_a_row_says_everything_about_an_objective(quarter: Period) -> None:
    territory = make_territory(name="West")
    objective = make_objective(territory=territory, metric_key="deals_won", target=Decimal(4))
    make_deal(territory=territory)
    recomputes.everything(at=NOW)
    row = progress_rows(period=quarter, on=TODAY)[0]
    assert (row.id, row.scope, row.scope_id, row.scope_name) == (objective.pk, "territory", territory.pk, "West")
    assert (row.name, row.goal_title, row.period_key) == ("Deals won", "Win the mid-market", "2026-Q3")
    assert (row.target, row.actual, row.attainment, row.status) == (4, 1, Decimal("0.25"), "off_track")
    assert progress_of(objective.pk, on=TODAY) == row


def test_every_scope_has_its_name(quarter: Period) -> None:
    named = {
        "department": make_department(name="Sales"),
        "team": make_team(name="North"),
        "rep": make_membership(full_name="Rita"),
        "product": make_product(name="GTX"),
        "territory": make_territory(name="West"),
        "lead_source": make_lead_source("Referral"),
    }
    for scope, record in named.items():
        make_objective(**{scope: record})
    make_objective()
    names = {row.scope: row.scope_name for row in progress_rows(period=quarter, on=TODAY)}
    assert names == {scope: str(record) for scope, record in named.items()} | {"organisation": None}


def test_an_objective_without_a_figure_is_listed(quarter: Period) -> None:
    make_objective()
    row = progress_rows(period=quarter, on=TODAY)[0]
    assert (row.status, row.actual, row.as_of) == (None, None, None)


def test_a_department_brings_its_teams_and_their_reps(quarter: Period) -> None:
    team = make_team()
    child = make_team(parent=team, department=team.department)
    rep, leaver = make_membership(), make_membership()
    make_assignment(membership=rep, team=child)
    make_assignment(membership=leaver, team=child, ends_on=date(2026, 8, 1))
    inside = [make_objective(department=team.department), make_objective(team=team), make_objective(rep=rep)]
    make_objective(rep=leaver)
    make_objective(team=make_team())
    rows = progress_rows(period=quarter, on=TODAY, where=ProgressFilter(department_id=team.department_id))
    assert {row.id for row in rows} == {objective.pk for objective in inside}
    assert {(row.scope, row.team_id, row.department_id) for row in rows} == {
        ("department", None, team.department_id),
        ("team", team.pk, team.department_id),
        ("rep", child.pk, team.department_id),
    }
    of_team = progress_rows(period=quarter, on=TODAY, where=ProgressFilter(team_id=team.pk))
    assert {row.id for row in of_team} == {objective.pk for objective in inside[1:]}


def test_filters_narrow_rows_and_counts_alike(quarter: Period) -> None:
    rep = make_membership()
    make_objective(rep=rep, metric_key="deals_won", target=Decimal(1))
    make_objective(rep=rep, metric_key="deals_lost", direction="at_most", target=Decimal(1))
    make_objective(metric_key="deals_won", target=Decimal(1000))
    make_deal(owner=rep)
    recomputes.everything(at=NOW)
    for where, statuses in [
        (ProgressFilter(), {"on_track": 2, "off_track": 1}),
        (ProgressFilter(rep_id=rep.pk), {"on_track": 2}),
        (ProgressFilter(metric_key="deals_won"), {"on_track": 1, "off_track": 1}),
        (ProgressFilter(scope="organisation", status="off_track"), {"off_track": 1}),
    ]:
        assert status_counts(period=quarter, on=TODAY, where=where) == statuses
        assert len(progress_rows(period=quarter, on=TODAY, where=where)) == sum(statuses.values())


def test_pages_follow_each_other(quarter: Period) -> None:
    for _ in range(5):
        make_objective()
    everything = progress_rows(period=quarter, on=TODAY)
    assert progress_rows(period=quarter, on=TODAY, offset=2, limit=2) == everything[2:4]


def test_another_organisations_objectives_are_not_listed(quarter: Period, other_organisation: Organisation) -> None:
    with tenant(other_organisation.pk):
        theirs = make_objective()
    assert progress_rows(period=None, on=TODAY) == []
    assert progress_of(theirs.pk, on=TODAY) is None


def test_as_many_queries_for_ten_rows_as_for_three(quarter: Period, django_assert_num_queries: Any) -> None:
    for count in (3, 7):
        for _ in range(count):
            make_assignment(membership=make_membership(), starts_on=TODAY - timedelta(days=9))
            make_objective(rep=make_membership())
        with django_assert_num_queries(1):
            progress_rows(period=quarter, on=TODAY)
