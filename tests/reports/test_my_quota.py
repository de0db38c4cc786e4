import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goals.actions import recomputes
from teams.models import Period
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_rep_sees_the_quota_and_what_it_takes(client_of, rep, objective):
    client = client_of(rep)
    text = words(client.get(client.organisation_url("reports:my_quota")))
    assert "USD 1,200 of USD 3,000 · 40.0%" in text
    assert "Still needed USD 1,800" in text
    assert "Needed per day USD 38.30" in text
    assert "Needed per week USD 268.09" in text
    assert "Run-rate forecast USD 2,453" in text
    assert text.index("Big deal") < text.index("Small deal")


def test_the_team_and_earlier_quarters_stand_beside(client_of, rep, objective, goal, sales_team):
    with tenant(goal.organisation_id):
        make_objective(goal=goal, team=sales_team, target=Decimal(600_000))
        before = Period.objects.get(key="2026-Q2")
        make_objective(goal=goal, rep=rep, period=before, target=Decimal(50_000))
        make_deal(owner=rep, amount_minor=60_000, day=date(2026, 5, 5))
        recomputes.everything(at=NOW)
    client = client_of(rep)
    text = words(client.get(client.organisation_url("reports:my_quota")))
    assert "Team: West 20.0%" in text
    assert "Q2 2026 USD 500 USD 600 120.0%" in text
    assert "Q2 2026" in words(client.get(client.organisation_url("reports:my_quota"), {"period": "2026-Q2"}))


def test_somebody_without_a_quota_is_told_so(client_of, marketer, sales_manager):
    client = client_of(marketer)
    assert "You carry no quota" in words(client.get(client.organisation_url("reports:my_quota")))
    client = client_of(sales_manager)
    assert "New objective" in words(client.get(client.organisation_url("reports:my_quota")))


def test_a_manager_looks_at_a_reps_quota(client_of, sales_manager, rep, marketer, objective, stranger):
    client = client_of(sales_manager)
    text = words(client.get(client.organisation_url("reports:member_quota", rep.pk)))
    assert "Rita Rep" in text
    assert "USD 1,200" in text
    assert client.get(client.organisation_url("reports:member_quota", stranger.pk)).status_code == 404
    client = client_of(marketer)
    assert client.get(client.organisation_url("reports:member_quota", rep.pk)).status_code == 403
    client = client_of(rep)
    assert client.get(client.organisation_url("reports:member_quota", rep.pk)).status_code == 200


def test_htmx_gets_the_quota_only(client_of, rep, objective):
    client = client_of(rep)
    response = client.get(client.organisation_url("reports:my_quota"), headers={"HX-Request": "true"})
    assert response.content.decode().strip().startswith('<div id="quota"')


def test_a_stranger_finds_nothing(client_of, stranger, rep, objective):
    client = client_of(stranger)
    assert client.get("/o/acme/my-quota/").status_code == 404
    assert client.get(f"/o/acme/people/{rep.pk}/quota/").status_code == 404


def test_it_cannot_be_posted_to(client_of, rep):
    client = client_of(rep)
    assert client.post(client.organisation_url("reports:my_quota")).status_code == 405


def test_arabic_runs_from_right_to_left(client_of, rep, objective):
    client = client_of(rep)
    response = client.get(client.organisation_url("reports:my_quota"), headers={"Accept-Language": "ar"})
    assert 'dir="rtl"' in response.content.decode()


def test_as_many_queries_for_ten_objectives_as_for_three(client_of, rep, goal, sales_team, organisation):
    client = client_of(rep)
    url = client.organisation_url("reports:my_quota")

    def queries_with(more: int) -> int:
        with tenant(organisation.pk):
            for number in range(more):
                make_objective(goal=goal, rep=rep, target=Decimal(number + 1))
            recomputes.everything(at=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    client.get(url)
    assert queries_with(3) == queries_with(7)
