"""Samples of clocks for review: drawn by a seed, so that anybody draws the same again, and what their review has come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import CharField, F, Prefetch, Value
from django.db.models.functions import MD5, Cast, Concat

from audit.models import Event
from slas.models import Clock, ClockReview
from slas.models.clock import ClockQuerySet
from teams.models import Membership

SIZES = (10, 20, 50)
DRAW = "clock.sample"
LISTED = 20
RELATED = ("promise__version", "lead", "owner", "team")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sample as the audit trail has it, and how many of its clocks were reviewed since it was drawn."""

    at: datetime
    by: str
    seed: str
    query: dict[str, Any]
    clocks: list[UUID]
    reviewed: int
    doubted: int

    @property
    def address(self) -> str:
        """What the page of samples is asked for to show it."""
        return urlencode(self.query | {"seed": self.seed})


def sample(rows: ClockQuerySet, *, seed: str, size: int) -> list[Clock]:
    """The first `size` in the order of MD5(seed, id): as good as random, and the same for the same seed and clocks."""
    key = MD5(Concat(Value(f"{seed}:"), Cast("pk", CharField())))
    return list(_with_reviews(rows.annotate(drawn_by=key).order_by(F("drawn_by"), "pk"))[:size])


def drawn(drawing: Drawing, *, member: Membership, at: datetime) -> list[Clock]:
    """The clocks that were drawn, in their order, as they are now: others have begun since, and change nothing."""
    rows = Clock.objects.as_of(at).visible_to(member).filter(pk__in=drawing.clocks)
    found = {clock.pk: clock for clock in _with_reviews(rows, since=drawing.at)}
    return [found[pk] for pk in drawing.clocks if pk in found]


def drawings(*, organisation_id: UUID, seed: str | None = None) -> list[Drawing]:
    """The latest first, or only that with this seed: without one the seed may have been chosen because it suits."""
    events = Event.objects.of(organisation_id).filter(record_type="teams.organisation", action=DRAW)
    if seed is not None:
        events = events.filter(after__seed=seed)
    latest = list(events.order_by("-at", "-pk")[:LISTED])
    rows = ClockReview.objects.filter(clock__in={pk for event in latest for pk in event.after["clocks"]})
    reviews = list(rows.order_by("reviewed_at", "pk").values_list("clock", "verdict", "reviewed_at"))
    return [_drawing(event, reviews) for event in latest]


def doubted(*, member: Membership, at: datetime) -> list[Clock]:
    """Clocks whose latest review doubts them: nobody has settled it yet. The latest first."""
    standing = ClockReview.objects.standing().values("pk")
    doubts = ClockReview.objects.filter(pk__in=standing, verdict=ClockReview.Verdict.DOUBTED).values("clock")
    rows = Clock.objects.as_of(at).visible_to(member).filter(pk__in=doubts)
    return list(_with_reviews(rows.order_by("-started_at", "pk")))


def _drawing(event: Event, reviews: list[tuple[UUID, str, datetime]]) -> Drawing:
    clocks = [UUID(pk) for pk in event.after["clocks"]]
    among = set(clocks)
    found = {clock: verdict for clock, verdict, at in reviews if clock in among and at >= event.at}
    return Drawing(
        at=event.at,
        by=event.actor_name,
        seed=event.after["seed"],
        query=event.after["query"],
        clocks=clocks,
        reviewed=len(found),
        doubted=sum(verdict == ClockReview.Verdict.DOUBTED for verdict in found.values()),
    )


def _with_reviews(rows: ClockQuerySet, since: datetime | None = None) -> ClockQuerySet:
    """With the one that counts in `standing`, of those since then."""
    reviews = ClockReview.objects.standing().select_related("by")
    reviews = reviews.filter(reviewed_at__gte=since) if since else reviews
    return rows.select_related(*RELATED).prefetch_related(Prefetch("reviews", reviews, to_attr="standing"))


def reviews_of(clock: Clock) -> list[ClockReview]:
    return list(ClockReview.objects.filter(clock=clock).select_related("by").order_by("reviewed_at", "pk"))


def ids_of(clocks: Iterable[Clock]) -> list[str]:
    return [str(clock.pk) for clock in clocks]
