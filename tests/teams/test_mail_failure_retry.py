"""Mail that always fails is given up after its tries, and goes out when somebody asks for it: nothing is lost meanwhile."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import mailers
from django.utils import timezone

import notifications.tasks
import teams.tasks
from audit.models import Event
from notifications.actions import notices
from notifications.models import Notification
from teams.models import MailFailure, Membership
from teams.rules.retries import WAITS
from teams.tenancy import tenant
from tests.factories.notifications import make_notification
from tests.factories.teams import NOW, make_mail_failure, make_membership

SEND = "django.core.mail.backends.locmem.EmailBackend.send_messages"
TRIES = len(WAITS) + 1
WRITES = {
    "letter": lambda *ids: notifications.tasks.write_letter(*ids, mailers.default),
    "invitation": teams.tasks.mail_invitation,
}
SWEEPS = {"letter": notifications.tasks.sweep_notifications, "invitation": teams.tasks.sweep_invitations}


@pytest.fixture(params=SWEEPS)
def kind(request, rep):
    """One person’s mail of that kind waits."""
    with tenant(rep.organisation_id):
        if request.param == "letter":
            make_notification(to=rep)
        else:
            invited = make_membership(invited_at=timezone.now())
            Membership.objects.filter(pk=invited.pk).update(user=None)
    return request.param


@pytest.fixture
def tried(monkeypatch, time_machine):
    """Sweep again and again until nothing more is tried; the addresses that were."""
    refused, start = [], timezone.now() + timedelta(minutes=1)

    def refuse(_mailer, letters):
        refused.append(letters[0].to[0])
        raise SMTPRecipientsRefused({letters[0].to[0]: (550, b"No such user")})

    def try_all(kind):
        monkeypatch.setattr(SEND, refuse)
        for hours in range(0, 24 * 7, 2):
            time_machine.move_to(start + timedelta(hours=hours), tick=False)
            SWEEPS[kind]()
        monkeypatch.undo()
        return refused

    return try_all


def test_what_always_fails_is_given_up_and_tried_on_demand(client_of, admin, rep, kind, tried, mailoutbox):
    assert len(tried(kind)) == TRIES
    with tenant(rep.organisation_id):
        failure = MailFailure.objects.get()
        assert (failure.kind, failure.failures, failure.is_given_up) == (kind, TRIES, True)
        assert "No such user" in failure.reason
    client = client_of(admin)
    for _twice in range(2):
        response = client.post(client.organisation_url("teams:mail_failure_retry", failure.pk), follow=True)
        assert "tried again" in response.text
    with tenant(rep.organisation_id):
        assert Event.objects.of(rep.organisation_id).filter(action="mailfailure.retry").count() == 1
    for _twice in range(2):
        SWEEPS[kind]()
    assert len(mailoutbox) == 1
    with tenant(rep.organisation_id):
        assert not MailFailure.objects.exists()
        assert not Notification.objects.filter(mailed_at=None).exists()


def test_another_address_is_tried_at_once(rep, kind, tried, mailoutbox):
    tried(kind)
    with tenant(rep.organisation_id):
        Membership.objects.filter(pk=MailFailure.objects.get().member_id).update(email="right@example.org")
    SWEEPS[kind]()
    assert [letter.to for letter in mailoutbox] == [["right@example.org"]]


def test_a_worker_that_comes_second_does_not_try_again_at_once(rep, kind, mailoutbox):
    """It listed whose mail is due before the first one failed: each failure would count twice."""
    with tenant(rep.organisation_id):
        member = Membership.objects.awaiting_letter().first() or rep
        make_mail_failure(member=member, kind=kind, retry_at=timezone.now() + timedelta(minutes=5))
    WRITES[kind](rep.organisation_id, member.pk)
    assert mailoutbox == []


@pytest.mark.parametrize("email", ["=?utf-8?b?!!?=@example.org", "a@[1", "a@"])
def test_an_address_on_which_the_mail_library_stumbles_is_a_failure_like_others(organisation, email):
    with tenant(organisation.pk):
        invited = make_membership(invited_at=timezone.now())
        Membership.objects.filter(pk=invited.pk).update(user=None, email=email)
    teams.tasks.sweep_invitations()
    with tenant(organisation.pk):
        assert MailFailure.objects.get().member_id == invited.pk


def test_what_was_read_meanwhile_is_not_waited_for(rep, tried, admin):
    with tenant(rep.organisation_id):
        make_notification(to=rep)
        make_mail_failure(kind="invitation")
        make_mail_failure(member=admin)
        make_notification(to=admin)
    tried("letter")
    with tenant(rep.organisation_id):
        notices.mark_read(to=rep, at=timezone.now())
    for _twice in range(2):
        notifications.tasks.sweep_old_notices()
    with tenant(rep.organisation_id):
        assert set(MailFailure.objects.values_list("kind", "member")) >= {("letter", admin.pk)}
        assert not MailFailure.objects.filter(kind="letter", member=rep).exists()
        assert MailFailure.objects.filter(kind="invitation").exists()


def test_administrators_hear_once_of_each_time_that_it_is_given_up(admin, owner, sales_manager):
    with tenant(admin.organisation_id):
        failure = make_mail_failure(retry_at=None)
        make_mail_failure()
    for last_at in (NOW, NOW + timedelta(days=4)):
        with tenant(admin.organisation_id):
            MailFailure.objects.filter(pk=failure.pk).update(last_at=last_at)
        for _twice in range(2):
            notifications.tasks.sweep_given_up_mail()
    with tenant(admin.organisation_id):
        told = list(Notification.objects.filter(kind="mail_given_up").order_by("to__full_name").select_related("to"))
    assert [notice.to.full_name for notice in told] == ["Adam Admin"] * 2 + ["Olga Owner"] * 2
    assert str(told[0]).endswith("is no longer tried: 550 No such user")


def test_who_may(client_of, admin, sales_manager, stranger):
    with tenant(admin.organisation_id):
        failure = make_mail_failure(retry_at=None)
    client = client_of(admin)
    url = client.organisation_url("teams:mail_failure_retry", failure.pk)
    assert client_of(sales_manager).post(url).status_code == 403
    assert client_of(stranger).post(url).status_code == 404
    assert client.get(url).status_code == 405
