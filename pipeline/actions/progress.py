"""How far a running import is, and the wish to stop it: in the cache only, so that losing it costs a progress bar."""

from uuid import UUID

from django.core.cache import cache
from redis.exceptions import RedisError

from pipeline.queries.import_progress import key_of

HOUR = 3600


def tell(import_id: UUID, *, read: int, size: int, rows: int) -> None:
    """Note how many bytes of the file have been read."""
    try:
        cache.set(key_of(import_id, "progress"), {"read": read, "size": size, "rows": rows}, HOUR)
    except RedisError:
        return


def ask_to_stop(import_id: UUID) -> bool:
    """True when the wish could be left."""
    try:
        cache.set(key_of(import_id, "stop"), True, HOUR)
    except RedisError:
        return False
    return True


def forget(import_id: UUID) -> None:
    """Forget the work before: its progress, the wish to stop it, and that it was offered, so that the next is offered at once."""
    try:
        cache.delete_many([key_of(import_id, name) for name in ("progress", "stop", "offered")])
    except RedisError:
        return


def offer_once(import_id: UUID, seconds: int) -> bool:
    """True at most once in `seconds`: keeps a busy queue from filling with the same offer."""
    try:
        return bool(cache.add(key_of(import_id, "offered"), True, seconds))
    except RedisError:
        return True
