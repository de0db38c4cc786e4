"""What an export of clocks says, row by row, and whether a file is one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

import audit.queries
from audit.models import Event, Link
from slas.models import Clock, ClockExport, ClockReview
from slas.models.clock import ClockQuerySet
from slas.queries.clocks import used_by
from slas.rules.clock import State
from slas.rules.compliance import BREACHED

SECOND = timedelta(seconds=1)
MAKE = "export.make"
HEAD = (
    "clock", "lead", "lead_name", "agreement", "version", "promise", "promised_by", "cycle", "owner", "team", "lead_source",
    "started_at", "due_at", "done_at", "breached_at", "state", "counts_as", "allowed_seconds", "used_seconds", "waived_at",
    "waived_until", "reversed_at", "reversal", "cause", "corrective_action", "signed_by_marketing_at", "signed_by_sales_at",
    "review", "review_note", "reviewed_by", "reviewed_at",
)  # fmt: skip
COUNTS_AS = {State.MET: "kept", State.WAIVED: "waived"} | dict.fromkeys(BREACHED, "breach")
RELATED = ("lead", "promise__version__agreement", "owner", "team", "lead_source")


@dataclass(frozen=True, slots=True)
class Verified:
    """A file that the audit trail knows: which entry says so, and that the chain up to its head is unbroken."""

    made: Event
    number: int | None
    is_chained: bool


def rows_of(clocks: ClockQuerySet, *, at: datetime) -> Iterator[tuple[Any, ...]]:
    """In the order of HEAD, as of `at`; the words are the keys of the database, the same in every language."""
    listed = _with_verdicts(clocks).order_by("started_at", "pk")
    for clock in listed.iterator(chunk_size=1000):
        yield _row(clock, at)


def records_of(
    clocks: ClockQuerySet, *, at: datetime, after: tuple[datetime, UUID] | None = None, most: int
) -> list[dict[str, Any]]:
    """The same rows by name, with the ids by which clocks are filtered: at most so many, the latest first, from a place on."""
    if after is not None:
        since, pk = after
        clocks = clocks.filter(Q(started_at__lt=since) | Q(pk__gt=pk), started_at__lte=since)
    listed = _with_verdicts(clocks).order_by("-started_at", "pk")[:most]
    return [_named(clock, at) for clock in listed]


def _with_verdicts(clocks: ClockQuerySet) -> ClockQuerySet:
    """With what became of the breach, and the review that counts."""
    standing = Prefetch("reviews", ClockReview.objects.standing().select_related("by"))
    return clocks.select_related(*RELATED).prefetch_related("breaches", standing)


def record_of(clock: Clock, *, at: datetime) -> dict[str, Any]:
    (record,) = records_of(Clock.objects.as_of(at).filter(pk=clock.pk), at=at, most=1)
    return record


def _named(clock: Clock, at: datetime) -> dict[str, Any]:
    """Nothing is None here, where a file has an empty cell."""
    row = {name: None if value == "" else value for name, value in zip(HEAD, _row(clock, at), strict=True)}
    breach = next(iter(clock.breaches.all()), None)
    return row | {
        "lead_id": clock.lead_id,
        "line": clock.line,
        "version_id": clock.promise.version_id,
        "owner_id": clock.owner_id,
        "team_id": clock.team_id,
        "lead_source_id": clock.lead_source_id,
        "breach_id": breach.pk if breach else None,
    }


def _row(clock: Clock, at: datetime) -> tuple[Any, ...]:
    return (*_who_and_what(clock), *_when(clock, at), *_breach(clock), *_review(clock))


def _who_and_what(clock: Clock) -> tuple[Any, ...]:
    promise = clock.promise
    return (
        str(clock.pk),
        clock.lead.external_id,
        str(clock.lead),
        promise.version.agreement.name,
        promise.version.number,
        promise.kind,
        promise.side,
        clock.cycle,
        str(clock.owner or ""),
        str(clock.team or ""),
        str(clock.lead_source or ""),
    )


def _when(clock: Clock, at: datetime) -> tuple[Any, ...]:
    state = State(clock.state_now)  # type: ignore[attr-defined]
    return (
        clock.started_at,
        clock.due_at,
        clock.stopped_at,
        _breached_at(clock, state),
        state.value,
        COUNTS_AS.get(state, "left_out"),
        clock.allowed // SECOND,
        used_by(clock, at=at) // SECOND,
        clock.waived_at,
        clock.waived_until,
    )


def _breached_at(clock: Clock, state: State) -> datetime | None:
    """A breach is a fact, also once it is waived or reversed; one that no sweep has noted yet is as old as its due instant."""
    noted = next(iter(clock.breaches.all()), None)
    if noted is not None:
        return noted.breached_at
    return clock.due_at if state in BREACHED else None


def _breach(clock: Clock) -> tuple[Any, ...]:
    breach = next(iter(clock.breaches.all()), None)
    if breach is None:
        return (None, "", "", "", None, None)
    return (
        breach.reversed_at,
        breach.reversal,
        breach.cause,
        breach.action,
        breach.marketing_signed_at,
        breach.sales_signed_at,
    )


def _review(clock: Clock) -> tuple[Any, ...]:
    review = next(iter(clock.reviews.all()), None)
    return (review.verdict, review.note, str(review.by), review.reviewed_at) if review else ("", "", "", None)


def verified(*, organisation_id: UUID, sha256: str) -> Verified | None:
    """None if no file with this hash, or with such a table attached, was ever made here."""
    is_hash = Q(after__sha256=sha256) | Q(after__rows_sha256=sha256)
    made = Event.objects.of(organisation_id).filter(is_hash, action=MAKE).order_by("at", "pk").first()
    if made is None:
        return None
    link = Link.objects.filter(organisation_id=organisation_id, event_id=made.pk).first()
    chain = audit.queries.chain_state(organisation_id=organisation_id)
    is_chained = link is not None and (chain.broken_at is None or link.number < chain.broken_at)
    return Verified(made=made, number=link.number if link else None, is_chained=is_chained)


def recent() -> list[ClockExport]:
    return list(ClockExport.objects.defer("content").select_related("asked_by").order_by("-asked_at", "pk")[:50])
