"""After days without a mail server all that was given up goes out by one button."""

from datetime import timedelta

import pytest
from django.utils import timezone

import notifications.tasks
from audit.models import Event
from teams.models import MailFailure, Membership
from teams.tenancy import tenant
from tests.factories.notifications import make_notification
from tests.factories.teams import make_mail_failure, make_membership


@pytest.fixture
def failures(admin, rep):
    """Two letters, one of them given up, the other waiting for tomorrow; and that of somebody who has left."""
    with tenant(rep.organisation_id):
        for member, retry_at in ((admin, None), (rep, timezone.now() + timedelta(days=1))):
            make_notification(to=member)
            make_mail_failure(member=member, failures=8, retry_at=retry_at)
        gone = make_mail_failure(member=make_membership(), failures=9, retry_at=None)
        Membership.objects.filter(pk=gone.member_id).update(is_active=False)


def url_of(client):
    return client.organisation_url("teams:mail_failure_retry_all")


def test_all_of_it_goes_out_once_and_the_trail_has_one_line(client_of, admin, failures, mailoutbox):
    client = client_of(admin)
    text = client.get(client.organisation_url("teams:mail_failure_list")).text
    assert "Try all 2 again" in text
    assert "Have all 2 messages tried again" in text
    assert "2 messages are tried again" in client.post(url_of(client), follow=True).text
    assert "Nothing was left" in client.post(url_of(client), follow=True).text
    assert url_of(client) not in client.get(client.organisation_url("teams:mail_failure_list")).text
    for _twice in range(2):
        notifications.tasks.sweep_notifications()
    assert len(mailoutbox) == 2
    with tenant(admin.organisation_id):
        assert MailFailure.objects.get().failures == 9, "who has left gets none"
        (event,) = Event.objects.of(admin.organisation_id).filter(action="mailfailure.retry_all")
        assert (event.actor_id, event.record_name, event.after) == (admin.pk, "Acme", {"mails": 2})
    line = client.get(client.organisation_url("teams:audit_list")).text
    assert "All mail tried again" in line


def test_one_is_tried_by_its_own_button(client_of, admin, rep):
    with tenant(admin.organisation_id):
        make_mail_failure(member=rep, failures=9, retry_at=None)
    client = client_of(admin)
    assert url_of(client) not in client.get(client.organisation_url("teams:mail_failure_list")).text


def test_who_may(client_of, admin, sales_manager, stranger, failures):
    url = url_of(client_of(admin))
    assert client_of(sales_manager).post(url).status_code == 403
    assert client_of(stranger).post(url).status_code == 404
    assert client_of(admin).get(url).status_code == 405
    with tenant(admin.organisation_id):
        assert not MailFailure.objects.filter(failures=0).exists()
