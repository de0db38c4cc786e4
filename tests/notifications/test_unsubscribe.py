import pytest
from django.urls import reverse
from django.utils import timezone

from notifications import tasks
from notifications.actions import unsubscribing
from notifications.queries import settings_of
from teams.models import Membership
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(rep, told, mailoutbox):
    """As the mail program finds it in a letter's head."""
    told(rep, at=timezone.now())
    tasks.sweep_notifications()
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")


def chosen(member):
    with tenant(member.organisation_id):
        return settings_of(member).mail


def test_a_look_alone_ends_nothing(client, link, rep):
    response = client.get(link)
    assert "Stop these e-mails?" in response.text
    assert "You are mentioned" in response.text
    assert chosen(rep) == {}


def test_one_click_without_a_sign_in_ends_such_letters(client, link, rep, told, mailoutbox):
    client.handler.enforce_csrf_checks = True
    for _ in range(2):
        response = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, "These e-mails are stopped" in response.text) == (200, True)
    assert chosen(rep) == {"mentioned": "never"}
    mailoutbox.clear()
    told(rep, at=timezone.now())
    told(rep, kind="help_declined", at=timezone.now(), title="Leads", department="Sales", reply="No")
    tasks.sweep_notifications()
    assert [letter.subject for letter in mailoutbox] == ["Acme: Help is declined"]


def test_what_is_always_sent_has_no_such_link(rep, told, mailoutbox):
    told(rep, kind="target_imposed", at=timezone.now(), target="MQL", holder="Rita Rep")
    tasks.sweep_notifications()
    assert "List-Unsubscribe" not in mailoutbox[0].extra_headers
    assert "Stop these e-mails" not in mailoutbox[0].body


def test_a_forged_link_or_one_of_somebody_who_left_is_over(client, link, rep):
    forged = reverse("unsubscribe", args=["forged"])
    assert client.get(forged).status_code == 410
    assert client.post(forged).status_code == 410
    with tenant(rep.organisation_id):
        Membership.objects.filter(pk=rep.pk).update(is_active=False)
    response = client.post(link)
    assert (response.status_code, "This link no longer works" in response.text) == (410, True)


def test_other_methods_are_refused(client, link):
    assert client.put(link).status_code == 405


def test_a_link_for_nothing_is_none(rep):
    assert unsubscribing.token_of(rep, ["target_imposed", "audit_head"]) == ""
