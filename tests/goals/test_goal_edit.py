import pytest
from django.db import connection

from audit.models import Event
from goals.models import Goal, Objective
from teams.tenancy import tenant
from tests.factories.goals import make_goal, make_objective
from tests.factories.negotiations import make_negotiation

pytestmark = pytest.mark.usefixtures("today")

TYPED = {"title": "Win the mid-market", "why": "", "parent": "", "period": "2026-Q3", "owner": "", "sponsor": ""}


def test_a_manager_writes_down_a_goal_and_sent_twice_it_is_one(client_of, sales_manager):
    client = client_of(sales_manager)
    assert client.get(client.organisation_url("goals:goal_new")).status_code == 200
    response = client.post(client.organisation_url("goals:goal_new"), TYPED)
    assert client.post(client.organisation_url("goals:goal_new"), TYPED)["Location"] == response["Location"]
    with tenant(sales_manager.organisation_id):
        goal = Goal.objects.select_related("period").get()
        assert Event.objects.filter(action="goal.create", record_id=str(goal.pk)).exists()
    assert response["Location"] == client.organisation_url("goals:goal_detail", goal.pk)
    assert goal.period.key == "2026-Q3"


def test_a_goal_without_a_title_is_shown_again(client_of, sales_manager):
    client = client_of(sales_manager)
    response = client.post(client.organisation_url("goals:goal_new"), TYPED | {"title": "", "why": "Because"})
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()
    assert "Because" in response.content.decode()


@pytest.mark.parametrize("title", ["\u202eevil", "x" * 201, "a\0b"])
def test_titles_that_cannot_be_kept_are_refused(client_of, sales_manager, title):
    client = client_of(sales_manager)
    assert client.post(client.organisation_url("goals:goal_new"), TYPED | {"title": title}).status_code == 422


def test_a_parent_from_elsewhere_is_refused(client_of, sales_manager, other_organisation):
    with tenant(other_organisation.pk):
        foreign = make_goal()
    client = client_of(sales_manager)
    response = client.post(client.organisation_url("goals:goal_new"), TYPED | {"parent": foreign.pk})
    assert response.status_code == 422


def test_an_edit_is_saved(client_of, sales_manager, goal):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:goal_edit", goal.pk)
    assert "It pays for the rest" in client.get(url).content.decode()
    assert client.post(url, TYPED | {"title": "New title", "version": 1}).status_code == 302
    with tenant(goal.organisation_id):
        assert Goal.objects.get().title == "New title"


def test_two_edits_lose_nothing(client_of, sales_manager, goal):
    client = client_of(sales_manager)
    url = client.organisation_url("goals:goal_edit", goal.pk)
    client.post(url, TYPED | {"title": "Theirs", "version": 1})
    response = client.post(url, TYPED | {"title": "Mine", "version": 1})
    text = response.content.decode()
    assert response.status_code == 409
    assert "<bdi>Theirs</bdi>" in text
    assert "<bdi>Mine</bdi>" in text
    assert 'name="version" value="2"' in text
    assert client.post(url, TYPED | {"title": "Mine", "version": 2}).status_code == 302


def test_a_goal_cannot_be_part_of_itself(client_of, sales_manager, goal):
    with tenant(goal.organisation_id):
        child = make_goal(title="Child", parent=goal)
    client = client_of(sales_manager)
    url = client.organisation_url("goals:goal_edit", goal.pk)
    response = client.post(url, TYPED | {"parent": child.pk, "version": 1})
    assert response.status_code == 422
    assert "cannot be part of itself" in response.content.decode()


def test_a_colleague_without_the_right_is_refused(client_of, rep, goal):
    client = client_of(rep)
    assert client.get(client.organisation_url("goals:goal_new")).status_code == 403
    assert client.get(client.organisation_url("goals:goal_edit", goal.pk)).status_code == 403
    assert client.post(client.organisation_url("goals:goal_archive", goal.pk)).status_code == 403


def test_a_stranger_finds_nothing(client_of, stranger, goal):
    client = client_of(stranger)
    assert client.get(f"/o/acme/goals/{goal.pk}/").status_code == 404
    assert client.get(client.organisation_url("goals:goal_detail", goal.pk)).status_code == 404


def test_a_goal_shows_its_objectives(client_of, viewer, goal, objective):
    client = client_of(viewer)
    text = client.get(client.organisation_url("goals:goal_detail", goal.pk)).content.decode()
    assert "It pays for the rest" in text
    assert "USD\u00a03,000" in text
    assert client.organisation_url("goals:goal_edit", goal.pk) not in text


def test_nobody_puts_their_own_target_aside_with_its_goal(client_of, sales_manager, goal, objective):
    with tenant(goal.organisation_id):
        Objective.objects.update(rep=sales_manager)
    client = client_of(sales_manager)
    response = client.post(client.organisation_url("goals:goal_archive", goal.pk), follow=True)
    assert "This is your own target" in response.content.decode()
    with tenant(goal.organisation_id):
        assert not Goal.objects.filter(is_archived=True).exists()
        assert not Objective.objects.filter(is_archived=True).exists()


@pytest.mark.parametrize(
    ("who", "whose", "said"),
    [
        ("sales_manager", "rep", ""),
        ("sales_manager", "sales_manager", "another owner or administrator can archive it"),
        ("marketing_manager", "rep", "an owner or administrator can archive it"),
        ("admin", "rep", ""),
        ("admin", "admin", "another owner or administrator can archive it"),
        ("rep", "rep", ""),
    ],
)
def test_archive_is_offered_where_it_would_succeed(client_of, request, goal, objective, who, whose, said):
    member = request.getfixturevalue(who)
    with tenant(goal.organisation_id):
        Objective.objects.update(rep=request.getfixturevalue(whose))
    client = client_of(member)
    text = client.get(client.organisation_url("goals:goal_detail", goal.pk)).content.decode()
    assert said in text
    assert (client.organisation_url("goals:goal_archive", goal.pk) in text) == (not said and who != "rep")


@pytest.mark.parametrize("who", ["admin", "marketing_manager"])
def test_a_goal_whose_target_is_negotiated_stays(client_of, request, goal, objective, rep, who):
    with tenant(goal.organisation_id):
        make_negotiation(objective=objective, rep=rep)
    client = client_of(request.getfixturevalue(who))
    text = client.get(client.organisation_url("goals:goal_detail", goal.pk)).content.decode()
    assert "It cannot be archived while the target of Rita Rep is being negotiated or is agreed." in text
    assert client.organisation_url("goals:goal_archive", goal.pk) not in text


def test_an_archived_goal_leaves_the_list(client_of, sales_manager, goal, objective):
    client = client_of(sales_manager)
    assert client.get(client.organisation_url("goals:goal_archive", goal.pk)).status_code == 405
    assert client.post(client.organisation_url("goals:goal_archive", goal.pk)).status_code == 302
    text = client.get(client.organisation_url("goals:goal_list"), {"period": "2026-Q2"}).text
    tree = text.split('id="goal-tree"')[1].split("Archived goals")[0]
    assert "Win the mid-market" not in tree
    connection.check_constraints()


def test_an_archived_goal_is_brought_back_from_its_page(client_of, sales_manager, rep, viewer, goal, objective):
    client = client_of(sales_manager)
    restore = client.organisation_url("goals:goal_restore", goal.pk)
    assert restore in client.post(client.organisation_url("goals:goal_archive", goal.pk), follow=True).text
    assert restore not in client_of(viewer).get(client.organisation_url("goals:goal_detail", goal.pk)).text
    assert client_of(rep).post(restore).status_code == 403
    assert "is back, and 1 objective with it." in client.post(restore, follow=True).text
    with tenant(goal.organisation_id):
        assert not Goal.objects.get().is_archived
        assert not Objective.objects.get().is_archived


def test_a_goal_with_ones_own_target_is_brought_back_by_others(client_of, sales_manager, admin, goal, objective):
    with tenant(goal.organisation_id):
        Objective.objects.update(rep=sales_manager)
    restore = client_of(admin).organisation_url("goals:goal_restore", goal.pk)
    client_of(admin).post(client_of(admin).organisation_url("goals:goal_archive", goal.pk))
    assert "This is your own target" in client_of(sales_manager).post(restore, follow=True).text
    with tenant(goal.organisation_id):
        assert Goal.objects.get().is_archived


def test_what_is_archived_is_found_again(client_of, sales_manager, goal, objective, query_count):
    client = client_of(sales_manager)
    listed, canvas = client.organisation_url("goals:goal_list"), client.organisation_url("goals:goal_detail", goal.pk)
    assert "Archived" not in client.get(listed).text + client.get(canvas).text
    client.post(client.organisation_url("goals:goal_archive", goal.pk))
    assert f'<a href="{canvas}"><bdi>Win the mid-market</bdi></a>' in client.get(listed).text.split("Archived goals")[1]
    aside = client.get(canvas).text.split("Archived objectives")[1]
    assert client.organisation_url("goals:objective_detail", objective.pk) in aside
    before = query_count(client, canvas), query_count(client, listed)
    with tenant(goal.organisation_id):
        for _ in range(3):
            make_objective(goal=goal, is_archived=True)
            make_goal(is_archived=True)
    assert before == (query_count(client, canvas), query_count(client, listed))
