"""Keys of the environment for what the database keeps encrypted."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32


def second_factor_ciphers(keys: Sequence[str]) -> list[Fernet]:
    """The first encrypts, each decrypts. A key is a text that nobody guesses, such as `openssl rand -hex 32` gives."""
    if not keys or any(len(key) < SHORTEST for key in keys):
        raise ImproperlyConfigured(
            f"SECOND_FACTOR_KEYS: keys of at least {SHORTEST} characters (openssl rand -hex 32), with commas between them."
        )
    return [Fernet(_derived(key.encode())) for key in keys]


def _derived(key: bytes) -> bytes:
    return urlsafe_b64encode(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=b"lockstep second factors").derive(key)
    )
