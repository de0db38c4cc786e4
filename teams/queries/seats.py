from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from teams.models import User


@dataclass(frozen=True)
class Seat:
    """A user's active membership in one organisation, known before its tenant is opened."""

    organisation_id: UUID
    slug: str
    name: str
    membership_id: UUID


def seats_of(*, user: User) -> list[Seat]:
    """All organisations of a signed-in user, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation_id, slug, name, membership_id FROM lockstep_seats(%s) ORDER BY name, slug", [user.pk]
        )
        return [Seat(*row) for row in cursor.fetchall()]


def organisation_called(*, slug: str) -> UUID | None:
    """The id of an organisation, for who brings a key to it; `slug` is whatever stands in the address."""
    if "\0" in slug:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM lockstep_organisations(%s) AS id", [slug])
        found = cursor.fetchone()
    return found[0] if found else None
