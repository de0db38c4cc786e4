"""The command that makes the demo organisation. It is made once, beside another one; each test's changes are undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from goals.demo import accounts, cast
from goals.models import Objective
from pipeline.models import Activity, Deal, Lead, StageTransition
from teams.actions import organisations
from teams.models import Membership, User
from teams.tenancy import tenant
from tests.factories.pipeline import make_deal
from tests.factories.teams import make_organisation

pytestmark = pytest.mark.django_db
QUICK_PASSWORDS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True)
class Made:
    """What was printed, and the rows of the other organisation before."""

    said: str
    others: list[int]


def run(**options) -> str:
    out = StringIO()
    call_command("load_demo", scale=0.02, stdout=out, **options)
    return out.getvalue()


def counts(slug: str) -> list[int]:
    models = (Membership, Objective, Lead, Deal, StageTransition, Activity, Event)
    with tenant(organisations.id_of(slug=slug)):
        return [model.objects.count() for model in models]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[Made]:
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS):
        with tenant(make_organisation(slug="acme").pk):
            make_deal()
        others = counts("acme")
        yield Made(run(), others)
        transaction.set_rollback(True)


@pytest.fixture
def made(loaded: Made) -> Iterator[Made]:
    with transaction.atomic():
        yield loaded
        transaction.set_rollback(True)


def test_twice_changes_nothing(made):
    before = counts(cast.SLUG)
    second = run()
    assert counts(cast.SLUG) == before
    assert "nothing was changed" in second
    assert accounts.password() in made.said
    assert accounts.password() in second


def test_every_printed_account_opens(made, client):
    for sign_in in accounts.sign_ins():
        assert sign_in.email in made.said
        assert client.login(email=sign_in.email, password=accounts.password())
        assert EmailAddress.objects.get(email=sign_in.email).verified
        assert client.get("/").url.startswith(f"/o/{cast.SLUG}/")


def test_password_follows_the_secret_key(made, settings):
    before = accounts.password()
    settings.SECRET_KEY = "another-key-of-the-same-installation"
    run()
    assert accounts.password() != before
    assert User.objects.get(email="owner@saltmarsh.example").check_password(accounts.password())


def test_public_installation_is_refused_before_anything_is_made(made, settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["lockstep.example.com"]
    with CaptureQueriesContext(connection) as asked, pytest.raises(CommandError, match="--yes-public"):
        run()
    assert len(asked) == 0
    assert "saltmarsh.example" in run(yes_public=True)


def test_other_organisations_are_untouched(made):
    assert counts("acme") == made.others
