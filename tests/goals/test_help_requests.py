"""Help that one department asks of another."""

from datetime import date

import pytest
import time_machine

from audit.models import Event
from goals.models import HelpRequest
from goals.rules.help_requests import TABLE, State, Verb, after
from notifications.models import Notification
from teams.models import Organisation
from teams.tenancy import tenant
from tests.factories.canvas import make_help_request
from tests.factories.teams import make_assignment, make_department, make_membership, make_team
from tests.goals.negotiating import words

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def marketing(organisation, marketing_manager):
    with tenant(organisation.pk):
        department = make_department("marketing", name="Marketing")
        make_assignment(membership=marketing_manager, team=make_team(department=department))
    return department


@pytest.fixture
def asked(goal, marketing, sales_manager):
    with tenant(goal.organisation_id):
        return make_help_request(goal=goal, department=marketing, asked_by=sales_manager)


def reply(client, asked, verb, text=""):
    return client.post(client.organisation_url("goals:help_request_reply", asked.pk), {"verb": verb, "reply": text})


@pytest.mark.parametrize(
    ("state", "verb", "then"),
    [
        ("open", "accept", "accepted"),
        ("open", "decline", "declined"),
        ("open", "answer", "answered"),
        ("open", "withdraw", "withdrawn"),
        ("open", "ask_again", None),
        ("accepted", "accept", None),
        ("accepted", "answer", "answered"),
        ("accepted", "decline", "declined"),
        ("accepted", "withdraw", "withdrawn"),
        ("declined", "accept", None),
        ("declined", "ask_again", "open"),
        ("answered", "ask_again", "open"),
        ("answered", "answer", None),
        ("withdrawn", "ask_again", "open"),
        ("withdrawn", "accept", None),
    ],
)
def test_what_becomes_of_a_request(state, verb, then):
    assert after(state=state, verb=Verb(verb)) == then


def test_every_state_leads_on():
    assert set(TABLE) == set(State) == set(HelpRequest.State.values)
    assert all(TABLE.values())


def test_a_rep_asks_and_the_other_department_is_told(client_of, rep, marketing_manager, goal, marketing):
    client = client_of(rep)
    typed = {
        "title": "Ten case studies",
        "department": marketing.pk,
        "needed_by": "2026-09-01",
        "details": "Of hotels.",
    }
    assert client.post(client.organisation_url("goals:help_request_new", goal.pk), typed).status_code == 302
    with tenant(goal.organisation_id):
        notice = Notification.objects.get(kind="help_asked")
        assert notice.to_id == marketing_manager.pk
        assert str(notice) == "Rita Rep asks Marketing for help: Ten case studies (Win the mid-market)"
    manager = client_of(marketing_manager)
    inbox = words(manager.get(manager.organisation_url("goals:help_request_list")))
    assert "Asked of your department" in inbox
    assert "Ten case studies" in inbox
    assert "Of hotels." in words(manager.get(notice.url))


@pytest.mark.parametrize(
    ("verb", "text", "state"),
    [("accept", "", "accepted"), ("decline", "No people left", "declined"), ("answer", "Here they are", "answered")],
)
def test_the_other_department_replies(client_of, marketing_manager, sales_manager, asked, verb, text, state):
    assert reply(client_of(marketing_manager), asked, verb, text).status_code == 302
    with tenant(asked.organisation_id):
        row = HelpRequest.objects.get()
        assert (row.state, row.reply, row.replied_by_id) == (state, text, marketing_manager.pk)
        assert Notification.objects.get(to=sales_manager).kind == f"help_{state}"
        assert text in str(Notification.objects.get(to=sales_manager))
        assert Event.objects.filter(action=f"help_request.{verb}").exists()
    client = client_of(sales_manager)
    assert text in words(client.get(client.organisation_url("goals:goal_detail", asked.goal_id)))


@pytest.mark.parametrize("verb", ["decline", "answer"])
def test_a_reply_needs_words(client_of, marketing_manager, asked, verb):
    response = reply(client_of(marketing_manager), asked, verb)
    assert response.status_code == 422
    assert "Say it in words" in response.content.decode()


def test_only_the_asked_department_replies(client_of, sales_manager, rep, viewer, asked):
    for member in (sales_manager, rep, viewer):
        assert reply(client_of(member), asked, "accept").status_code == 403


def test_the_asked_department_neither_changes_nor_withdraws_what_is_asked(client_of, marketing_manager, asked):
    client = client_of(marketing_manager)
    assert reply(client, asked, "withdraw").status_code == 403
    assert client.get(client.organisation_url("goals:help_request_edit", asked.pk)).status_code == 403
    assert reply(client, asked, "accept").status_code == 302


def test_owners_may_reply_for_a_department_without_a_manager(client_of, owner, rep, goal):
    with tenant(goal.organisation_id):
        empty = make_department("other", name="Research")
    client = client_of(rep)
    typed = {"title": "A survey", "department": empty.pk, "needed_by": "", "details": ""}
    client.post(client.organisation_url("goals:help_request_new", goal.pk), typed)
    with tenant(goal.organisation_id):
        asked = HelpRequest.objects.get()
        assert Notification.objects.get(kind="help_asked").to_id == owner.pk
    assert reply(client_of(owner), asked, "accept").status_code == 302


def test_too_late_is_said_and_the_words_stay(client_of, marketing_manager, sales_manager, asked):
    assert reply(client_of(sales_manager), asked, "withdraw").status_code == 302
    response = reply(client_of(marketing_manager), asked, "answer", "Our best ten")
    assert response.status_code == 409
    assert "the request is “Withdrawn” now" in words(response)
    with tenant(asked.organisation_id):
        assert HelpRequest.objects.get().reply == ""


def test_who_asked_changes_it_while_it_is_open(client_of, sales_manager, rep, asked, marketing):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:help_request_edit", asked.pk)
    typed = {"title": "Twelve case studies", "department": marketing.pk, "needed_by": "", "details": "", "version": 1}
    assert "canvas-form" in client.get(url).content.decode()
    assert client.post(url, typed).status_code == 302
    assert client_of(rep).get(url).status_code == 403
    with tenant(asked.organisation_id):
        assert HelpRequest.objects.get().title == "Twelve case studies"


def test_what_was_answered_is_no_longer_changed(client_of, sales_manager, marketing_manager, asked, marketing):
    reply(client_of(marketing_manager), asked, "answer", "Here they are")
    client = client_of(sales_manager)
    typed = {"title": "Something else", "department": marketing.pk, "needed_by": "", "details": "", "version": 2}
    response = client.post(client.organisation_url("goals:help_request_edit", asked.pk), typed)
    assert response.status_code == 409
    assert "the request is “Answered” now" in words(response)
    assert "Something else" in response.text
    with tenant(asked.organisation_id):
        assert HelpRequest.objects.get().title == "Ten case studies"


def test_a_department_that_is_asked_instead_is_told(client_of, sales_manager, owner, asked):
    with tenant(asked.organisation_id):
        other = make_department("other", name="Research", head=owner)
    client = client_of(sales_manager)
    typed = {"title": asked.title, "department": other.pk, "needed_by": "", "details": "", "version": 1}
    assert client.post(client.organisation_url("goals:help_request_edit", asked.pk), typed).status_code == 302
    with tenant(asked.organisation_id):
        notice = Notification.objects.get(kind="help_asked")
        assert (notice.to_id, "asks Research for help" in str(notice)) == (owner.pk, True)


def test_a_stranger_finds_nothing(client_of, stranger, asked):
    client = client_of(stranger)
    for name in ("help_request_detail", "help_request_edit"):
        assert client.get(client.organisation_url(f"goals:{name}", asked.pk)).status_code == 404


def test_nothing_asked_says_where_to_ask(client_of, viewer):
    client = client_of(viewer)
    assert "Nothing is asked at present" in words(client.get(client.organisation_url("goals:help_request_list")))


def test_a_department_that_is_asked_cannot_be_deleted(client_of, owner, asked, marketing):
    client = client_of(owner)
    client.post(client.organisation_url("teams:department_delete", marketing.pk))
    with tenant(asked.organisation_id):
        assert HelpRequest.objects.get().department_id == marketing.pk


def test_as_many_queries_for_ten_as_for_three(client_of, marketing_manager, asked, goal, marketing, query_count):
    client = client_of(marketing_manager)
    url = client.organisation_url("goals:help_request_list")

    def more(count):
        with tenant(goal.organisation_id):
            for _ in range(count):
                make_help_request(goal=goal, department=marketing)

    more(2)
    few = query_count(client, url)
    more(7)
    assert query_count(client, url) == few


def test_who_begins_there_today_is_told(client_of, sales_manager, organisation, goal):
    """It is the next day already in Karachi."""
    with tenant(organisation.pk):
        Organisation.objects.update(time_zone="Asia/Karachi")
        department = make_department("research", name="Research")
        fresh = make_membership("marketing_manager", full_name="Faiza Fresh")
        make_assignment(membership=fresh, team=make_team(department=department), starts_on=date(2026, 8, 15))
    with time_machine.travel("2026-08-14T20:00Z", tick=False):
        client = client_of(sales_manager)
        typed = {"title": "Ten interviews", "department": department.pk, "needed_by": "", "details": ""}
        assert client.post(client.organisation_url("goals:help_request_new", goal.pk), typed).status_code == 302
    with tenant(organisation.pk):
        assert Notification.objects.get(kind="help_asked").to_id == fresh.pk
