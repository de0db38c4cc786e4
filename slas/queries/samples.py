"""Samples of clocks for review: drawn by a seed, so that anybody draws the same again."""

from collections.abc import Iterable

from django.db.models import CharField, F, Value
from django.db.models.functions import MD5, Cast, Concat

from slas.models import Clock
from slas.models.clock import ClockQuerySet

SIZES = (10, 20, 50)


def sample(rows: ClockQuerySet, *, seed: str, size: int) -> list[Clock]:
    """The first `size` in the order of MD5(seed, id): as good as random, and the same for the same seed and clocks."""
    key = MD5(Concat(Value(f"{seed}:"), Cast("pk", CharField())))
    drawn = rows.annotate(drawn_by=key).order_by(F("drawn_by"), "pk")
    return list(drawn.select_related("promise__version", "lead", "owner", "team")[:size])


def ids_of(clocks: Iterable[Clock]) -> list[str]:
    return [str(clock.pk) for clock in clocks]
