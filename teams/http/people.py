"""The session and the person of a request, as Django has them, in two statements whose text is made once."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from teams.models import User
from teams.queries.seats import Seat, person, seats_of

KEPT = "_seats_at_the_door"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s",
                [self.session_key, timezone.now()],
            )
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        decoded: dict[str, Any] = self.decode(found[0])
        return decoded


class People(AuthenticationBackend):
    def get_user(self, user_id: UUID) -> User | None:
        found = person(user_id=user_id)
        if found is None or not self.user_can_authenticate(found[0]):
            return None
        setattr(found[0], KEPT, found[1])
        return found[0]


def seats_at_the_door(user: Any) -> list[Seat]:
    """As they were when this request read its user."""
    known: list[Seat] | None = getattr(user, KEPT, None)
    return seats_of(user=user) if known is None else known
