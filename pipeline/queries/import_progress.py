"""How far a running import is, as its worker last told: in the cache only."""

from typing import Any
from uuid import UUID

from django.core.cache import cache
from redis.exceptions import RedisError

from teams.tenancy import active_organisation_id


def key_of(import_id: UUID, name: str) -> str:
    return f"{active_organisation_id()}:import:{import_id}:{name}"


def of(import_id: UUID) -> dict[str, Any] | None:
    """What was told last; None when nothing is known."""
    try:
        return cache.get(key_of(import_id, "progress"))
    except RedisError:
        return None


def is_to_stop(import_id: UUID) -> bool:
    try:
        return bool(cache.get(key_of(import_id, "stop")))
    except RedisError:
        return False
