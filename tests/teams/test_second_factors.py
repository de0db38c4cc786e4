"""Second factors sign in as ever, and no copy of the database tells their secrets."""

import re
import time
import uuid
from ipaddress import IPv6Address

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.ciphers import second_factor_ciphers
from tests.factories.teams import make_user

FIRST, SECOND = "a" * 32, "b" * 32
PASSWORD = "a long pass phrase"


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_password(user):
    """From another browser, at an address of its own."""
    client = Client(REMOTE_ADDR=str(IPv6Address(uuid.uuid4().int)))
    return client, client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def stored(user):
    return {row.type: row.data.get("secret") or row.data["seed"] for row in Authenticator.objects.filter(user=user)}


def signs_in(user, code):
    client, response = with_password(user)
    assert response["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    return is_signed_in(client)


@pytest.fixture
def keys(settings):
    def are(*keys):
        settings.SECOND_FACTOR_CIPHERS = second_factor_ciphers(keys)

    are(FIRST)
    return are


@pytest.fixture
def user(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = make_user(password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def client(user):
    return with_password(user)[0]


@pytest.fixture
def secret(keys, client, time_machine):
    """That of an authenticator which the user has set up with the real pages."""
    time_machine.move_to(timezone.now(), tick=False)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    return secret


@pytest.fixture
def in_the_clear(secret, user):
    """As they were kept before there were keys."""
    Authenticator.objects.filter(user=user, type="totp").update(data={"secret": secret})
    Authenticator.objects.filter(user=user, type="recovery_codes").update(data={"seed": "5eed", "used_mask": 0})


def test_an_authenticator_and_recovery_codes_sign_in_and_are_not_to_be_read(secret, user, client):
    codes = re.findall(r"\b\d{8}\b", client.get(reverse("mfa_view_recovery_codes")).text)
    kept = stored(user)
    assert set(kept) == {"totp", "recovery_codes"}
    assert all(text.startswith("gAAAAA") for text in kept.values())
    assert secret not in str(kept)
    assert not signs_in(user, "000000")
    assert signs_in(user, code_of(secret))
    assert signs_in(user, codes[0])
    assert not signs_in(user, codes[0]), "a recovery code holds once"


def test_what_was_kept_in_the_clear_signs_in_and_is_encrypted_once(in_the_clear, secret, user, capsys):
    assert signs_in(user, code_of(secret))
    for changed in (2, 0):
        call_command("encrypt_second_factors")
        assert capsys.readouterr().out == f"{changed} second factors encrypted anew.\n"
    assert all(text.startswith("gAAAAA") for text in stored(user).values())
    assert Authenticator.objects.get(user=user, type="recovery_codes").data["used_mask"] == 0


def test_keys_are_changed_without_locking_anybody_out(secret, user, keys, capsys):
    keys(SECOND, FIRST)
    assert signs_in(user, code_of(secret))
    call_command("encrypt_second_factors")
    keys(SECOND)
    call_command("encrypt_second_factors")
    assert capsys.readouterr().out.splitlines() == [
        "2 second factors encrypted anew.",
        "0 second factors encrypted anew.",
    ]


def test_a_key_taken_away_too_early_is_asked_for_and_one_that_is_lost_forgotten(secret, user, keys, capsys):
    keys(SECOND)
    with pytest.raises(CommandError, match=user.email) as refused:
        call_command("encrypt_second_factors")
    assert refused.value.returncode == 3
    assert Authenticator.objects.filter(user=user).count() == 2
    call_command("encrypt_second_factors", forget_unreadable=True)
    assert f"Forgotten: {user.email}" in capsys.readouterr().out
    assert is_signed_in(with_password(user)[0])


@pytest.mark.parametrize("keys_given", [[], [""], ["too short"], [FIRST, "too short"]])
def test_nothing_starts_without_good_keys(keys_given):
    with pytest.raises(ImproperlyConfigured, match="openssl"):
        second_factor_ciphers(keys_given)
