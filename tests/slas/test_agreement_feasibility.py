from datetime import timedelta

import pytest

from pipeline.models import Lead, Stage
from slas.actions import promises
from slas.models import AgreementVersion, Clock
from slas.queries import replays
from slas.queries.feasibility import feasibility_of
from slas.queries.indices import two_sided
from slas.queries.playbooks import lines_of
from slas.queries.replays import replayed
from teams.models import Assignment
from teams.tenancy import tenant
from tests.factories.pipeline import make_lead, make_stage_transition
from tests.factories.slas import LONG_AGO, make_agreement, make_promise, put_in_force
from tests.factories.teams import NOW, make_assignment, make_membership, make_team
from tests.slas.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW)


def metered(version, **values):
    return promises.add(version=version, values={"side": "marketing"} | values, by=None, at=NOW)


def test_a_replay_comes_to_what_the_clocks_came_to(story, version, calendar):
    """The same leads, once by replaying the records and once by the clocks that the sweeps made."""
    for kind, more in (
        ("first_touch", {}),
        ("decision", {}),
        ("attempts", {"attempts": 2, "amount": 2, "unit": "days"}),
    ):
        make_promise(version=version, calendar=calendar, kind=kind, **more)
    make_promise(version=version, calendar=calendar, kind="answer", start_stage="recycled", side="marketing")
    make_promise(version=version, calendar=calendar, kind="nurture", start_stage="recycled", side="marketing")
    put_in_force(version, at=LONG_AGO)
    story().reaches("mql", at(5, "16:00")).touched(at(6, "10:00")).reaches("sal", at(6, "11:00")).swept()
    story().reaches("mql", at(5, "9:00")).touched(at(5, "15:00")).touched(at(6, "9:00")).reaches(
        "sql", at(7, "9:00")
    ).swept()
    story().reaches("mql", at(6, "9:00")).reaches("recycled", at(6, "12:00")).touched(at(7, "9:00")).swept()
    story().reaches("recycled", at(6, "9:00")).reaches("inquiry", at(6, "10:00")).swept()
    story().reaches("mql", at(7, "9:00")).swept()
    found = replayed(promises=[line.promise for line in lines_of(version)], since=at(3, "0:00"), at=NOW)
    (one,) = two_sided(since=at(3, "0:00"), until=NOW, at=NOW)
    assert {part.promise.pk: part.compliance for side in one.sides for part in side.parts} == found
    assert Clock.objects.count() == sum(counts.clocks for counts in found.values())
    assert one.index.share == min(side.compliance.share for side in one.sides)


def test_of_two_agreements_each_replays_the_leads_of_its_departments(story, version, calendar):
    make_promise(version=version, calendar=calendar)
    put_in_force(version, at=LONG_AGO)
    other = make_agreement(name="Other", applies_from=LONG_AGO)
    make_promise(version=other, calendar=calendar)
    put_in_force(other, at=LONG_AGO)
    story().reaches("mql", at(5, "16:00"), department=version.agreement.sales).swept()
    story().reaches("mql", at(6, "16:00"), department=other.agreement.marketing).swept()
    story().reaches("mql", at(6, "16:00")).swept()
    found = [feasibility_of(one, at=NOW, minutes_each=60, percent=50).replays for one in (version, other)]
    assert [replay.compliance.clocks for (replay,) in found] == [1, 1]
    assert Clock.objects.count() == 2


def test_too_many_leads_are_said_to_be_the_latest(story, version, calendar, client_of, monkeypatch, sales_manager):
    make_promise(version=version, calendar=calendar)
    for day in (3, 5, 7):
        story().reaches("mql", at(day, "9:00"))
    monkeypatch.setattr(replays, "MOST_STARTS", 2)
    found = feasibility_of(version, at=NOW, minutes_each=60, percent=50)
    (replay,) = found.replays
    assert (found.replayed_since, replay.compliance.clocks) == (at(5, "9:00"), 2)
    assert replay.leads_a_week == 2
    client = client_of(sales_manager)
    page = client.get(client.organisation_url("slas:agreement_feasibility", version.agreement_id))
    assert "There were too many leads to replay them all" in page.text


def test_weeks_are_measured_and_compared(version, calendar):
    make_promise(version=version, calendar=calendar)
    department = version.agreement.marketing
    metered(version, kind="volume", start_stage="mql", target=2)
    metered(version, kind="quality", start_stage="mql", to_stage="sal", target=50)
    for number, day in enumerate((3, 4, 5)):
        lead = make_lead(external_id=f"W{number}")
        entered = {"lead": lead, "department": department, "day": at(day, "9:00").date()}
        make_stage_transition(to_stage=Stage.MQL, occurred_at=at(day, "9:00"), **entered)
    make_stage_transition(to_stage=Stage.SAL, occurred_at=at(5, "12:00"), **entered)
    found = feasibility_of(version, at=NOW, minutes_each=60, percent=50)
    volume, quality = found.weekly
    assert [week.measured.actual for week in volume.weeks][-1] == 3
    assert (volume.kept, volume.judged) == (1, 13)
    assert (quality.kept, quality.judged, quality.weeks[0].measured.reason) == (0, 1, "zero_denominator")
    assert (found.leads, found.is_promised, Lead.objects.count()) == (2, True, 3)


def test_capacity_is_that_of_the_reps_of_the_sales_department(version, calendar):
    make_promise(version=version, calendar=calendar)
    assert feasibility_of(version, at=NOW, minutes_each=60, percent=50).people == 0
    team = make_team(department=version.agreement.sales)
    make_assignment(membership=make_membership(), team=team, starts_on=NOW.date() - timedelta(days=9))
    found = feasibility_of(version, at=NOW, minutes_each=60, percent=50)
    assert (found.people, found.load.available, Assignment.objects.count()) == (1, 1200, 1)
    assert (found.load.needed, found.load.is_feasible) == (0, True)


def test_the_page_says_whether_it_can_be_kept(client_of, viewer, version, calendar):
    make_promise(version=version, calendar=calendar)
    metered(version, kind="volume", start_stage="mql", target=20)
    client = client_of(viewer)
    url = client.organisation_url("slas:agreement_feasibility", version.agreement_id)
    page = client.get(url).text
    assert ("There is not time enough" in page, "need 15 hr a week" in page) == (True, True)
    odd = client.get(url, {"minutes": "soon", "percent": 400})
    assert (odd.status_code, odd.context["assumed"]) == (200, {"minutes": 45, "percent": 30})
    assert client.get(url, {"version": 9}).status_code == 404


def test_what_is_in_force_shows_its_index_and_weeks(client_of, viewer, version, calendar):
    make_promise(version=version, calendar=calendar)
    metered(version, kind="volume", start_stage="mql", target=20)
    put_in_force(version)
    client = client_of(viewer)
    page = client.get(client.organisation_url("slas:agreement_detail", version.agreement_id))
    assert page.context["two_sided"].index.nothing_due == ("marketing", "sales")
    assert len(page.context["weekly"][0].weeks) == 13
    with tenant(viewer.organisation_id):
        assert AgreementVersion.objects.in_force().exists()
