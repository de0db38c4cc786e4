"""Writing a calendar: hours, holidays, days off by hand and from a file, and a look before it is saved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from teams.models import Calendar, CalendarVersion
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db

CALENDAR = {
    "name": "Berlin",
    "time_zone": "Europe/Berlin",
    "country": "",
    "subdivision": "",
    "holidays_of": "/",
    "weekday_1": "9–12:30, 13:30–18",
    "weekday_2": "9-17",
    "special-TOTAL_FORMS": "2",
    "special-INITIAL_FORMS": "0",
    "special-0-day": "2026-12-24",
    "special-0-name": "Christmas Eve",
    "special-1-day": "2026-12-31",
    "special-1-hours": "9-12",
}
FILE = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260508\nSUMMARY:Founding day\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-08-14T12:00Z")


@pytest.fixture
def client(client_of, ops_auditor):
    return client_of(ops_auditor)


def post(client, *, htmx=False, **values):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(client.organisation_url("teams:calendar_new"), CALENDAR | values, headers=headers)


def saved(client):
    with tenant(client.organisation.pk):
        return CalendarVersion.objects.with_days().first()


def test_suggests_the_working_week_and_holidays_of_where_the_organisation_is(client):
    with tenant(client.organisation.pk):
        type(client.organisation).objects.update(time_zone="Africa/Cairo")
    form = client.get(client.organisation_url("teams:calendar_new")).context["form"]
    assert (form.initial["country"], form.initial["weekday_7"]) == ("EG", "09:00–17:00")
    assert "weekday_5" not in form.initial


def test_creates(client):
    assert post(client).status_code == 302
    version = saved(client)
    assert version.hours == {"1": ["09:00–12:30", "13:30–18:00"], "2": ["09:00–17:00"]}
    days = [(day.day.isoformat(), day.kind, day.name, day.hours) for day in version.days.all()]
    assert days == [("2026-12-24", "closed", "Christmas Eve", []), ("2026-12-31", "open", "", ["09:00–12:00"])]


def test_keeps_the_holidays_that_are_ticked(client):
    post(client, country="US", holidays_of="US/", kept=["Labor Day", "Christmas Day"])
    names = {day.name for day in saved(client).days.all() if day.kind == "holiday"}
    assert names == {"Labor Day", "Christmas Day"}


def test_keeps_all_holidays_of_a_country_whose_ticks_were_not_shown(client):
    post(client, country="DE", subdivision="BY")
    assert saved(client).worked_holidays == []
    assert "Epiphany" in {day.name for day in saved(client).days.all()}


def test_shows_the_holidays_of_another_country_and_saves_nothing(client):
    response = post(client, htmx=True, redraw="holidays", country="PH")
    assert response.status_code == 200
    assert "Bonifacio Day" in response.text
    assert "<html" not in response.text
    assert saved(client) is None


def test_more_rows_keep_what_is_typed(client):
    response = post(client, redraw="rows")
    assert len(response.context["form"].special.forms) == 10
    assert "Christmas Eve" in response.text


def test_shows_the_next_two_weeks_as_typed(client):
    response = post(client, redraw="preview", **{"special-0-day": "2026-08-17"})
    days = {open_day.day.isoformat(): open_day for open_day in response.context["days"]}
    assert len(days) == 14
    assert (days["2026-08-17"].minutes, days["2026-08-17"].note) == (0, "Christmas Eve")
    assert days["2026-08-24"].text == "09:00–12:30, 13:30–18:00"
    assert saved(client) is None


@pytest.mark.parametrize("redraw", [{"redraw": "file"}, {}])
def test_reads_days_off_from_a_file_and_shows_them_before_they_are_saved(client, redraw):
    response = post(client, file=SimpleUploadedFile("off.ics", FILE), **redraw)
    assert "1 day off was read from the file." in response.text
    assert [row["day"] for row in response.context["form"].special.initial] == [
        "2026-12-24",
        "2026-12-31",
        "2026-05-08",
    ]
    assert saved(client) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"hello", "This is not a calendar file."), (b"x" * 1_100_000, "This file is larger than 1 MB.")],
)
def test_refuses_another_file(client, content, reason):
    response = post(client, redraw="file", file=SimpleUploadedFile("off.ics", content))
    assert reason in response.text


def test_asks_for_a_file(client):
    assert "Choose a file first." in post(client, redraw="file").text


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"weekday_1": "nine"}, "“nine” cannot be read."),
        ({"weekday_1": "17-9"}, "17:00–09:00 closes before it opens."),
        ({"weekday_1": "9-13, 12-17"}, "09:00–13:00, 12:00–17:00 overlap."),
        ({"weekday_1": "13-17, 9-12"}, "13:00–17:00, 09:00–12:00: write the earlier hours first."),
        ({"weekday_1": "", "weekday_2": ""}, "At least one weekday needs an open hour"),
        ({"time_zone": "Europe/Atlantis"}, "Europe/Atlantis is not one of the available choices"),
        ({"special-1-day": "2026-12-24"}, "This day is written twice."),
        ({"special-1-day": "2099-12-24"}, "The calendar reaches from 2011 to 2031."),
        ({"special-1-day": ""}, "Which day is it?"),
    ],
)
def test_refuses_a_calendar_that_nobody_can_work_by(client, values, reason):
    response = post(client, **values)
    assert response.status_code == 422
    assert reason in response.text
    assert saved(client) is None


def test_refuses_a_name_in_use(client):
    post(client)
    response = post(client)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["name"]
    with tenant(client.organisation.pk):
        assert Calendar.objects.count() == 1
