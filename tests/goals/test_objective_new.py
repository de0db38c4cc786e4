from datetime import date
from decimal import Decimal

import pytest

from audit.models import Event
from goals.models import Objective
from teams.tenancy import tenant
from tests.factories.pipeline import make_deal
from tests.factories.teams import make_team

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def typed(goal, sales_manager):
    return {
        "goal": goal.pk,
        "title": "",
        "metric_key": "won_revenue",
        "scope": "organisation",
        "period": "2026-Q3",
        "direction": "at_least",
        "target": "USD 1.2m",
        "baseline": "",
        "owner": sales_manager.pk,
        "weight": "1",
    }


@pytest.fixture
def url(client_of, sales_manager):
    return client_of(sales_manager).organisation_url("goals:objective_new")


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


def test_a_manager_sets_an_objective_and_sent_twice_it_is_one(client, url, typed):
    assert "1.2m" in client.get(url).content.decode()
    response = client.post(url, typed)
    assert client.post(url, typed)["Location"] == response["Location"]
    with tenant(client.organisation.pk):
        objective = Objective.objects.get()
        assert Event.objects.filter(action="objective.create", record_id=str(objective.pk)).count() == 1
    assert response["Location"] == client.organisation_url("goals:objective_detail", objective.pk)
    assert objective.target == Decimal(120_000_000)


def test_the_picker_of_the_scope_is_the_one_that_counts(client, url, typed, sales_team, rep):
    response = client.post(url, typed | {"scope": "team", "rep": rep.pk})
    assert response.status_code == 422
    assert "Choose whom or what" in response.content.decode()
    assert client.post(url, typed | {"scope": "team", "rep": rep.pk, "team": sales_team.pk}).status_code == 302
    with tenant(client.organisation.pk):
        objective = Objective.objects.get()
    assert (objective.team_id, objective.rep_id) == (sales_team.pk, None)


def test_a_share_is_typed_in_percent(client, url, typed):
    client.post(url, typed | {"metric_key": "win_rate", "target": "62.5 %", "baseline": "٦٠"})
    with tenant(client.organisation.pk):
        objective = Objective.objects.get()
    assert (objective.target, objective.baseline) == (Decimal("0.625"), Decimal("0.6"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": "a lot"},
        {"target": "-5"},
        {"target": "0"},
        {"target": "99999999999999999999999999"},
        {"target": "EUR 5"},
        {"target": "<script>alert(1)</script>"},
        {"target": "1" * 5000},
        {"target": "\0"},
        {"metric_key": "nonsense"},
        {"metric_key": "calls", "target": "12.5"},
        {"metric_key": "win_rate", "target": "5k"},
        {"scope": "planet"},
        {"scope": "team", "team": "not-an-id"},
        {"period": "2026-Q9"},
        {"weight": "-1"},
        {"weight": "1e999"},
        {"weight": "NaN"},
        {"direction": "sideways"},
        {"goal": "00000000-0000-0000-0000-000000000000"},
        {"target": "5", "baseline": "5"},
    ],
)
def test_wrong_input_is_shown_again_with_the_reason(client, url, typed, wrong):
    response = client.post(url, typed | wrong)
    assert response.status_code == 422
    assert 'class="field-errors' in response.content.decode()
    with tenant(client.organisation.pk):
        assert not Objective.objects.exists()


def test_rows_of_elsewhere_do_not_fit(client, url, typed, other_organisation, stranger):
    with tenant(other_organisation.pk):
        foreign = make_team()
    assert client.post(url, typed | {"scope": "team", "team": foreign.pk}).status_code == 422
    assert client.post(url, typed | {"owner": stranger.pk}).status_code == 422


def test_htmx_draws_the_terms_for_another_scope(client, url, typed):
    response = client.post(url, typed | {"redraw": "terms", "scope": "team"}, headers={"HX-Request": "true"})
    text = response.content.decode()
    assert response.status_code == 200
    assert 'name="team"' in text
    assert 'name="territory"' not in text
    assert "<html" not in text


def test_without_scripts_all_pickers_are_there(client, url, goal):
    text = client.get(url).content.decode()
    assert all(f'name="{name}"' in text for name in ("team", "department", "rep", "product", "territory"))


def test_the_last_period_offers_its_figure(client, url, typed):
    with tenant(client.organisation.pk):
        make_deal(day=date(2026, 5, 5), amount_minor=43_210_00)
    text = client.post(url, typed | {"redraw": "baseline"}).content.decode()
    assert 'value="43,210"' in text
    assert "Q2 2026 brought USD\u00a043,210." in text
    assert 'value="USD 1.2m"' in text
    nothing = client.post(url, typed | {"redraw": "baseline", "period": ""}).content.decode()
    assert "Choose the scope and the period first" in nothing


def test_without_a_goal_it_sends_you_to_write_one(client, url):
    assert "First a goal" in client.get(url).content.decode()


def test_a_colleague_without_the_right_is_refused(client_of, rep, url):
    assert client_of(rep).get(url).status_code == 403


def test_a_stranger_finds_nothing(client_of, stranger, url):
    assert client_of(stranger).get(url).status_code == 404
    assert client_of(stranger).delete(url).status_code == 404


def test_month_weights_are_typed_as_one_line(client, url, typed, rep):
    """On somebody else’s objective: the form of one’s own does not show its terms."""
    course = {"pace_method": "seasonal", "season_weights": "25 30 45", "owner": rep.pk}
    assert client.post(url, typed | course).status_code == 302
    with tenant(client.organisation.pk):
        objective = Objective.objects.get()
    assert (objective.pace_method, objective.season_weights) == ("seasonal", [25, 30, 45])
    edit = client.organisation_url("goals:objective_edit", objective.pk)
    assert 'value="25 30 45"' in client.get(edit).content.decode()


@pytest.mark.parametrize("weights", ["", "25 30", "0 0 0", "a b c"])
def test_weights_go_with_the_months_of_the_period(client, url, typed, weights):
    response = client.post(url, typed | {"pace_method": "seasonal", "season_weights": weights})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["season_weights"]


def test_the_months_are_named_when_the_course_is_seasonal(client, url, typed):
    drawn = client.post(url, typed | {"pace_method": "seasonal", "redraw": "terms"}, headers={"HX-Request": "true"})
    assert "July, August, September" in drawn.content.decode()


def test_a_course_by_milestones_needs_one(client, url, typed):
    response = client.post(url, typed | {"pace_method": "milestones"})
    assert list(response.context["form"].errors) == ["pace_method"]
    row = {"milestones-0-due_on": "2026-08-31", "milestones-0-value": "600,000"}
    assert client.post(url, typed | {"pace_method": "milestones"} | row).status_code == 302


def test_a_rate_has_no_business_days(client, url, typed):
    rate = typed | {"metric_key": "win_rate", "target": "40"}
    response = client.post(url, rate | {"pace_method": "business_days"})
    assert list(response.context["form"].errors) == ["pace_method"]
    assert client.post(url, rate | {"pace_method": "steps"}).status_code == 302


def test_a_quota_can_ask_for_the_full_target(client, url, typed, rep):
    client.post(url, typed | {"scope": "rep", "rep": rep.pk, "is_prorated": "no"})
    with tenant(client.organisation.pk):
        assert not Objective.objects.get().is_prorated
