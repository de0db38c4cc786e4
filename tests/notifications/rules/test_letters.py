from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.rules.letters import Habits, Mail, due_at, quiet_end


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def habits(zone="UTC", digest="08:00", weekday=0, quiet=None) -> Habits:
    bounds = [time.fromisoformat(bound) for bound in quiet.split("–")] if quiet else [None, None]
    return Habits(ZoneInfo(zone), time.fromisoformat(digest), weekday, *bounds)


NIGHT = habits(quiet="22:00–07:00")
NOON = habits(quiet="12:00–13:00")
EARLY = habits(digest="06:00", quiet="22:00–07:00")
BERLIN = habits("Europe/Berlin", digest="02:30", quiet="22:00–02:30")
# 2026-08-14 is a Friday.
CASES = [
    ("at once, no quiet hours", Mail.AT_ONCE, habits(), "2026-08-14T03:00", "2026-08-14T03:00"),
    ("at once, in the daytime", Mail.AT_ONCE, NIGHT, "2026-08-14T21:59", "2026-08-14T21:59"),
    ("at once, quiet has begun", Mail.AT_ONCE, NIGHT, "2026-08-14T22:00", "2026-08-15T07:00"),
    ("at once, after midnight", Mail.AT_ONCE, NIGHT, "2026-08-15T00:30", "2026-08-15T07:00"),
    ("at once, quiet is just over", Mail.AT_ONCE, NIGHT, "2026-08-15T07:00", "2026-08-15T07:00"),
    ("quiet within a day", Mail.AT_ONCE, NOON, "2026-08-14T12:59", "2026-08-14T13:00"),
    ("quiet in a zone east", Mail.AT_ONCE, habits("Asia/Manila", quiet="22:00–07:00"), "2026-08-14T15:00", "2026-08-14T23:00"),
    ("daily, before its hour", Mail.DAILY, habits(), "2026-08-14T07:59", "2026-08-14T08:00"),
    ("daily, at its hour: the next one", Mail.DAILY, habits(), "2026-08-14T08:00", "2026-08-15T08:00"),
    ("daily, in a zone west", Mail.DAILY, habits("America/New_York"), "2026-08-14T13:00", "2026-08-15T12:00"),
    ("daily, its hour is quiet", Mail.DAILY, EARLY, "2026-08-14T12:00", "2026-08-15T07:00"),
    ("weekly, on Monday", Mail.WEEKLY, habits(), "2026-08-14T09:00", "2026-08-17T08:00"),
    ("weekly, today, still to come", Mail.WEEKLY, habits(weekday=4), "2026-08-14T07:00", "2026-08-14T08:00"),
    ("weekly, today, over", Mail.WEEKLY, habits(weekday=4), "2026-08-14T08:00", "2026-08-21T08:00"),
    ("weekly, quiet at its hour", Mail.WEEKLY, EARLY, "2026-08-14T09:00", "2026-08-17T07:00"),
    ("spring: 02:30 is the end of the gap", Mail.DAILY, BERLIN, "2026-03-28T12:00", "2026-03-29T01:00"),
    ("spring: quiet until the end of the gap", Mail.AT_ONCE, BERLIN, "2026-03-29T00:30", "2026-03-29T01:00"),
    ("autumn: the first 02:30", Mail.DAILY, BERLIN, "2026-10-24T12:00", "2026-10-25T00:30"),
    ("autumn: the second 02:15 is quiet no more", Mail.AT_ONCE, BERLIN, "2026-10-25T01:15", "2026-10-25T01:15"),
    ("autumn: a day of 25 hours", Mail.DAILY, habits("Europe/Berlin"), "2026-10-24T06:00", "2026-10-25T07:00"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "mail", "habits", "at", "due"), CASES, ids=[case[0] for case in CASES])
def test_when_a_letter_goes_out(name, mail, habits, at, due):
    assert due_at(mail=mail, habits=habits, waits=True, at=instant(at)) == instant(due)


def test_what_does_not_wait_goes_through_quiet_hours():
    assert due_at(mail=Mail.AT_ONCE, habits=NIGHT, waits=False, at=instant("2026-08-14T23:00")) == instant(
        "2026-08-14T23:00"
    )


def test_never_is_never():
    assert due_at(mail=Mail.NEVER, habits=habits(), waits=True, at=instant("2026-08-14T23:00")) is None


NAMES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"]
ZONES = st.sampled_from(NAMES).map(ZoneInfo)
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
PEOPLE = st.builds(Habits, ZONES, CLOCKS, st.integers(0, 6), CLOCKS, CLOCKS).filter(
    lambda one: one.quiet_from != one.quiet_until
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@settings(max_examples=150)
@given(mail=st.sampled_from([Mail.AT_ONCE, Mail.DAILY, Mail.WEEKLY]), habits=PEOPLE, at=MOMENTS)
def test_a_letter_is_never_early_never_in_quiet_hours_and_late_by_a_period_at_most(mail, habits, at):
    due = due_at(mail=mail, habits=habits, waits=True, at=at)
    longest = {Mail.AT_ONCE: 0, Mail.DAILY: 1, Mail.WEEKLY: 7}[mail]
    assert at <= due <= at + timedelta(days=longest + 1, hours=2)
    assert quiet_end(habits=habits, at=due) == due
