"""Check-ins, comments, asks, reminders, the manager's week and the feed."""

from datetime import date, timedelta

import pytest
import time_machine

from audit.models import Event
from goals.actions import goals as goal_actions
from goals.actions import reminders
from goals.models import CheckIn, Comment, Goal, ObjectiveProgress
from notifications.models import Notification
from teams.models import Assignment, Organisation
from teams.tenancy import tenant
from tests.factories.canvas import make_check_in, make_comment
from tests.factories.goals import make_objective
from tests.factories.teams import NOW, make_assignment, make_department, make_membership, make_team
from tests.goals.negotiating import managed, words

__all__ = ["managed"]
pytestmark = pytest.mark.usefixtures("today")

TYPED = {
    "check-in-confidence": "65",
    "check-in-changed": "Two offers are out",
    "check-in-ask": "",
    "check-in-asked_of": "",
}


def say(client, name, pk, **typed):
    return client.post(client.organisation_url(f"goals:{name}", pk), TYPED | typed)


def test_a_rep_checks_in_and_asks(client_of, rep, sales_manager, objective):
    client = client_of(rep)
    url = client.organisation_url("goals:objective_talk", objective.pk)
    blank = words(client.get(url))
    assert blank.index("How sure are you") < blank.index("Nothing is said yet")
    asking = {"check-in-ask": "Call their boss", "check-in-asked_of": sales_manager.pk}
    assert say(client, "objective_check_in", objective.pk, **asking)["Location"] == url
    assert say(client, "objective_check_in", objective.pk, **asking).status_code == 302
    text = words(client.get(url))
    assert "65%" in text
    assert "Asked of Sara Sales : Call their boss" in text
    with tenant(objective.organisation_id):
        made = CheckIn.objects.get()
        assert (made.day, made.department_id is not None) == (NOW.date(), True)
        assert str(Notification.objects.get(to=sales_manager)) == "Rita Rep asks you: Call their boss (Won revenue)"
        assert Event.objects.filter(action="check_in.record").count() == 1


def test_what_was_asked_is_settled_once(client_of, rep, sales_manager, marketer, objective):
    with tenant(objective.organisation_id):
        asked = make_check_in(objective=objective, goal=objective.goal, made_by=rep, ask="Call", asked_of=sales_manager)
    client = client_of(sales_manager)
    settle = client.organisation_url("goals:check_in_settle", asked.pk)
    assert client_of(marketer).post(settle).status_code == 403
    for _ in range(2):
        assert client.post(settle, {"back": "https://evil.example/"})["Location"].startswith("/o/acme/objectives/")
    assert client.post(settle, {"back": "nonsense"})["Location"] == "nonsense"
    with tenant(objective.organisation_id):
        assert CheckIn.objects.get().settled_by_id == sales_manager.pk
        assert Event.objects.filter(action="check_in.settle").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"check-in-confidence": "101"}, "less than or equal to 100"),
        ({"check-in-confidence": ""}, "This field is required"),
        ({"check-in-changed": ""}, "This field is required"),
        ({"check-in-ask": "Help"}, "Of whom do you ask it?"),
    ],
)
def test_half_a_check_in_is_shown_again(client_of, rep, objective, typed, said):
    response = say(client_of(rep), "objective_check_in", objective.pk, **typed)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_only_those_whose_it_is_check_in_and_all_may_read_and_comment(
    client_of, marketer, viewer, sales_manager, objective, goal
):
    assert say(client_of(marketer), "objective_check_in", objective.pk).status_code == 403
    assert say(client_of(sales_manager), "goal_check_in", goal.pk).status_code == 302
    assert say(client_of(marketer), "goal_comment", goal.pk, **{"comment-text": "Well done"}).status_code == 302
    assert say(client_of(viewer), "goal_comment", goal.pk, **{"comment-text": "Hm"}).status_code == 403
    client = client_of(viewer)
    assert "Well done" in words(client.get(client.organisation_url("goals:goal_talk", goal.pk)))


def test_who_is_mentioned_is_told(client_of, rep, marketing_manager, objective):
    client = client_of(rep)
    for _ in range(2):
        say(client, "objective_comment", objective.pk, **{"comment-text": "@mona marketing <b>look</b>"})
    with tenant(objective.organisation_id):
        assert Comment.objects.count() == 1
        assert "Rita Rep mentions you" in str(Notification.objects.get(to=marketing_manager, kind="mentioned"))
    text = client.get(client.organisation_url("goals:objective_talk", objective.pk)).content.decode()
    assert "&lt;b&gt;look" in text
    assert "<b>look" not in text


def test_an_archived_goal_keeps_what_was_typed(client_of, sales_manager, goal):
    with tenant(goal.organisation_id):
        goal_actions.archive(goal=goal, by=sales_manager, at=NOW)
    response = say(client_of(sales_manager), "goal_check_in", goal.pk)
    assert response.status_code == 409
    assert "Two offers are out" in response.content.decode()


def test_a_stranger_finds_nothing(client_of, stranger, objective, goal):
    client = client_of(stranger)
    assert client.get(client.organisation_url("goals:objective_talk", objective.pk)).status_code == 404
    assert client.get(client.organisation_url("goals:goal_talk", goal.pk)).status_code == 404


def test_silence_is_never_green(client_of, rep, objective, goal):
    client = client_of(rep)
    url = client.organisation_url("goals:objective_list")
    with tenant(goal.organisation_id):
        Goal.objects.update(cadence="weekly")
        ObjectiveProgress.objects.update(status="on_track")
    for address in (
        url,
        client.organisation_url("goals:goal_list"),
        client.organisation_url("goals:objective_detail", objective.pk),
    ):
        text = words(client.get(address)).split("Copyright")[0]
        assert "Silent" in text
    say(client, "objective_check_in", objective.pk)
    assert "Silent" not in words(client.get(url))


def test_beside_attainment_stands_what_was_asked(client_of, sales_manager, managed, objective):
    with tenant(objective.organisation_id):
        ObjectiveProgress.objects.update(effective_target=150_000)
    client = client_of(sales_manager)
    assert "/ USD 1,500" in words(client.get(client.organisation_url("goals:one_on_one_list")))


def test_who_asks_for_what_is_on_track_gets_no_silent_ones(client_of, rep, objective, goal):
    client = client_of(rep)
    url = client.organisation_url("goals:objective_list")
    with tenant(goal.organisation_id):
        Goal.objects.update(cadence="weekly")
        ObjectiveProgress.objects.update(status="on_track")
    listed = {
        status: f"/{objective.pk}/" in client.get(url, {"status": status}).text for status in ("on_track", "silent")
    }
    assert listed == {"on_track": False, "silent": True}


def test_who_owes_a_check_in_is_reminded_once(organisation, rep, objective, goal):
    with tenant(organisation.pk):
        goal_actions.edit(goal=goal, version=None, values={"cadence": "fortnightly"}, by=rep, at=NOW)
        assert reminders.due(at=NOW) == [goal.pk]
        assert reminders.remind(goal_id=goal.pk, at=NOW) == 1
        assert reminders.due(at=NOW) == []
        later = NOW + timedelta(days=1)
        reminders.remind(goal_id=goal.pk, at=later)
        assert Notification.objects.filter(kind="check_in_due").count() == 1
        assert "shown as silent: Won revenue, Q3 2026" in str(Notification.objects.get(kind="check_in_due"))
        make_check_in(objective=objective, goal=goal, made_by=rep, day=NOW.date())
        reminders.remind(goal_id=goal.pk, at=later + timedelta(days=1))
        assert Notification.objects.filter(kind="check_in_due").count() == 1


def test_an_owner_who_left_is_not_reminded(organisation, rep, objective, goal):
    with tenant(organisation.pk):
        goal_actions.edit(goal=goal, version=None, values={"cadence": "weekly"}, by=rep, at=NOW)
        rep.is_active = False
        rep.save(update_fields=["is_active"])
        assert reminders.remind(goal_id=goal.pk, at=NOW) == 0


def test_the_week_of_a_manager(client_of, sales_manager, rep, objective, goal, managed):
    with tenant(goal.organisation_id):
        for day, confidence in ((date(2026, 8, 1), 80), (date(2026, 8, 10), 50)):
            make_check_in(objective=objective, goal=goal, made_by=rep, day=day, confidence=confidence)
        make_check_in(goal=goal, made_by=sales_manager, ask="Send the list", asked_of=rep)
    client = client_of(sales_manager)
    text = words(client.get(client.organisation_url("goals:one_on_one_list")))
    assert "80 → 50" in text
    assert "Confidence fell: what happened?" in text
    assert "Behind: what would help most?" in text
    assert "Send the list" in text


def test_a_manager_sees_the_people_of_their_department_only(client_of, marketing_manager, rep, objective, managed):
    client = client_of(marketing_manager)
    url = client.organisation_url("goals:one_on_one_list")
    assert "Rita Rep" not in words(client.get(url, {"department": managed.pk}))
    assert client_of(rep).get(url).status_code == 403


def test_the_feed_of_another_department(client_of, viewer, rep, objective, sales_team):
    client = client_of(rep)
    say(client, "objective_check_in", objective.pk)
    client = client_of(viewer)
    url = client.organisation_url("goals:feed_list")
    assert "Two offers are out" in words(client.get(url))
    narrowed = client.get(url, {"department": sales_team.department_id}, headers={"HX-Request": "true"})
    assert narrowed.content.decode().strip().startswith('<div id="feed"')
    assert "Two offers are out" in words(narrowed)


def test_as_many_queries_for_ten_as_for_three(
    client_of, sales_manager, objective, goal, sales_team, managed, query_count
):
    client = client_of(sales_manager)
    urls = [
        client.organisation_url("goals:feed_list"),
        client.organisation_url("goals:one_on_one_list"),
        client.organisation_url("goals:goal_talk", goal.pk),
    ]

    def more(count):
        with tenant(goal.organisation_id):
            for _ in range(count):
                person = make_membership()
                one = make_objective(goal=goal, rep=person, owner=person)
                make_check_in(objective=one, goal=goal, made_by=person, ask="x", asked_of=sales_manager)
                make_comment(goal=goal)

    more(3)
    few = [query_count(client, url) for url in urls]
    more(7)
    assert [query_count(client, url) for url in urls] == few


def test_who_moves_today_speaks_for_the_new_department(client_of, rep, objective, organisation):
    """It is the next day already in Karachi."""
    with tenant(organisation.pk):
        Organisation.objects.update(time_zone="Asia/Karachi")
        Assignment.objects.filter(membership=rep).update(ends_on=date(2026, 8, 15))
        elsewhere = make_team(department=make_department("marketing", name="Marketing"))
        make_assignment(membership=rep, team=elsewhere, starts_on=date(2026, 8, 15))
    with time_machine.travel("2026-08-14T20:00Z", tick=False):
        say(client_of(rep), "objective_check_in", objective.pk)
        say(client_of(rep), "objective_comment", objective.pk, **{"comment-text": "Hello"})
    with tenant(organisation.pk):
        assert CheckIn.objects.get().day == date(2026, 8, 15)
        assert {CheckIn.objects.get().department_id, Comment.objects.get().department_id} == {elsewhere.department_id}
