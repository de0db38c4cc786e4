from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from audit.queries import link
from notifications import actions, tasks
from notifications.models import Notification
from teams.models import Membership
from teams.tenancy import tenant
from tests.factories.notifications import make_notification
from tests.factories.teams import make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(rep):
    values = {"file": "deals.csv", "reason": "empty"}
    with tenant(rep.organisation_id):
        return actions.notify(to=rep, kind="import_failed", values=values, url="/o/acme/imports/7/", at=timezone.now())


def test_a_notice_is_mailed_once(notice, rep, mailoutbox, settings):
    settings.PUBLIC_URL = "https://lockstep.example"
    tasks.sweep_notifications()
    tasks.sweep_notifications()
    (letter,) = mailoutbox
    assert letter.to == [rep.email]
    assert letter.subject == "Acme: Import failed"
    assert "deals.csv could not be imported: empty" in letter.body
    assert "https://lockstep.example/o/acme/imports/7/" in letter.body


def test_a_notice_is_in_the_readers_language(notice, rep, monkeypatch, mailoutbox):
    rep.user.language = "ar"
    rep.user.save()
    spoken = []
    monkeypatch.setattr("notifications.actions.letters.translation.override", remember(spoken))
    tasks.sweep_notifications()
    assert spoken == ["ar"]


def remember(spoken):

    def remembering(language):
        spoken.append(language)
        return override(language)

    return remembering


def test_a_mail_server_that_refuses_only_delays(notice, mailoutbox, monkeypatch):
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    tasks.sweep_notifications()
    monkeypatch.undo()
    tasks.sweep_notifications()
    assert len(mailoutbox) == 1


def refuse(*args):
    raise ConnectionRefusedError


def test_letters_of_one_sweep_share_a_connection(notice, owner, sales_manager, monkeypatch, mailoutbox):
    with tenant(owner.organisation_id):
        for member in (owner, sales_manager):
            make_notification(to=member)
    connections = []
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", lambda mailer: connections.append(mailer))
    tasks.sweep_notifications()
    assert len(mailoutbox) == len(connections) == 3
    assert len(set(connections)) == 1


@pytest.mark.parametrize(("days", "is_kept"), [(366, True), (367, False)])
def test_what_was_read_is_kept_for_a_year(notice, rep, days, is_kept):
    with tenant(rep.organisation_id):
        unread = make_notification(to=rep)
        Notification.objects.filter(pk=notice.pk).update(read_at=timezone.now() - timedelta(days=days, minutes=-1))
    tasks.sweep_old_notices()
    tasks.sweep_old_notices()
    with tenant(rep.organisation_id):
        left = set(Notification.objects.values_list("pk", flat=True))
    assert left == ({notice.pk, unread.pk} if is_kept else {unread.pk})


def test_who_left_gets_no_mail(notice, rep, mailoutbox):
    with tenant(rep.organisation_id):
        Membership.objects.filter(pk=rep.pk).update(is_active=False)
    tasks.sweep_notifications()
    assert mailoutbox == []


def test_the_head_of_the_trail_goes_to_owners_and_auditors_once_a_day(owner, ops_auditor, rep, time_machine):
    with tenant(owner.organisation_id):
        connection.check_constraints()
        head = link(organisation_id=owner.organisation_id)
    tasks.tick_audit_heads()
    tasks.tick_audit_heads()
    with tenant(owner.organisation_id):
        notices = list(Notification.objects.select_related("to"))
    assert {notice.to.full_name for notice in notices} == {"Olga Owner", "Omar Ops"}
    assert len(notices) == 2
    assert notices[0].values == {"number": head.number, "hash": head.hash, "signature": head.signature}
    time_machine.move_to(timezone.now() + timedelta(days=1))
    tasks.tick_audit_heads()
    with tenant(owner.organisation_id):
        assert Notification.objects.count() == 4


def test_the_day_is_the_organisations_own(owner, time_machine):
    organisation = owner.organisation
    with tenant(organisation.pk):
        connection.check_constraints()
        organisation.time_zone = "Asia/Manila"
        time_machine.move_to("2026-08-14T15:59Z")
        assert actions.send_audit_head(organisation=organisation, at=timezone.now()) == 1
        time_machine.move_to("2026-08-14T16:01Z")
        assert actions.send_audit_head(organisation=organisation, at=timezone.now()) == 1
        assert sorted(Notification.objects.values_list("key", flat=True)) == ["2026-08-14", "2026-08-15"]


def test_organisations_are_mailed_apart(notice, stranger, mailoutbox):
    with tenant(stranger.organisation_id):
        member = make_membership("owner", organisation=stranger.organisation)
        values = {"file": "globex.csv", "reason": "empty"}
        actions.notify(to=member, kind="import_failed", values=values, url="/", at=timezone.now())
    tasks.sweep_notifications()
    assert sorted(letter.subject for letter in mailoutbox) == ["Acme: Import failed", "Globex: Import failed"]
