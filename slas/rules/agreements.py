"""How long a promise allows."""

MINUTES = {"minutes": 1, "hours": 60}
LONGEST = 366 * 24 * 60


class BadPromise(ValueError):
    """No time at all, or more than a year of it: nobody can keep it, or nobody would notice."""


def allowed_minutes(*, amount: int, unit: str, usual_day: int) -> int:
    """Business minutes of an amount of minutes, hours or working days (of so many minutes). Raises BadPromise."""
    minutes = amount * MINUTES.get(unit, usual_day)
    if not 0 < minutes <= LONGEST:
        raise BadPromise(f"{amount} {unit} are {minutes} minutes")
    return minutes
