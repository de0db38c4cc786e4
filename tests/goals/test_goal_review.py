"""The review of a goal at the end of a period."""

from datetime import date
from decimal import Decimal

import pytest

from audit.models import Event
from goals.actions import goals as goal_actions
from goals.actions import reviews
from goals.models import Assumption, GoalReview, ObjectiveProgress
from goals.queries.reviews import lessons, reached_in
from notifications.models import Notification
from teams.models import Period
from teams.tenancy import tenant
from tests.factories.canvas import make_assumption, make_goal_review
from tests.factories.goals import make_close, make_goal, make_objective
from tests.factories.teams import NOW
from tests.goals.negotiating import words

pytestmark = pytest.mark.usefixtures("today")
WORDS = {"market": "A rival came", "keep": "The Friday half-hour", "change": "Ask earlier"}


@pytest.fixture
def past(organisation):
    with tenant(organisation.pk):
        return Period.objects.get(key="2026-Q2")


@pytest.fixture
def assumption(organisation, goal, rep, past):
    with tenant(organisation.pk):
        make_objective(goal=goal, rep=rep, owner=rep, period=past)
        return make_assumption(goal=goal)


def url(client, goal, past, name="goal_review"):
    return client.organisation_url(f"goals:{name}", goal.pk, past.pk)


def judged(assumption, outcome="broke", happened="One came in May"):
    return {f"assumption-{assumption.pk}-outcome": outcome, f"assumption-{assumption.pk}-happened": happened}


def test_a_review_is_written_finished_and_kept(client_of, sales_manager, goal, past, assumption):
    client = client_of(sales_manager)
    blank = words(client.get(url(client, goal, past, "goal_review_edit")))
    assert "Nobody new sells here" in blank and "What was reached Objective Target Actual" in blank
    typed = WORDS | judged(assumption) | {"version": 0}
    assert client.post(url(client, goal, past, "goal_review_edit"), typed).status_code == 302
    assert client.post(url(client, goal, past, "goal_review_finish")).status_code == 302
    text = words(client.get(url(client, goal, past)))
    for said in ("A rival came", "The Friday half-hour", "Ask earlier", "Did not hold", "One came in May", "Finished"):
        assert said in text
    with tenant(goal.organisation_id):
        kept = GoalReview.objects.get()
        assert kept.reached[0]["metric_key"] == "won_revenue"
        assert kept.assumptions[0]["outcome"] == "broke"
        assert Assumption.objects.get().outcome == "pending"  # judged anew in the next period
        actions = set(Event.objects.values_list("action", flat=True))
        assert {"goal_review.edit", "goal_review.finish", "assumption.review", "assumption.renew"} <= actions
        goal_actions.edit(goal=goal, version=None, values={"title": "Other"}, by=sales_manager, at=NOW)
        again = reviews.finish(goal=goal, period=past, by=sales_manager, at=NOW)
        assert again.finished_at == kept.finished_at


def test_a_finished_review_stays_as_it_is(client_of, sales_manager, goal, past, assumption):
    with tenant(goal.organisation_id):
        make_goal_review(goal=goal, period=past, finished_by=sales_manager, finished_at=NOW)
    client = client_of(sales_manager)
    response = client.post(url(client, goal, past, "goal_review_edit"), WORDS | judged(assumption) | {"version": 1})
    assert response.status_code == 409
    assert "finished meanwhile" in words(response)
    assert "A rival came" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"outcome": "pending", "happened": ""}, "Say of each assumption whether it held"),
        (None, "Write first what changed"),
    ],
)
def test_half_a_review_is_not_finished(client_of, sales_manager, goal, past, assumption, typed, said):
    client = client_of(sales_manager)
    if typed:
        client.post(url(client, goal, past, "goal_review_edit"), WORDS | judged(assumption, **typed) | {"version": 0})
    client.post(url(client, goal, past, "goal_review_finish"))
    assert said in words(client.get(url(client, goal, past)))
    with tenant(goal.organisation_id):
        assert not GoalReview.objects.filter(finished_at__isnull=False).exists()


def test_what_is_kept_is_the_target_that_was_asked(in_tenant, objective):
    ObjectiveProgress.objects.update(effective_target=150_000)
    (kept,) = reached_in(objective.goal, objective.period, today=NOW.date())
    assert Decimal(kept["target"]) == 150_000


def test_a_period_that_runs_is_not_finished(client_of, sales_manager, goal, objective):
    client = client_of(sales_manager)
    with tenant(goal.organisation_id):
        present = Period.objects.get(key="2026-Q3")
    client.post(url(client, goal, present, "goal_review_edit"), WORDS | {"version": 0})
    client.post(url(client, goal, present, "goal_review_finish"))
    assert "is not over yet" in words(client.get(url(client, goal, present)))


def test_two_writers_lose_nothing(client_of, sales_manager, goal, past, assumption):
    client = client_of(sales_manager)
    edit = url(client, goal, past, "goal_review_edit")
    assert client.post(edit, WORDS | judged(assumption) | {"version": 0}).status_code == 302
    response = client.post(edit, WORDS | {"keep": "Mine"} | judged(assumption) | {"version": 0})
    assert response.status_code == 409
    assert "<bdi>Mine</bdi>" in response.content.decode()
    assert "<bdi>The Friday half-hour</bdi>" in response.content.decode()


def test_who_may_look_and_who_may_write(client_of, viewer, stranger, goal, past, assumption):
    client = client_of(viewer)
    page = client.get(url(client, goal, past)).content.decode()
    assert url(client, goal, past, "goal_review_edit") not in page
    assert client.get(url(client, goal, past, "goal_review_edit")).status_code == 403
    assert client.post(url(client, goal, past, "goal_review_finish")).status_code == 403
    other = client_of(stranger)
    assert other.get(url(other, goal, past)).status_code == 404


def test_lists_show_which_are_still_to_be_written(client_of, viewer, goal, past, assumption, query_count):
    client = client_of(viewer)
    listed = client.organisation_url("goals:review_list")
    text = words(client.get(listed))
    assert "Win the mid-market" in text
    assert "Not begun" in text
    few = query_count(client, listed)
    with tenant(goal.organisation_id):
        for number in range(5):
            make_objective(goal=make_goal(title=f"Goal {number}"), period=past, target=Decimal(number + 1))
    assert query_count(client, listed) == few


def test_owners_are_asked_when_a_period_closes(organisation, goal, rep, past, assumption):
    with tenant(organisation.pk):
        goal_actions.edit(goal=goal, version=None, values={"owner": rep}, by=rep, at=NOW)
        close = make_close(period=past)
        for _ in range(2):
            reviews.ask(close=close, at=NOW)
        notice = Notification.objects.get(kind="review_due")
        assert str(notice) == "Q2 2026 is closed. Please look back on your goal: Win the mid-market"


def test_lessons_stand_beside_the_next_targets(client_of, sales_manager, viewer, goal, past, objective):
    with tenant(goal.organisation_id):
        reached = [{"metric_key": "won_revenue", "name": "Won revenue", "id": str(objective.pk), "unit": "count"}]
        kept = make_goal_review(
            goal=goal, period=past, finished_by=sales_manager, finished_at=NOW, reached=reached, **WORDS
        )
        make_goal_review(goal=make_goal(), period=past, market="Unfinished")
        for where in ({"goal_id": goal.pk}, {"metric_key": "won_revenue"}):
            assert list(lessons(before=date(2026, 7, 1), **where)) == [kept]
        assert not lessons(before=date(2026, 6, 1), goal_id=goal.pk)
        assert not lessons(before=date(2026, 7, 1), metric_key="leads")
    client = client_of(viewer)
    assert "A rival came" in words(client.get(client.organisation_url("goals:goal_detail", goal.pk)))
