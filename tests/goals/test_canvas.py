"""A goal's canvas: each box is changed in place, with and without scripts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from audit.models import Event
from goals.actions import goals as goal_actions
from goals.models import Assumption, Goal, Initiative, Obstacle
from teams.tenancy import tenant
from tests.factories import canvas as rows
from tests.factories.teams import NOW, make_assignment, make_membership
from tests.goals.negotiating import words

pytestmark = pytest.mark.usefixtures("today")

HTMX = {"HX-Request": "true"}
INITIATIVE = {
    "title": "Call old customers",
    "owner": "",
    "starts_on": "2026-08-01",
    "ends_on": "2026-08-31",
    "state": "running",
}
OBSTACLE = {"title": "No demo stock", "kind": "resource", "owner": ""}
ASSUMPTION = {
    "title": "Some reps leave",
    "measure": "turnover",
    "expected": "",
    "expected_share": "10",
    "effect": "Fewer calls",
}
KINDS: dict[str, tuple[Any, str, dict[str, str], Any]] = {
    "initiative": (Initiative, "initiatives", INITIATIVE, rows.make_initiative),
    "obstacle": (Obstacle, "obstacles", OBSTACLE, rows.make_obstacle),
    "assumption": (Assumption, "assumptions", ASSUMPTION, rows.make_assumption),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


@each_kind
def test_a_rep_adds_a_line_without_scripts(client_of, rep, goal, kind):
    model, box, typed, _make = KINDS[kind]
    client = client_of(rep)
    url = client.organisation_url(f"goals:{kind}_new", goal.pk)
    assert 'class="canvas-form"' in client.get(url).content.decode()
    response = client.post(url, typed)
    assert response["Location"] == f"{client.organisation_url('goals:goal_detail', goal.pk)}#{box}"
    with tenant(goal.organisation_id):
        assert model.objects.get().title == typed["title"]
        assert Event.objects.filter(action=f"{kind}.create").count() == 1
    assert typed["title"] in client.get(response["Location"]).content.decode()


@each_kind
def test_htmx_gets_the_box_only(client_of, rep, goal, kind):
    _model, box, typed, _make = KINDS[kind]
    client = client_of(rep)
    url = client.organisation_url(f"goals:{kind}_new", goal.pk)
    opened = client.get(url, headers=HTMX).content.decode().strip()
    assert opened.startswith(f'<section class="canvas-box canvas-{box}" id="{box}"')
    assert "canvas-form" in opened
    done = client.post(url, typed, headers=HTMX).content.decode()
    assert typed["title"] in done
    assert "canvas-form" not in done
    assert "<html" not in done


@each_kind
def test_a_line_without_words_is_shown_again(client_of, rep, goal, kind):
    client = client_of(rep)
    typed = KINDS[kind][2] | {"title": " "}
    response = client.post(client.organisation_url(f"goals:{kind}_new", goal.pk), typed)
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()


@each_kind
def test_two_editors_lose_nothing(client_of, rep, goal, kind):
    model, _box, typed, make = KINDS[kind]
    with tenant(goal.organisation_id):
        entry = make(goal=goal)
    client = client_of(rep)
    url = client.organisation_url(f"goals:{kind}_edit", entry.pk)
    assert client.post(url, typed | {"title": "Theirs", "version": 1}).status_code == 302
    response = client.post(url, typed | {"title": "Mine", "version": 1}, headers=HTMX)
    assert response.status_code == 409
    assert "<bdi>Theirs</bdi>" in response.content.decode()
    assert "<bdi>Mine</bdi>" in response.content.decode()
    assert client.post(url, typed | {"title": "Mine", "version": 2}).status_code == 302
    with tenant(goal.organisation_id):
        assert model.objects.get().title == "Mine"


@each_kind
def test_put_aside_and_put_back(client_of, rep, goal, kind):
    model, _box, _typed, make = KINDS[kind]
    with tenant(goal.organisation_id):
        entry = make(goal=goal)
    client = client_of(rep)
    aside = client.post(client.organisation_url(f"goals:{kind}_archive", entry.pk), headers=HTMX).content.decode()
    assert "Put back" in aside
    client.post(client.organisation_url(f"goals:{kind}_restore", entry.pk))
    with tenant(goal.organisation_id):
        assert not model.objects.get().is_archived
        assert {f"{kind}.archive", f"{kind}.restore"} <= set(Event.objects.values_list("action", flat=True))


@each_kind
def test_who_may_only_look_is_refused(client_of, viewer, goal, kind):
    client = client_of(viewer)
    assert client.post(client.organisation_url(f"goals:{kind}_new", goal.pk), KINDS[kind][2]).status_code == 403
    page = client.get(client.organisation_url("goals:goal_detail", goal.pk)).content.decode()
    assert client.organisation_url(f"goals:{kind}_new", goal.pk) not in page


@each_kind
def test_a_stranger_finds_nothing(client_of, stranger, goal, kind):
    with tenant(goal.organisation_id):
        entry = KINDS[kind][3](goal=goal)
    client = client_of(stranger)
    for verb in ("edit", "archive", "restore"):
        assert client.post(client.organisation_url(f"goals:{kind}_{verb}", entry.pk)).status_code == 404


@each_kind
def test_the_canvas_of_an_archived_goal_stays_as_it_is(client_of, sales_manager, goal, kind):
    with tenant(goal.organisation_id):
        goal_actions.archive(goal=goal, by=sales_manager, at=NOW)
    client = client_of(sales_manager)
    response = client.post(client.organisation_url(f"goals:{kind}_new", goal.pk), KINDS[kind][2])
    assert response.status_code == 409
    assert "This goal is archived: its canvas stays as it is" in words(response)
    assert KINDS[kind][2]["title"] in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends_on": "2026-07-01"}, "The last day is before the first."),
        ({"state": "lost"}, "Select a valid choice"),
        ({"title": "\u202eevil"}, "invisible characters"),
        ({"title": "x" * 201}, "at most 200"),
    ],
)
def test_initiatives_that_cannot_be_are_refused(client_of, rep, goal, typed, said):
    client = client_of(rep)
    response = client.post(client.organisation_url("goals:initiative_new", goal.pk), INITIATIVE | typed)
    assert response.status_code == 422
    assert said in response.content.decode()


def test_hostile_text_is_only_text(client_of, rep, goal):
    client = client_of(rep)
    client.post(
        client.organisation_url("goals:obstacle_new", goal.pk), OBSTACLE | {"title": "<script>alert(1)</script>"}
    )
    page = client.get(client.organisation_url("goals:goal_detail", goal.pk)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_owner_who_left_stays_named(client_of, rep, goal):
    with tenant(goal.organisation_id):
        gone = make_membership(full_name="Gina Gone", is_active=False)
        entry = rows.make_initiative(goal=goal, owner=gone, ends_on=date(2026, 8, 1))
    client = client_of(rep)
    text = words(client.get(client.organisation_url("goals:goal_detail", goal.pk)))
    assert "Gina Gone has left" in text
    assert "Late" in text
    edited = client.post(
        client.organisation_url("goals:initiative_edit", entry.pk), INITIATIVE | {"owner": gone.pk, "version": 1}
    )
    assert edited.status_code == 302


def test_turnover_is_counted_from_the_teams(client_of, rep, goal, sales_team):
    with tenant(goal.organisation_id):
        for ends_on in (date(2026, 8, 1), None, None):
            make_assignment(membership=make_membership(), team=sales_team, ends_on=ends_on)
        rows.make_assumption(goal=goal, measure="turnover", expected="", expected_share=Decimal("0.1"))
    client = client_of(rep)
    text = words(client.get(client.organisation_url("goals:goal_detail", goal.pk)))
    assert "Expected: 10.0%" in text
    assert "So far: 25.0%" in text
    assert "about 5.0% of the period" in text


def test_an_expected_turnover_needs_a_number(client_of, rep, goal):
    client = client_of(rep)
    response = client.post(
        client.organisation_url("goals:assumption_new", goal.pk), ASSUMPTION | {"expected_share": ""}
    )
    assert response.status_code == 422
    assert "How much do you expect?" in response.content.decode()


def test_what_and_why_are_changed_in_place(client_of, sales_manager, rep, goal):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:goal_purpose", goal.pk)
    typed = {"what": "Ten new customers", "why": "It pays", "sponsor": rep.pk}
    assert 'id="purpose"' in client.post(url, typed | {"version": 1}, headers=HTMX).content.decode()
    assert client.post(url, typed | {"why": "No", "version": 1}).status_code == 409
    with tenant(goal.organisation_id):
        saved = Goal.objects.select_related("sponsor").get()
        assert (saved.what, saved.sponsor) == ("Ten new customers", rep)
    assert client_of(rep).get(url).status_code == 403


def test_objectives_stand_by_department(client_of, viewer, goal, objective):
    client = client_of(viewer)
    text = words(client.get(client.organisation_url("goals:goal_detail", goal.pk)))
    assert "Objectives by department" in text
    assert "Sales 1 Watch" in text


def test_as_many_queries_for_ten_lines_as_for_three(client_of, viewer, goal, query_count):
    client = client_of(viewer)
    url = client.organisation_url("goals:goal_detail", goal.pk)

    def more(count: int) -> None:
        with tenant(goal.organisation_id):
            for _ in range(count):
                rows.make_initiative(goal=goal, owner=make_membership())
                rows.make_help_request(goal=goal)
                rows.make_assumption(goal=goal)
                rows.make_obstacle(goal=goal)

    more(3)
    few = query_count(client, url)
    more(7)
    assert query_count(client, url) == few
