from datetime import date, timedelta

import pytest

from teams.tenancy import tenant
from tests.factories.pipeline import make_stage_transition
from tests.factories.teams import make_membership
from tests.slas.conftest import at
from tests.slas.running import CASES, MOST_QUERIES, cases, in_force, make_case, today, words

__all__ = ["cases", "in_force", "today"]
pytestmark = pytest.mark.usefixtures("today")


def ask(client, **query):
    return client.get(client.organisation_url("slas:clock_compliance"), query)


def test_by_week(client_of, ops_auditor, cases, in_force, rep):
    with tenant(rep.organisation_id):
        earlier = {"started_at": at(4, "9:00"), "due_at": at(4, "13:00"), "stopped_at": at(4, "10:00")}
        make_case("kept", promise=in_force, owner=rep, **earlier)
    weeks = ask(client_of(ops_auditor)).context["weeks"]
    found = [(week.day, week.compliance.kept, week.compliance.judged) for week in weeks]
    assert found == [(date(2026, 8, 3), 1, 1), (date(2026, 8, 10), 1, 4)]


def test_by_weekday_and_hour_of_the_organisation(client_of, ops_auditor, cases, organisation):
    with tenant(organisation.pk):
        organisation.time_zone = "Asia/Dubai"
        organisation.save()
    days = ask(client_of(ops_auditor)).context["days"]
    cells = {
        (day.weekday, cell.hour): (cell.breached, cell.judged) for day in days for cell in day.cells if cell.judged
    }
    assert cells == {(4, 13): (3, 4)}
    assert [[cell.hour for cell in day.cells] for day in days] == [[13]] * 7
    assert [cell.level for cell in days[3].cells if cell.judged] == [4]


def test_the_buyers_wait_stands_beside_the_owners_time(client_of, ops_auditor, in_force, rep):
    with tenant(rep.organisation_id):
        clock = make_case("kept", promise=in_force, owner=rep)
        clock.lead.occurred_at = at(12, "10:00")
        clock.lead.save()
    (pace,) = ask(client_of(ops_auditor)).context["paces"]
    assert (pace.speed_to_lead.median, pace.owner_time.median) == (24 * 3600, 3600)


def test_conversion_by_time_to_first_touch(client_of, ops_auditor, cases, in_force, rep):
    with tenant(rep.organisation_id):
        quick = make_case("kept", promise=in_force, owner=rep, stopped_at=at(13, "9:00") + timedelta(minutes=5))
        make_stage_transition(lead=quick.lead, to_stage="sql", occurred_at=at(14, "9:00"))
        make_stage_transition(lead=cases["late"].lead, to_stage="sql", occurred_at=at(12, "9:00"))
    answered = ask(client_of(ops_auditor)).context["answered"]
    found = {one.name: (one.row.leads, one.row.converted) for one in answered if one.row.leads}
    assert found == {
        "within 5\xa0min": (1, 1),
        "within 1\xa0hr": (1, 0),
        "within 24\xa0hr": (1, 0),
        "never": (5, 0),
    }


def test_every_chart_has_its_table(client_of, ops_auditor, cases):
    body = ask(client_of(ops_auditor)).content.decode()
    assert body.count('<figure class="chart"') == body.count("Figures as a table") == 3
    assert "Breaches of all that was due, by weekday and hour" in body


def test_nothing_to_judge_is_said(client_of, ops_auditor, in_force):
    assert "No clock started in this period" in words(ask(client_of(ops_auditor)))


def test_as_many_queries_for_many_as_for_few(client_of, ops_auditor, cases, in_force, query_count, organisation):
    client = client_of(ops_auditor)
    few = query_count(client, client.organisation_url("slas:clock_compliance"))
    assert few <= MOST_QUERIES
    with tenant(organisation.pk):
        for name in CASES:
            make_case(name, promise=in_force, owner=make_membership())
    assert query_count(client, client.organisation_url("slas:clock_compliance")) == few


def test_who_may_not(client_of, viewer, stranger, organisation):
    assert ask(client_of(viewer)).status_code == 403
    client = client_of(viewer)
    assert client.post(client.organisation_url("slas:clock_compliance")).status_code == 405
    assert client_of(stranger).get(f"/o/{organisation.slug}/clocks/compliance/").status_code == 404
