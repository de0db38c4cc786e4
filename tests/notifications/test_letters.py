"""Letters as people chose them: digests, quiet hours, kinds; once, whatever happens."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.mail import mailers
from django.db import connection, connections

from notifications.actions import letters
from notifications.models import Notification
from teams.tenancy import tenant
from tests.factories.notifications import make_notification_settings
from tests.factories.teams import make_membership

pytestmark = pytest.mark.django_db


def at(day: int, clock: str) -> datetime:
    """“at(14, "9:30")” is on Friday, 14 August 2026."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 8, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def chosen(rep):
    def choose(**values):
        with tenant(rep.organisation_id):
            return make_notification_settings(member=rep, **values)

    return choose


@pytest.fixture
def written(organisation, mailoutbox):
    """What goes out when the sweep comes at that time."""

    def sweep(moment):
        mailoutbox.clear()
        with tenant(organisation.pk):
            people = letters.people_due(at=moment)
        for member_id in people:
            with tenant(organisation.pk):
                letters.send(member_id=member_id, mailer=mailers.default, at=moment)
        return list(mailoutbox)

    return sweep


DAILY = {"mail": {"mentioned": "daily"}}


def test_a_digest_is_one_letter_grouped_by_matter(rep, told, chosen, written):
    chosen(**DAILY)
    told(rep, text="One", at=at(14, "9:00"))
    told(rep, number=2, text="Two", at=at(14, "10:00"))
    told(rep, text="Three", at=at(14, "11:00"))
    assert written(at(15, "7:59")) == []
    (letter,) = written(at(15, "8:00"))
    assert letter.subject == "Acme: 3 notifications"
    texts = [letter.body.index(word) for word in ("Goal 1\n", "One", "Three", "Goal 2\n", "Two")]
    assert texts == sorted(texts)
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert html.count("<h2>") == 2
    assert written(at(15, "8:01")) == []


def test_what_comes_late_waits_for_the_next_digest(rep, told, chosen, written):
    chosen(**DAILY)
    told(rep, at=at(14, "9:00"))
    assert len(written(at(15, "8:00"))) == 1
    told(rep, text="Left before, committed after", at=at(15, "7:59"))
    assert written(at(15, "8:01")) == []
    (letter,) = written(at(16, "8:00"))
    assert "committed after" in letter.body


def test_weekly_and_daily_of_one_morning_are_one_letter(rep, told, chosen, written):
    chosen(mail={"mentioned": "weekly"})
    told(rep, at=at(14, "9:00"))
    told(rep, kind="check_in_due", number=2, at=at(16, "9:00"))
    (letter,) = written(at(17, "8:00"))
    assert letter.subject == "Acme: 2 notifications"


def test_in_quiet_hours_letters_wait(rep, told, chosen, written):
    chosen(quiet_from=time(22), quiet_until=time(7))
    told(rep, at=at(14, "21:59"))
    told(rep, number=2, at=at(14, "23:00"))
    assert written(at(14, "22:01")) == []
    (letter,) = written(at(15, "7:00"))
    assert letter.subject == "Acme: 2 notifications"


def test_quiet_hours_are_of_the_persons_zone(rep, told, chosen, written):
    chosen(quiet_from=time(22), quiet_until=time(7), time_zone="Asia/Manila")
    told(rep, at=at(14, "15:00"))
    assert written(at(14, "22:59")) == []
    assert len(written(at(14, "23:00"))) == 1


def test_an_escalation_goes_through_quiet_hours_and_cannot_be_put_into_a_digest(rep, told, chosen, written):
    chosen(quiet_from=time(22), quiet_until=time(7), mail={"clock_digest": "never"}, muted=["clock_digest"])
    told(rep, kind="clock_digest", warned="0", overdue="1", leads="Northwind", at=at(14, "23:00"))
    (letter,) = written(at(14, "23:00"))
    assert "Northwind" in letter.body
    with tenant(rep.organisation_id):
        assert Notification.objects.unread().exists()


def test_what_is_never_mailed_and_off_the_bell_is_still_in_the_list(rep, told, chosen, written):
    chosen(mail={"mentioned": "never"}, muted=["mentioned"])
    notice = told(rep, at=at(14, "9:00"))
    assert written(at(30, "9:00")) == []
    assert notice.read_at == at(14, "9:00")


def test_the_words_are_the_readers(rep, told, written):
    rep.user.language = "ar"
    rep.user.save()
    told(rep, at=at(14, "9:00"))
    (letter,) = written(at(14, "9:00"))
    assert 'dir="rtl"' in letter.alternatives[0][0]


def test_a_letter_that_is_written_again_has_the_same_id_and_a_matter_is_one_thread(rep, told, written, monkeypatch):
    told(rep, at=at(14, "9:00"))
    (first,) = written(at(14, "9:00"))
    with tenant(rep.organisation_id):
        Notification.objects.update(mailed_at=None)
    (again,) = written(at(14, "9:01"))
    assert again.extra_headers == first.extra_headers
    told(rep, at=at(14, "10:00"))
    (later,) = written(at(14, "10:00"))
    assert later.extra_headers["References"] == first.extra_headers["References"]
    assert later.extra_headers["Message-ID"] != first.extra_headers["Message-ID"]


class Killed(BaseException):
    """As a worker ends that is killed: nothing catches it."""


def test_killed_after_sending_nothing_is_lost_and_it_goes_once_more(rep, told, written, mailoutbox, monkeypatch):
    told(rep, at=at(14, "9:00"))
    with monkeypatch.context() as patched:
        patched.setattr("notifications.models.notification.NotificationQuerySet.update", killed)
        with pytest.raises(Killed), tenant(rep.organisation_id):
            letters.send(member_id=rep.pk, mailer=mailers.default, at=at(14, "9:00"))
    (once,) = list(mailoutbox)
    (again,) = written(at(14, "9:01"))
    assert again.extra_headers["Message-ID"] == once.extra_headers["Message-ID"]
    assert written(at(14, "9:02")) == []


def killed(*args, **values):
    raise Killed


@pytest.mark.django_db(transaction=True)
def test_while_one_worker_writes_another_leaves_it_alone(rep, told, mailoutbox):
    told(rep, at=at(14, "9:00"))
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [f"letters to {rep.pk}"])
        with tenant(rep.organisation_id):
            assert not letters.send(member_id=rep.pk, mailer=mailers.default, at=at(14, "9:00"))
    finally:
        other.close()
    assert mailoutbox == []


def test_as_many_queries_for_many_people_to_find_as_for_few(organisation, told, django_assert_num_queries):
    for number in range(5):
        with tenant(organisation.pk):
            member = make_membership(full_name=f"Person {number}", organisation=organisation)
        told(member, at=at(14, "9:00") + timedelta(minutes=number))
    with tenant(organisation.pk), django_assert_num_queries(1):
        assert len(letters.people_due(at=at(14, "10:00"))) == 5


def test_the_sweep_asks_only_organisations_whose_letters_are_due(rep, told):
    notice = told(rep, at=at(14, "9:00"))
    with tenant(rep.organisation_id):
        Notification.objects.filter(pk=notice.pk).update(letter_at=datetime(2099, 1, 1, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("SELECT lockstep_due_letters()")
        assert cursor.fetchall() == []
