import html
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.actions import recomputes
from goals.models import Goal
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_assignment, make_membership, make_team

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def drawing(response, name: str) -> dict:
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', response.content.decode())
    return json.loads(found[1])


@pytest.fixture
def client(client_of, viewer):
    return client_of(viewer)


@pytest.fixture
def url(client):
    return client.organisation_url("reports:dashboard")


@pytest.fixture
def quarter(objective, goal, sales_team):
    """Objectives of the organisation, the department, the team and its rep on the same revenue of USD 1,200."""
    with tenant(objective.organisation_id):
        make_objective(goal=goal, target=Decimal(240_000))
        make_objective(goal=goal, department=sales_team.department, target=Decimal(240_000))
        make_objective(goal=goal, team=sales_team, target=Decimal(600_000))
        recomputes.everything(at=NOW)


def test_the_quarter_is_shown_by_department_and_team(client, url, quarter):
    text = words(client.get(url))
    assert "Q3 2026" in text
    assert "all departments 50.0% USD 1,200 / USD 2,400" in text
    assert "2 On track" in text
    assert "1 Watch" in text
    assert "47 days left" in text
    assert text.index("Acme") < text.index("West")
    assert text.index("West") < text.index("Rita Rep")
    assert "As of Aug 14, 2026" in text


def test_silence_is_not_counted_as_on_track(client, url, quarter, goal):
    with tenant(goal.organisation_id):
        Goal.objects.update(cadence="weekly")
    text = words(client.get(url))
    assert "2 Silent" in text
    assert "On track" not in text[text.index("2 Silent") - 60 : text.index("2 Silent") + 60]


def test_where_less_is_better_members_are_added_up_the_same_way(client, url, goal, sales_team):
    with tenant(goal.organisation_id):
        for rep in (make_membership(), make_membership()):
            make_assignment(membership=rep, team=sales_team)
            make_objective(goal=goal, rep=rep, metric_key="deals_lost", direction="at_most", target=Decimal(4))
            make_deal(owner=rep, team=sales_team, status="lost")
        recomputes.everything(at=NOW)
    assert "2 members together · Deals lost 8 2 400%" in words(client.get(url))


def test_the_chart_shows_actual_against_pace(client, url, quarter):
    chart = drawing(client.get(url), "quarter-chart")
    by_role = {series["role"]: series["data"] for series in chart["series"]}
    assert len(chart["labels"]) == 92
    assert by_role["actual"][44] == 120_000
    assert by_role["actual"][45] is None
    assert by_role["expected"][91] == by_role["target"][0] == 240_000
    assert chart["unit"]["divisor"] == 100
    bars = drawing(client.get(url), "comparison-chart")
    assert bars["labels"] == ["Sales", "West"]
    assert bars["series"][0]["data"] == [0.5, 0.2]


def test_members_are_added_up(client, url, quarter, goal, sales_team):
    with tenant(goal.organisation_id):
        colleague = make_membership(full_name="Carl Colleague")
        make_assignment(membership=colleague, team=sales_team)
        make_objective(goal=goal, rep=colleague, target=Decimal(100_000))
        make_deal(owner=colleague, amount_minor=180_000, day=date(2026, 8, 1))
        recomputes.everything(at=NOW)
    text = words(client.get(url))
    assert "Members at 100 % or more 50% 1 of 2" in text
    assert "2 members together · Won revenue USD 4,000 USD 3,000 75% 1 of 2 at 100 % or more" in text


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ({"status": "watch"}, "Rita Rep", "2 On track"),
        ({"metric": "calls"}, "Nothing matches these filters", "Rita Rep"),
        ({"period": "2026-Q2"}, "No objectives in Q2 2026 yet", "Rita Rep"),
        ({"period": "2026-W33"}, "Week 33, 2026", "Rita Rep"),
        ({"period": "'", "team": "x", "department": "\0", "status": "<script>"}, "Rita Rep", "<script>alert"),
    ],
)
def test_filters(client, url, quarter, query, shown, hidden):
    text = words(client.get(url, query)).split("Status", 1)[1]
    assert shown in text
    assert hidden not in text


def test_a_team_is_shown_alone(client, url, quarter, sales_team):
    with tenant(sales_team.organisation_id):
        other = make_team(name="Elsewhere")
    assert "Rita Rep" in words(client.get(url, {"team": sales_team.pk}))
    assert "Nothing matches" in words(client.get(url, {"team": other.pk}))


def test_periods_lead_back_and_forth(client, url, quarter):
    text = client.get(url, {"status": "watch"}).content.decode()
    assert "?status=watch&amp;period=2026-Q2" in text
    assert "?status=watch&amp;period=2026-Q4" in text


def test_a_period_without_objectives_leads_to_one_with(client, url, quarter):
    assert "Go to Q3 2026" in words(client.get(url, {"period": "2027-Q1"}))


def test_it_says_what_to_do_next(client_of, sales_manager, viewer, url, goal):
    assert "New objective" in words(client_of(sales_manager).get(url))
    assert "A manager sets them" in words(client_of(viewer).get(url))
    with tenant(goal.organisation_id):
        make_objective(goal=goal)
        recomputes.everything(at=NOW)
    assert "Import a CRM export" in words(client_of(sales_manager).get(url))


def test_before_the_first_recompute_it_stands(client, url, goal):
    with tenant(goal.organisation_id):
        make_objective(goal=goal)
    assert "Not computed yet" in words(client.get(url))


def test_htmx_gets_the_quarter_only(client, url, quarter):
    response = client.get(url, headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="quarter">')


def test_arabic_runs_from_right_to_left(client, url, quarter):
    assert 'dir="rtl"' in client.get(url, headers={"Accept-Language": "ar"}).content.decode()


def test_a_stranger_finds_nothing(client_of, stranger, url):
    assert client_of(stranger).get(url).status_code == 404


def test_it_cannot_be_posted_to(client, url):
    assert client.post(url).status_code == 405


def test_as_many_queries_for_ten_teams_as_for_three(client, url, quarter, goal):
    def queries_with(more: int) -> list[str]:
        with tenant(goal.organisation_id):
            for _number in range(more):
                team, rep = make_team(), make_membership()
                make_assignment(membership=rep, team=team)
                make_objective(goal=goal, rep=rep)
                make_objective(goal=goal, team=team)
            recomputes.everything(at=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return [query["sql"] for query in queries if not re.match("SAVEPOINT|RELEASE|BEGIN|COMMIT", query["sql"])]

    client.get(url)
    few, many = queries_with(3), queries_with(7)
    assert len(few) == len(many)
    assert len(many) <= 16, many


def test_a_sum_leads_to_the_objectives_that_it_adds_up(client, url, quarter, goal, sales_team):
    with tenant(client.organisation.pk):
        member = make_membership(full_name="Second Rep")
        make_assignment(membership=member, team=sales_team)
        make_objective(goal=goal, rep=member, target=Decimal(100_000))
        recomputes.everything(at=NOW)
    shown = client.get(url).content.decode()
    found = [html.unescape(one) for one in re.findall(r'<a class="figure-link" href="([^"]*\?[^"]*)"', shown)]
    totals = [client.get(one).context["page_obj"].paginator.count for one in found]
    assert totals == [1, 2]  # the department's, and those of the two reps


def test_the_list_of_all_objectives_of_a_department_holds_no_others(client, url, goal, sales_team):
    with tenant(client.organisation.pk):
        make_objective(goal=goal, team=sales_team)
        for key in ("won_revenue", "deals_won", "win_rate", "deals_lost"):
            make_objective(goal=goal, department=sales_team.department, metric_key=key)
    shown = client.get(url).content.decode()
    more = re.search(r'<a href="([^"]+)">Show all 4 objectives<span class="visually-hidden"> · <bdi>Sales</bdi>', shown)
    assert client.get(html.unescape(more[1])).context["page_obj"].paginator.count == 4
