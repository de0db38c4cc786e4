"""Objectives over the real exports: set before the facts come, revalued by what the import touched, exact."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goals.actions import corrections, recomputes
from goals.models import Goal, Objective, ObjectiveProgress, Status
from goals.queries import explanations, points
from goals.queries.progress import progress_of
from pipeline.models import LeadSource
from teams.actions import periods
from teams.models import Membership, Organisation, Period, Team, Territory
from teams.tenancy import tenant
from tests.factories.goals import make_goal, make_objective
from tests.factories.teams import NOW, make_membership
from tests.pipeline.imports import counts
from tests.real_data import real_file

QUARTERS = ("2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4")


def rows_of(name: str) -> list[dict[str, str]]:
    with real_file(name).open() as file:
        return list(csv.DictReader(file))


def figures(metric_key: str, scope: str, period: str) -> dict[str, Decimal | None]:
    rows = ObjectiveProgress.objects.filter(
        objective__metric_key=metric_key, objective__scope=scope, objective__period__key=period
    )
    name = "full_name" if scope == "rep" else "name"
    return dict(rows.values_list(f"objective__{scope}__{name}", "actual"))


def set_objectives(goal: Goal, owner: Membership, period: Period, metric_key: str, target: str) -> None:
    for scope, records in (
        ("rep", Membership.objects.exclude(pk=owner.pk)),
        ("team", Team.objects.all()),
        ("territory", Territory.objects.all()),
    ):
        for record in records:
            make_objective(
                goal=goal, owner=owner, period=period, metric_key=metric_key, target=Decimal(target), **{scope: record}
            )


@pytest.fixture
def maven(in_tenant: Organisation) -> Organisation:
    counts("product", real_file("maven_crm/products.csv"))
    counts("member", real_file("maven_crm/sales_teams.csv"))
    periods.ensure(organisation=in_tenant, first=date(2017, 1, 1), last=date(2017, 12, 31))
    goal, owner = make_goal(), make_membership()
    for key in QUARTERS:
        set_objectives(goal, owner, Period.objects.get(key=key), "won_revenue", "5000000")
    set_objectives(goal, owner, Period.objects.get(key="2017"), "won_revenue", "10000000")
    set_objectives(goal, owner, Period.objects.get(key="2017"), "win_rate", "0.63")
    for metric_key in ("won_revenue", "win_rate", "average_deal_size", "deals_won"):
        make_objective(goal=goal, owner=owner, period=Period.objects.get(key="2017"), metric_key=metric_key)
    recomputes.everything(at=NOW)
    counts("deal", real_file("maven_crm/sales_pipeline.csv"))
    assert recomputes.run_touched(at=NOW).changed > 200
    return in_tenant


def check_figures_are_the_independent_ones(maven: Organisation) -> None:
    agents = rows_of("maven_crm/truth_won_value_by_agent_quarter.csv")
    for key in QUARTERS:
        truth = {row["sales_agent"]: Decimal(row[key.replace("-", "")]) * 100 for row in agents}
        found = figures("won_revenue", "rep", key)
        assert {name: value for name, value in found.items() if value} == {n: v for n, v in truth.items() if v}
        assert len(found) == 35
    for scope, name, column in (("team", "manager", "manager"), ("territory", "region", "regional_office")):
        truth_rows = rows_of(f"maven_crm/truth_by_{name}.csv")
        assert figures("won_revenue", scope, "2017") == {
            row[column]: Decimal(row["won_value"]) * 100 for row in truth_rows
        }
        rates = figures("win_rate", scope, "2017")
        for row in truth_rows:
            assert round(rates[row[column]] * 100, 4) == Decimal(row["win_rate_pct"])
    assert figures("won_revenue", "territory", "2017")["West"] == 3_568_647_00


def check_quarters_of_teams_and_regions_add_up_from_the_rows(maven: Organisation) -> None:
    seats = {row["sales_agent"]: row for row in rows_of("maven_crm/sales_teams.csv")}
    agents = rows_of("maven_crm/truth_won_value_by_agent_quarter.csv")
    for scope, column in (("team", "manager"), ("territory", "regional_office")):
        for key in QUARTERS:
            truth: dict[str, Decimal] = defaultdict(Decimal)
            for row in agents:
                truth[seats[row["sales_agent"]][column]] += Decimal(row[key.replace("-", "")]) * 100
            assert figures("won_revenue", scope, key) == truth


def check_as_a_whole(maven: Organisation) -> None:
    rows = ObjectiveProgress.objects.filter(objective__scope="organisation").select_related("objective")
    found = {row.objective.metric_key: row for row in rows}
    assert found["won_revenue"].actual == 10_005_534_00
    assert found["deals_won"].actual == 4238
    assert round(found["win_rate"].actual * 100, 2) == Decimal("63.15")
    assert round(found["average_deal_size"].actual / 100, 2) == Decimal("2360.91")


def check_agents_without_deals_have_no_win_rate(maven: Organisation) -> None:
    rates = figures("win_rate", "rep", "2017")
    idle = {"Carl Lin", "Carol Thompson", "Elizabeth Anderson", "Mei-Mei Johns", "Natalya Ivanova"}
    assert {name for name, rate in rates.items() if rate is None} == idle
    rows = ObjectiveProgress.objects.filter(objective__metric_key="win_rate", objective__rep__full_name__in=idle)
    assert {(row.attainment, row.pace, row.status) for row in rows} == {(None, None, Status.NO_DATA)}
    for row in rows_of("maven_crm/truth_by_agent.csv"):
        assert round(rates[row["sales_agent"]] * 100, 4) == Decimal(row["win_rate_pct"])


def check_number_opens_to_its_records(maven: Organisation) -> None:
    progress = ObjectiveProgress.objects.select_related("objective").get(
        objective__scope="team",
        objective__team__name="Cara Losch",
        objective__metric_key="won_revenue",
        objective__period__key="2017",
    )
    objective = Objective.objects.select_related("period").get(pk=progress.objective_id)
    where: dict[str, Any] = {"organisation": maven, "objective": objective, "as_of": NOW.date()}
    records = explanations.records(**where, part="numerator", limit=1000)
    assert (len(records), sum(record.value or 0 for record in records)) == (480, 1_130_049_00)
    while corrections.advance(at=NOW):
        pass
    (*_, end) = points.course(row=progress_of(objective.pk, on=NOW.date()), as_of=NOW.date())
    assert end.actual == progress.actual == 1_130_049_00


def check_again_changes_no_figure(maven: Organisation) -> None:
    counts("deal", real_file("maven_crm/sales_pipeline.csv"))
    assert recomputes.run_touched(at=NOW) is None
    assert recomputes.everything(at=NOW).changed == 0


def test_maven(maven: Organisation) -> None:
    """One import for all checks: it takes seconds."""
    check_figures_are_the_independent_ones(maven)
    check_quarters_of_teams_and_regions_add_up_from_the_rows(maven)
    check_as_a_whole(maven)
    check_agents_without_deals_have_no_win_rate(maven)
    check_number_opens_to_its_records(maven)
    check_again_changes_no_figure(maven)


def test_olist_conversion_by_origin(organisation: Organisation) -> None:
    organisation.time_zone = "America/Sao_Paulo"
    with tenant(organisation.pk):
        organisation.save()
        counts(
            "lead", real_file("olist_funnel/olist_marketing_qualified_leads_dataset.csv"), constants={"stage": "mql"}
        )
        year = {"goal": make_goal(), "owner": make_membership(), "target": Decimal("0.1")}
        for source in [None, *LeadSource.objects.all()]:
            for key in ("2017", "2018"):
                scope = {"lead_source": source} if source else {}
                make_objective(metric_key="lead_conversion", period=Period.objects.get(key=key), **year, **scope)
        recomputes.everything(at=NOW)
        deals = real_file("olist_funnel/olist_closed_deals_dataset.csv")
        counts("deal", deals, constants={"status": "won"}, settings={"time_zone": "UTC"})
        assert recomputes.run_touched(at=NOW).changed > 0
        totals: dict[str | None, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
        rows = ObjectiveProgress.objects.values_list("objective__lead_source__name", "numerator", "denominator")
        for name, numerator, denominator in rows:
            totals[name][0] += numerator
            totals[name][1] += denominator
        assert totals.pop(None) == [842, 8000]
        truth = rows_of("olist_funnel/truth_by_origin.csv")
        assert totals == {row["o"]: [int(row["won"]), int(row["mqls"])] for row in truth if row["o"] != "(blank)"}
        assert recomputes.everything(at=NOW).changed == 0
