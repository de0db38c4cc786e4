import time

from django.core.cache import cache
from redis.exceptions import RedisError


def is_over(name: str, *, most: int, seconds: int) -> bool:
    """Count one more of these, and say whether they are too many in this stretch of time. Without Valkey nothing is limited."""
    key = f"limit:{name}:{int(time.time() // seconds)}"
    try:
        cache.add(key, 0, timeout=seconds)
        return bool(cache.incr(key) > most)
    except (RedisError, ValueError):  # ValueError: the stretch is over, and its key with it
        return False
