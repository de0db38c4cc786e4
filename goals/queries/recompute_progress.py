"""At which step a running recompute is, as its worker last told."""

from typing import Literal
from uuid import UUID

from django.core.cache import cache
from redis.exceptions import RedisError

from teams.tenancy import active_organisation_id

Step = Literal["rollups", "compare", "measure"]
STEPS: tuple[Step, ...] = ("rollups", "compare", "measure")


def key_of(recompute_id: UUID) -> str:
    return f"{active_organisation_id()}:recompute:{recompute_id}:step"


def step_of(recompute_id: UUID) -> Step | None:
    """None when nothing is known."""
    try:
        step = cache.get(key_of(recompute_id))
    except RedisError:
        return None
    return step if step in STEPS else None
