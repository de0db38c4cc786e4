from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import tasks
from notifications.catalogue import FIXED, KINDS
from notifications.models import NotificationSettings
from notifications.queries import settings_of
from teams.tenancy import tenant
from tests.factories.notifications import make_notification_settings

pytestmark = pytest.mark.django_db
NAME = "notifications:settings_edit"


def form_of(member, **changes):
    """The form as a browser would send it, with what somebody changed."""
    free = {kind: told for kind, told in KINDS.items() if kind not in FIXED and member.may(told.needs)}
    fields = {f"mail_{kind}": told.mail.value for kind, told in free.items()} | {f"bell_{kind}": "on" for kind in free}
    fields |= {
        "digest_at": "08:00",
        "digest_weekday": "0",
        "quiet_from": "",
        "quiet_until": "",
        "time_zone": "",
        "version": "0",
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


@pytest.fixture
def client(client_of, rep):
    return client_of(rep)


@pytest.fixture
def send(client, rep):
    return lambda **changes: client.post(client.organisation_url(NAME), form_of(rep, **changes))


def saved(rep):
    with tenant(rep.organisation_id):
        return settings_of(rep)


def test_shows_what_holds_and_what_cannot_be_switched_off(client):
    page = client.get(client.organisation_url(NAME)).text
    assert 'name="mail_mentioned"' in page
    assert 'name="mail_target_imposed"' not in page
    assert "It counts without having been agreed, so nobody may miss it." in page
    assert "Both departments signed who is told of an overdue promise, and when." in page


def test_kinds_that_a_role_is_never_told_are_left_out(client_of, owner, client):
    of_owner = client_of(owner)
    assert "Figures had drifted" in of_owner.get(of_owner.organisation_url(NAME)).text
    assert "Figures had drifted" not in client.get(client.organisation_url(NAME)).text


def test_only_what_differs_is_kept(send, rep):
    response = send(mail_mentioned="daily", bell_help_declined=None, quiet_from="22:00", quiet_until="07:00")
    assert response.status_code == 302
    row = saved(rep)
    assert (row.mail, row.muted, row.version) == ({"mentioned": "daily"}, ["help_declined"], 1)
    assert row.quiet_from.hour == 22


def test_a_fixed_kind_is_not_switched_off_by_hand(send, rep):
    send(mail_target_imposed="never", mail_clock_digest="never")
    assert saved(rep).mail == {}


def test_letters_that_wait_follow_the_new_choice(send, rep, told):
    notice = told(rep, at=timezone.now())
    send(mail_mentioned="weekly")
    with tenant(rep.organisation_id):
        notice.refresh_from_db()
    assert notice.letter_at > timezone.now()
    send(mail_mentioned="never", version="1")
    with tenant(rep.organisation_id):
        notice.refresh_from_db()
    assert notice.letter_at is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"quiet_from": "22:00"}, "Quiet hours need a beginning and an end"),
        ({"quiet_until": "07:00"}, "Quiet hours need a beginning and an end"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "would keep every e-mail back"),
        ({"digest_at": "25:00"}, "Enter a valid time."),
        ({"mail_mentioned": "hourly"}, "Select a valid choice."),
    ],
)
def test_wrong_input_is_shown_again_with_the_reason(send, rep, changes, words):
    response = send(**changes)
    assert response.status_code == 422
    assert words in response.text
    with tenant(rep.organisation_id):
        assert not NotificationSettings.objects.exists()


def test_two_tabs_do_not_overwrite_each_other(send, rep):
    send(mail_mentioned="daily")
    response = send(mail_mentioned="weekly", digest_weekday="4")
    assert response.status_code == 409
    assert "Somebody saved this while you were editing" in response.text
    assert "You are mentioned: e-mail" in response.text
    assert "Friday" in response.text
    assert saved(rep).mail == {"mentioned": "daily"}
    assert send(mail_mentioned="weekly", version="1").status_code == 302


def test_a_first_save_in_two_tabs_is_a_conflict_as_well(send, rep):
    with tenant(rep.organisation_id):
        make_notification_settings(member=rep, mail={"mentioned": "never"})
    assert send(mail_mentioned="weekly").status_code == 409


def test_sending_the_same_twice_changes_nothing(send, rep):
    send(mail_mentioned="daily")
    assert send(mail_mentioned="daily", version="1").status_code == 302
    assert saved(rep).version == 1


def test_everybody_has_their_own(client_of, rep, viewer, send):
    send(mail_mentioned="never")
    client = client_of(viewer)
    assert client.get(client.organisation_url(NAME)).status_code == 200
    assert saved(viewer).mail == {}
    assert saved(rep).mail == {"mentioned": "never"}


def test_a_letter_leads_to_the_settings(rep, told, client, mailoutbox):
    told(rep, at=timezone.now() - timedelta(minutes=1))
    tasks.sweep_notifications()
    assert client.organisation_url(NAME) in mailoutbox[0].body
    assert client.organisation_url(NAME) in mailoutbox[0].alternatives[0][0]
