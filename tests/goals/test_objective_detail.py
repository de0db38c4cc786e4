import re
from datetime import date
from decimal import Decimal

import pytest

from goals.models import Objective, Recompute
from teams.models import Department, Team
from teams.tenancy import tenant
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal, make_stage_chance

pytestmark = pytest.mark.usefixtures("today")


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_number_and_what_follows_from_it(client_of, viewer, objective):
    client = client_of(viewer)
    response = client.get(client.organisation_url("goals:objective_detail", objective.pk))
    text = words(response)
    assert "USD 1,200" in text
    assert "40.0%" in text
    assert "Expected today USD 1,467" in text
    assert "Run-rate forecast USD 2,453 81%" in text
    assert "Needed per day USD 38.30 1.4 × the rate so far" in text
    assert "Days left 47 of 92 days" in text
    assert 'id="objective-chart"' in response.content.decode()
    assert "Figures as a table" in text


def test_how_many_is_written_like_any_number(client_of, sales_manager, objective, rep):
    client = client_of(sales_manager)
    with tenant(client.organisation.pk):
        make_stage_chance(stage="Proposal", won=1_000, closed=3_099)
        make_deal(owner=rep, status="open", stage="Proposal", expected_day=date(2026, 9, 1), day=date(2026, 6, 1))
    text = words(client.get(client.organisation_url("goals:objective_detail", objective.pk)))
    assert "3,099 closed deals seen in this stage" in text
    assert "1 open deal behind it" in text


def test_before_the_first_recompute_there_is_no_figure(client_of, viewer, goal):
    with tenant(goal.organisation_id):
        objective = make_objective(goal=goal)
    client = client_of(viewer)
    text = words(client.get(client.organisation_url("goals:objective_detail", objective.pk)))
    assert "Not computed yet" in text


def test_edit_shows_the_target_as_typed_and_saves(client_of, sales_manager, objective, rep):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:objective_edit", objective.pk)
    assert 'value="3,000"' in client.get(url).content.decode()
    typed = {
        "goal": objective.goal_id,
        "metric_key": "won_revenue",
        "scope": "rep",
        "rep": rep.pk,
        "period": "2026-Q3",
        "direction": "at_least",
        "target": "4,000",
        "owner": rep.pk,
        "weight": "1",
        "version": 1,
    }
    assert client.post(url, typed).status_code == 302
    conflict = client.post(url, typed | {"target": "5,000"})
    assert conflict.status_code == 409
    assert "Target USD 4,000 USD 5,000" in words(conflict)
    assert client.post(url, typed | {"target": "5,000", "version": 2}).status_code == 302
    with tenant(objective.organisation_id):
        assert Objective.objects.get().target == Decimal(500_000)


def test_archive_offers_the_way_back(client_of, sales_manager, objective):
    client = client_of(sales_manager)
    response = client.post(client.organisation_url("goals:objective_archive", objective.pk), follow=True)
    assert "Undo" in response.content.decode()
    response = client.post(client.organisation_url("goals:objective_restore", objective.pk), follow=True)
    assert "The objective is back" in response.content.decode()
    with tenant(objective.organisation_id):
        assert not Objective.objects.get().is_archived


def test_nobody_puts_their_own_target_aside(client_of, sales_manager, objective):
    with tenant(objective.organisation_id):
        Objective.objects.update(rep=sales_manager)
    client = client_of(sales_manager)
    response = client.post(client.organisation_url("goals:objective_archive", objective.pk), follow=True)
    assert "This is your own target" in words(response)
    with tenant(objective.organisation_id):
        assert not Objective.objects.get().is_archived


def test_explain_puts_the_numbers_in(client_of, rep, objective):
    client = client_of(rep)
    text = words(client.get(client.organisation_url("goals:objective_explain", objective.pk)))
    assert "Actual ÷ target USD 1,200 ÷ USD 3,000 40.0%" in text
    assert "Target × share expected USD 3,000 × 48.91% USD 1,467" in text
    assert "Big deal" in text
    assert "USD 200" in text
    assert "records have changed" not in text


def test_explain_says_when_records_changed_since(client_of, rep, objective):
    with tenant(objective.organisation_id):
        make_deal(owner=rep, amount_minor=1)
    client = client_of(rep)
    assert "records have changed" in words(client.get(client.organisation_url("goals:objective_explain", objective.pk)))


def test_explain_a_ratio_by_its_two_parts(client_of, rep, goal, sales_team):
    with tenant(goal.organisation_id):
        objective = make_objective(goal=goal, metric_key="win_rate", target=Decimal("0.5"), team=sales_team)
        make_deal(name="Was won", team=sales_team)
        make_deal(name="Was lost", team=sales_team, status="lost")
    client = client_of(rep)
    url = client.organisation_url("goals:objective_explain", objective.pk)
    assert "Was lost" not in words(client.get(url))
    assert "Was lost" in words(client.get(url, {"part": "denominator"}))
    assert client.get(url, {"part": "'", "page": "-3"}).status_code == 200
    fragment = client.get(url, {"page": "2"}, headers={"HX-Request": "true"}).content.decode().strip()
    assert fragment.startswith('<section class="card" id="records"')


def test_the_records_need_a_right_of_their_own(client_of, viewer, objective):
    client = client_of(viewer)
    text = words(client.get(client.organisation_url("goals:objective_explain", objective.pk)))
    assert "Big deal" not in text
    assert "Actual ÷ target" in text


def test_recompute_leaves_a_row_and_shows_its_progress(client_of, ops_auditor, objective):
    client = client_of(ops_auditor)
    response = client.post(client.organisation_url("goals:recompute_request"), {"objective": objective.pk}, follow=True)
    assert "Waiting for a worker …" in response.content.decode()
    assert "hx-get" in response.content.decode()
    with tenant(objective.organisation_id):
        recompute = Recompute.objects.get(reason="request")
        Recompute.objects.update(state="done", objectives=5, changed=1)
    url = client.organisation_url("goals:recompute_detail", recompute.pk)
    done = client.get(url, {"objective": objective.pk}, headers={"HX-Request": "true"})
    assert "5 objectives computed. 1 figure changed." in words(done)
    assert "hx-get" not in done.content.decode()
    assert client.post(client.organisation_url("goals:recompute_request"), {"objective": "nonsense"}).status_code == 302


def test_nothing_is_measured_for_an_objective_that_is_not_there(client_of, ops_auditor, organisation):
    client = client_of(ops_auditor)
    url = client.organisation_url("goals:recompute_request")
    assert client.post(url, {"objective": organisation.pk}).status_code == 404
    with tenant(organisation.pk):
        assert not Recompute.objects.exists()


def test_a_colleague_without_the_right_is_refused(client_of, rep, objective):
    client = client_of(rep)
    assert client.get(client.organisation_url("goals:objective_edit", objective.pk)).status_code == 403
    for name in ("objective_archive", "objective_restore"):
        assert client.post(client.organisation_url(f"goals:{name}", objective.pk)).status_code == 403
        assert client.get(client.organisation_url(f"goals:{name}", objective.pk)).status_code == 405
    assert client.post(client.organisation_url("goals:recompute_request")).status_code == 403


@pytest.mark.parametrize("name", ["objective_detail", "objective_edit", "objective_explain"])
def test_a_stranger_finds_nothing(client_of, stranger, objective, name):
    client = client_of(stranger)
    assert client.get(client.organisation_url(f"goals:{name}", objective.pk)).status_code == 404


@pytest.mark.parametrize("name", ["objective_detail", "objective_explain"])
def test_arabic_runs_from_right_to_left(client_of, rep, objective, name):
    client = client_of(rep)
    url = client.organisation_url(f"goals:{name}", objective.pk)
    assert 'dir="rtl"' in client.get(url, headers={"Accept-Language": "ar"}).content.decode()
    assert client.post(url).status_code == 405


def test_whoever_may_not_set_it_reads_whom_to_ask(client_of, marketing_manager, sales_manager, admin, objective):
    """A rep's target of sales: marketing reads it, and finds neither the form nor the hand-down."""
    with tenant(objective.organisation_id):
        Department.objects.update(head=sales_manager)
    client = client_of(marketing_manager)
    text = client.get(client.organisation_url("goals:objective_detail", objective.pk)).content.decode()
    assert "This is a target of" in text
    assert sales_manager.full_name in text
    for name in ("goals:objective_edit", "goals:objective_allocate", "goals:objective_archive"):
        url = client.organisation_url(name, objective.pk)
        assert url not in text
        assert client.get(url).status_code in {403, 405}
    assert f"like={objective.pk}" not in text, "nor a form whose end is refused"
    for member in (sales_manager, admin):
        client = client_of(member)
        url = client.organisation_url("goals:objective_edit", objective.pk)
        assert url in client.get(client.organisation_url("goals:objective_detail", objective.pk)).content.decode()
        assert client.get(url).status_code == 200


def test_who_is_measured_by_it_changes_what_is_no_term(client_of, sales_manager, owner, objective):
    with tenant(objective.organisation_id):
        Objective.objects.update(scope="team", rep=None, team=Team.objects.get(), owner=sales_manager)
    client = client_of(sales_manager)
    url = client.organisation_url("goals:objective_edit", objective.pk)
    page = client.get(url)
    assert "You are measured by this target" in words(page)
    assert owner.full_name in words(page)
    assert "target" not in page.context["form"].fields
    typed = {"goal": objective.goal_id, "title": "West wins", "weight": "2", "version": "1"}
    assert client.post(url, typed).status_code == 302
    with tenant(objective.organisation_id):
        saved = Objective.objects.get()
    assert (saved.title, saved.target) == ("West wins", objective.target)
