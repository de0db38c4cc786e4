from datetime import timedelta

import pytest
from django.urls import reverse

from notifications.actions import notify
from notifications.actions.notices import mark_read
from notifications.models import Notification
from teams.tenancy import tenant
from tests.factories.teams import NOW

pytestmark = pytest.mark.django_db


def leave(member, *, count=1, file="deals.csv"):
    with tenant(member.organisation_id):
        for number in range(count):
            counts = {"created": 1, "updated": 2, "unchanged": 3, "refused": 4}
            notify(
                to=member, kind="import_done", values={"file": file} | counts, url=f"/o/acme/imports/{number}/", at=NOW
            )


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


def test_notices_about_a_record_are_one_thread_by_the_latest(client_of, rep, told):
    told(rep, text="First")
    told(rep, text="Last", at=NOW + timedelta(hours=1))
    told(rep, number=2)
    client = client_of(rep)
    page = client.get(client.organisation_url("notifications:notification_list")).text
    assert page.count("notice-row") == 2
    assert "2 new" in page
    assert "All 2 notifications about it" in page
    assert "Last" in page
    assert "First" not in page
    assert "2 unread notifications" in page


def test_unread_matters_come_first(client_of, rep, told):
    with tenant(rep.organisation_id):
        told(rep)
        mark_read(to=rep, at=NOW)
    told(rep, number=2, at=NOW - timedelta(days=9))
    client = client_of(rep)
    page = client.get(client.organisation_url("notifications:notification_list")).text
    assert page.index("Goal 2") < page.index("Goal 1")


def test_everything_unread_is_two_clicks_away(client_of, rep, told):
    notices = [told(rep, number=number) for number in range(1, 6)]
    client = client_of(rep)
    first = client.get(reverse("teams:role_list", args=["acme"])).text
    bell = client.organisation_url("notifications:notification_list")
    assert f'href="{bell}"' in first
    page = client.get(bell).text
    links = [client.organisation_url("notifications:notification_open", notice.pk) for notice in notices]
    assert all(f'href="{link}"' in page for link in links)
    assert {client.get(link).url for link in links} == {notice.url for notice in notices}
    assert [thread.unread for thread in client.get(bell).context["page_obj"]] == [0] * 5
