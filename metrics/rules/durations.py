"""Duration: whole seconds from one event to another, by the wall clock of the world (business hours belong to promises).

Times are aware and subtracted in UTC: Python subtracts two times of one zone by their faces, and would give the night of
the clock change an hour too many or too few. Average, median and percentile of durations are those of any value.
"""

from datetime import UTC, datetime, timedelta

SECOND = timedelta(seconds=1)


def seconds(*, started_at: datetime | None, stopped_at: datetime | None) -> int | None:
    """Completed seconds. Undefined while one end is unknown, and where the end precedes the start: a fault of the facts,
    which must not make an average look quick. Raises ``ValueError`` for a naive time.
    """
    if started_at is None or stopped_at is None:
        return None
    if started_at.tzinfo is None or stopped_at.tzinfo is None:
        raise ValueError("A time without a zone cannot be placed.")
    passed = stopped_at.astimezone(UTC) - started_at.astimezone(UTC)
    return passed // SECOND if passed >= timedelta(0) else None
