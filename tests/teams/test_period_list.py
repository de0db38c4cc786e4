from datetime import date

import pytest
from django.utils import translation

from audit.models import Event
from teams.models import Period, period_label
from teams.tenancy import tenant

pytestmark = pytest.mark.django_db


def test_shows_years_with_quarters_months_and_weeks(client_of, viewer, time_machine):
    time_machine.move_to("2026-08-14T12:00Z")
    client = client_of(viewer)
    response = client.get(client.organisation_url("teams:period_list"))
    rows = response.context["years"]
    assert [row.year.key for row in rows] == ["2027", "2026", "2025"]
    assert [row.is_current for row in rows] == [False, True, False]
    assert [len(part) for part in (rows[1].quarters, rows[1].months, rows[1].weeks)] == [4, 12, 53]
    assert "Q3 2026" in response.text


def test_adds_the_next_year(client_of, admin):
    client = client_of(admin)
    client.post(client.organisation_url("teams:period_add_year"))
    with tenant(admin.organisation_id):
        assert Period.objects.get(key="2028-Q1").starts_on.isoformat() == "2028-01-01"
        assert Event.objects.of(admin.organisation_id).get(action="period.create").after == {"year": 2028}


@pytest.mark.parametrize(
    ("key", "language", "label"),
    [
        ("2027", "en", "2027"),
        ("2027-Q1", "en", "Q1 2027"),
        ("2027-Q1", "zh-hans", "2027 年第 1 季度"),
        ("2027-M01", "en", "April 2026"),
        ("2027-M01", "fil", "Abril 2026"),
        ("2027-W03", "en", "Week 3, 2027"),
    ],
)
def test_a_period_is_named_by_its_key_and_first_day(key, language, label):
    with translation.override(language):
        assert period_label(key=key, starts_on=date(2026, 4, 1)) == label
