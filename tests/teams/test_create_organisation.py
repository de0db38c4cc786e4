import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from teams.models import Membership, Period
from teams.queries.seats import seats_of
from teams.tenancy import tenant
from tests.factories.teams import make_user

pytestmark = pytest.mark.django_db


def create(slug="maven", **options):
    terms = {"name": "Maven", "time_zone": "America/New_York", "currency": "USD", "fiscal_start_month": 1}
    out = StringIO()
    call_command("create_organisation", slug, **(terms | options), json=True, stdout=out)
    return json.loads(out.getvalue())


def test_makes_an_organisation_with_its_calendar(time_machine):
    time_machine.move_to("2028-02-29T12:00Z")
    told = create(fiscal_start_month=4)
    assert (told["slug"], told["currency"], told["fiscal_start_month"]) == ("maven", "USD", 4)
    with tenant(told["id"]):
        years = Period.objects.of_kind("year").order_by("year").values_list("key", flat=True)
        assert list(years) == ["2027", "2028", "2029"]


def test_gives_it_an_owner_who_signs_in(monkeypatch, client):
    monkeypatch.setenv("OWNER_PASSWORD", "a long pass phrase")
    create(owner_email="Olga@Example.com", owner_password_env="OWNER_PASSWORD")
    assert client.login(email="olga@example.com", password="a long pass phrase")


def test_an_owner_without_a_password_is_invited():
    told = create(owner_email="olga@example.com")
    with tenant(told["id"]):
        member = Membership.objects.get()
    assert (member.role, member.user_id, member.invited_at is not None) == ("owner", None, True)


def test_an_owner_who_is_known_gets_a_seat():
    user = make_user(email="olga@example.com")
    create(owner_email="OLGA@example.com")
    assert [seat.slug for seat in seats_of(user=user)] == ["maven"]


@pytest.mark.parametrize(
    ("options", "reason", "code"),
    [
        ({"slug": "no spaces"}, "slug: ", 2),
        ({"time_zone": "Mars/Base"}, "time_zone: Mars/Base is not a time zone", 2),
        ({"currency": "XYZ"}, "currency: XYZ is not a currency in use", 2),
        ({"fiscal_start_month": 13}, "fiscal_start_month: ", 2),
        ({"language": "tlh"}, "language: ", 2),
        ({"owner_email": "olga"}, "owner-email: ", 2),
        ({"owner_password_env": "NOT_SET"}, "NOT_SET is empty", 2),
    ],
)
def test_wrong_input_is_told_and_nothing_made(options, reason, code):
    with pytest.raises(CommandError, match=reason) as refused:
        create(**options)
    assert refused.value.returncode == code


def test_a_short_name_in_use_is_told(organisation):
    with pytest.raises(CommandError, match="taken") as refused:
        create(slug="acme")
    assert refused.value.returncode == 3
