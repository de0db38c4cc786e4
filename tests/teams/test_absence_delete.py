from datetime import date

import pytest

from teams.models import Absence, PresenceChange
from teams.tenancy import tenant
from tests.factories.teams import make_absence

pytestmark = pytest.mark.django_db


@pytest.fixture
def absence(rep):
    with tenant(rep.organisation_id):
        return make_absence(membership=rep, starts_on=date(2026, 8, 3), ends_on=date(2026, 8, 8))


def test_takes_it_back(client_of, rep, absence):
    client = client_of(rep)
    assert client.post(client.organisation_url("teams:absence_delete", absence.pk)).status_code == 302
    with tenant(rep.organisation_id):
        assert not Absence.objects.exists()
        assert PresenceChange.objects.get().membership_id == rep.pk


def test_a_colleague_may_not(client_of, marketer, absence):
    client = client_of(marketer)
    assert client.post(client.organisation_url("teams:absence_delete", absence.pk)).status_code == 403
