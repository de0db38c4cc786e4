"""When mail that did not go out is tried again, and when no longer: soon at first, then ever more seldom, for three days."""

from datetime import datetime, timedelta

# After the first failure the next sweep tries it; together three days, as mail servers keep mail themselves.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (0, 5, 30, 120, 360, 720, 1440, 1440))


def next_try(*, failures: int, at: datetime) -> datetime | None:
    """After so many failures in a row, the last of them `at`; None: given up."""
    return at + WAITS[failures - 1] if 0 < failures <= len(WAITS) else None
