import pytest
from django.urls import reverse

from notifications.actions import notify
from notifications.models import Notification
from teams.tenancy import tenant
from tests.factories.teams import NOW

pytestmark = pytest.mark.django_db


def leave(member, *, count=1, file="deals.csv"):
    with tenant(member.organisation_id):
        for _ in range(count):
            counts = {"created": 1, "updated": 2, "unchanged": 3, "refused": 4}
            notify(to=member, kind="import_done", values={"file": file} | counts, url="/o/acme/imports/", at=NOW)


def test_shows_ones_own_notices_and_their_number_on_the_bell(client_of, rep, viewer):
    leave(rep, count=2)
    leave(viewer, file="secret.csv")
    client = client_of(rep)
    response = client.get(client.organisation_url("notifications:notification_list"))
    assert "deals.csv: 1 created, 2 updated, 3 unchanged, 4 refused" in response.text
    assert "secret.csv" not in response.text
    assert "2 unread notifications" in response.text


def test_without_any_it_says_when_there_will_be(client_of, rep):
    client = client_of(rep)
    response = client.get(client.organisation_url("notifications:notification_list"))
    assert "No notifications yet" in response.text


def test_all_are_marked_as_read(client_of, rep, viewer):
    leave(rep, count=2)
    leave(viewer)
    client = client_of(rep)
    response = client.post(client.organisation_url("notifications:notification_read_all"), follow=True)
    assert "All notifications are marked as read." in response.text
    with tenant(rep.organisation_id):
        assert Notification.objects.unread().get().to_id == viewer.pk


def test_asks_as_many_queries_for_ten_as_for_three(client_of, rep, query_count):
    client = client_of(rep)
    url = client.organisation_url("notifications:notification_list")
    leave(rep, count=3)
    few = query_count(client, url)
    leave(rep, count=7)
    assert query_count(client, url) == few


def test_the_bell_costs_one_query(client_of, rep, query_count):
    client = client_of(rep)
    url = reverse("teams:role_list", args=["acme"])
    before = query_count(client, url)
    leave(rep, count=5)
    assert query_count(client, url) == before
