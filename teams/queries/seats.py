"""Who comes in: asked of every request, so in as few statements as can be, and without making their text each time."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models

from teams.models import Membership, Organisation, User
from teams.tenancy import active_organisation_id


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


def person(*, user_id: UUID) -> tuple[User, list[Seat]] | None:
    """A user with their seats: two queries in one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_columns(User, 'u')}, seat.organisation_id, seat.slug, seat.name, seat.membership_id "
            "FROM teams_user AS u LEFT JOIN LATERAL lockstep_seats(u.id) AS seat ON true "
            "WHERE u.id = %s ORDER BY seat.name, seat.slug",
            [user_id],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    width = len(_names(User))
    return _made(User, rows[0][:width]), [Seat(*row[width:]) for row in rows if row[-1]]


def member_of(organisation_id: UUID, membership_id: UUID) -> tuple[str, list[Any]]:
    """The statement that reads the member who sits there, with the organisation."""
    text = (
        f"SELECT {_columns(Membership, 'm')}, {_columns(Organisation, 'o')} FROM teams_membership AS m "
        "JOIN teams_organisation AS o ON o.id = m.organisation_id WHERE m.organisation_id = %s AND m.id = %s"
    )
    return text, [organisation_id, membership_id]


def member(row: tuple[Any, ...] | None) -> Membership:
    """What `member_of` has read."""
    if row is None:
        raise Membership.DoesNotExist
    width = len(_names(Membership))
    found = _made(Membership, row[:width])
    found.organisation = _made(Organisation, row[width:])
    return found


def member_here(membership_id: UUID) -> Membership:
    """The same in a tenant block that is open already."""
    with connection.cursor() as cursor:
        cursor.execute(*member_of(active_organisation_id(), membership_id))
        return member(cursor.fetchone())


def organisation_called(*, slug: str) -> UUID | None:
    """The id of an organisation, for who brings a key to it; `slug` is whatever stands in the address."""
    if "\0" in slug:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM lockstep_organisations(%s) AS id", [slug])
        found = cursor.fetchone()
    return found[0] if found else None


def _made[Row: models.Model](model: type[Row], values: tuple[Any, ...]) -> Row:
    return model.from_db(connection.alias, _names(model), values, fetch_mode=settings.FETCH_MODE)


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _columns(model: type[models.Model], table: str) -> str:
    return ", ".join(f'{table}."{field.column}"' for field in model._meta.concrete_fields)
