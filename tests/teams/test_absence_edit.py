from datetime import date

import pytest

from teams.models import Absence, PresenceChange
from teams.tenancy import tenant
from tests.factories.teams import make_absence

pytestmark = pytest.mark.django_db
WEEK = {"kind": "leave", "starts_on": "2026-08-03", "ends_on": "2026-08-07", "version": 1}


@pytest.fixture
def absence(rep):
    with tenant(rep.organisation_id):
        return make_absence(membership=rep, starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 8))


def post(client, absence, **values):
    return client.post(client.organisation_url("teams:absence_edit", absence.pk), WEEK | values)


def last_day(absence):
    with tenant(absence.organisation_id):
        return Absence.objects.get(pk=absence.pk).last_day


def test_shows_it_and_changes_it(client_of, rep, absence):
    client = client_of(rep)
    shown = client.get(client.organisation_url("teams:absence_edit", absence.pk))
    assert 'value="2026-08-07"' in shown.text
    assert post(client, absence, ends_on="2026-08-14").status_code == 302
    assert last_day(absence) == date(2026, 8, 14)
    with tenant(rep.organisation_id):
        assert PresenceChange.objects.get().membership_id == rep.pk


def test_the_same_once_more_leaves_no_trace(client_of, rep, absence):
    post(client_of(rep), absence)
    with tenant(rep.organisation_id):
        assert not PresenceChange.objects.exists()


def test_two_editors_see_both_sides(client_of, rep, sales_manager, absence):
    post(client_of(sales_manager), absence, ends_on="2026-08-14")
    response = post(client_of(rep), absence, ends_on="2026-08-10")
    assert response.status_code == 409
    assert [(one.theirs, one.ours) for one in response.context["form"].differences] == [
        ("Aug 14, 2026", "Aug 10, 2026")
    ]
    assert last_day(absence) == date(2026, 8, 14)


def test_wrong_days_are_told_at_the_field(client_of, rep, absence):
    response = post(client_of(rep), absence, ends_on="2026-08-01")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["ends_on"]


def test_a_colleague_may_not(client_of, marketer, absence):
    assert post(client_of(marketer), absence).status_code == 403
