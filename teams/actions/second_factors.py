"""Secrets of second factors (authenticators, recovery codes) are encrypted in the database: a copy of it signs nobody in."""

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

# What Fernet's tokens begin with; a secret in the clear is in capitals (base32) or hexadecimal.
ENCRYPTED = "gAAAAA"
SECRETS = ("secret", "seed")


class NoKeyFits(Exception):
    """SECOND_FACTOR_KEYS lacks the key with which it was encrypted."""


def encrypt(text: str) -> str:
    return MultiFernet(settings.SECOND_FACTOR_CIPHERS).encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """What was kept in the clear, before there were keys, goes on working."""
    if not text.startswith(ENCRYPTED):
        return text
    try:
        return MultiFernet(settings.SECOND_FACTOR_CIPHERS).decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise NoKeyFits from error


@transaction.atomic
def encrypt_anew(*, authenticator_id: int) -> bool:
    """Encrypt with the first key what is in the clear, or under a later key; whether there was any. Twice is once."""
    row = Authenticator.objects.select_for_update().filter(pk=authenticator_id).first()
    kept = {name: row.data[name] for name in SECRETS if name in row.data} if row else {}
    old = {name: text for name, text in kept.items() if not _is_under_first_key(text)}
    if row and old:
        row.data |= {name: encrypt(decrypt(text)) for name, text in old.items()}
        row.save(update_fields=["data"])
    return bool(old)


def _is_under_first_key(text: str) -> bool:
    try:
        return bool(settings.SECOND_FACTOR_CIPHERS[0].decrypt(text.encode()))
    except InvalidToken:
        return False


@transaction.atomic
def forget(*, user_id: object) -> None:
    """Who had them signs in with the password alone, and sets up a new one."""
    Authenticator.objects.filter(user_id=user_id).delete()
