"""Spans of days: closed-open pairs of local dates, as periods, assignments and absences are.

A span is ``(starts_on, ends_on)``: the first day counts, the last does not. One that ends before it begins is empty.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Protocol

Span = tuple[date, date]
ONE_DAY = timedelta(days=1)


class DayCount(Protocol):
    """How many days of a closed-open span count: all of them, or those somebody works."""

    def __call__(self, *, starts_on: date, ends_on: date) -> int: ...


def calendar_days(*, starts_on: date, ends_on: date) -> int:
    """All days of the span; 0 if it is empty."""
    return max(0, (ends_on - starts_on).days)


def elapsed(*, starts_on: date, ends_on: date, as_of: date) -> Span:
    """The part of a period that lies behind us at the end of the day ``as_of``; empty before the period."""
    return starts_on, max(starts_on, min(as_of + ONE_DAY, ends_on))


def elapsed_of_total(*, starts_on: date, ends_on: date, as_of: date, days: DayCount) -> tuple[int, int]:
    """Elapsed and total days by ``days``; where none of the period counts (a month of holidays) the calendar decides."""
    behind = elapsed(starts_on=starts_on, ends_on=ends_on, as_of=as_of)
    count = days if days(starts_on=starts_on, ends_on=ends_on) else calendar_days
    return count(starts_on=behind[0], ends_on=behind[1]), count(starts_on=starts_on, ends_on=ends_on)


def months(*, starts_on: date, ends_on: date) -> Iterator[Span]:
    """The period cut at the first of every month; its first and last part may be less than a month."""
    while starts_on < ends_on:
        following = min(month_after(day=starts_on), ends_on)
        yield starts_on, following
        starts_on = following


def month_after(*, day: date) -> date:
    """The first day of the month after that of ``day``."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def merged(*, spans: Iterable[Span]) -> list[Span]:
    """The same days as disjoint spans in order; those that touch become one."""
    joined: list[Span] = []
    for starts_on, ends_on in sorted(span for span in spans if span[0] < span[1]):
        if joined and starts_on <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], ends_on)
        else:
            joined.append((starts_on, ends_on))
    return joined


def without(*, spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """The days of ``spans`` that lie in none of the ``others``, as disjoint spans in order."""
    left = merged(spans=spans)
    for gap_starts, gap_ends in merged(spans=others):
        left = [
            part
            for starts_on, ends_on in left
            for part in ((starts_on, min(ends_on, gap_starts)), (max(starts_on, gap_ends), ends_on))
            if part[0] < part[1]
        ]
    return left


def clipped(*, spans: Iterable[Span], to: Span) -> list[Span]:
    """What of each span lies within ``to``."""
    cut = ((max(starts_on, to[0]), min(ends_on, to[1])) for starts_on, ends_on in spans)
    return [span for span in cut if span[0] < span[1]]
