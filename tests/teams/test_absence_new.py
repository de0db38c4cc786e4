from datetime import date

import pytest

from audit.models import Event
from teams.models import Absence, PresenceChange
from teams.tenancy import tenant
from tests.factories.teams import make_absence

pytestmark = pytest.mark.django_db
WEEK = {"kind": "leave", "starts_on": "2026-08-03", "ends_on": "2026-08-07"}


def post(client, member, **values):
    return client.post(client.organisation_url("teams:absence_new", member.pk), WEEK | values)


def spans(member):
    with tenant(member.organisation_id):
        return list(Absence.objects.filter(membership=member).values_list("kind", "starts_on", "ends_on"))


def test_a_rep_records_their_own_leave_and_the_last_day_counts(client_of, rep):
    client = client_of(rep)
    assert client.get(client.organisation_url("teams:absence_new", rep.pk)).status_code == 200
    assert post(client, rep).status_code == 302
    assert spans(rep) == [("leave", date(2026, 8, 3), date(2026, 8, 8))]
    with tenant(rep.organisation_id):
        assert PresenceChange.objects.get().membership_id == rep.pk
        assert Event.objects.filter(action="absence.create", actor_name="Rita Rep").exists()


def test_a_manager_records_it_for_somebody(client_of, sales_manager, rep):
    assert post(client_of(sales_manager), rep, kind="sick").status_code == 302
    assert spans(rep) == [("sick", date(2026, 8, 3), date(2026, 8, 8))]


def test_a_rep_may_not_record_it_for_others(client_of, rep, marketer):
    assert post(client_of(rep), marketer).status_code == 403
    assert spans(marketer) == []


def test_a_viewer_records_nothing(client_of, viewer):
    assert post(client_of(viewer), viewer).status_code == 403


def test_an_overlap_is_told_at_the_field(client_of, rep):
    with tenant(rep.organisation_id):
        make_absence(membership=rep, starts_on=date(2026, 8, 7), ends_on=date(2026, 8, 9))
    response = post(client_of(rep), rep)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["starts_on"]
    assert len(spans(rep)) == 1


def test_turned_round_days_are_told_at_the_field(client_of, rep):
    response = post(client_of(rep), rep, ends_on="2026-08-01")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["ends_on"]
    assert spans(rep) == []


def test_a_member_of_another_organisation_is_not_there(client_of, admin, stranger):
    assert post(client_of(admin), stranger).status_code == 404
