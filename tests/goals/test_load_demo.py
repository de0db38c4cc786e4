from datetime import UTC, datetime
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from audit.models import Event
from goals.demo import accounts, cast
from goals.demo.load import load
from goals.models import Objective
from pipeline.models import Activity, Deal, Lead, StageTransition
from teams.actions import organisations
from teams.models import Membership, User
from teams.tenancy import tenant
from tests.factories.pipeline import make_deal

AT = datetime(2026, 8, 14, 12, 0, tzinfo=UTC)
SCALE = 0.02
PERIOD = "2026-Q3"


def run(**options) -> str:
    out = StringIO()
    call_command("load_demo", scale=SCALE, stdout=out, **options)
    return out.getvalue()


def counts() -> list[int]:
    return [model.objects.count() for model in (Membership, Objective, Lead, Deal, StageTransition, Activity, Event)]


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_twice_changes_nothing(db):
    first = run()
    with tenant(organisations.id_of(slug=cast.SLUG)):
        before = counts()
    second = run()
    with tenant(organisations.id_of(slug=cast.SLUG)):
        assert counts() == before
    assert "nothing was changed" in second
    assert accounts.password() in first
    assert accounts.password() in second


def test_every_printed_account_opens(db, client):
    run()
    for sign_in in accounts.sign_ins():
        assert client.login(email=sign_in.email, password=accounts.password())
        assert EmailAddress.objects.get(email=sign_in.email).verified
        assert client.get("/").url.startswith(f"/o/{cast.SLUG}/")


def test_password_follows_the_secret_key(db, settings):
    before, _ = accounts.password(), run()
    settings.SECRET_KEY = "another-key-of-the-same-installation"
    run()
    assert accounts.password() != before
    assert User.objects.get(email="owner@saltmarsh.example").check_password(accounts.password())


def test_public_installation_is_refused(db, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["lockstep.example.com"]
    with pytest.raises(CommandError, match="--yes-public"):
        run()
    assert organisations.id_of(slug=cast.SLUG) is None
    assert User.objects.count() == 0
    assert "saltmarsh.example" in run(yes_public=True)


def test_other_organisations_are_untouched(organisation):
    with tenant(organisation.pk):
        make_deal()
        before = counts()
    load(at=AT, scale=SCALE)
    with tenant(organisation.pk):
        assert counts() == before
