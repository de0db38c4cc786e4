"""Samples of clocks for review: drawn by a seed, so that anybody draws the same again."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import CharField, F, Value
from django.db.models.functions import MD5, Cast, Concat

from audit.models import Event
from slas.models import Clock
from slas.models.clock import ClockQuerySet

SIZES = (10, 20, 50)
DRAW = "clock.sample"


def sample(rows: ClockQuerySet, *, seed: str, size: int) -> list[Clock]:
    """The first `size` in the order of MD5(seed, id): as good as random, and the same for the same seed and clocks."""
    key = MD5(Concat(Value(f"{seed}:"), Cast("pk", CharField())))
    drawn = rows.annotate(drawn_by=key).order_by(F("drawn_by"), "pk")
    return list(drawn.select_related("promise__version", "lead", "owner", "team")[:size])


def ids_of(clocks: Iterable[Clock]) -> list[str]:
    return [str(clock.pk) for clock in clocks]


def is_drawn(*, organisation_id: UUID, seed: str) -> bool:
    """Whether a drawing with this seed stands in the audit trail: any other may have been chosen because it suits."""
    return Event.objects.of(organisation_id).filter(action=DRAW, after__seed=seed).exists()
