"""What the form of an objective asks: changes of a baseline, bands, stretch, milestones and guardrails, as rows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from audit.models import Event
from goals.models import Guardrail, Milestone, Objective, ObjectiveProgress
from teams.tenancy import tenant
from tests.factories.pipeline import make_deal

pytestmark = pytest.mark.usefixtures("today")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def typed(goal, owner):
    """Of somebody else: the form of one’s own target does not show its terms."""
    return {
        "goal": goal.pk,
        "title": "",
        "metric_key": "won_revenue",
        "scope": "organisation",
        "period": "2026-Q3",
        "direction": "at_least",
        "target": "3,000",
        "baseline": "",
        "owner": owner.pk,
        "weight": "1",
    }


@pytest.fixture
def client(client_of, sales_manager):
    return client_of(sales_manager)


@pytest.fixture
def url(client):
    return client.organisation_url("goals:objective_new")


@pytest.fixture
def save(client, url, typed):
    """Send the form; the objective if it was taken."""

    def send(**values: Any) -> Objective:
        response = client.post(url, typed | values)
        assert response.status_code == 302, response.content.decode()
        with tenant(client.organisation.pk):
            return Objective.objects.select_related("period").get()

    return send


def row(part: str, number: int = 0, /, **values: Any) -> dict[str, Any]:
    return {f"{part}-{number}-{name}": value for name, value in values.items()}


def guard(number: int = 0, **values: Any) -> dict[str, Any]:
    terms = {"metric_key": "deals_won", "kind": "floor", "limit": "10", "scope": "same", "department": ""}
    return row("guardrails", number, **(terms | values))


def test_a_change_is_resolved_against_a_typed_baseline(save):
    made = save(target="+10 %", baseline="2,000")
    assert (made.target, made.baseline) == (220_000, 200_000)
    assert (made.target_mode, made.target_change) == ("relative", Decimal("0.1"))


def test_a_change_without_a_baseline_takes_what_the_period_before_brought(client, save):
    with tenant(client.organisation.pk):
        make_deal(day=date(2026, 5, 5), amount_minor=100_000)
    made = save(target="+10 %")
    assert (made.target, made.baseline) == (110_000, 100_000)


def test_points_move_a_share(save):
    made = save(metric_key="win_rate", target="+5 points", baseline="20")
    assert (made.target, made.target_mode) == (Decimal("0.25"), "points")


@pytest.mark.parametrize(
    ("values", "target", "upper"),
    [({"target": "1,000", "target_upper": "2,000"}, 100_000, 200_000)],
)
def test_a_band_has_two_ends(save, values, target, upper):
    made = save(direction="between", **values)
    assert (made.target, made.target_upper) == (target, upper)


def test_a_stretch_and_a_currency(save):
    made = save(currency="EUR", target="EUR 3,000", stretch="4,000")
    assert (made.currency, made.target, made.stretch) == ("EUR", 300_000, 400_000)


def test_the_organisations_own_currency_is_none_of_its_own(save):
    assert save(currency="USD").currency == ""


def test_milestones_are_saved_by_day(client, save):
    made = save(
        **row("milestones", 0, due_on="2026-08-31", value="2,000"),
        **row("milestones", 1, due_on="2026-07-31", value="1,000"),
        **row("milestones", 2, due_on="", value=""),
    )
    with tenant(client.organisation.pk):
        assert [(one.due_on, one.value) for one in Milestone.objects.all()] == [
            (date(2026, 7, 31), 100_000),
            (date(2026, 8, 31), 200_000),
        ]
        assert "2026-07-31" in Event.objects.get(action="objective.create", record_id=str(made.pk)).after["milestones"]


def test_guardrails_are_saved_and_judged_at_once(client, save, sales_team):
    with tenant(client.organisation.pk):
        make_deal(day=date(2026, 5, 5), amount_minor=100_000)
    made = save(
        **guard(0, limit="4", is_hard="on"),
        **guard(1, metric_key="won_revenue", limit="+0 %", scope="organisation"),
        **guard(2, limit="5", scope="department", department=sales_team.department_id),
    )
    with tenant(client.organisation.pk):
        rows = list(Guardrail.objects.order_by("pk"))
        progress = ObjectiveProgress.objects.get(objective=made)
    assert [(one.limit, one.is_hard, one.limit_mode) for one in rows] == [
        (4, True, "absolute"),
        (100_000, False, "relative"),
        (5, False, "absolute"),
    ]
    assert rows[2].department_id == sales_team.department_id
    assert len(progress.guards) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"target": "+10 %"}, id="a change of nothing"),
        pytest.param({"target": "+10 %", "baseline": "0"}, id="a share of 0"),
        pytest.param({"target": "+5 points", "baseline": "2,000"}, id="points of money"),
        pytest.param({"target": "-200 %", "baseline": "5"}, id="less than nothing"),
        pytest.param({"target": "+0 %", "baseline": "5"}, id="no change"),
        pytest.param({"direction": "between"}, id="a band with one end"),
        pytest.param({"direction": "between", "target_upper": "2,000"}, id="a band upside down"),
        pytest.param({"stretch": "2,999"}, id="a stretch that falls short"),
        pytest.param({"direction": "at_most", "stretch": "3,001"}, id="a laxer stretch"),
        pytest.param({"currency": "ZZZ"}, id="no such currency"),
        pytest.param({"currency": "EUR", "target": "USD 5"}, id="two currencies"),
        pytest.param(row("milestones", due_on="2026-08-31"), id="a milestone without a value"),
        pytest.param(row("milestones", due_on="2026-10-01", value="5"), id="a milestone outside"),
        pytest.param(row("milestones", due_on="2026-08-01", value="3,000"), id="a milestone that is the target"),
        pytest.param(row("milestones", due_on="someday", value="5"), id="a milestone someday"),
        pytest.param(guard(limit=""), id="a guard without a limit"),
        pytest.param(guard(metric_key="", limit="5"), id="a guard of nothing"),
        pytest.param(guard(limit="+5 %"), id="a guard against nothing"),
        pytest.param(guard(limit="+5 %", baseline="0"), id="a guard against 0"),
        pytest.param(guard(scope="department"), id="a guard of no department"),
        pytest.param(guard(scope="planet"), id="a guard of the planet"),
    ],
)
def test_wrong_terms_are_shown_again_with_the_reason(client, url, typed, wrong):
    response = client.post(url, typed | wrong)
    assert response.status_code == 422
    assert 'class="field-errors' in response.content.decode()
    with tenant(client.organisation.pk):
        assert not Objective.objects.exists()


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({"target": "1.2m"}, "= USD\u00a01,200,000"),
        ({"target": "+10 %", "baseline": "2,000"}, "= USD\u00a02,200, from USD\u00a02,000."),
        ({"target": "+10 %"}, ">The baseline is 0"),
        ({"target": "lots"}, ">This is not a number"),
        ({"target": "1,000", "target_upper": "2,000", "direction": "between"}, "= USD\u00a01,000 – USD\u00a02,000"),
    ],
)
def test_htmx_works_the_number_out(client, url, typed, values, note):
    response = client.post(url, typed | values | {"redraw": "resolved"}, headers=HTMX)
    text = response.content.decode()
    assert response.status_code == 200
    assert note in text
    assert "<form" not in text


def test_without_scripts_a_button_works_it_out(client, url, typed):
    text = client.post(url, typed | {"target": "+10 %", "baseline": "2,000", "redraw": "resolved"}).content.decode()
    assert "= USD\u00a02,200" in text
    assert 'value="+10 %"' in text


def test_a_row_is_taken_away_and_another_offered(client, url, typed):
    rows = row("milestones", 0, due_on="2026-07-31", value="1,000") | row("milestones", 1, due_on="", value="2,000")
    kept = client.post(url, typed | rows | {"redraw": "add-milestones"}).content.decode()
    assert kept.count('name="milestones-') == 6
    removed = client.post(url, typed | rows | {"redraw": "remove-milestones-0"}).content.decode()
    assert removed.count('name="milestones-') == 4
    assert 'value="1,000"' not in removed
    assert 'value="2,000"' in removed


AS_TYPED = (
    'value="+10 %"',
    'value="2026-07-31"',
    'value="1,000"',
    'value="−5 %"',
    'value="900"',
    "= USD\u00a02,200",
)


def test_edit_shows_the_terms_as_typed_and_keeps_them(client, typed, save):
    made = save(
        target="+10 %",
        baseline="2,000",
        **row("milestones", due_on="2026-07-31", value="1,000"),
        **guard(metric_key="won_revenue", limit="-5 %", baseline="900"),
    )
    url = client.organisation_url("goals:objective_edit", made.pk)
    text = client.get(url).content.decode()
    assert [entry for entry in AS_TYPED if entry not in text] == []
    same = typed | {"target": "+10 %", "baseline": "2,000", "version": "1"}
    same |= row("milestones", due_on="2026-07-31", value="1,000")
    same |= guard(metric_key="won_revenue", limit="−5 %", baseline="900")
    assert client.post(url, same).status_code == 302
    with tenant(client.organisation.pk):
        assert Objective.objects.get().version == 1
    assert client.post(url, same | {"milestones-0-value": "1,500"}).status_code == 302
    with tenant(client.organisation.pk):
        assert Objective.objects.get().version == 2
        assert Milestone.objects.get().value == 150_000
        event = Event.objects.filter(action="objective.edit").get()
    assert (event.before, event.after) == (
        {"milestones": "2026-07-31, 100000.000000"},
        {"milestones": "2026-07-31, 150000"},
    )


def test_two_editors_of_the_rows_do_not_overwrite_each_other(client, typed, save):
    made = save(**row("milestones", due_on="2026-07-31", value="1,000"))
    url = client.organisation_url("goals:objective_edit", made.pk)
    sent = typed | {"version": "1"}
    assert client.post(url, sent | row("milestones", due_on="2026-07-31", value="1,100")).status_code == 302
    response = client.post(url, sent | row("milestones", due_on="2026-07-31", value="1,200"))
    assert response.status_code == 409
    with tenant(client.organisation.pk):
        assert Milestone.objects.get().value == 110_000
    assert 'value="1,200"' in response.content.decode()


def test_a_measured_baseline_counts_only_what_qualifies(client, save):
    with tenant(client.organisation.pk):
        for amount in (100_000, 90_000, 500):
            make_deal(day=date(2026, 5, 5), amount_minor=amount)
    terms = {"column": "amount_minor", "operator": "at_least", "first": "900"}
    made = save(
        metric_key="deals_won", target="+50 %", **{f"qualifying0-{name}": value for name, value in terms.items()}
    )
    assert (made.baseline, made.target) == (2, 3)


@pytest.mark.parametrize("baseline", ["", "20 s"])
def test_milestones_of_what_should_fall_say_what_they_need(client, url, typed, baseline):
    falling = {"metric_key": "customer_waiting_time", "direction": "at_most", "target": "30 s", "baseline": baseline}
    response = client.post(url, typed | falling | row("milestones", due_on="2026-08-31", value="40 s"))
    assert response.status_code == 422
    assert "need a baseline above the target" in response.content.decode()
    falling["baseline"] = "60 s"
    assert client.post(url, typed | falling | row("milestones", due_on="2026-08-31", value="40 s")).status_code == 302


def test_milestones_of_what_adds_up_begin_at_nothing_whatever_the_period_before_brought(client, save):
    """At most three deals lost, after five: one by the end of July, two by the end of August."""
    falling = {"metric_key": "deals_lost", "direction": "at_most", "target": "3", "baseline": "5"}
    steps = row("milestones", 0, due_on="2026-07-31", value="1") | row("milestones", 1, due_on="2026-08-31", value="2")
    made = save(**falling, **steps, pace_method="milestones")
    with tenant(client.organisation.pk):
        assert made.milestones.count() == 2
        assert made.progress.get().expected == 2


def test_only_what_qualifies_counts(client, save):
    terms = {"column": "amount_minor", "operator": "at_least", "first": "1,000"}
    made = save(metric_key="deals_won", target="5", **{f"qualifying0-{name}": value for name, value in terms.items()})
    assert made.qualifying == [["amount_minor", "at_least", [100_000]]]
    text = client.get(client.organisation_url("goals:objective_edit", made.pk)).content.decode()
    assert 'name="qualifying0-first"' in text
    assert 'value="1,000"' in text


def test_a_condition_without_its_value_is_shown_again(client, url, typed):
    chosen = {"qualifying0-column": "amount_minor", "qualifying0-operator": "at_least", "qualifying0-first": ""}
    redrawn = client.post(url, typed | chosen | {"redraw": "terms"}, headers=HTMX).content.decode()
    assert 'name="qualifying0-first"' in redrawn
    assert "field-errors" not in redrawn
    assert client.post(url, typed | chosen).status_code == 422
