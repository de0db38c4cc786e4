"""What an API token looks like: ``lk_<id>_<secret>``.

The id finds its row. The secret has 256 random bits: too many to be guessed, so that a plain SHA-256 of it is kept, and none
of it can be read out of the database.
"""

import re
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

TOKEN = re.compile(r"lk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})", re.ASCII)


class Parts(NamedTuple):
    id: UUID
    secret: str


def written(*, id: UUID, secret: str) -> str:  # noqa: A002
    return f"lk_{id.hex}_{secret}"


def parts(*, text: str) -> Parts | None:
    """None of anything that no token looks like."""
    found = TOKEN.fullmatch(text)
    return Parts(UUID(found[1]), found[2]) if found else None


def digest(*, secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
