"""How far a running import is, and the wish to stop it: in the cache only, so that losing it costs a progress bar."""

from typing import Any
from uuid import UUID

from django.core.cache import cache
from redis.exceptions import RedisError

from teams.tenancy import active_organisation_id

HOUR = 3600


def _key(import_id: UUID, name: str) -> str:
    return f"{active_organisation_id()}:import:{import_id}:{name}"


def tell(import_id: UUID, *, read: int, size: int, rows: int) -> None:
    """Note how many bytes of the file have been read."""
    try:
        cache.set(_key(import_id, "progress"), {"read": read, "size": size, "rows": rows}, HOUR)
    except RedisError:
        return


def of(import_id: UUID) -> dict[str, Any] | None:
    """What was told last; None when nothing is known."""
    try:
        return cache.get(_key(import_id, "progress"))
    except RedisError:
        return None


def ask_to_stop(import_id: UUID) -> bool:
    """True when the wish could be left."""
    try:
        cache.set(_key(import_id, "stop"), True, HOUR)
    except RedisError:
        return False
    return True


def is_to_stop(import_id: UUID) -> bool:
    try:
        return bool(cache.get(_key(import_id, "stop")))
    except RedisError:
        return False


def forget(import_id: UUID) -> None:
    try:
        cache.delete_many([_key(import_id, "progress"), _key(import_id, "stop")])
    except RedisError:
        return


def offer_once(import_id: UUID, seconds: int) -> bool:
    """True at most once in `seconds`: keeps a busy queue from filling with the same offer."""
    try:
        return bool(cache.add(_key(import_id, "offered"), True, seconds))
    except RedisError:
        return True
