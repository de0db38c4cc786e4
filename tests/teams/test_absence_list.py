from datetime import date, timedelta

import pytest
import time_machine

from teams.tenancy import tenant
from tests.factories.teams import NOW, make_absence, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def away(member, starts_on, days=5, **values):
    with tenant(member.organisation_id):
        return make_absence(membership=member, starts_on=starts_on, ends_on=starts_on + timedelta(days=days), **values)


def lines(client):
    response = client.get(client.organisation_url("teams:absence_list"))
    assert response.status_code == 200
    return [
        (leave.absence.membership.full_name, leave.kind, leave.days, leave.may_edit)
        for leave in response.context["leaves"]
    ]


def test_who_is_away_now_or_soon_with_business_days(client_of, sales_manager, rep, marketer):
    away(rep, date(2026, 8, 12), kind="sick")
    away(marketer, date(2026, 8, 17), days=14)
    away(rep, date(2026, 7, 1))
    assert lines(client_of(sales_manager)) == [
        ("Rita Rep", "Sick leave", 3, True),
        ("Max Marketer", "Annual leave", 10, True),
    ]


def test_colleagues_are_not_told_why(client_of, rep, marketer):
    away(marketer, date(2026, 8, 12), kind="sick")
    away(rep, date(2026, 8, 17))
    assert lines(client_of(rep)) == [("Max Marketer", "", 3, False), ("Rita Rep", "Annual leave", 5, True)]


def test_nobody_away_says_so(client_of, viewer):
    client = client_of(viewer)
    assert "Nobody is away" in client.get(client.organisation_url("teams:absence_list")).text


def test_asks_as_many_queries_for_ten_as_for_three(client_of, viewer, query_count):
    client = client_of(viewer)
    url = client.organisation_url("teams:absence_list")
    add(viewer, 3)
    few = query_count(client, url)
    add(viewer, 7)
    assert query_count(client, url) == few


def add(viewer, number):
    for _ in range(number):
        with tenant(viewer.organisation_id):
            member = make_membership()
        away(member, date(2026, 8, 17))
