"""How far a running recompute is: in the cache only, as its transaction shows nothing before it ends; losing it costs a progress bar."""

from uuid import UUID

from django.core.cache import cache
from redis.exceptions import RedisError

from goals.queries.recompute_progress import Step, key_of

HOUR = 3600


def tell(recompute_id: UUID, *, step: Step) -> None:
    try:
        cache.set(key_of(recompute_id), step, HOUR)
    except RedisError:
        return
